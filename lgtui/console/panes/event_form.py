"""An event for a function as it is typed: qualifier, invocation type, a sample to begin from, and the JSON itself."""

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Select, Static

from lgtui import frames
from lgtui.console.region.state import FunctionTarget
from lgtui.console.requests.invocations import INVOCATION_TYPES, LATEST, EventDraft
from lgtui.console.widgets.document_editor import DocumentEditor
from lgtui.console.widgets.plain_text import harmless
from lgtui.sample_events import TITLES, Occasion, sample

JSON = "application/json"

ROOMY = 56
"""Columns from which everything of the first line has room."""


class EventForm(Vertical):
    """Edits the event of one function at a time; each keeps what was typed for it while the console runs."""

    DEFAULT_CSS = """
    EventForm {
        #invoke-chip {
            width: auto; margin-right: 1; padding: 0 1;
            color: $button-color-foreground; background: $primary; text-style: bold;
        }
        &.-narrow #invoke-chip { display: none; }
        #function-name { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; text-style: bold; }
        #qualifier { width: 18; }
        #invocation-type { width: 21; }
        #sample { width: 20; }
        .line.-first { margin-bottom: 0; }
        CodeEditor { padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="event-form")
        self.drafts: dict[str, EventDraft] = {}
        self._function = ""
        self._occasion = Occasion()
        self._choices: list[tuple[str, str]] = []
        self.draft = EventDraft()

    def compose(self) -> ComposeResult:
        with Horizontal(classes="line -first"):
            yield Static("λ INVOKE", id="invoke-chip")
            yield Static(id="function-name", markup=False)
            yield Select([(LATEST, "")], value="", allow_blank=False, compact=True, id="qualifier")
            yield Button("Send ^j", classes="send", compact=True)
            yield Button("Burst b", classes="burst", compact=True)
        with Horizontal(classes="line"):
            yield Select(
                [(name, name) for name in INVOCATION_TYPES],
                value=INVOCATION_TYPES[0],
                allow_blank=False,
                compact=True,
                id="invocation-type",
            )
            yield Select(
                [(title, name) for name, title in TITLES.items()], prompt="begin from …", compact=True, id="sample"
            )
        yield DocumentEditor("event")

    def on_resize(self) -> None:
        """Leave out what the border says too where there is little room."""
        self.set_class(self.size.width < ROOMY, "-narrow")

    @property
    def home(self) -> Widget:
        """The event."""
        return self.query_one(DocumentEditor).editor

    def open(self, target: FunctionTarget, function: frames.FunctionView | None, at: float) -> None:
        """Show a function's draft, for the version or alias that was opened.

        Args:
            target: what was opened; without a qualifier the one that was chosen before stays.
            function: what is known of it, or None.
            at: emulated seconds since the epoch: when sample events happen.
        """
        self._function = target.name
        self._occasion = Occasion(function.arn, at) if function else Occasion(at=at)
        draft = self.drafts.get(target.name, EventDraft())
        self.draft = replace(draft, qualifier=target.qualifier or draft.qualifier)
        self.query_one("#function-name", Static).update(Content(harmless(target.name)))
        with self.prevent(Select.Changed):
            self.query_one("#invocation-type", Select).value = self.draft.invocation_type
        self.query_one(DocumentEditor).show(self.draft.event, JSON)
        self.show_function(function)

    def show_function(self, function: frames.FunctionView | None) -> None:
        """Offer the versions and aliases there are now, and the chosen one even where it is gone."""
        choices = qualifiers(function)
        if self.draft.qualifier not in [value for _, value in choices]:
            choices.append((f"{self.draft.qualifier} (gone)", self.draft.qualifier))
        select = self.query_one("#qualifier", Select)
        with self.prevent(Select.Changed):
            if choices != self._choices:
                self._choices = choices
                select.set_options((Content(harmless(label)), value) for label, value in choices)
            select.value = self.draft.qualifier

    @property
    def typed(self) -> EventDraft:
        """The draft with the event as it stands in the editor, also where word of the last key is still on the way."""
        return replace(self.draft, event=self.query_one(DocumentEditor).text)

    def leave_field(self) -> None:
        """Take the focus out of the editor, so that single keys are commands again."""
        self.query_one("#qualifier", Select).focus()

    def _change(self, draft: EventDraft) -> None:
        self.draft = draft
        self.drafts[self._function] = draft

    @on(Select.Changed, "#qualifier")
    def _qualifier_chosen(self, event: Select.Changed) -> None:
        self._change(replace(self.draft, qualifier=str(event.value)))

    @on(Select.Changed, "#invocation-type")
    def _type_chosen(self, event: Select.Changed) -> None:
        self._change(replace(self.draft, invocation_type=str(event.value)))

    @on(Select.Changed, "#sample")
    def _sample_chosen(self, event: Select.Changed) -> None:
        if event.value is Select.NULL:
            return
        editor = self.query_one(DocumentEditor).editor
        editor.type_over(sample(str(event.value), self._occasion))
        editor.focus()
        event.select.clear()

    @on(DocumentEditor.Changed)
    def _typed(self, event: DocumentEditor.Changed) -> None:
        self._change(replace(self.draft, event=event.text))


def qualifiers(function: frames.FunctionView | None) -> list[tuple[str, str]]:
    """What a function can be invoked as, in words and as Invoke takes it: `$LATEST`, aliases, versions."""
    if function is None:
        return [(LATEST, "")]
    aliases = [(_alias(name, alias), name) for name, alias in function.aliases.items()]
    return [(LATEST, ""), *aliases, *((f"v{version}", version) for version in reversed(function.versions))]


def _alias(name: str, alias: frames.AliasView) -> str:
    return f"{name} → {', '.join(['v' + alias.version, *(f'v{other}' for other in alias.weights)])}"
