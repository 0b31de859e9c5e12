"""The keys of the region's clock on screens of their own, where an hour's wait is to be seen in a second."""

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from lgtui.console.screens.time_orders import TimeOrders

TIME_KEYS = """\
space    pause and resume time     [ ] =    slower, faster, normal
.        step time by a second     ,        step it by a minute"""


def time_bindings(screen: str) -> list[BindingType]:
    """The keys that pause, step, slow down and speed up time; their ids begin with the screen's name."""
    return [
        Binding("space", "time('toggle_clock')", "pause", key_display="space", id=f"{screen}.pause"),
        Binding("full_stop", "time('step(1)')", "step", key_display=".", id=f"{screen}.step"),
        Binding("comma", "time('step(60)')", "a minute", key_display=",", id=f"{screen}.step-minute"),
        Binding("left_square_bracket", "time('slower')", "slower", key_display="[", show=False, id=f"{screen}.slower"),
        Binding("right_square_bracket", "time('faster')", "faster", key_display="]", show=False, id=f"{screen}.faster"),
        Binding("equals_sign", "time('normal_speed')", "normal", key_display="=", show=False, id=f"{screen}.normal"),
    ]


class TravelsInTime:
    """Hands those keys on to the explorer, which has the region's time; mixed into a screen that says which it is."""

    _explorer: "TimeOrders"

    async def action_time(self, order: str) -> None:
        """Give the region's clock an order of the explorer's."""
        await self._explorer.run_action(order)
