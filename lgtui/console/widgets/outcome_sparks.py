"""How requests came out over the last minute, as small charts, and the totals in words."""

from typing import ClassVar, NamedTuple

from textual.strip import Strip

from lgtui.console.widgets.bucket_levels import FeedClock
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.outcome_series import OutcomeSeries, blocks
from lgtui.frames import ClockView, Counters

LABEL_WIDTH = 6


class Chart(NamedTuple):
    """One small chart: component class, label and a block for each second."""

    style: str
    label: str
    line: str


class OutcomeSparks(LiveView, can_focus=False):
    """Small charts of answers with 2xx, with 429 and, if there were any, with other errors, in one scale."""

    DEFAULT_CSS = """
    OutcomeSparks {
        height: 5;
        overflow-y: hidden;
        & > .outcome--ok { color: $success; }
        & > .outcome--throttled { color: $error; }
        & > .outcome--errors { color: $warning; }
        & > .outcome--rate { color: $text-primary; }
        & > .outcome--dim { color: $foreground 55%; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "outcome--ok",
        "outcome--throttled",
        "outcome--errors",
        "outcome--rate",
        "outcome--dim",
    }

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__(frame_clock)
        self._series = OutcomeSeries()
        self._clock = FeedClock(ClockView(0.0, 1.0, False), frame_clock.now())
        self._lines: list[list[tuple[str, str]]] = []

    def replace(self, counters: Counters, at: float) -> None:
        """Begin with `counters` as they are at emulated time `at`, and no past."""
        self._set_time(at)
        self._series.restart(counters, at)
        self.wake()

    def update_counters(self, counters: Counters, at: float) -> None:
        """Take the counters of emulated time `at`."""
        self._set_time(at)
        self._series.count(counters, at)
        self.wake()

    def set_clock(self, clock: ClockView) -> None:
        """Let the charts move on with the region's clock as it runs now."""
        self._clock = FeedClock(clock, self.frame_clock.now())
        self.wake()

    def draw_frame(self) -> float | None:
        """Repaint where the charts or the totals differ; wants a frame a second until a quiet minute has passed."""
        at = self._clock.at(self.frame_clock.now())
        self._series.advance(at)
        lines = self._compose_lines()
        if lines != self._lines:
            self._lines = lines
            self.set_line_count(len(lines))
            self.refresh()
        if self._series.quiet or not self._clock.speed:
            return None
        return (1.0 - at % 1) / self._clock.speed

    def render_line(self, y: int) -> Strip:
        """A chart, or the totals."""
        return self.line_of(self._lines[y]) if y < len(self._lines) else self.blank_line()

    def _set_time(self, at: float) -> None:
        view = self._clock.view
        self._clock = FeedClock(ClockView(at, view.speed, view.paused), self.frame_clock.now())

    def _compose_lines(self) -> list[list[tuple[str, str]]]:
        charts: list[list[tuple[str, str]]] = [
            [("outcome--dim", chart.label.ljust(LABEL_WIDTH)), (chart.style, chart.line)] for chart in self._charts()
        ]
        return [*charts, [], self._totals()]

    def _charts(self) -> list[Chart]:
        seconds = self._series.seconds(max(0, self.view_width - LABEL_WIDTH - 1))
        highest = max((max(second.ok, second.throttled, second.errors) for second in seconds), default=0)
        charts = [
            Chart("outcome--ok", "2xx", blocks([second.ok for second in seconds], highest)),
            Chart("outcome--throttled", "429", blocks([second.throttled for second in seconds], highest)),
        ]
        if any(second.errors for second in seconds):
            charts.append(Chart("outcome--errors", "4/5xx", blocks([second.errors for second in seconds], highest)))
        return charts

    def _totals(self) -> list[tuple[str, str]]:
        counters = self._series.counters
        failed = counters.client_errors + counters.server_errors
        words = [
            ("", f"{counters.sent:,} sent"),
            ("outcome--ok", f"{counters.ok:,} ok"),
            ("outcome--throttled", f"{counters.throttled:,} throttled" if counters.throttled else ""),
            ("outcome--errors", f"{failed:,} failed" if failed else ""),
            ("outcome--rate", f"{self._series.rate():.1f} rps"),
        ]
        return [part for word in words if word[1] for part in (word, ("", "  "))]
