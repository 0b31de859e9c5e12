"""What a worker that failed by surprise leads to: a word on the screen, never the end of the console."""

from textual.widget import Widget
from textual.worker import Worker, WorkerState


class SaysFailures(Widget):
    """Mixed into whatever starts workers with `exit_on_error=False`; the last base, because styles follow the first."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say that a worker failed, and why."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self.notify(
                f"{type(error).__name__}: {error}",
                title=f"A fault in the console ({event.worker.group})",
                severity="error",
                markup=False,
            )
