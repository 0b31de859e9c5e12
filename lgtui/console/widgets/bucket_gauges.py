"""The token buckets as gauges that drain and refill smoothly between the feed's frames."""

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip

from lgtui.console.widgets.bucket_levels import (
    LOW_SHARE,
    BucketTable,
    FeedClock,
    bar,
    eighths,
    next_change,
    rate_text,
    seconds_to_next_token,
    tokens_at,
    tokens_text,
    wait_text,
)
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.plain_text import fitted, harmless
from lgtui.frames import BucketView, ClockView

LONGEST_LABEL = 24
SHORTEST_BAR = 4
NUMBERS_WIDTH = 12
RATE_WIDTH = 9
SHORTEST_LABEL = 6


class Gauge(NamedTuple):
    """What one row shows; equal gauges look alike, so that only a different one is painted."""

    label: str
    level: int
    mood: str
    tokens: str
    burst: str
    note: str


class BucketGauges(LiveView):
    """One row for each token bucket: label, bar, level and rate.

    A low bucket turns to the warning colour; an empty one, or one that has just refused a request, is marked `✗`
    in the error colour and shows the time to its next token in place of its rate.
    """

    DEFAULT_CSS = """
    BucketGauges {
        height: auto;
        max-height: 70%;
        min-height: 1;
        margin-bottom: 1;
        & > .bucket--ok { color: $success; background: $panel; }
        & > .bucket--low { color: $warning; background: $panel; }
        & > .bucket--empty { color: $error; background: $panel; }
        & > .bucket--tokens { text-style: bold; }
        & > .bucket--burst { color: $foreground 55%; }
        & > .bucket--rate { color: $text-primary; }
        & > .bucket--wait { color: $text-error; text-style: bold; }
        & > .bucket--hint { color: $foreground 55%; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bucket--ok",
        "bucket--low",
        "bucket--empty",
        "bucket--tokens",
        "bucket--burst",
        "bucket--rate",
        "bucket--wait",
        "bucket--hint",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "scroll_up", "Up", show=False),
        Binding("j", "scroll_down", "Down", show=False),
    ]

    def __init__(self, frame_clock: FrameClock) -> None:
        super().__init__(frame_clock)
        self._table = BucketTable()
        self._clock = FeedClock(ClockView(0.0, 1.0, True), frame_clock.now())
        self._gauges: list[Gauge] = []
        self._label_width = 0
        self._bar_width = SHORTEST_BAR
        self._numbers_width = NUMBERS_WIDTH
        self._rate_width = RATE_WIDTH

    def replace(self, buckets: list[BucketView], clock: ClockView) -> None:
        """Show these buckets alone, as they are by `clock`."""
        self._table.clear()
        self.set_clock(clock)
        self.update_buckets(buckets, [])

    def update_buckets(self, buckets: list[BucketView], removed: list[str]) -> None:
        """Take the newest state of `buckets` and forget the ids in `removed`."""
        now = self.frame_clock.now()
        for bucket in buckets:
            self._table.put(bucket, now)
        for bucket_id in removed:
            self._table.remove(bucket_id)
        self.wake()

    def set_clock(self, clock: ClockView) -> None:
        """Let levels run on with the region's clock as it runs now."""
        self._clock = FeedClock(clock, self.frame_clock.now())
        self.wake()

    def draw_frame(self) -> float | None:
        """Repaint the rows whose gauge differs from what is on the screen."""
        self._table.arrange()
        before, self._gauges = self._gauges, self._measure()
        if len(before) != len(self._gauges):
            self.set_line_count(len(self._gauges))
            self.refresh()
        rows = [row for row, (old, new) in enumerate(zip(before, self._gauges, strict=False)) if old != new]
        self.repaint(*(Region(0, row, self.view_width, 1) for row in rows))
        return self._next_frame()

    def on_resize(self, event: events.Resize) -> None:
        """Fit bars to the new width."""
        self._gauges = self._measure()
        self.set_line_count(len(self._gauges))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One gauge, or what to do where there is none."""
        row = y + self.scroll_offset.y
        if not self._gauges and y == 0:
            return self.line_of([("bucket--hint", "No token buckets yet: send a request to see them drain.")])
        if row >= len(self._gauges):
            return self.blank_line()
        return self._paint(self._gauges[row])

    def _measure(self) -> list[Gauge]:
        self._divide_line()
        now = self.frame_clock.now()
        at = self._clock.at(now)
        return [self._gauge(row, at, now) for row in range(len(self._table))]

    def _gauge(self, row: int, at: float, now: float) -> Gauge:
        bucket = self._table[row]
        tokens = tokens_at(bucket, at)
        wait = seconds_to_next_token(bucket, at)
        alarmed = wait > 0 or self._table.refusing(row, now)
        mood = "empty" if alarmed else "low" if tokens < bucket.burst * LOW_SHARE else "ok"
        note = f"✗ {wait_text(wait)}" if wait > 0 else "✗ refused" if alarmed else rate_text(bucket.rate)
        level = eighths(tokens, bucket.burst, self._bar_width)
        return Gauge(harmless(bucket.label), level, mood, tokens_text(tokens, bucket.burst), f"/{bucket.burst:,}", note)

    def _next_frame(self) -> float | None:
        """Refilling wants the frame in which it shows; a shown refusal or waiting time wants every one."""
        at = self._clock.at(self.frame_clock.now())
        delays = []
        for row, gauge in enumerate(self._gauges):
            delay = next_change(self._table[row], at, self._bar_width, self._clock.speed)
            if gauge.mood == "empty" and (delay is not None or gauge.note == "✗ refused"):
                delay = self.frame_clock.interval
            if delay is not None:
                delays.append(delay)
        return min(delays, default=None)

    def _divide_line(self) -> None:
        """Share a line's columns among label, bar and numbers; once a frame, for it looks at every label."""
        buckets = [self._table[row] for row in range(len(self._table))]
        longest = max((cell_len(harmless(bucket.label)) for bucket in buckets), default=0)
        burst = f"{max((bucket.burst for bucket in buckets), default=0):,}"
        rate = rate_text(max((bucket.rate for bucket in buckets), default=0.0))
        self._label_width = min(longest, LONGEST_LABEL, max(self.view_width // 3, 8))
        self._numbers_width = max(NUMBERS_WIDTH, 2 * len(burst) + 2)
        self._rate_width = max(RATE_WIDTH, len(rate))
        room = self.view_width - self._numbers_width - self._rate_width - 2
        self._label_width = max(SHORTEST_LABEL, min(self._label_width, room - SHORTEST_BAR))
        self._bar_width = max(SHORTEST_BAR, room - self._label_width)

    def _paint(self, gauge: Gauge) -> Strip:
        label = fitted(gauge.label, self._label_width)
        filled, empty = bar(gauge.level, self._bar_width)
        padding = " " * max(1, self._numbers_width - len(gauge.tokens + gauge.burst))
        return self.line_of(
            [
                ("", f"{label} "),
                (f"bucket--{gauge.mood}", filled + empty),
                ("", padding),
                ("bucket--tokens", gauge.tokens),
                ("bucket--burst", gauge.burst),
                ("", " " * max(1, self._rate_width + 1 - len(gauge.note))),
                ("bucket--wait" if gauge.mood == "empty" else "bucket--rate", gauge.note),
            ]
        )
