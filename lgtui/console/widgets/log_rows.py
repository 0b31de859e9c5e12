"""The log on the screen: its lines in rows, the newest followed, filters applied while more come in."""

from collections import deque
from datetime import tzinfo
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.worker import get_current_worker

from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.log_lines import CAPACITY, LogLines, Numbered, Sieve
from lgtui.console.widgets.log_words import SIGNS, looks_of, shown_text, source_text, time_text
from lgtui.console.widgets.plain_text import fitted
from lgtui.console.worker_failures import SaysFailures
from lgtui.frames import LogLine

SIFTED_AT_ONCE = 1_000
"""Up to so many lines a filter is applied in place; more go to a worker."""

NARROWEST_SOURCE, WIDEST_SOURCE = 12, 24


class LogRows(LiveView, SaysFailures):
    """Shows the lines that pass the filters, newest last; a subclass lets the user move among them.

    While it follows, the newest line stays in sight; otherwise a pill counts what came meanwhile.

    Args:
        frame_clock: the shared frame clock.
        capacity: lines kept; the oldest go first.
        timezone: in which times are shown; None is the machine's.
    """

    DEFAULT_CSS = """
    LogRows {
        & > .log--time { color: $foreground 55%; }
        & > .log--info { color: $foreground; }
        & > .log--gateway { color: $text-success; }
        & > .log--event { color: $text-warning; }
        & > .log--warn { color: $text-warning; }
        & > .log--error { color: $text-error; }
        & > .log--dim { color: $foreground 55%; }
        & > .log--pill { background: $primary; color: $button-color-foreground; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "log--time",
        "log--info",
        "log--gateway",
        "log--event",
        "log--warn",
        "log--error",
        "log--dim",
        "log--pill",
    }
    PLACE = "bottom"

    follow: var[bool] = var(True)
    """Whether the newest line stays in sight."""

    class FollowChanged(Message):
        """The view began or ceased to follow the newest line."""

        def __init__(self, log_view: "LogRows", follow: bool) -> None:
            super().__init__()
            self.log_view = log_view
            self.follow = follow

        @property
        def control(self) -> "LogRows":
            """The log view."""
            return self.log_view

    class Sifted(Message):
        """A worker has applied a sieve to a snapshot of the log."""

        def __init__(self, sieve: Sieve, passing: list[Numbered], upto: int) -> None:
            super().__init__()
            self.sieve = sieve
            self.passing = passing
            self.upto = upto

    def __init__(self, frame_clock: FrameClock, *, capacity: int = CAPACITY, timezone: tzinfo | None = None) -> None:
        super().__init__(frame_clock)
        self.lines = LogLines(capacity)
        self.timezone = timezone
        self._pending: deque[LogLine] = deque(maxlen=capacity)
        self._wanted = Sieve()
        self._unseen = 0
        self._dropped = 0
        self._source_width = NARROWEST_SOURCE
        self._strips: dict[int, Strip] = {}

    # What comes in

    @property
    def sources(self) -> list[str]:
        """The sources seen so far, sorted."""
        return sorted(self.lines.sources)

    @property
    def dropped(self) -> int:
        """Lines the feed left out since the view was made, because too many came at once."""
        return self._dropped

    def feed(self, lines: list[LogLine], dropped: int = 0) -> None:
        """Take new lines, oldest first; `dropped` more before them were left out by the feed."""
        overrun = len(self._pending) + len(lines) - self.lines.capacity
        self._dropped += dropped + max(0, overrun)
        self._pending.extend(lines)
        self.wake()

    def clear(self) -> None:
        """Forget all lines, as after the region was started again; the filters stay."""
        self._pending.clear()
        self.lines = LogLines(self.lines.capacity, self._wanted)
        self._strips.clear()
        self.follow = True
        self._redraw()

    def draw_frame(self) -> float | None:
        """Move what was fed since the last frame into the log and onto the screen."""
        if self._pending:
            fresh = list(self._pending)
            self._pending.clear()
            self._append(fresh)
        return None

    def _append(self, fresh: list[LogLine]) -> None:
        was_at = len(self.lines.shown)
        fallen = self.lines.append(fresh)
        self._widen(fresh)
        added = len(self.lines.shown) + fallen - was_at
        if added or fallen:
            self._unseen += 0 if self.follow else added
            self._redraw(fallen)

    def _widen(self, fresh: list[LogLine]) -> None:
        """Let the source column grow to the widest source seen, up to a limit."""
        widest = max((len(line.source) + len(line.label) + 1 for line in fresh), default=0)
        width = min(WIDEST_SOURCE, max(self._source_width, widest))
        if width != self._source_width:
            self._source_width = width
            self._strips.clear()

    def _redraw(self, fallen: int = 0) -> None:
        """Bring scroll bar and position in line with the lines, of which `fallen` fell off the front."""
        offset = self.scroll_offset.y
        self.set_line_count(len(self.lines.shown))
        if self.follow:
            self.jump_to(self.max_scroll_y)
        elif fallen:
            self.jump_to(max(0, offset - fallen))
        self.refresh()

    def watch_follow(self, follow: bool) -> None:
        """Go to the end when following begins, and tell who listens."""
        self.post_message(self.FollowChanged(self, follow))
        if follow:
            self._unseen = 0
            self._redraw()

    # Filters

    @property
    def sieve(self) -> Sieve:
        """Which lines are wanted; a large log shows them a moment later."""
        return self._wanted

    def show_only(self, sieve: Sieve) -> None:
        """Show only the lines that pass; the rest is kept."""
        if sieve == self._wanted:
            return
        self._wanted = sieve
        snapshot, upto = self.lines.snapshot(), self.lines.appended
        if len(snapshot) <= SIFTED_AT_ONCE:
            self.put_sifted(sieve, sieve.passing(snapshot), upto)
        else:
            self.run_worker(
                lambda: self._sift_apart(sieve, snapshot, upto),
                thread=True, exclusive=True, group="log-sift", exit_on_error=False,
            )  # fmt: skip

    def put_sifted(self, sieve: Sieve, passing: list[Numbered], upto: int) -> None:
        """Show what passed a sieve, of the lines before number `upto`, and the newest of it."""
        self.lines.put_sifted(sieve, passing, upto)
        self.follow = True
        self._redraw()

    def _sift_apart(self, sieve: Sieve, snapshot: list[Numbered], upto: int) -> None:
        passing = sieve.passing(snapshot)
        if not get_current_worker().is_cancelled:
            self.post_message(self.Sifted(sieve, passing, upto))

    def on_log_rows_sifted(self, event: Sifted) -> None:
        """Show what a worker has sifted, unless another sieve is wanted by now."""
        event.stop()
        if event.sieve == self._wanted:
            self.put_sifted(event.sieve, event.passing, event.upto)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """The line at row `y` of the view, from the cache where nothing about it changed."""
        shown = self.lines.shown
        row = y + self.scroll_offset.y
        if row >= len(shown):
            return self._empty_line(y)
        strip = self.marked(self._strip(shown[row]), row)
        return self._with_pill(strip) if self.pill_shown and row == self.last_row_in_sight else strip

    def marked(self, strip: Strip, row: int) -> Strip:
        """A painted row with what stands out of it for now; a subclass has its cursor there."""
        return strip

    def on_resize(self, event: events.Resize) -> None:
        """Crop lines to the new width and stay at the end while following."""
        self._strips.clear()
        self._redraw()

    def notify_style_update(self) -> None:
        """Forget painted lines together with the styles they were painted in."""
        super().notify_style_update()
        self._strips.clear()

    @property
    def last_row_in_sight(self) -> int:
        """The row at the view's lower end."""
        return self.scroll_offset.y + self.scrollable_content_region.height - 1

    @property
    def pill_shown(self) -> bool:
        """Whether the pill is there, which counts the lines that came since following ended."""
        return self._unseen > 0 and not self.follow

    @property
    def pill_text(self) -> str:
        """What stands in the pill."""
        return f" +{self._unseen:,} ↓ f "

    def _strip(self, numbered: Numbered) -> Strip:
        strip = self._strips.get(numbered.number)
        if strip is None:
            if len(self._strips) > 8 * max(self.size.height, 32):
                self._strips.clear()
            strip = self._strips[numbered.number] = self._paint(numbered.line)
        return strip

    def _paint(self, line: LogLine) -> Strip:
        source_look, text_look = looks_of(line)
        return self.line_of(
            [
                ("log--time", f"{time_text(line, self.timezone)} "),
                (source_look, f"{fitted(source_text(line), self._source_width)} "),
                (text_look, SIGNS.get(line.level, "  ")),
                (text_look, shown_text(line, self.view_width * 4)),
            ]
        )

    def _empty_line(self, y: int) -> Strip:
        if y or self.lines.shown:
            return self.blank_line()
        if self._wanted.open:
            return self.line_of([("log--dim", "No log lines yet: send a request, or save a handler.")])
        return self.line_of([("log--dim", "No line passes the filters: esc shows all again.")])

    def _with_pill(self, strip: Strip) -> Strip:
        pill = Segment(self.pill_text, self.style_of("log--pill"))
        room = self.view_width - pill.cell_length
        return Strip.join([strip.crop(0, room), Strip([pill])]) if room > 0 else strip
