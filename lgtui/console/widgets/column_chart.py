"""Values over time as columns of eighth-blocks, with a scale at the left and the times below."""

import time
from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from lgtui.console.figures.metric_series import Point
from lgtui.console.widgets.outcome_series import BLOCKS

_AXIS = 10


class ColumnChart(Widget):
    """Draws the newest points that have room, each a column."""

    DEFAULT_CSS = "ColumnChart { height: 1fr; min-height: 4; }"

    def __init__(self) -> None:
        super().__init__()
        self._points: dict[int, float] = {}
        self._end = 0.0
        self._period = 1

    @property
    def columns(self) -> int:
        """How many columns there is room for."""
        return max(1, self.size.width - _AXIS)

    def show(self, points: Sequence[Point], end: float, period: int) -> None:
        """Draw points up to the emulated time `end`; each stands for `period` seconds."""
        self._points = {int(point.at // period): point.value for point in points}
        self._end, self._period = end, period
        self.refresh()

    def render(self) -> Content:
        """The chart in the room there is."""
        rows, columns = self.size.height - 1, self.columns
        newest = int(self._end // self._period)
        values = [self._points.get(newest - columns + 1 + number) for number in range(columns)]
        highest = max([value for value in values if value is not None], default=0.0) or 1.0
        lines = [
            Content.styled(_scale(row, rows, highest), "$foreground 50%")
            + Content.styled(_row(values, row, rows, highest), "$primary")
            for row in range(rows)
        ]
        return Content("\n").join([*lines, Content.styled(self._times(columns), "$foreground 50%")])

    def _times(self, columns: int) -> str:
        """The times of the first and the last column."""
        ends = (self._end - columns * self._period, self._end)
        first, last = (time.strftime("%H:%M:%S", time.localtime(max(0.0, at))) for at in ends)
        return " " * _AXIS + f"{first}{last:>{max(0, columns - len(first))}}"


def _scale(row: int, rows: int, highest: float) -> str:
    """What stands left of a row: the scale's ends, and nothing between."""
    said = number(highest) if row == 0 else "0" if row == rows - 1 else ""
    return f"{said:>{_AXIS - 2}}  "


def _row(values: Sequence[float | None], row: int, rows: int, highest: float) -> str:
    """One line of all columns; a period without a value is a dot at the foot, one with 0 a low block."""
    foot = (rows - 1 - row) * 8
    return "".join(_block(value, foot, rows, highest) for value in values)


def _block(value: float | None, foot: int, rows: int, highest: float) -> str:
    if value is None:
        return "·" if foot == 0 else " "
    eighths = max(1, round(value / highest * rows * 8)) - foot
    return " " if eighths <= 0 else BLOCKS[min(eighths, 8) - 1]


def number(value: float) -> str:
    """A value in few characters: `12,400`, `3.14`, `0.002`."""
    if value == int(value) and abs(value) < 1e9:
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"
