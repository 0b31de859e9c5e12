"""The dialog that asks how many requests a burst sends and how fast."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from lgtui.console.region.throttles import Throttle
from lgtui.console.screens.dialog import Dialog
from lgtui.console.widgets.burst_forecast import forecast_words
from lgtui.console.widgets.burst_numbers import (
    BurstSize,
    count_problem,
    rate_problem,
    suggested,
)
from lgtui.console.widgets.plain_text import harmless

Start = Callable[[BurstSize], object]


class BurstDialog(Dialog):
    """Asks for count and rate; says beside each number what is wrong with it, and what the throttle will do.

    Args:
        request: what is sent, in words: `GET /orders/{id}`.
        throttles: those on the way; none where a function is invoked directly.
        speed: emulated seconds a real one.
        start: called with the numbers when the burst is to begin; the dialog is closed by then.
    """

    DEFAULT_CSS = """
    BurstDialog {
        .field { height: 1; }
        .field > Static { width: 12; }
        .field > Input { width: 12; }
        .field > .problem { width: 1fr; margin-left: 2; color: $text-error; }
        #forecast { margin-top: 1; color: $foreground 80%; }
        #start { margin-top: 1; background: $warning; color: $button-color-foreground; text-style: bold; }
    }
    """
    HINT = "enter starts · esc goes back"

    def __init__(self, request: str, throttles: Sequence[Throttle], speed: float, start: Start) -> None:
        super().__init__(f"Burst: {harmless(request)}")
        self._throttles = throttles
        self._speed = speed
        self._start = start

    def fields(self) -> ComposeResult:
        """Two numbers, and what they will do."""
        size = suggested(self._throttles, self._speed)
        yield from self._field("count", "requests", str(size.count))
        yield from self._field("rate", "per second", f"{size.rate:g}")
        yield Static(id="forecast", markup=False)
        yield Button("Start", id="start", compact=True)

    def on_mount(self) -> None:
        """Type into the first number at once."""
        self.query_one("#count", Input).focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        for name, problem in self._problems().items():
            self.query_one(f"#{name}-problem", Static).update(Content(f"✗ {problem}" if problem else ""))
        size = self._numbers()
        self.query_one("#forecast", Static).update(Content(self._forecast(size) if size else ""))

    @on(Input.Submitted)
    @on(Button.Pressed, "#start")
    def _begin(self) -> None:
        size = self._numbers()
        if size is None:
            wrong = next(name for name, problem in self._problems().items() if problem)
            self.query_one(f"#{wrong}", Input).focus()
            return
        self.dismiss(None)
        self._start(size)

    def _field(self, name: str, label: str, value: str) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Static(label)
            yield Input(value, id=name, compact=True)
            yield Static(id=f"{name}-problem", classes="problem", markup=False)

    def _problems(self) -> dict[str, str]:
        return {"count": count_problem(self._text("count")), "rate": rate_problem(self._text("rate"))}

    def _numbers(self) -> BurstSize | None:
        """The numbers, or None while one of them is wrong."""
        if any(self._problems().values()):
            return None
        count, rate = (self._text(name).replace(",", "") for name in ("count", "rate"))
        return BurstSize(int(count), float(rate))

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _forecast(self, size: BurstSize) -> str:
        seconds = f"Takes about {size.count / size.rate:,.1f} s."
        return f"{seconds} {forecast_words(size, self._throttles, self._speed)}"
