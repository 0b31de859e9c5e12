"""CloudWatch's metrics of the region: a list of them, and a chart of the one under the cursor."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from lgtui.console.metric_series import Metric, Point, data_request, list_request, read_data, read_list
from lgtui.console.outcomes import Failure
from lgtui.console.screens.filtered_list import FilteredList
from lgtui.console.theme import DIM
from lgtui.console.widgets.column_chart import ColumnChart, number
from lgtui.console.widgets.plain_text import harmless

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

HELP = (
    "The metrics that CloudWatch would have of this region, asked for by its own operations ListMetrics and "
    "GetMetricData; times are the region's.\n\n"
    "v changes how long a column is: 1 s, 10 s, 1 min, 5 min. / filters by namespace, name and what it is about.\n"
    "Counts are sums; concurrency is the highest value; durations show their mean, and below it their 99th "
    "percentile. A dot is a period without a value."
)
NOTHING = "No metric has a value yet: send a request first."
PERIODS = (1, 10, 60, 300)
"""Seconds that a column covers, to choose from."""

REFRESH_EVERY = 2.0
"""Seconds between two looks at the metrics."""


class MetricsScreen(FilteredList[None, Metric]):
    """Lists metrics and charts one.

    Args:
        client: the region's client.
        now: the region's time, in emulated seconds since the epoch.
    """

    CSS = """
    MetricsScreen {
        #both.-wide > OptionList { width: 62; }
        #charts { height: 3fr; padding: 0 1; }
        #both.-wide > #charts { height: 1fr; }
        .chart-title { height: 1; }
        #second.-hidden { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "period", "period", id="metrics.period"),
        Binding("slash", "filter", "filter", key_display="/", id="metrics.filter"),
    ]
    NAME = "Metrics"
    HELP = HELP
    KEYS = ""
    BESIDE = 110

    class Listed(Message):
        """The metrics were listed, or were not."""

        def __init__(self, outcome: list[Metric] | Failure) -> None:
            super().__init__()
            self.outcome = outcome

    class Measured(Message):
        """A metric's points came, or did not; `end` is the emulated time up to which they were asked for."""

        def __init__(self, metric: Metric, end: float, outcome: list[list[Point]] | Failure) -> None:
            super().__init__()
            self.metric = metric
            self.end = end
            self.outcome = outcome

    def __init__(self, client: "RegionClient", now: Callable[[], float]) -> None:
        super().__init__()
        self._client = client
        self._now = now
        self._metrics: list[Metric] = []
        self._period = PERIODS[0]

    def head(self) -> ComposeResult:
        """The period, and the filter."""
        yield Static(Content.styled("metrics", "bold"))
        yield Static(id="period")
        yield Input(id="filter", compact=True, placeholder="/ filters by namespace, name and what it is about")

    def body(self) -> ComposeResult:
        """The list, and the charts of one metric beside it."""
        with Horizontal(id="both"):
            yield OptionList()
            with Vertical(id="charts"):
                yield Static(NOTHING, id="first-title", classes="chart-title", markup=False)
                yield ColumnChart()
                with Vertical(id="second", classes="-hidden"):
                    yield Static(id="second-title", classes="chart-title", markup=False)
                    yield ColumnChart()

    def on_mount(self) -> None:
        """List the metrics, and look again and again."""
        self.query_one(OptionList).focus()
        self._say_period()
        self._look()
        self.set_interval(REFRESH_EVERY, self._look)

    # The list ----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
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
        if not isinstance(event.outcome, Failure) and event.outcome != self._metrics:
            self._metrics = event.outcome
            self.offer()

    def offer(self) -> None:
        """List what the filter lets through; the cursor stays on its metric."""
        options, current, words = self.query_one(OptionList), self.current, self.words
        self.shown = [each for each in self._metrics if all(word in _searched(each) for word in words)]
        options.set_options(Option(_row(each)) for each in self.shown)
        if self.shown:
            options.highlighted = self.shown.index(current) if current in self.shown else 0

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._measure()

    # The chart ---------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        if metric := self.current:
            self.run_worker(self._measured_by_worker(metric), group="measure", exclusive=True, exit_on_error=False)

    async def _measured_by_worker(self, metric: Metric) -> None:
        end = self._now()
        begin = end - self.query_one(ColumnChart).columns * self._period
        request = data_request(self._client.control_url, metric, max(0.0, begin), end + self._period, self._period)
        self.post_message(self.Measured(metric, end, read_data(await self._client.send(request))))

    @on(Measured)
    def _measured(self, event: Measured) -> None:
        if isinstance(event.outcome, Failure):
            self.show_error(event.outcome.message)
            return
        charts, titles = self.query(ColumnChart), self.query(".chart-title").results(Static)
        self.query_one("#second").set_class(len(event.outcome) < len(charts), "-hidden")
        for chart, title, statistic, points in zip(
            charts, titles, event.metric.statistics, event.outcome, strict=False
        ):
            title.update(_title(event.metric, statistic, points))
            chart.show(points, event.end, self._period)

    def action_period(self) -> None:
        """Let a column cover the next longer period, after the longest the shortest."""
        self._period = PERIODS[(PERIODS.index(self._period) + 1) % len(PERIODS)]
        self._say_period()
        self._measure()

    def _say_period(self) -> None:
        text = f"{self._period} s" if self._period < 60 else f"{self._period // 60} min"
        self.query_one("#period", Static).update(Content.styled(f"a column is {text}", DIM))


def _searched(metric: Metric) -> str:
    return f"{metric.namespace} {metric.name} {metric.subject}".lower()


def _row(metric: Metric) -> Content:
    return Content.assemble(
        (f"{harmless(metric.name):<31}", "$foreground"),
        (harmless(metric.subject), "$primary"),
        (f"  {harmless(metric.namespace)}", DIM),
    )


def _title(metric: Metric, statistic: str, points: list[Point]) -> Content:
    last = f"  last {number(points[-1].value)}" if points else "  no value in this time"
    return Content.assemble((harmless(metric.name), "bold"), f"  {statistic}", (last, "$warning"))
