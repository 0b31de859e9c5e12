"""The log stream: ten thousand lines that can be followed, filtered and scrolled while more come in."""

from collections import deque
from datetime import tzinfo
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.worker import get_current_worker

from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.console.widgets.live_view import LiveView
from lgtui.console.widgets.log_lines import CAPACITY, LogLines, Numbered, Sieve
from lgtui.console.widgets.log_words import SIGNS, looks_of, shown_text, source_text, time_text
from lgtui.console.widgets.plain_text import fitted, harmless
from lgtui.frames import LogLine

SIFTED_AT_ONCE = 1_000
"""Up to so many lines a filter is applied in place; more go to a worker."""

NARROWEST_SOURCE, WIDEST_SOURCE = 12, 24


class LogView(LiveView):
    """The region's log, newest line last.

    While it follows, the newest line stays in sight; scrolling up stops that, and a pill counts what came meanwhile.

    Args:
        frame_clock: the shared frame clock.
        capacity: lines kept; the oldest go first.
        timezone: in which times are shown; None is the machine's.
    """

    DEFAULT_CSS = """
    LogView {
        & > .log--time { color: $foreground 55%; }
        & > .log--info { color: $foreground; }
        & > .log--gateway { color: $text-success; }
        & > .log--event { color: $text-warning; }
        & > .log--warn { color: $text-warning; }
        & > .log--error { color: $text-error; }
        & > .log--dim { color: $foreground 55%; }
        & > .log--cursor { background: $panel; text-style: bold; }
        & > .log--pill { background: $primary; color: $background; text-style: bold; }
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
        "log--cursor",
        "log--pill",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "oldest", "Oldest", show=False),
        Binding("end,G", "newest", "Newest", show=False),
        Binding("f", "toggle_follow", "Follow", id="log.follow", tooltip="Keep the newest line in sight"),
        Binding("y", "copy_line", "Copy line", id="log.copy", show=False),
    ]

    PLACE = "bottom"

    follow: var[bool] = var(True)
    """Whether the newest line stays in sight."""

    class FollowChanged(Message):
        """The view began or ceased to follow the newest line."""

        def __init__(self, log_view: "LogView", follow: bool) -> None:
            super().__init__()
            self.log_view = log_view
            self.follow = follow

        @property
        def control(self) -> "LogView":
            """The log view."""
            return self.log_view

    class SourcesChanged(Message):
        """A line from a source came that had none before; `sources` are all of them, sorted."""

        def __init__(self, log_view: "LogView", sources: list[str]) -> None:
            super().__init__()
            self.log_view = log_view
            self.sources = sources

        @property
        def control(self) -> "LogView":
            """The log view."""
            return self.log_view

    class Sifted(Message):
        """A worker has applied a sieve to a snapshot of the log."""

        def __init__(self, sieve: Sieve, passing: list[Numbered], upto: int) -> None:
            super().__init__()
            self.sieve = sieve
            self.passing = passing
            self.upto = upto

    def __init__(
        self,
        frame_clock: FrameClock,
        *,
        capacity: int = CAPACITY,
        timezone: tzinfo | None = None,
    ) -> None:
        super().__init__(frame_clock)
        self._lines = LogLines(capacity)
        self._pending: deque[LogLine] = deque(maxlen=capacity)
        self._wanted = Sieve()
        self._timezone = timezone
        self._cursor: int | None = None
        self._unseen = 0
        self._dropped = 0
        self._source_width = NARROWEST_SOURCE
        self._strips: dict[int, Strip] = {}

    # What the pane calls

    @property
    def sources(self) -> list[str]:
        """The sources seen so far, sorted."""
        return sorted(self._lines.sources)

    @property
    def current(self) -> LogLine | None:
        """The line under the cursor, or without one the last in sight."""
        shown = self._lines.shown
        if not shown:
            return None
        row = self._cursor_row
        return shown[min(self._last_row_in_sight, len(shown) - 1) if row is None else row].line

    @property
    def dropped(self) -> int:
        """Lines the feed left out since the view was made, because too many came at once."""
        return self._dropped

    def feed(self, lines: list[LogLine], dropped: int = 0) -> None:
        """Take new lines, oldest first; `dropped` more before them were left out by the feed."""
        overrun = len(self._pending) + len(lines) - self._lines.capacity
        self._dropped += dropped + max(0, overrun)
        self._pending.extend(lines)
        self.wake()

    def clear(self) -> None:
        """Forget all lines, as after the region was started again."""
        self._pending.clear()
        self._lines = LogLines(self._lines.capacity, self._wanted)
        self._strips.clear()
        self.follow = True
        self._redraw()

    def set_filter(self, text: str) -> None:
        """Show only lines that hold `text` in text, source, label or request id, whatever the case; empty shows all."""
        self._sift(Sieve(text.strip(), self._wanted.source))

    def set_source(self, source: str | None) -> None:
        """Show only lines of this source; None shows all."""
        self._sift(Sieve(self._wanted.text, source))

    def copy_line(self) -> LogLine | None:
        """Copy the current line to the clipboard; returns it, or None where the log is empty."""
        line = self.current
        if line is not None:
            self.app.copy_to_clipboard(f"{time_text(line, self._timezone)} {source_text(line)} {harmless(line.text)}")
        return line

    # Drawing

    def draw_frame(self) -> float | None:
        """Move what was fed since the last frame into the log and onto the screen."""
        if self._pending:
            fresh = list(self._pending)
            self._pending.clear()
            self._append(fresh)
        return None

    def render_line(self, y: int) -> Strip:
        """The line at row `y` of the view, from the cache where nothing about it changed."""
        shown = self._lines.shown
        row = y + self.scroll_offset.y
        if row >= len(shown):
            return self._empty_line(y)
        strip = self._strip(shown[row])
        if row == self._cursor_row:
            strip = strip.apply_style(self.get_component_rich_style("log--cursor", partial=True))
        if self._pill_shown and row == self._last_row_in_sight:
            strip = self._with_pill(strip)
        return strip

    def on_resize(self, event: events.Resize) -> None:
        """Crop lines to the new width and stay at the end while following."""
        self._strips.clear()
        self._redraw()

    def notify_style_update(self) -> None:
        """Forget painted lines together with the styles they were painted in."""
        super().notify_style_update()
        self._strips.clear()

    def _append(self, fresh: list[LogLine]) -> None:
        known, was_at = len(self._lines.sources), len(self._lines.shown)
        fallen = self._lines.append(fresh)
        self._widen(fresh)
        added = len(self._lines.shown) + fallen - was_at
        if len(self._lines.sources) != known:
            self.post_message(self.SourcesChanged(self, self.sources))
        if not added and not fallen:
            return
        self._unseen += 0 if self.follow else added
        self._redraw(fallen)

    def _redraw(self, fallen: int = 0) -> None:
        """Bring scroll bar and position in line with the lines, of which `fallen` fell off the front."""
        offset = self.scroll_offset.y
        self.set_line_count(len(self._lines.shown))
        if self.follow:
            self.jump_to(self.max_scroll_y)
        elif fallen:
            self.jump_to(max(0, offset - fallen))
        self.refresh()

    def _widen(self, fresh: list[LogLine]) -> None:
        """Let the source column grow to the widest source seen, up to a limit."""
        widest = max((len(line.source) + len(line.label) + 1 for line in fresh), default=0)
        width = min(WIDEST_SOURCE, max(self._source_width, widest))
        if width != self._source_width:
            self._source_width = width
            self._strips.clear()

    def _strip(self, numbered: Numbered) -> Strip:
        strip = self._strips.get(numbered.number)
        if strip is None:
            if len(self._strips) > 8 * max(self.size.height, 32):
                self._strips.clear()
            strip = self._strips[numbered.number] = self._paint(numbered.line)
        return strip

    def _paint(self, line: LogLine) -> Strip:
        source_look, text_look = looks_of(line)
        source = fitted(source_text(line), self._source_width)
        text = shown_text(line, self.view_width * 4)
        return self.line_of(
            [
                ("log--time", f"{time_text(line, self._timezone)} "),
                (source_look, f"{source} "),
                (text_look, SIGNS.get(line.level, "  ")),
                (text_look, text),
            ]
        )

    def _empty_line(self, y: int) -> Strip:
        if y or self._lines.shown:
            return self.blank_line()
        if self._wanted.open:
            return self.line_of([("log--dim", "No log lines yet: send a request, or save a handler.")])
        return self.line_of([("log--dim", "No line passes the filter.")])

    @property
    def _pill_shown(self) -> bool:
        return self._unseen > 0 and not self.follow

    @property
    def _pill_text(self) -> str:
        return f" +{self._unseen:,} ↓ f "

    def _with_pill(self, strip: Strip) -> Strip:
        pill = Segment(self._pill_text, self.style_of("log--pill"))
        room = self.view_width - pill.cell_length
        return Strip.join([strip.crop(0, room), Strip([pill])]) if room > 0 else strip

    # Filter and source

    def _sift(self, sieve: Sieve) -> None:
        if sieve == self._wanted:
            return
        self._wanted = sieve
        snapshot, upto = self._lines.snapshot(), self._lines.appended
        if len(snapshot) <= SIFTED_AT_ONCE:
            self._put_sifted(sieve, sieve.passing(snapshot), upto)
        else:
            self.run_worker(
                lambda: self._sift_apart(sieve, snapshot, upto), thread=True, exclusive=True, group="log-sift"
            )

    def _sift_apart(self, sieve: Sieve, snapshot: list[Numbered], upto: int) -> None:
        passing = sieve.passing(snapshot)
        if not get_current_worker().is_cancelled:
            self.post_message(self.Sifted(sieve, passing, upto))

    def on_log_view_sifted(self, event: Sifted) -> None:
        """Show what a worker has sifted, unless another sieve is wanted by now."""
        event.stop()
        if event.sieve == self._wanted:
            self._put_sifted(event.sieve, event.passing, event.upto)

    def _put_sifted(self, sieve: Sieve, passing: list[Numbered], upto: int) -> None:
        self._lines.put_sifted(sieve, passing, upto)
        self._cursor = None
        self.follow = True
        self._redraw()

    # Moving

    @property
    def _cursor_row(self) -> int | None:
        if self._cursor is None or not self._lines.shown:
            return None
        return min(self._lines.row_of(self._cursor), len(self._lines.shown) - 1)

    @property
    def _last_row_in_sight(self) -> int:
        return self.scroll_offset.y + self.scrollable_content_region.height - 1

    def watch_follow(self, follow: bool) -> None:
        """Go to the end when following begins, and tell who listens."""
        self.post_message(self.FollowChanged(self, follow))
        if follow:
            self._unseen = 0
            self._cursor = None
            self._redraw()

    def action_toggle_follow(self) -> None:
        """Follow the newest line, or stay here."""
        self.follow = not self.follow

    def action_oldest(self) -> None:
        """Go to the oldest line."""
        self._put_cursor(0)

    def action_newest(self) -> None:
        """Go to the newest line and follow."""
        self.follow = True

    def action_move(self, rows: int) -> None:
        """Move the cursor by `rows`; going down from the last line follows."""
        row = self._cursor_row
        here = min(self._last_row_in_sight, len(self._lines.shown) - 1) if row is None else row
        self._put_cursor(here + rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by `pages` of the view."""
        self.action_move(pages * max(1, self.scrollable_content_region.height - 1))

    def action_copy_line(self) -> None:
        """Copy the current line to the clipboard."""
        self.copy_line()

    def on_click(self, event: events.Click) -> None:
        """Resume following from the pill, or put the cursor on the line that was clicked."""
        place = self.place_under(event)
        if place is None:
            return
        if (
            self._pill_shown
            and place.y == self._last_row_in_sight
            and place.x >= self.view_width - len(self._pill_text)
        ):
            self.follow = True
        elif place.y < len(self._lines.shown):
            self._put_cursor(place.y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Leave the newest line to read older ones."""
        if self.max_scroll_y:
            self.follow = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow again once the view is scrolled down to the end."""
        super().watch_scroll_y(old_value, new_value)
        if new_value > old_value and new_value >= self.max_scroll_y and not self.follow and self._cursor is None:
            self.follow = True

    def _put_cursor(self, row: int) -> None:
        shown = self._lines.shown
        if row >= len(shown):
            self.follow = True
            return
        row = max(0, row)
        self.follow = False
        self._cursor = shown[row].number
        height = self.scrollable_content_region.height
        top = min(max(self.scroll_offset.y, row - height + 1), row)
        self.jump_to(top)
        self.refresh()
