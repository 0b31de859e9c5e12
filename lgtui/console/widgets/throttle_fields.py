"""Rates and bursts in a form: of something whole, and of its methods one by one."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select

from lgtui.console.changes.limits import rate_problem, whole_problem
from lgtui.console.widgets.form_field import Checked, Field, note_line
from lgtui.console.widgets.plain_text import harmless

Typed = tuple[str, str]
"""A rate and a burst as they are typed; both empty where there is no throttle."""

NONE: Typed = ("", "")


class ThrottleFields(Vertical, Checked):
    """Edits the throttles of several scopes, one at a time; tells those of the others below.

    Args:
        scopes: key of each → what it is called, the whole first.
        throttles: key → what its fields begin with.
        whole: True where a rate may not go without a burst, nor a burst without a rate.
    """

    DEFAULT_CSS = """
    ThrottleFields {
        height: auto;
        & > .note { height: auto; margin-left: 20; color: $foreground 50%; }
        &.-wrong > .note { color: $text-error; }
    }
    """

    def __init__(self, scopes: Mapping[str, str], throttles: Mapping[str, Typed], *, whole: bool = False) -> None:
        super().__init__()
        self._scopes = {**scopes, **{key: key for key in throttles if key not in scopes}}
        self._typed = dict(throttles)
        self._whole = whole
        self._scope = next(iter(self._scopes))
        self.note = self._others()

    def compose(self) -> ComposeResult:
        rate, burst = self._typed.get(self._scope, NONE)
        options = [(Content(harmless(label)), key) for key, label in self._scopes.items()]
        yield Field(
            "throttle of",
            Select(options, value=self._scope, allow_blank=False, compact=True, id="scope", classes="-wide"),
        )
        first = Input(rate, id="rate", compact=True, placeholder="none", select_on_focus=False)
        yield Field("rate", first, lambda text: self._rate_problem((text, self._shown[1])), "requests a second")
        second = Input(burst, id="burst-limit", compact=True, placeholder="none", select_on_focus=False)
        yield Field("burst", second, lambda text: self._burst_problem((self._shown[0], text)), "requests at once")
        yield note_line(self.note)

    @property
    def throttles(self) -> dict[str, Typed]:
        """Key → its throttle as typed; those that are none, or of scopes that are not offered, are left out."""
        return {key: typed for key, typed in self._typed.items() if any(typed) and key in self._scopes}

    def offer(self, scopes: Mapping[str, str]) -> None:
        """Offer other scopes; what was typed for those that go is there again when they come back."""
        self._scopes = dict(scopes)
        kept = self._scope if self._scope in scopes else next(iter(scopes))
        select = self.query_one("#scope", Select)
        with self.prevent(Select.Changed):
            select.set_options((Content(harmless(label)), key) for key, label in scopes.items())
            select.value = kept
        self._show(kept)

    @property
    def problem(self) -> str:
        """What is wrong with the throttle of a scope that is not shown now."""
        for key, typed in self._typed.items():
            problem = self._rate_problem(typed) or self._burst_problem(typed)
            if problem and key != self._scope and key in self._scopes:
                return f"{self._scopes[key]}: {problem}"
        return ""

    @property
    def place(self) -> Widget:
        """The choice of a scope."""
        return self.query_one("#scope", Select)

    @property
    def _shown(self) -> Typed:
        return self._typed.get(self._scope, NONE)

    def _rate_problem(self, typed: Typed) -> str:
        rate, burst = typed
        if rate:
            return rate_problem(rate)
        return "it needs a rate too" if burst and self._whole else ""

    def _burst_problem(self, typed: Typed) -> str:
        rate, burst = typed
        if burst:
            return whole_problem(burst)
        return "it needs a burst too" if rate and self._whole else ""

    @on(Input.Changed)
    def _rate_or_burst_typed(self) -> None:
        self._typed[self._scope] = (self._text("rate"), self._text("burst-limit"))

    @on(Select.Changed, "#scope")
    def _scope_chosen(self, event: Select.Changed) -> None:
        self._show(str(event.value))

    def _show(self, scope: str) -> None:
        self._scope = scope
        self.note = self._others()
        self.show_problem()
        with self.prevent(Input.Changed):
            for name, text in zip(("rate", "burst-limit"), self._shown, strict=True):
                self.query_one(f"#{name}", Input).value = text

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _others(self) -> str:
        """The throttles that are not shown, on one line."""
        told = (
            f"{harmless(self._scopes[key])} {rate or 'none'}/s, burst {burst or 'none'}"
            for key, (rate, burst) in self.throttles.items()
            if key != self._scope
        )
        return f"also: {' · '.join(told)}".removesuffix("also: ")
