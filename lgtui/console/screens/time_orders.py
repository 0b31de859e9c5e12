"""The orders to the region's one clock: pause, step, slow motion, fast forward."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from lgtui.console.screens.ordering import Ordering

SPEEDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Emulated seconds a second that the keys choose from."""

_NORMAL = 1.0
_SPANS = {1: "a second", 60: "a minute", 3600: "an hour"}


class TimeOrders(Ordering):
    """Lets the user travel in the region's time; a subclass binds `toggle_clock` where its key is to be hinted at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "step(1)", "step", key_display=".", show=False, id="step-clock"),
        Binding("left_square_bracket", "slower", "slower", key_display="[", show=False, id="slower"),
        Binding("right_square_bracket", "faster", "faster", key_display="]", show=False, id="faster"),
        Binding("equals_sign", "normal_speed", "normal speed", key_display="=", show=False, id="normal-speed"),
    ]

    def action_toggle_clock(self) -> None:
        """Pause the region's time, or let it run on."""
        paused = not self.state.clock.paused
        what = "time stands still: . steps a second, space lets it run" if paused else "time runs"
        self.order(what, lambda client: client.set_clock({"paused": paused}))

    def action_step(self, seconds: int) -> None:
        """Move the region's time on at once: what falls due on the way happens."""
        what = f"time moved on by {_SPANS.get(seconds, f'{seconds} s')}"
        self.order(what, lambda client: client.set_clock({"step": seconds}))

    def action_slower(self) -> None:
        """Let the region's time run at the next lower speed."""
        self._run_at(max((speed for speed in SPEEDS if speed < self.state.clock.speed), default=SPEEDS[0]))

    def action_faster(self) -> None:
        """Let the region's time run at the next higher speed."""
        self._run_at(min((speed for speed in SPEEDS if speed > self.state.clock.speed), default=SPEEDS[-1]))

    def action_normal_speed(self) -> None:
        """Let the region's time run as everybody's does."""
        self.order("time runs as usual", lambda client: client.set_clock({"speed": _NORMAL, "paused": False}))

    def _run_at(self, speed: float) -> None:
        self.order(f"time runs at ×{speed:g}", lambda client: client.set_clock({"speed": speed}))
