"""Execution environments by function version, and where each one's cell is: without anything of the screen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lgtui.console.widgets.plain_text import harmless
from lgtui.frames import EnvironmentState, EnvironmentView

GLYPHS: dict[EnvironmentState, str] = {"init": "◐", "busy": "●", "idle": "○", "frozen": "❄", "gone": "✗"}
"""One sign for each state, in the order of the legend."""

CELL_WIDTH = 2
LONGEST_LABEL = 24
SUMMARY_WIDTH = 18
"""Columns kept free beside cells for `4 busy · 5 frozen`."""

FADE_AFTER = 4.0
"""Real seconds for which a gone environment is still shown."""

MOST_GONE = 200
"""Gone environments shown at most; the oldest fade at once."""


@dataclass(slots=True)
class Row:
    """The environments of one function version, in the order they came.

    Attributes:
        ids: the environments' ids.
        top: the line its label is on.
        inline: whether the cells are on the label's line, or wrapped below it.
        cold: seconds the newest init took, 0 while none is known.
    """

    function: str
    version: str
    ids: list[str] = field(default_factory=list)
    top: int = 0
    inline: bool = True
    cold: float = 0.0

    @property
    def label(self) -> str:
        """What the row is called."""
        return f"{self.function} {self.version}"


class EnvironmentRows:
    """The newest view of every environment, arranged in rows.

    `layout` places the rows for a width; until the set of environments changes a cell keeps its place.
    """

    def __init__(self) -> None:
        self.views: dict[str, EnvironmentView] = {}
        self.rows: list[Row] = []
        self.line_count = 0
        self.label_width = 0
        self._width = 0
        self._inline_summary_x = 0
        self._rows_by_version: dict[tuple[str, str], Row] = {}
        self._gone: dict[str, float] = {}

    def put(self, view: EnvironmentView, now: float) -> bool:
        """Take an environment's newest view at real time `now`; returns whether it is a new one."""
        is_new = view.id not in self.views
        self.views[view.id] = view
        row = self._row_of(view)
        if is_new:
            row.ids.append(view.id)
        if view.init_duration:
            row.cold = view.init_duration
        if view.state == "gone":
            self._gone.setdefault(view.id, now)
        return is_new

    def fade(self, now: float) -> bool:
        """Forget environments that are gone long enough, or too many; returns whether there were any."""
        too_many = len(self._gone) - MOST_GONE
        faded = [
            key for number, (key, at) in enumerate(self._gone.items()) if now - at >= FADE_AFTER or number < too_many
        ]
        for environment_id in faded:
            del self._gone[environment_id]
            self._row_of(self.views.pop(environment_id)).ids.remove(environment_id)
        return bool(faded)

    def next_fade(self, now: float) -> float | None:
        """Real seconds until the next environment is to fade, or None."""
        first = next(iter(self._gone.values()), None)
        return None if first is None else max(0.0, first + FADE_AFTER - now)

    def layout(self, width: int) -> None:
        """Place all rows for a view `width` columns wide; rows that are empty for good go."""
        self._width = width
        self.rows = sorted((row for row in self._rows_by_version.values() if row.ids), key=lambda row: row.label)
        self._rows_by_version = {(row.function, row.version): row for row in self.rows}
        self.label_width = min(
            max((len(row.label) for row in self.rows), default=0), LONGEST_LABEL, max(8, width * 2 // 5)
        )
        inline_cells = (width - self.label_width - 1 - SUMMARY_WIDTH) // CELL_WIDTH
        line = most_cells = 0
        for row in self.rows:
            row.top = line
            row.inline = len(row.ids) <= inline_cells
            most_cells = max(most_cells, len(row.ids) if row.inline else 0)
            line += 1 if row.inline else 1 + -(-len(row.ids) // self._cells_per_line)
        self.line_count = line
        self._inline_summary_x = self.label_width + 1 + most_cells * CELL_WIDTH + 1

    def summary(self, row: Row) -> str:
        """How many are in which state and, where there is room, the newest cold start: `2 busy · cold 41 ms`."""
        counts = Counter(self.views[environment_id].state for environment_id in row.ids)
        text = " · ".join(f"{counts[state]} {state}" for state in GLYPHS if counts[state])
        cold = f" · cold {row.cold * 1000:.0f} ms" if row.cold else ""
        return text + cold if len(text + cold) <= self._width - self.summary_x(row) else text

    def rows_of(self, environment_ids: Iterable[str]) -> list[Row]:
        """The rows that hold these environments, each once."""
        keys = {(view.function, view.version) for view in map(self.views.__getitem__, environment_ids)}
        return [self._rows_by_version[key] for key in keys]

    def summary_x(self, row: Row) -> int:
        """The column where the row's summary begins."""
        return self._inline_summary_x if row.inline else self.label_width + 1

    def cells_x(self, row: Row) -> int:
        """The column where the row's cells begin."""
        return self.label_width + 1 if row.inline else CELL_WIDTH

    def place_of(self, environment_id: str) -> tuple[int, int]:
        """Column and line of an environment's cell."""
        row = self._row_of(self.views[environment_id])
        index = row.ids.index(environment_id)
        if row.inline:
            return self.cells_x(row) + index * CELL_WIDTH, row.top
        line, column = divmod(index, self._cells_per_line)
        return self.cells_x(row) + column * CELL_WIDTH, row.top + 1 + line

    def cells_on(self, line: int) -> tuple[Row, list[str]] | None:
        """The row a line belongs to and the ids of the cells on that line, or None below the last."""
        row = next((row for row in reversed(self.rows) if row.top <= line), None)
        if row is None or line >= self.line_count:
            return None
        if row.inline:
            return row, row.ids
        first = (line - row.top - 1) * self._cells_per_line
        return row, row.ids[first : first + self._cells_per_line] if first >= 0 else []

    def environment_at(self, place: tuple[int, int]) -> EnvironmentView | None:
        """The environment whose cell is at this column and line."""
        x, y = place
        found = self.cells_on(y)
        if found is None:
            return None
        row, ids = found
        index = (x - self.cells_x(row)) // CELL_WIDTH
        return self.views[ids[index]] if 0 <= index < len(ids) else None

    @property
    def _cells_per_line(self) -> int:
        return max(1, (self._width - CELL_WIDTH) // CELL_WIDTH)

    def _row_of(self, view: EnvironmentView) -> Row:
        key = (view.function, view.version)
        row = self._rows_by_version.get(key)
        if row is None:
            row = self._rows_by_version[key] = Row(*key)
        return row


def detail_of(view: EnvironmentView) -> str:
    """What is known of one environment, on one line."""
    since = datetime.fromtimestamp(view.since)
    parts = [f"{view.state} since {since:%H:%M:%S}"]
    if view.pid:
        parts.append(f"pid {view.pid}")
    parts.append(f"{view.invocations:,} invocation{'' if view.invocations == 1 else 's'}")
    if view.init_duration:
        parts.append(f"cold {view.init_duration * 1000:.0f} ms")
    if view.reason:
        parts.append(f"because: {view.reason}")
    parts.append(f"{harmless(view.function)} {view.version}")
    return " · ".join(parts)
