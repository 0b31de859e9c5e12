"""How requests came out of late, as small charts over one axis, and the totals in words."""

from typing import ClassVar

from textual.strip import Strip

from lgtui.console.widgets.bucket_levels import FeedClock, rate_text
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.outcome_series import OutcomeSeries, blocks, errors
from lgtui.frames import ClockView, Counters

LABEL_WIDTH = 6

CHARTS = {"2xx": "ok", "429": "throttled", "4/5xx": "errors", "hits": "hits"}
"""Label → member of a column; the last two are shown only where there is something to see."""

ALWAYS_SHOWN = 2

Line = list[tuple[str, str]]
"""Pairs of component class and text."""


class OutcomeSparks(LiveView, can_focus=False):
    """Small charts of answers with 2xx, with 429, with other errors and of the cache's, by the second, in one scale."""

    DEFAULT_CSS = """
    OutcomeSparks {
        height: 4;
        overflow-y: hidden;
        & > .outcome--ok { color: $success; }
        & > .outcome--throttled { color: $error; }
        & > .outcome--errors { color: $warning; }
        & > .outcome--hits { color: $primary; }
        & > .outcome--rate { color: $text-primary; }
        & > .outcome--dim { color: $foreground 55%; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "outcome--ok",
        "outcome--throttled",
        "outcome--errors",
        "outcome--hits",
        "outcome--rate",
        "outcome--dim",
    }

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__(frame_clock)
        self._series = OutcomeSeries()
        self._clock = FeedClock(ClockView(0.0, 1.0, False), frame_clock.now())
        self._lines: list[Line] = []

    def replace(self, counters: Counters, clock: ClockView) -> None:
        """Begin with `counters` as they are by `clock`, and no past."""
        self.set_clock(clock)
        self._series.restart(counters, clock.at)

    def update_counters(self, counters: Counters, at: float) -> None:
        """Take the counters of emulated time `at`."""
        view = self._clock.view
        self._clock = FeedClock(ClockView(at, view.speed, view.paused), self.frame_clock.now())
        self._series.count(counters, at)
        self.wake()

    def set_clock(self, clock: ClockView) -> None:
        """Let the charts move on with the region's clock as it runs now."""
        self._clock = FeedClock(clock, self.frame_clock.now())
        self._series.set_speed(clock.speed, clock.at)
        self.wake()

    def draw_frame(self) -> float | None:
        """Repaint where the charts or the totals differ; wants a frame a column until all in sight are quiet."""
        at = self._clock.at(self.frame_clock.now())
        self._series.advance(at)
        lines = self._compose_lines()
        if lines != self._lines:
            if len(lines) != len(self._lines):
                self.styles.height = len(lines)
            self._lines = lines
            self.set_line_count(len(lines))
            self.refresh()
        if self._series.quiet or not self._clock.speed:
            return None
        return (self._series.width - at % self._series.width) / self._clock.speed

    def on_resize(self) -> None:
        """Draw as many columns as there is room for."""
        self.wake()

    def render_line(self, y: int) -> Strip:
        """A chart, the axis, or the totals."""
        return self.line_of(self._lines[y]) if y < len(self._lines) else self.blank_line()

    def _compose_lines(self) -> list[Line]:
        cache = [self._cache_totals()] if self._has_cache else []
        return [*self._charts(), self._totals(), *cache]

    def _charts(self) -> list[Line]:
        """The charts, and below them how far back they go and what their highest block stands for."""
        columns = self._series.columns(max(1, self.view_width - LABEL_WIDTH - 1))
        rates = {member: [getattr(each, member) / each.seconds for each in columns] for member in CHARTS.values()}
        highest = max(max(values) for values in rates.values())
        charts: list[Line] = [
            [("outcome--dim", label.ljust(LABEL_WIDTH)), (f"outcome--{member}", blocks(rates[member], highest))]
            for number, (label, member) in enumerate(CHARTS.items())
            if number < ALWAYS_SHOWN or any(rates[member])
        ]
        begins = f"├ {_span(sum(column.seconds for column in columns))} ago"
        peak = f"█ {rate_text(highest)}" if highest else ""
        room = len(columns) - len(begins) - len("now ┤")
        return [*charts, [("outcome--dim", f"{'':{LABEL_WIDTH}}{begins}{peak:^{max(0, room)}}now ┤")]]

    def _totals(self) -> Line:
        counters = self._series.counters
        failed = errors(counters)
        words = (
            ("", f"{counters.sent:,} sent"),
            ("outcome--ok", f"{counters.ok:,} ok"),
            ("outcome--throttled", f"{counters.throttled:,} throttled" if counters.throttled else ""),
            ("outcome--errors", f"{failed:,} failed" if failed else ""),
            ("outcome--rate", f"{_rate(self._series.rate())} rps"),
        )
        line = _words(*words)
        fits = sum(len(text) for _, text in line) <= self.view_width
        return line if fits else _words(*words[1:])

    @property
    def _has_cache(self) -> bool:
        return bool(self._series.counters.hits or self._series.counters.misses)

    def _cache_totals(self) -> Line:
        """Hits and misses of all caches, and how many of them a second."""
        counters, rate = self._series.counters, self._series.rate
        return _words(
            ("outcome--dim", "cache"),
            ("outcome--hits", f"{counters.hits:,} hits {_rate(rate('hits'))}/s"),
            ("", f"{counters.misses:,} missed {_rate(rate('misses'))}/s"),
        )


def _rate(rate: float) -> str:
    return f"{rate:,.1f}" if rate < 1_000 else f"{rate:,.0f}"


def _words(*words: tuple[str, str]) -> Line:
    return [part for word in words if word[1] for part in (word, ("", "  "))]


def _span(seconds: float) -> str:
    """A stretch of emulated time: `43 s`, `0.43 s`, `72 min`."""
    return f"{seconds / 60:,.0f} min" if seconds >= 600 else f"{seconds:.3g} s"
