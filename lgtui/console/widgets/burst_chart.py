"""A burst over time: outcomes stacked in columns, the rate that is due above them, the latency below."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from lgtui.console.widgets.outcome_series import blocks
from lgtui.load.plan import BurstSlot, Outcome
from lgtui.load.shapes import Profile

SIGNS: dict[Outcome, tuple[str, str, str]] = {
    "ok": ("█", "$success", "2xx"),
    "throttled": ("▓", "$warning", "429"),
    "client_error": ("▒", "$secondary", "4xx"),
    "server_error": ("▚", "$error", "5xx"),
    "failed": ("×", "$text-error", "no answer"),
}
"""For each outcome its sign, colour and name: the sign alone tells them apart."""

WAITING = ("░", "$foreground 30%", "on the way")
DUE = ("─", "$foreground 60%")

PERCENTILES = ("p50", "p95", "p99")

ROOMY_HEIGHT = 11
"""Lines from which all the percentiles are drawn; below, the highest alone."""

_AXIS = 8


class BurstChart(Widget):
    """Draws one burst, running or over."""

    DEFAULT_CSS = "BurstChart { height: 1fr; min-height: 6; }"

    def __init__(self) -> None:
        super().__init__()
        self._profile = Profile(())
        self._slot_width = 1
        self._slots: dict[int, BurstSlot] = {}

    def begin(self, profile: Profile, slot_width: int, slots: Sequence[BurstSlot] = ()) -> None:
        """Draw another burst.

        Args:
            profile: the rate that is due over time.
            slot_width: seconds that a slot covers.
            slots: what is known of it.
        """
        self._profile, self._slot_width = profile, slot_width
        self._slots = {}
        self.update_slots(slots)

    def update_slots(self, slots: Sequence[BurstSlot]) -> None:
        """Take in slots in their newest state."""
        self._slots.update((slot.at, slot) for slot in slots)
        self.refresh()

    def render(self) -> Content:
        """The chart in the room there is."""
        percentiles = PERCENTILES if self.size.height >= ROOMY_HEIGHT else PERCENTILES[-1:]
        width, height = self.size.width - _AXIS, self.size.height - len(percentiles) - 1
        if width < 1 or height < 1 or not self._profile.phases:
            return Content("")
        columns = _columns(self._slots, self._slot_width, self._profile, width)
        highest = max([1.0, *(column.due for column in columns), *(column.sent for column in columns)])
        axis = [f"{highest:,.0f}/s".rjust(_AXIS - 1) + " ", *[" " * _AXIS] * (height - 1)]
        rows = []
        for row in range(height):
            cells = (_cell(column, height - row, height, highest) for column in columns)
            rows.append(Content.assemble((axis[row], "$foreground 50%"), *cells))
        return Content("\n").join([*rows, *_latency(columns, percentiles), _times(self._profile.seconds, columns)])


class _Column:
    """What one column of the chart shows: rates a second, and a latency in seconds."""

    __slots__ = ("due", "latencies", "outcomes", "sent")

    def __init__(self, slots: list[BurstSlot], seconds: float, due: float) -> None:
        self.due = due
        self.sent = sum(slot.sent for slot in slots) / seconds
        self.outcomes = {outcome: sum(slot.outcomes.get(outcome, 0) for slot in slots) / seconds for outcome in SIGNS}
        self.latencies = {name: max((getattr(slot, name) for slot in slots), default=0.0) for name in PERCENTILES}


def _columns(slots: dict[int, BurstSlot], slot_width: int, profile: Profile, width: int) -> list[_Column]:
    """The whole burst in `width` columns: a slot takes several of them, or several slots share one."""
    total = max(profile.seconds, 1e-9)
    count = max(1, -(-int(total + 0.999) // slot_width))
    columns = []
    for number in range(width):
        first = number * count // width
        last = max(first + 1, (number + 1) * count // width)
        there = [slots[slot * slot_width] for slot in range(first, last) if slot * slot_width in slots]
        covered = (last - first) * slot_width
        seconds = min(covered, max(total - first * slot_width, 1e-9)) if first + 1 >= count else covered
        columns.append(_Column(there, seconds, profile.rate_at((number + 0.5) / width * total)))
    return columns


def _cell(column: _Column, row: int, height: int, highest: float) -> tuple[str, str]:
    """One cell: what stands in a column at a row, counted from 1 at the foot."""
    level = (row - 0.5) / height * highest
    for outcome, (sign, colour, _) in SIGNS.items():
        level -= column.outcomes[outcome]
        if level < 0:
            return sign, colour
    answered = sum(column.outcomes.values())
    if level < column.sent - answered:
        return WAITING[0], WAITING[1]
    return DUE if row == max(1, round(column.due / highest * height)) and column.due else (" ", "")


def _latency(columns: list[_Column], percentiles: Sequence[str]) -> list[Content]:
    """A line of blocks for each percentile, all in one scale."""
    highest = _slowest(columns)
    return [
        Content.assemble(
            (f"{name:>{_AXIS - 1}} ", "$foreground 50%"),
            (blocks([column.latencies[name] for column in columns], highest) if highest else "", "$primary"),
        )
        for name in percentiles
    ]


def _times(seconds: float, columns: list[_Column]) -> Content:
    """The axis of time, and what the highest block of a latency stands for."""
    slowest = _slowest(columns)
    scale = f"█ {slowest * 1000:,.1f} ms" if slowest else "no latency yet"
    last = f"{seconds:,.1f} s"
    room = len(columns) - len("0 s") - len(last)
    return Content.styled(f"{'':{_AXIS}}0 s{scale:^{max(0, room)}}{last}", "$foreground 50%")


def _slowest(columns: list[_Column]) -> float:
    return max(latency for column in columns for latency in column.latencies.values())
