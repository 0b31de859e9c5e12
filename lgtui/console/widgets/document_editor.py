"""An editor for a body or an event: it says below what is wrong with the document, and lays it out on a key."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.worker import get_current_worker

from lgtui.console.requests.bodies import in_bytes
from lgtui.console.requests.documents import Kind, kind_of, laid_out, problem_of
from lgtui.console.requests.highlighting import Highlighter, json_tokens, markup_tokens
from lgtui.console.requests.json_check import Problem
from lgtui.console.theme import DIM
from lgtui.console.widgets.code_editor import CodeEditor
from lgtui.console.worker_failures import SaysFailures

HIGHLIGHTERS: dict[Kind, Highlighter] = {"json": json_tokens, "xml": markup_tokens, "": json_tokens}


class DocumentEditor(Vertical, SaysFailures):
    """Edits one text.

    Args:
        editor_id: the id of the editor inside.
    """

    DEFAULT_CSS = """
    DocumentEditor {
        height: 1fr;
        & > .validity { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    class Changed(Message):
        """Something was typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, editor_id: str) -> None:
        super().__init__()
        self._editor = CodeEditor(json_tokens, id=editor_id)
        self._content_type = "application/json"
        self._given = self._shown = ""

    def compose(self) -> ComposeResult:
        yield self._editor
        yield Static(classes="validity", markup=False)

    @property
    def editor(self) -> CodeEditor:
        """What is typed in."""
        return self._editor

    @property
    def text(self) -> str:
        """What is there now: as it was given, line ends and all, until something is typed."""
        typed = self._editor.text
        return self._given if typed == self._shown else typed

    def show(self, text: str, content_type: str) -> None:
        """Show a text, which is what its content type says."""
        self._content_type = content_type
        with self.prevent(TextArea.Changed):
            self._editor.text = text
        self._given, self._shown = text, self._editor.text
        self._check(text, content_type)

    def judge_as(self, content_type: str) -> None:
        """Hold the text against another content type."""
        if content_type != self._content_type:
            self._content_type = content_type
            self._check(self._editor.text, content_type)

    def format(self) -> None:
        """Lay the document out anew, if nothing is wrong with it; ^z brings it back."""
        self._format(self._editor.text, self._content_type)

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        text = event.text_area.text
        self._check(text, self._content_type)
        self.post_message(self.Changed(text))

    @work(thread=True, exclusive=True, group="validity", exit_on_error=False)
    def _check(self, text: str, content_type: str) -> None:
        worker = get_current_worker()
        kind = kind_of(text, content_type)
        problem, size = problem_of(text, kind), len(text.encode(errors="replace"))
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_validity, kind, problem, size)

    @work(thread=True, exclusive=True, group="format", exit_on_error=False)
    def _format(self, text: str, content_type: str) -> None:
        kind = kind_of(text, content_type)
        if not problem_of(text, kind):
            self.app.call_from_thread(self._put, text, laid_out(text, kind))

    def _put(self, before: str, after: str) -> None:
        """Put the new layout in place of the text it was made of, unless that has changed meanwhile."""
        if after != before and self._editor.text == before:
            self._editor.type_over(after)

    def _show_validity(self, kind: Kind, problem: Problem | None, size: int) -> None:
        self._editor.colour_by(HIGHLIGHTERS[kind])
        self._editor.mark = (problem.line - 1, problem.column - 1) if problem else None
        if problem:
            said = Content.styled(f"✗ line {problem.line}, column {problem.column}: {problem.message}", "$text-error")
        elif size and kind:
            said = Content.assemble(
                (f"✓ {kind.upper()}  ", "$success"), (in_bytes(size), DIM), ("  ^g lays it out", DIM)
            )
        else:
            said = Content.styled(in_bytes(size) if size else "no body", DIM)
        self.query_one(".validity", Static).update(said)
