"""Pane 2: the request as it is typed — method, path, parameters, headers, body — and Send."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static, TabbedContent, TabPane, Tabs, TextArea

from lgtui import frames
from lgtui.console.drafts import METHODS, Draft, Drafts, placeholders, query_pairs, with_query
from lgtui.console.panes.pane import Pane
from lgtui.console.state import FunctionTarget, MethodTarget, Target
from lgtui.console.theme import DIM
from lgtui.console.widgets.pairs_editor import PairsEditor
from lgtui.console.widgets.plain_text import harmless

NO_PATH = "This path has no parameters; put {name} in it to add one."
NO_VARIABLES = "This stage has no variables. Press s outside a text field to add one."


class ComposerPane(Pane):
    """Edits the draft of one target at a time; each keeps what was typed for it."""

    NUMBER = 2
    TITLE = "Request"
    HELP = (
        "The request that Send makes, through the gateway's real port.\n\n"
        "^j or ^s sends from anywhere; enter sends from a text field; esc leaves a text field\n"
        "Path parameters are the {names} in the path; the query may be typed in the path or in Params.\n"
        "b (outside a text field) sends it many times over"
    )
    DEFAULT_CSS = """
    ComposerPane {
        & > #line-row { height: 1; padding: 0 1; margin-bottom: 1; }
        Select {
            width: 13; height: 1; margin-right: 1;
            &.-textual-compact > SelectCurrent { background: $success; height: 1; padding: 0 1; }
            & > SelectCurrent.-has-value Static#label { color: $background; text-style: bold; }
            & > SelectCurrent .arrow { color: $background; background: transparent; }
            &.-warning > SelectCurrent { background: $warning; }
            &.-error > SelectCurrent { background: $error; }
            &:focus > SelectCurrent { text-style: underline; }
        }
        #invoke-chip {
            display: none; width: auto; margin-right: 1; padding: 0 1;
            color: $background; background: $primary; text-style: bold;
        }
        #url-line { width: 1fr; }
        Button { min-width: 8; margin-left: 1; }
        #send { background: $primary; color: $background; text-style: bold; }
        #burst { background: $warning; color: $background; text-style: bold; }
        TabbedContent { height: 1fr; }
        TabPane { padding: 0 1; height: 1fr; }
        ContentSwitcher { height: 1fr; }
        .section { height: auto; }
        .section > .label { width: 8; color: $foreground 50%; }
        .note { color: $foreground 50%; }
        TextArea { height: 1fr; }
        &.-invoke Select { display: none; }
        &.-invoke #invoke-chip { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave_field", show=False)]

    class SendOrdered(Message):
        """The draft is to be sent."""

    class BurstOrdered(Message):
        """The draft is to be sent many times over."""

    def __init__(self) -> None:
        super().__init__(id="composer")
        self._drafts = Drafts()
        self.target: Target | None = None
        self.draft = Draft("GET", "/")

    def compose(self) -> ComposeResult:
        with Horizontal(id="line-row"):
            yield Select(
                [(name, name) for name in METHODS], value="GET", allow_blank=False, compact=True, id="http-method"
            )
            yield Static("INVOKE", id="invoke-chip")
            yield Input("/", id="url-line", compact=True, select_on_focus=False, placeholder="/path?query")
            yield Button("Send ^j", id="send", compact=True)
            yield Button("Burst b", id="burst", compact=True)
        with TabbedContent(initial="tab-params", id="composer-tabs"):
            with TabPane("Params", id="tab-params"), VerticalScroll(can_focus=False):
                with Horizontal(classes="section"):
                    yield Static("path", classes="label")
                    yield PairsEditor(fixed=True, id="path-values")
                    yield Static(NO_PATH, id="no-path", classes="note", markup=False)
                with Horizontal(classes="section"):
                    yield Static("query", classes="label")
                    yield PairsEditor(id="query")
            with TabPane("Headers", id="tab-headers"):
                yield PairsEditor(id="headers")
            with TabPane("Body", id="tab-body"):
                yield TextArea(id="body", compact=True, show_line_numbers=False, tab_behavior="focus")
            with TabPane("Stage vars", id="tab-stage"), VerticalScroll():
                yield Static(NO_VARIABLES, id="stage-variables", classes="note", markup=False)

    @property
    def home(self) -> Widget:
        """The first path parameter to fill in, else the path."""
        values = self.query_one("#path-values", PairsEditor).query(Input)
        return values.first() if values and values.first().focusable else self.query_one("#url-line", Input)

    async def open(self, target: Target) -> None:
        """Show a target's draft."""
        self.target = target
        self.draft = draft = self._drafts.of(target)
        self._suit(isinstance(target, FunctionTarget))
        with self.prevent(Input.Changed, Select.Changed, TextArea.Changed, PairsEditor.Changed):
            self.query_one("#http-method", Select).value = draft.http_method
            self.query_one("#url-line", Input).value = draft.line
            self.query_one("#body", TextArea).text = draft.body
            await self.query_one("#headers", PairsEditor).show(draft.headers)
            await self._show_line()
        self._show_facts()

    def _suit(self, invoke: bool) -> None:
        """Show what a direct invocation needs, or what a request does."""
        if invoke == self.has_class("-invoke"):
            return
        self.set_class(invoke, "-invoke")
        tabs = self.query_one("#composer-tabs", TabbedContent)
        tabs.active = "tab-body"
        for tab_id in ("tab-params", "tab-stage"):
            (tabs.hide_tab if invoke else tabs.show_tab)(tab_id)
        if not invoke:
            tabs.active = "tab-params"
        tabs.get_tab("tab-body").label = Content("Event" if invoke else "Body")

    def show_stage(self, stage: frames.StageView | None) -> None:
        """Show the variables of the stage that requests go to."""
        note = self.query_one("#stage-variables", Static)
        if stage is None or not stage.variables:
            note.update(Content(NO_VARIABLES))
            return
        width = max(map(len, stage.variables))
        lines = [
            Content.assemble((f"{name:<{width}}  ", "$primary"), (harmless(value), "$foreground"))
            for name, value in sorted(stage.variables.items())
        ]
        note.update(Content("\n").join(lines))

    async def _show_line(self) -> None:
        """Bring the parameters in line with the path and query."""
        names = placeholders(self.draft.line)
        values = [(name, self.draft.path_values.get(name, "")) for name in names]
        await self.query_one("#path-values", PairsEditor).show(values)
        self.query_one("#path-values").display = bool(names)
        self.query_one("#no-path").display = not names
        await self.query_one("#query", PairsEditor).show(query_pairs(self.draft.line))

    def _show_facts(self) -> None:
        """What follows from the draft: the method's colour, the number of headers, the border's title."""
        select = self.query_one("#http-method", Select)
        select.set_class(self.draft.http_method in ("POST", "PUT", "PATCH"), "-warning")
        select.set_class(self.draft.http_method == "DELETE", "-error")
        count = len(self.draft.headers)
        tab = self.query_one("#composer-tabs", TabbedContent).get_tab("tab-headers")
        tab.label = Content.assemble("Headers", (f" {count}" if count else "", DIM))
        match self.target:
            case MethodTarget(path=path, http_method=http_method):
                self.title_with(f"{http_method} {path}")
            case FunctionTarget(name=name):
                self.title_with(f"invoke {name}")

    def _change(self, **changes: object) -> None:
        self.draft = replace(self.draft, **changes)  # type: ignore[arg-type]
        if self.target:
            self._drafts.keep(self.target, self.draft)
        self._show_facts()

    @on(Input.Changed, "#url-line")
    async def _line_typed(self, event: Input.Changed) -> None:
        self._change(line=event.value)
        with self.prevent(Input.Changed, PairsEditor.Changed):
            await self._show_line()

    @on(PairsEditor.Changed, "#query")
    def _query_typed(self, event: PairsEditor.Changed) -> None:
        line = with_query(self.draft.line, event.editor.pairs)
        with self.prevent(Input.Changed):
            self.query_one("#url-line", Input).value = line
        self._change(line=line)

    @on(PairsEditor.Changed, "#path-values")
    def _path_value_typed(self, event: PairsEditor.Changed) -> None:
        self._change(path_values=self.draft.path_values | dict(event.editor.pairs))

    @on(PairsEditor.Changed, "#headers")
    def _header_typed(self, event: PairsEditor.Changed) -> None:
        self._change(headers=event.editor.pairs)

    @on(TextArea.Changed, "#body")
    def _body_typed(self, event: TextArea.Changed) -> None:
        self._change(body=event.text_area.text)

    @on(Select.Changed, "#http-method")
    def _method_chosen(self, event: Select.Changed) -> None:
        self._change(http_method=str(event.value))

    @on(Input.Submitted)
    @on(Button.Pressed, "#send")
    def _send(self, event: Message) -> None:
        event.stop()
        self.post_message(self.SendOrdered())

    @on(Button.Pressed, "#burst")
    def _burst(self, event: Message) -> None:
        event.stop()
        self.post_message(self.BurstOrdered())

    def action_leave_field(self) -> None:
        """Take the focus out of a text field, so that single keys are commands again."""
        self.query_one("#composer-tabs", TabbedContent).query_one(Tabs).focus()
