"""A request to the gateway as it is typed: method, path, parameters, headers, body."""

from collections.abc import Sequence

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static, TabbedContent, TabPane, Tabs

from lgtui import frames
from lgtui.console.changes.usage_views import ApiKey
from lgtui.console.panes.auth_form import AuthForm
from lgtui.console.region.state import MethodTarget
from lgtui.console.requests.authorization import API_KEY, read_authorization, value_of
from lgtui.console.requests.curl import line_below, read_curl
from lgtui.console.requests.drafts import METHODS, Draft, new_draft, placeholders, query_pairs, with_query
from lgtui.console.secret_values import is_secret, is_secret_parameter
from lgtui.console.theme import DIM
from lgtui.console.widgets.document_editor import DocumentEditor
from lgtui.console.widgets.pairs_editor import PairsEditor
from lgtui.console.widgets.plain_text import harmless
from lgtui.console.widgets.url_line import UrlLine

CONTENT_TYPE = "content-type"

NO_PATH = "This path has no parameters; put {name} in it to add one."
NO_VARIABLES = "This stage has no variables. Press s outside a text field to add one."

LONGEST_STAGE = 12
"""Characters of a stage's name that are shown where it is chosen."""


class RequestForm(Vertical):
    """Edits the draft of one method at a time; each keeps what was typed for it."""

    DEFAULT_CSS = """
    RequestForm {
        .section { height: auto; }
        .section > .label { width: 8; color: $foreground 50%; }
        .note { width: 1fr; color: $foreground 50%; }
        #http-method { width: 13; }
        #stage { display: none; &.-several { display: block; } }
        #url-line { width: 1fr; }
    }
    """

    class KeysWanted(Message):
        """The account's API keys are to be offered."""

    class StageChosen(Message):
        """Requests are to go to another stage of the API."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__(id="request-form")
        self.drafts: dict[MethodTarget, Draft] = {}
        self._target: MethodTarget | None = None
        self._stage_url = ""
        self._stages: list[str] = []
        self._method: frames.MethodView | None = None
        self._auth: AuthForm | None = None
        self._secrets_shown = False
        self.draft = Draft("GET", "/")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="line"):
            yield Select(
                [(name, name) for name in METHODS], value="GET", allow_blank=False, compact=True, id="http-method"
            )
            yield Select([("", "")], allow_blank=False, compact=True, id="stage")
            yield UrlLine("/", id="url-line", compact=True, select_on_focus=False, placeholder="/path?query")
            yield Button("Send ^j", classes="send", compact=True)
            yield Button("Burst b", classes="burst", compact=True)
        with TabbedContent(initial="tab-params", id="composer-tabs"):
            with TabPane("Params", id="tab-params"), VerticalScroll(can_focus=False):
                with Horizontal(classes="section"):
                    yield Static("path", classes="label")
                    yield PairsEditor(fixed=True, id="path-values")
                    yield Static(NO_PATH, id="no-path", classes="note", markup=False)
                with Horizontal(classes="section"):
                    yield Static("query", classes="label")
                    yield PairsEditor(secret=is_secret_parameter, id="query")
            with TabPane("Headers", id="tab-headers"):
                yield PairsEditor(secret=is_secret, id="headers")
            with TabPane("Auth", id="tab-auth"):
                yield VerticalScroll(id="auth", can_focus=False)
            with TabPane("Body", id="tab-body"):
                yield DocumentEditor("body")
            with TabPane("Stage vars", id="tab-stage"), VerticalScroll():
                yield Static(NO_VARIABLES, id="stage-variables", classes="note", markup=False)

    @property
    def home(self) -> Widget:
        """The first path parameter to fill in, else the path."""
        values = self.query_one("#path-values", PairsEditor).query(Input)
        return values.first() if values and values.first().focusable else self.query_one("#url-line", Input)

    async def open(self, target: MethodTarget) -> None:
        """Show a method's draft."""
        self._target = target
        self.draft = draft = self.drafts.get(target) or new_draft(target)
        with self.prevent(Input.Changed, Select.Changed, PairsEditor.Changed):
            self.query_one("#http-method", Select).value = draft.http_method
            self.query_one("#url-line", Input).value = draft.line
            self.query_one(DocumentEditor).show(draft.body, value_of(draft.headers, CONTENT_TYPE))
            await self.query_one("#headers", PairsEditor).show(draft.headers)
            await self._show_line()
            if self._auth:
                await self._auth.show(draft.headers, draft.signing)
        self._show_facts()

    @on(UrlLine.CurlPasted)
    async def _curl_pasted(self, event: UrlLine.CurlPasted) -> None:
        """Take a curl command line in, in place of what was typed."""
        pasted = read_curl(event.text)
        if isinstance(pasted, str):
            self.notify(pasted, title="Not taken from curl", severity="warning", markup=False)
            return
        if pasted.http_method not in METHODS:
            self.notify(f"API Gateway knows no method {pasted.http_method}.", severity="warning", markup=False)
            return
        line = line_below(pasted.url, self._stage_url)
        draft = Draft(pasted.http_method, line, headers=pasted.headers, body=pasted.body, signing=pasted.signing)
        if self._target:
            self.drafts[self._target] = draft
            await self.open(self._target)

    @property
    def typed(self) -> Draft:
        """The draft with the body as it stands in the editor, also where word of the last key is still on the way."""
        return replace(self.draft, body=self.query_one(DocumentEditor).text)

    def leave_field(self) -> None:
        """Take the focus out of a text field, so that single keys are commands again."""
        self.query_one("#composer-tabs", TabbedContent).query_one(Tabs).focus()

    def show_method(self, method: frames.MethodView | None) -> None:
        """Take in what the method asks of its callers."""
        self._method = method
        if self._auth:
            self._auth.show_method(method)
        self._show_facts()

    def offer_keys(self, keys: Sequence[ApiKey]) -> None:
        """Offer the account's API keys."""
        if self._auth:
            self._auth.offer_keys(keys)

    def show_secrets(self, shown: bool) -> None:
        """Show the values of headers that are secret, or mask them."""
        self._secrets_shown = shown
        for pairs in ("#headers", "#query"):
            self.query_one(pairs, PairsEditor).show_secrets(shown)
        if self._auth:
            self._auth.show_secrets(shown)

    @on(TabbedContent.TabActivated, pane="#tab-auth")
    async def _auth_opened(self) -> None:
        """Make the form when it is first looked at, and look for keys whenever it is."""
        if self._auth is None:
            self._auth = auth = AuthForm()
            await self.query_one("#auth", VerticalScroll).mount(auth)
            auth.show_secrets(self._secrets_shown)
            auth.show_method(self._method)
            await auth.show(self.draft.headers, self.draft.signing)
        self.post_message(self.KeysWanted())

    @on(AuthForm.Changed)
    async def _auth_typed(self, event: AuthForm.Changed) -> None:
        self._change(headers=event.headers, signing=event.signing)
        with self.prevent(Input.Changed, PairsEditor.Changed):
            await self.query_one("#headers", PairsEditor).show(event.headers)

    def show_stage(self, stage: frames.StageView | None, stages: Sequence[frames.StageView]) -> None:
        """Show the stage that requests go to, what other ones there are, and its variables."""
        self._stage_url = stage.url if stage else ""
        self._offer_stages([each.name for each in stages], stage.name if stage else "")
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

    def _offer_stages(self, names: list[str], chosen: str) -> None:
        select = self.query_one("#stage", Select)
        select.set_class(len(names) > 1, "-several")
        with self.prevent(Select.Changed):
            if names != self._stages:
                self._stages = names
                select.set_options((Content(harmless(name)), name) for name in names or [""])
                select.styles.width = min(max(map(len, names), default=0), LONGEST_STAGE) + len("  ▼  ")
            select.value = chosen

    async def _show_line(self) -> None:
        """Bring the parameters in line with the path and query."""
        names = placeholders(self.draft.line)
        values = [(name, self.draft.path_values.get(name, "")) for name in names]
        await self.query_one("#path-values", PairsEditor).show(values)
        self.query_one("#path-values").display = bool(names)
        self.query_one("#no-path").display = not names
        await self.query_one("#query", PairsEditor).show(query_pairs(self.draft.line))

    def _show_facts(self) -> None:
        """What follows from the draft: the method's colour, the number of headers."""
        select = self.query_one("#http-method", Select)
        select.set_class(self.draft.http_method in ("POST", "PUT", "PATCH"), "-warning")
        select.set_class(self.draft.http_method == "DELETE", "-error")
        count = len(self.draft.headers)
        self._label("tab-headers", Content.assemble("Headers", (f" {count}" if count else "", DIM)))
        self._label("tab-auth", self._auth_label())

    def _label(self, name: str, label: Content) -> None:
        tab = self.query_one("#composer-tabs", TabbedContent).get_tab(name)
        if label != tab.label:  # a label that is set lays the screen out again, whatever it was
            tab.label = label

    def _auth_label(self) -> Content:
        """How the request authorizes, or that the method asks for what it does not have."""
        kind = read_authorization(self.draft.headers, self.draft.signing).kind
        key = "key" if value_of(self.draft.headers, API_KEY) else ""
        done = " ".join(part for part in ("" if kind == "none" else kind, key) if part)
        method = self._method
        lacks = method and ((method.authorization and kind == "none") or (method.api_key_required and not key))
        return Content.assemble("Auth", (f" {done}" if done else "", DIM), (" !" if lacks else "", "$warning"))

    def _change(self, **changes: object) -> None:
        self.draft = replace(self.draft, **changes)
        if self._target:
            self.drafts[self._target] = self.draft
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
    async def _header_typed(self, event: PairsEditor.Changed) -> None:
        self._change(headers=event.editor.pairs)
        self.query_one(DocumentEditor).judge_as(value_of(self.draft.headers, CONTENT_TYPE))
        if self._auth:
            await self._auth.show(self.draft.headers, self.draft.signing)

    @on(DocumentEditor.Changed)
    def _body_typed(self, event: DocumentEditor.Changed) -> None:
        self._change(body=event.text)

    @on(Select.Changed, "#stage")
    def _stage_chosen(self, event: Select.Changed) -> None:
        self.post_message(self.StageChosen(str(event.value)))

    @on(Select.Changed, "#http-method")
    def _method_chosen(self, event: Select.Changed) -> None:
        self._change(http_method=str(event.value))
