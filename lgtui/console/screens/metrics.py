"""CloudWatch's metrics of the region: a list of them, and charts of what is under the cursor."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from lgtui.console.figures.metric_export import Curve, export
from lgtui.console.figures.metric_groups import MOST_CURVES, Group, groups_of
from lgtui.console.figures.metric_series import Metric, Point, data_request, list_request, read_data, read_list
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.filtered_list import FilteredList
from lgtui.console.screens.time_keys import TIME_KEYS, TravelsInTime, time_bindings
from lgtui.console.theme import DIM
from lgtui.console.widgets.column_chart import ColumnChart, number
from lgtui.console.widgets.plain_text import fitted, harmless
from lgtui.console.widgets.status_lines import time_chip
from lgtui.console.widgets.steady_text import SteadyText

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient
    from lgtui.console.screens.time_orders import TimeOrders

HELP = (
    "The metrics that CloudWatch would have of this region, asked for by its own operations ListMetrics and "
    "GetMetricData; times are the region's. Those of a function, of an API's stage and of all functions stand together "
    "first (▦), then each alone.\n\n"
    "v changes how long a column is: 1 s, 10 s, 1 min, 5 min. ← goes back in time, → on again; metrics are kept for an "
    "hour. / filters by namespace, name and what it is about.\n"
    "Counts are sums; concurrency is the highest value; durations show their mean, and their 99th percentile. A dot is "
    "a period without a value.\n"
    "x writes what is charted as CSV and JSON into the folder lgtui was started in."
)
KEYS = f"""\
{TIME_KEYS}
← →      earlier, later            v        longer columns
/        filter                    x        write as CSV and JSON
                                   esc      go back"""
NOTHING = "No metric has a value yet: send a request first."
PERIODS = (1, 10, 60, 300)
"""Seconds that a column covers, to choose from."""

REFRESH_EVERY = 2.0
"""Seconds between two looks at the metrics."""

MANY = 3
"""Charts from which they stand two beside each other, where there is room."""

NAME_WIDTH = 34


class Chart(Vertical):
    """One curve with its title."""

    DEFAULT_CSS = "Chart { height: 1fr; min-height: 5; &.-hidden { display: none; } SteadyText { height: 1; } }"

    def compose(self) -> ComposeResult:
        yield SteadyText(markup=False)
        yield ColumnChart()

    def show(self, curve: Curve, end: float, period: int) -> None:
        """Draw a curve up to the emulated time `end`, a column for each `period` seconds."""
        metric, statistic, points = curve
        self.query_one(SteadyText).update(_title(metric, statistic, points))
        self.query_one(ColumnChart).show(points, end, period)


class MetricsScreen(TravelsInTime, FilteredList[None, Group]):
    """Lists metrics, together and alone, and charts those under the cursor.

    Args:
        client: the region's client.
        explorer: has the region's time, and takes the orders to it.
    """

    CSS = """
    MetricsScreen {
        #both.-wide > OptionList { width: 62; }
        #charts { height: 3fr; padding: 0 1; overflow-y: auto; scrollbar-size-vertical: 1; }
        #both.-wide > #charts { height: 1fr; }
        #both.-wide > #charts.-many { layout: grid; grid-size: 2; grid-gutter: 0 2; grid-rows: 1fr; }
        #nothing.-hidden { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "period", "period", id="metrics.period"),
        Binding("h,left", "move(-1)", "earlier", key_display="←", id="metrics.earlier"),
        Binding("l,right", "move(1)", "later", key_display="→", id="metrics.later"),
        Binding("slash", "filter", "filter", key_display="/", id="metrics.filter"),
        Binding("x", "export", "export", id="metrics.export"),
        *time_bindings("metrics"),
    ]
    NAME = "Metrics"
    HELP = HELP
    KEYS = KEYS
    BESIDE = 110

    class Listed(Message):
        """The metrics were listed, or were not."""

        def __init__(self, outcome: list[Metric] | Failure) -> None:
            super().__init__()
            self.outcome = outcome

    class Measured(Message):
        """The points of a group came, or did not; `end` is the emulated time up to which they were asked for."""

        def __init__(self, group: Group, end: float, outcome: list[list[Point]] | Failure) -> None:
            super().__init__()
            self.group = group
            self.end = end
            self.outcome = outcome

    def __init__(self, client: "RegionClient", explorer: "TimeOrders") -> None:
        super().__init__()
        self._client = client
        self._explorer = explorer
        self._groups: list[Group] = []
        self._curves: list[Curve] = []
        self._period = PERIODS[0]
        self._end: float | None = None

    def head(self) -> ComposeResult:
        """The region's time, the period, and the filter."""
        yield Static(Content.styled("metrics", "bold"))
        yield SteadyText(id="time")
        yield SteadyText(id="period")
        yield Input(id="filter", compact=True, placeholder="/ filters by namespace, name and what it is about")

    def body(self) -> ComposeResult:
        """The list, and the charts beside it."""
        with Horizontal(id="both"):
            yield OptionList()
            with Vertical(id="charts"):
                yield Static(NOTHING, id="nothing", markup=False)
                for _ in range(MOST_CURVES):
                    yield Chart(classes="-hidden")

    def on_mount(self) -> None:
        """List the metrics, and look again and again."""
        self.query_one(OptionList).focus()
        self._look()
        self.set_interval(REFRESH_EVERY, self._look)

    # The list ----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._say_time()
        self.run_worker(self._list(), group="list", exclusive=True, exit_on_error=False)
        self._measure()

    async def _list(self) -> None:
        metrics: list[Metric] = []
        token = ""
        while True:
            page = read_list(await self._client.send(list_request(self._client.control_url, token)))
            if isinstance(page, Failure):
                self.post_message(self.Listed(page))
                return
            listed, token = page
            metrics += listed
            if not token:
                self.post_message(self.Listed(sorted(metrics)))
                return

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        self.show_error(event.outcome.message if isinstance(event.outcome, Failure) else "")
        if not isinstance(event.outcome, Failure) and (groups := groups_of(event.outcome)) != self._groups:
            self._groups = groups
            self.offer()

    def offer(self) -> None:
        """List what the filter lets through; the cursor stays where it is, though more metrics have come there."""
        options, current, words = self.query_one(OptionList), self.current, self.words
        self.shown = [each for each in self._groups if all(word in each.searched for word in words)]
        options.set_options(Option(_row(each)) for each in self.shown)
        if self.shown:
            same = (row for row, each in enumerate(self.shown) if current and _is_same(each, current))
            options.highlighted = next(same, 0)

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        curves = self.current.curves if self.current else []
        self.query_one("#nothing").set_class(bool(curves), "-hidden")
        self.query_one("#charts").set_class(len(curves) >= MANY, "-many")
        for row, chart in enumerate(self.query(Chart)):
            chart.set_class(row >= len(curves), "-hidden")
        self.call_after_refresh(self._measure)

    # The charts --------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        if group := self.current:
            self.run_worker(self._measured_by_worker(group), group="measure", exclusive=True, exit_on_error=False)

    async def _measured_by_worker(self, group: Group) -> None:
        end = self._end or self._explorer.region_time()
        begin = max(0.0, end - self._seconds)
        request = data_request(self._client.control_url, group.curves, begin, end + self._period, self._period)
        self.post_message(self.Measured(group, end, read_data(await self._client.send(request))))

    @on(Measured)
    def _measured(self, event: Measured) -> None:
        if isinstance(event.outcome, Failure):
            self.show_error(event.outcome.message)
            return
        curves = zip(event.group.curves, event.outcome, strict=False)
        self._curves = [(metric, statistic, points) for (metric, statistic), points in curves]
        for chart, curve in zip(self.query(Chart), self._curves, strict=False):
            chart.show(curve, event.end, self._period)

    @property
    def _seconds(self) -> int:
        """How much time is in sight."""
        return self.query_one(ColumnChart).columns * self._period

    def action_period(self) -> None:
        """Let a column cover the next longer period, after the longest the shortest."""
        self._period = PERIODS[(PERIODS.index(self._period) + 1) % len(PERIODS)]
        self._say_time()
        self._measure()

    def action_move(self, halves: int) -> None:
        """Go back in time by half of what is in sight, or on until now."""
        now = self._explorer.region_time()
        end = (self._end or now) + halves * self._seconds / 2
        self._end = None if end > now - self._seconds / 4 else end
        self._say_time()
        self._measure()

    def _say_time(self) -> None:
        self.query_one("#time", SteadyText).update(time_chip(self._explorer.state.clock))
        period = f"{self._period} s" if self._period < 60 else f"{self._period // 60} min"
        until = "until now" if self._end is None else "of the past: → leads back to now"
        self.query_one("#period", SteadyText).update(Content.styled(f"a column is {period}, {until}", DIM))

    def action_export(self) -> None:
        """Write what is charted into files."""
        written = export(self._curves, Path.cwd())
        if isinstance(written, str):
            self.notify(written, title="Not exported", severity="error", markup=False)
        else:
            self.notify("\n".join(map(str, written)), title="Exported", markup=False)


def _is_same(group: Group, other: Group) -> bool:
    """Whether two groups are of the same, whatever metrics there are by now."""
    return group.title == other.title and (bool(group.title) or group.metrics == other.metrics)


def _row(group: Group) -> Content:
    if group.title:
        return Content.assemble(("▦ ", "$warning"), (harmless(group.title), "bold"), (f"  {len(group.metrics)}", DIM))
    (metric,) = group.metrics
    return Content.assemble(
        (f"{fitted(harmless(metric.name), NAME_WIDTH)} ", "$foreground"),
        (harmless(metric.subject), "$primary"),
        (f"  {harmless(metric.namespace)}", DIM),
    )


def _title(metric: Metric, statistic: str, points: Sequence[Point]) -> Content:
    values = [point.value for point in points]
    told = f"  last {number(values[-1])}  highest {number(max(values))} {metric.unit}".rstrip() if values else ""
    return Content.assemble(
        (harmless(metric.name), "bold"), f"  {statistic}", (told or "  no value in this time", "$warning")
    )
