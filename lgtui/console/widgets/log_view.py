"""The log as one reads it: a cursor, a selection to copy, a search with its next and previous match."""

import re
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.worker import get_current_worker

from lgtui.console.widgets.log_lines import Numbered, Sieve
from lgtui.console.widgets.log_rows import SIFTED_AT_ONCE, LogRows
from lgtui.console.widgets.log_words import TIME_WIDTH, copied_text, searched_text
from lgtui.frames import LogLine


class LogView(LogRows):
    """The region's log, with what a user does to it.

    Scrolling up or moving the cursor ends following; `f`, the pill, or going down from the last line begin it again.
    """

    DEFAULT_CSS = """
    LogView {
        & > .log--cursor { background: $panel; text-style: bold; }
        & > .log--selected { background: $primary 30%; }
        & > .log--match { background: $warning; color: $button-color-foreground; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"log--cursor", "log--selected", "log--match"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("ctrl+u", "page(-0.5)", "half a page up", show=False, id="log.half-page-up"),
        Binding("ctrl+d", "page(0.5)", "half a page down", show=False, id="log.half-page-down"),
        Binding("home,g", "oldest", "Oldest", show=False),
        Binding("end,G", "newest", "Newest", show=False),
        Binding("enter", "open_line", "whole line", id="log.details", tooltip="JSON unfolded, and where it is from"),
        Binding("f", "toggle_follow", "follow", id="log.follow", tooltip="keep the newest line in sight"),
        Binding("v", "select", "select", show=False, id="log.select", tooltip="lines to copy, by moving"),
        Binding("y", "copy", "copy", id="log.copy", tooltip="the line, or the selected ones"),
        Binding("n", "find_next(1)", "next match", show=False, id="log.next-match"),
        Binding("N", "find_next(-1)", "previous match", show=False, id="log.previous-match"),
    ]
    ALLOW_SELECT = False  # whole lines are selected here, also while others come in

    class DetailsWanted(Message):
        """All of a line is to be shown."""

        def __init__(self, line: LogLine) -> None:
            super().__init__()
            self.line = line

    class Copied(Message):
        """So many lines were copied to the clipboard."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    class Searched(Message):
        """A search came to an end; `number` is the line it found, None where no line holds the text."""

        def __init__(self, pattern: re.Pattern[str], number: int | None) -> None:
            super().__init__()
            self.pattern = pattern
            self.number = number

    _cursor: int | None = None
    _anchor: int | None = None
    _pressed: int | None = None
    _pattern: re.Pattern[str] | None = None

    @property
    def current(self) -> LogLine | None:
        """The line under the cursor, or without one the last in sight."""
        return self.lines.shown[self._here].line if self.lines.shown else None

    @property
    def selected(self) -> list[LogLine]:
        """The selected lines, or the current one alone."""
        return [numbered.line for numbered in self.lines.shown[self._first : self._last + 1]]

    @property
    def selecting(self) -> bool:
        """Whether the cursor's moves select lines."""
        return self._anchor is not None

    # Drawing

    def marked(self, strip: Strip, row: int) -> Strip:
        """A row with matches, selection and cursor."""
        if self._pattern is not None:
            strip = self._with_matches(strip, self._pattern)
        if self.selecting and self._first <= row <= self._last:
            strip = strip.apply_style(self.get_component_rich_style("log--selected", partial=True))
        elif row == self._cursor_row:
            strip = strip.apply_style(self.get_component_rich_style("log--cursor", partial=True))
        return strip

    def _with_matches(self, strip: Strip, pattern: re.Pattern[str]) -> Strip:
        text, end = strip.text, strip.cell_length
        cuts = [cell_len(text[:cut]) for found in pattern.finditer(text, TIME_WIDTH) for cut in found.span()]
        parts = strip.divide([*cuts, end] if cuts[-1:] != [end] else cuts)
        style = self.get_component_rich_style("log--match")
        return Strip.join([part.apply_style(style) if number % 2 else part for number, part in enumerate(parts)])

    # Moving

    @property
    def _cursor_row(self) -> int | None:
        return None if self._cursor is None else self._row_of(self._cursor)

    @property
    def _here(self) -> int:
        """The row that the next move starts from; of an empty log the first."""
        row = self._cursor_row
        return max(0, min(self.last_row_in_sight, len(self.lines.shown) - 1)) if row is None else row

    def _row_of(self, number: int) -> int:
        return max(0, min(self.lines.row_of(number), len(self.lines.shown) - 1))

    def watch_follow(self, follow: bool) -> None:
        """Let go of cursor and selection where following begins."""
        if follow:
            self._cursor = self._anchor = None
        super().watch_follow(follow)

    def put_sifted(self, sieve: Sieve, passing: list[Numbered], upto: int) -> None:
        """Show what passed a sieve; a cursor stays where it is, or at the next line that passed."""
        number = self._cursor
        super().put_sifted(sieve, passing, upto)
        if number is not None and self.lines.shown:
            self._put_cursor(self._row_of(number))

    def action_toggle_follow(self) -> None:
        """Follow the newest line, or stay here."""
        self.follow = not self.follow

    def action_oldest(self) -> None:
        """Go to the oldest line."""
        self._put_cursor(0)

    def action_newest(self) -> None:
        """Go to the newest line, and follow unless lines are being selected."""
        if self.selecting:
            self._put_cursor(len(self.lines.shown) - 1)
        else:
            self.follow = True

    def action_move(self, rows: int) -> None:
        """Move the cursor by `rows`; going down from the last line follows."""
        row = self._here + rows
        if row >= len(self.lines.shown) and not self.selecting:
            self.follow = True
        else:
            self._put_cursor(row)

    def action_page(self, pages: float) -> None:
        """Move the cursor by so many times the view's height."""
        rows = max(1, int(abs(pages) * (self.scrollable_content_region.height - 1)))
        self.action_move(rows if pages > 0 else -rows)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow again once the view is scrolled down to the end."""
        super().watch_scroll_y(old_value, new_value)
        if new_value > old_value and new_value >= self.max_scroll_y and not self.follow and self._cursor is None:
            self.follow = True

    def _put_cursor(self, row: int) -> None:
        shown = self.lines.shown
        if not shown:
            return
        row = max(0, min(row, len(shown) - 1))
        self.follow = False
        self._cursor = shown[row].number
        height = self.scrollable_content_region.height
        self.jump_to(min(max(self.scroll_offset.y, row - height + 1), row))
        self.refresh()

    # Selecting and copying

    @property
    def _first(self) -> int:
        return self._here if self._anchor is None else min(self._here, self._row_of(self._anchor))

    @property
    def _last(self) -> int:
        return self._here if self._anchor is None else max(self._here, self._row_of(self._anchor))

    def action_select(self) -> None:
        """Select lines from here on by moving, or select none again."""
        if self.selecting:
            self.end_selection()
        elif self.lines.shown:
            self._put_cursor(self._here)
            self._anchor = self._cursor

    def end_selection(self) -> None:
        """Select nothing; the cursor stays."""
        self._anchor = None
        self.refresh()

    def action_copy(self) -> None:
        """Copy the selected lines, or the current one, to the clipboard."""
        if lines := self.selected:
            self.app.copy_to_clipboard("\n".join(copied_text(line, self.timezone) for line in lines))
            self.end_selection()
            self.post_message(self.Copied(len(lines)))

    def action_open_line(self) -> None:
        """Show all of the current line."""
        if self.current is not None:
            self.post_message(self.DetailsWanted(self.current))

    # The mouse

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Leave the newest line to read older ones."""
        if self.max_scroll_y:
            self.follow = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select, in case the mouse is dragged."""
        place = self.place_under(event)
        if event.button == 1 and place is not None and place.y < len(self.lines.shown):
            self._pressed = self.lines.shown[place.y].number
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select the lines from where the button was pressed; beyond the edges, scroll."""
        if self._pressed is not None and event.button == 1:
            row = event.y - self.gutter.top + self.scroll_offset.y
            if self.selecting or row != self._row_of(self._pressed):
                self._anchor = self._pressed
                self._put_cursor(row)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag; what is selected stays so."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Resume following from the pill, or put the cursor on the line; a second click shows its details."""
        place = self.place_under(event)
        if place is None or (self.selecting and self._anchor != self._cursor):
            return
        if self.pill_shown and place.y == self.last_row_in_sight and place.x >= self.view_width - len(self.pill_text):
            self.follow = True
        elif place.y < len(self.lines.shown):
            self._put_cursor(place.y)
            if event.chain == 2:
                self.action_open_line()

    # Searching

    def find(self, text: str) -> None:
        """Mark where `text` stands, whatever the letters' case, and go to the newest such line; empty marks nothing."""
        self._pattern = re.compile(f"(?:{re.escape(text)})+", re.IGNORECASE) if text else None
        self.refresh()
        if self._pattern is not None:
            self._search(self._pattern, self._backwards(self._here + 1))

    def action_find_next(self, direction: int) -> None:
        """Go to the next match below, or with -1 above; from the end it goes on at the other end."""
        if self._pattern is not None:
            here = self._here
            self._search(self._pattern, self._forwards(here + 1) if direction > 0 else self._backwards(here))

    def _forwards(self, row: int) -> list[Numbered]:
        return self.lines.shown[row:] + self.lines.shown[:row]

    def _backwards(self, row: int) -> list[Numbered]:
        return self.lines.shown[:row][::-1] + self.lines.shown[row:][::-1]

    def _search(self, pattern: re.Pattern[str], lines: Sequence[Numbered]) -> None:
        if len(lines) <= SIFTED_AT_ONCE:
            self.post_message(self.Searched(pattern, _first_match(pattern, lines)))
        else:
            work = partial(self._search_apart, pattern, lines)
            self.run_worker(work, thread=True, exclusive=True, group="log-search", exit_on_error=False)

    def _search_apart(self, pattern: re.Pattern[str], lines: Sequence[Numbered]) -> None:
        number = _first_match(pattern, lines)
        if not get_current_worker().is_cancelled:
            self.post_message(self.Searched(pattern, number))

    def on_log_view_searched(self, event: Searched) -> None:
        """Go to what a search has found, unless another text is looked for by now."""
        if event.pattern is self._pattern and event.number is not None:
            self._put_cursor(self._row_of(event.number))


def _first_match(pattern: re.Pattern[str], lines: Sequence[Numbered]) -> int | None:
    return next((number for number, line in lines if pattern.search(searched_text(line))), None)
