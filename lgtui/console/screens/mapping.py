"""The mapping-template view: a template, the event it is tried on, and what it renders to, as one types."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Select, Static, TextArea

from lgtui import frames
from lgtui.console.panes.pane import Pane
from lgtui.console.region.outcomes import Failure
from lgtui.console.requests.bodies import SHOWN_BYTES, in_bytes
from lgtui.console.requests.highlighting import json_tokens, template_tokens
from lgtui.console.requests.json_check import Problem, json_problem
from lgtui.console.requests.mapping import FoundTemplate, MappingDraft
from lgtui.console.screens.help import HelpScreen
from lgtui.console.theme import DIM
from lgtui.console.widgets.code_editor import CodeEditor
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.widgets.status_lines import KeyLine
from lgtui.console.worker_failures import SaysFailures

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

STILL = 0.15
"""Seconds without a key after which is rendered."""

SIDE_BY_SIDE = 100
"""Columns from which template and event stand beside each other."""

HELP = """\
A mapping template makes the integration's request, or the method's response, out of what came in. It is rendered here \
as you type, as API Gateway renders it.

The event is JSON: body (what $input reads), params (path, querystring, header: $input.params()), context ($context) \
and stageVariables ($stageVariables). Where a method was selected, its templates are in the list above.

✗ names line and column, and the place is marked. A result that is no JSON is told too: most integrations want JSON."""

KEYS = """\
tab      the next field            ^z ^y    undo, redo
^p       every command by name     f1       this help; ? in the result
y        copy the result (in it)   esc      back to the explorer; all is kept"""

Outcome = frames.Rendering | Problem | Failure


class TemplatePane(Pane):
    """Where the template is typed."""

    NUMBER = 1
    TITLE = "Template"


class EventPane(Pane):
    """Where the event is typed."""

    NUMBER = 2
    TITLE = "Event"


class ResultPane(Pane):
    """What the template renders to on the event."""

    NUMBER = 3
    TITLE = "Result"


class MappingScreen(Screen[MappingDraft], SaysFailures):
    """Renders a template in the region after each change; gives back what was typed when it is left.

    Args:
        title: what the template is of: `GET /orders/{id}`, or empty.
        draft: what to begin with.
        client: the region's client, or None while no emulator runs.
        find: fetches the method's own templates.
        prefer_found: put the first of those in the editor, because nothing was typed for the method before.
    """

    CSS = """
    MappingScreen {
        layout: vertical; background: $background;
        & > #head { height: 1; background: $panel; }
        #head > Static { width: auto; margin-right: 2; text-wrap: nowrap; }
        #head > Select { width: 44; height: 1; display: none; &.-shown { display: block; } }
        Select.-textual-compact > SelectCurrent { background: $panel; height: 1; padding: 0 1; }
        Select:focus > SelectCurrent { text-style: underline; }
        #sources { height: 3fr; layout: vertical; }
        #sources.-wide { layout: horizontal; }
        ResultPane { height: 2fr; }
        #outcome { height: auto; max-height: 3; padding: 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "app.command_palette", "palette", priority=True),
        Binding("escape", "leave", "back", key_display="esc"),
        Binding("tab", "app.focus_next", "next field"),
        Binding("y", "copy_result", "copy result", id="copy-rendering"),
        Binding("f1", "help", "help", key_display="f1"),
        Binding("question_mark", "help", "help", show=False),
    ]

    class Rendered(Message):
        """A template was rendered, or was not; `seconds` is the whole round trip."""

        def __init__(self, outcome: Outcome, seconds: float) -> None:
            super().__init__()
            self.outcome = outcome
            self.seconds = seconds

    class Found(Message):
        """The method's own templates were fetched."""

        def __init__(self, templates: Sequence[FoundTemplate]) -> None:
            super().__init__()
            self.templates = templates

    def __init__(
        self,
        title: str,
        draft: MappingDraft,
        client: "Callable[[], RegionClient | None]",
        find: Callable[[], Awaitable[Sequence[FoundTemplate]]],
        *,
        prefer_found: bool,
    ) -> None:
        super().__init__()
        self._of = title
        self._draft = draft
        self._client = client
        self._find = find
        self._prefer_found = prefer_found
        self._output = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(Content.styled(" λ lgtui ", "bold $button-color-foreground on $primary"))
            yield Static(Content.assemble(("mapping template", "bold"), (f"  {harmless(self._of)}", DIM)))
            yield Select[str]([], prompt="this method's templates …", compact=True, id="found")
        with Vertical(id="sources"):
            with TemplatePane():
                yield CodeEditor(template_tokens, self._draft.template, id="template")
            with EventPane():
                yield CodeEditor(json_tokens, self._draft.event, id="event")
        with ResultPane():
            yield Static(id="outcome", markup=False)
            result = CodeEditor(json_tokens, id="result")
            result.read_only = True
            result.show_cursor = False
            yield result
        yield KeyLine()

    def on_mount(self) -> None:
        """Type into the template at once, render what is there, and look for the method's own."""
        self.query_one("#template").focus()
        self._typed()
        self.run_worker(self._look_for_templates(), group="find", exit_on_error=False)

    def on_resize(self) -> None:
        """Put template and event beside each other where there is room."""
        self.query_one("#sources").set_class(self.size.width >= SIDE_BY_SIDE, "-wide")

    async def _look_for_templates(self) -> None:
        self.post_message(self.Found(await self._find()))

    @on(Found)
    def _offer(self, event: Found) -> None:
        """Offer the method's own templates, and begin with the first."""
        select = self.query_one("#found", Select)
        select.set_options((Content(harmless(template.name)), template.text) for template in event.templates)
        select.set_class(bool(event.templates), "-shown")
        if event.templates and self._prefer_found:
            self.query_one("#template", CodeEditor).type_over(event.templates[0].text)

    @on(Select.Changed, "#found")
    def _found_chosen(self, event: Select.Changed) -> None:
        if event.value is not Select.NULL:
            self.query_one("#template", CodeEditor).type_over(str(event.value))

    @on(TextArea.Changed, "#template")
    @on(TextArea.Changed, "#event")
    def _typed(self) -> None:
        self._draft = MappingDraft(self._text("template"), self._text("event"))
        self.run_worker(self._render_soon(self._draft), group="render", exclusive=True, exit_on_error=False)

    async def _render_soon(self, draft: MappingDraft) -> None:
        """Render once the keys are still; a further key cancels it."""
        await asyncio.sleep(STILL)
        started = time.perf_counter()
        outcome = await self._rendered(draft)
        self.post_message(self.Rendered(outcome, time.perf_counter() - started))

    async def _rendered(self, draft: MappingDraft) -> Outcome:
        problem = await asyncio.to_thread(json_problem, draft.event)
        if problem:
            return problem
        client = self._client()
        return await client.render(draft.template, draft.event or "{}") if client else Failure("no emulator runs")

    @on(Rendered)
    def _show(self, event: Rendered) -> None:
        """Show the result, or the error with a mark at its place and the last result below it."""
        template, source = self.query_one("#template", CodeEditor), self.query_one("#event", CodeEditor)
        template.mark = source.mark = None
        match event.outcome:
            case frames.Rendering(output=str(output)):
                self._show_output(output, event.seconds)
            case frames.Rendering(error=error, line=line, column=column):
                template.mark = (line - 1, column - 1) if line else None
                self._say_error("template", error, line, column)
            case Problem(message=message, line=line, column=column):
                source.mark = (line - 1, column - 1)
                self._say_error("event", message, line, column)
            case Failure(message=message):
                self._say_error("", message, 0, 0)

    def _show_output(self, output: str, seconds: float) -> None:
        self._output = output
        size = len(output.encode(errors="replace"))
        facts = f"  {in_bytes(size)}  {seconds * 1000:.0f} ms"
        if size > SHOWN_BYTES:
            facts += f"  the first {in_bytes(SHOWN_BYTES)} are shown; y copies all"
        problem = json_problem(output) if size <= SHOWN_BYTES else None
        no_json = f"  ! no JSON: line {problem.line}, column {problem.column}: {problem.message}" if problem else ""
        said = Content.assemble(("✓ rendered", "$success"), (facts, DIM), (no_json, "$warning"))
        self.query_one("#outcome", Static).update(said)
        result = self.query_one("#result", CodeEditor)
        if result.text != output[:SHOWN_BYTES]:
            result.text = output[:SHOWN_BYTES]
        result.mark = (problem.line - 1, problem.column - 1) if problem else None

    def _say_error(self, where: str, message: str, line: int, column: int) -> None:
        place = f"{where} line {line}, column {column}: " if line else ""
        error = Content.styled(f"✗ {place}{harmless(message)}", "$text-error")
        self.query_one("#outcome", Static).update(error)
        self.query_one("#result", CodeEditor).text = ""
        self._output = ""

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", CodeEditor).text

    def action_copy_result(self) -> None:
        """Copy the whole result to the clipboard."""
        self.app.copy_to_clipboard(self._output)
        self.notify(f"copied {in_bytes(len(self._output.encode(errors='replace')))}")

    def action_leave(self) -> None:
        """Go back to the explorer."""
        self.dismiss(self._draft)

    def action_help(self) -> None:
        """Explain the view."""
        self.app.push_screen(HelpScreen("Mapping template", HELP, KEYS))

    def commands(self) -> Iterable[SystemCommand]:
        """What can be done here, for the palette."""
        for title, explained, action in (
            ("Copy the result", "y in the result: all of it", "copy_result"),
            ("Back to the explorer", "esc: what was typed is kept", "leave"),
            ("Help for mapping templates", "f1", "help"),
        ):
            yield SystemCommand(title, explained, partial(self.run_action, action))
