"""Who a request is from, as it is typed: an API key of the account, and a way to authorize."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Select, Static

from lgtui import frames
from lgtui.console.changes.usage_views import ApiKey
from lgtui.console.requests.authorization import (
    API_KEY,
    AUTHORIZATION,
    FIELDS,
    TITLES,
    Authorization,
    Kind,
    header_value,
    read_authorization,
    signing_of,
    value_of,
    with_value,
)
from lgtui.console.requests.drafts import Pairs
from lgtui.console.requests.signing import Signing
from lgtui.console.secret_values import masked
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import harmless

KINDS: tuple[Kind, ...] = ("none", "bearer", "basic", "token", "iam")
OPEN = frozenset({"user", "access key id"})
"""Fields whose values are no secrets."""

OWN_KEY = "the emulator's own, where this is empty"


class AuthForm(Vertical):
    """Edits the headers x-api-key and Authorization of a draft, and how it is signed."""

    DEFAULT_CSS = """
    AuthForm {
        height: auto;
        & > Horizontal { height: 1; }
        .label { width: 19; color: $primary; }
        Input { width: 1fr; }
        Select { width: 28; }
        #asked { height: auto; margin-bottom: 1; }
        #keys-note { width: 1fr; margin-left: 1; color: $foreground 50%; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    class Changed(Message):
        """Another key was chosen, or something was typed.

        Args:
            headers: the draft's headers as they are now.
            signing: with what it is signed, or None.
        """

        def __init__(self, headers: Pairs, signing: Signing | None) -> None:
            super().__init__()
            self.headers = headers
            self.signing = signing

    def __init__(self) -> None:
        super().__init__(id="auth-form")
        self._headers: Pairs = ()
        self._kind: Kind = "none"
        self._keys: Sequence[ApiKey] = ()
        self._offered: list[tuple[str, str]] = []
        self._secrets_shown = False

    def compose(self) -> ComposeResult:
        yield Static(id="asked", markup=False)
        with Horizontal():
            yield Static("API key", classes="label")
            yield Select([("none", "")], value="", allow_blank=False, compact=True, id="api-key")
            yield Static(id="keys-note", markup=False)
        with Horizontal():
            yield Static("authorize", classes="label")
            yield Select([(TITLES[kind], kind) for kind in KINDS], allow_blank=False, compact=True, id="auth-kind")

    async def show(self, headers: Pairs, signing: Signing | None) -> None:
        """Show what a draft's headers say."""
        self._headers = headers
        authorization = read_authorization(headers, signing)
        self._offer()
        with self.prevent(Select.Changed):
            self.query_one("#auth-kind", Select).value = authorization.kind
        await self._show_fields(authorization)

    def offer_keys(self, keys: Sequence[ApiKey]) -> None:
        """Offer the account's API keys by their names."""
        self._keys = keys
        self._offer()

    def show_method(self, method: frames.MethodView | None) -> None:
        """Say what the method asks of its callers."""
        self.query_one("#asked", Static).update(Content.styled(asked_by(method), DIM))

    def show_secrets(self, shown: bool) -> None:
        """Show what is typed of secrets, or mask it."""
        self._secrets_shown = shown
        for field in self.query(Input):
            field.password = field.name not in OPEN and not shown
        self._offer()

    def _offer(self) -> None:
        """Offer the keys there are, and the one that is in use even where the account does not have it."""
        value = value_of(self._headers, API_KEY)
        named = [
            (harmless(key.name or key.id) + ("" if key.enabled else " (disabled)"), key.value) for key in self._keys
        ]
        offered = [("none", ""), *named]
        if value not in [each for _, each in offered]:
            offered.append(("as in Headers", value))
        select = self.query_one("#api-key", Select)
        with self.prevent(Select.Changed):
            if offered != self._offered:
                self._offered = offered
                select.set_options((Content(label), each) for label, each in offered)
            select.value = value
        note = masked(API_KEY, value, shown=self._secrets_shown) if self._keys else "The account has no API keys."
        self.query_one("#keys-note", Static).update(Content(harmless(note)))

    async def _show_fields(self, authorization: Authorization) -> None:
        """Show the fields of a way to authorize, unless they are what is shown."""
        if authorization.kind == self._kind and authorization.values == self._values:
            return
        self._kind = authorization.kind
        await self.query(".field").remove()
        values = authorization.values or ("",) * len(FIELDS[authorization.kind])
        lines = [self._field(name, value) for name, value in zip(FIELDS[self._kind], values, strict=True)]
        with self.prevent(Input.Changed):
            await self.mount_all(lines)

    def _field(self, name: str, value: str) -> Horizontal:
        password = name not in OPEN and not self._secrets_shown
        hint = OWN_KEY if name == "access key id" else ""
        line = Input(value, name=name, placeholder=hint, password=password, compact=True, select_on_focus=False)
        return Horizontal(Static(f"  {name}", classes="label", markup=False), line, classes="field")

    @property
    def _values(self) -> tuple[str, ...]:
        return tuple(field.value for field in self.query(Input))

    def _tell(self) -> None:
        authorization = Authorization(self._kind, self._values)
        self._headers = with_value(self._headers, AUTHORIZATION, header_value(authorization))
        self.post_message(self.Changed(self._headers, signing_of(authorization)))

    @on(Select.Changed, "#api-key")
    def _key_chosen(self, event: Select.Changed) -> None:
        event.stop()
        if event.value in (value_of(self._headers, API_KEY), *_overtaken(event)):
            return
        self._headers = with_value(self._headers, API_KEY, str(event.value))
        self._offer()
        self._tell()

    @on(Select.Changed, "#auth-kind")
    async def _kind_chosen(self, event: Select.Changed) -> None:
        event.stop()
        if event.value in (self._kind, *_overtaken(event)):
            return
        kind = next(kind for kind in KINDS if kind == event.value)
        await self._show_fields(Authorization(kind, ("",) * len(FIELDS[kind])))
        self._tell()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()


def _overtaken(event: Select.Changed) -> tuple[object, ...]:
    """The event's value where another has been shown since: that of a list that has just been made is told late."""
    return () if event.value == event.select.value else (event.value,)


def asked_by(method: frames.MethodView | None) -> str:
    """What a method asks of its callers, in a sentence."""
    if method is None or not (method.authorization or method.api_key_required):
        return "This method asks for nothing: anybody may call it."
    guard = {"": "", "AWS_IAM": "a signature (AWS IAM)"}.get(
        method.authorization, f"the authorizer {method.authorization}"
    )
    asked = " and ".join(part for part in (guard, "an API key" if method.api_key_required else "") if part)
    return f"This method asks for {harmless(asked)}."
