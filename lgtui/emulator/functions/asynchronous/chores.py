"""Work beside the requests, whose failure the log tells."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Chores:
    """Tasks that nobody waits for.

    Args:
        tell: takes one sentence where a task has failed.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._tasks: dict[asyncio.Task[None], str] = {}

    def start(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Do `work`; `what` says in the log what has failed."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[task] = what
        task.add_done_callback(self._done)

    async def stop(self) -> None:
        """End what is not done."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        what = self._tasks.pop(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._tell(f"{what} has failed: {error}")
