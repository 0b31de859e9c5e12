"""The burst lab's form: shape, rates, how long or how many, connections, and what the throttles will make of it."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Select, Static

from lgtui.console.region.throttles import Throttle
from lgtui.console.widgets.burst_forecast import forecast_words
from lgtui.console.widgets.burst_numbers import (
    BurstSize,
    base_problem,
    connections_problem,
    count_problem,
    rate_problem,
    seconds_problem,
    suggested,
)
from lgtui.load.shapes import BASE_SHARE, SHAPES, Shape, profile, profile_of_count

DEFAULT_SECONDS = 10.0


class BurstForm(Vertical):
    """Numbers that belong together: of seconds and requests, the one typed last makes the other."""

    DEFAULT_CSS = """
    BurstForm {
        height: auto;
        & > Horizontal { height: 1; padding: 0 1; }
        Select {
            width: 14; height: 1; margin-right: 2;
            &.-textual-compact > SelectCurrent { background: $panel; height: 1; padding: 0 1; }
        }
        Input { width: 10; background: $panel; margin-right: 1; }
        .label { width: 14; color: $foreground 50%; }
        .gap { width: 16; }
        Button { width: 14; margin-right: 2; background: $warning; color: $button-color-foreground; text-style: bold; }
        #lab-forecast { height: auto; max-height: 4; padding: 0 1; color: $foreground 80%; }
        #lab-forecast.-wrong { color: $text-error; }
    }
    """

    class Changed(Message):
        """The form asks for this burst now; for None while something in it is wrong."""

        def __init__(self, size: BurstSize | None) -> None:
            super().__init__()
            self.size = size

    class Submitted(Message):
        """What the form asks for is to begin, or what is being sent to end."""

    def __init__(self) -> None:
        super().__init__()
        self._throttles: Sequence[Throttle] = ()
        self._speed = 1.0
        self._leader = "seconds"
        self._lengths = {"seconds": f"{DEFAULT_SECONDS:g}", "requests": f"{suggested().count}"}
        """What the two that make each other hold, so that only what is typed into one of them makes it lead."""

    def compose(self) -> ComposeResult:
        size = suggested()
        shapes = [(name, name) for name in SHAPES]
        with Horizontal():
            yield Select(shapes, value="spike", allow_blank=False, compact=True, id="lab-shape")
            yield from self._field("rate", "per second", size.rate)
            yield from self._field("base", "base a second", size.rate * BASE_SHARE)
        with Horizontal():
            yield Button("Start", id="lab-start", compact=True)
            yield from self._field("seconds", "seconds", DEFAULT_SECONDS)
            yield from self._field("requests", "requests", size.count)
        with Horizontal():
            yield Static(classes="gap")
            yield from self._field("connections", "connections", size.connections)
        yield Static(id="lab-forecast", markup=False)

    @staticmethod
    def _field(name: str, label: str, first: float) -> ComposeResult:
        yield Input(f"{first:g}", id=f"lab-{name}", compact=True, select_on_focus=False)
        yield Static(label, classes="label")

    def aim(self, throttles: Sequence[Throttle], speed: float) -> None:
        """Say which throttles are on the way, and how many emulated seconds a real one has."""
        self._throttles, self._speed = throttles, speed
        self._say()

    def fill(self, size: BurstSize) -> None:
        """Ask for a burst like this."""
        self._leader, self._lengths["requests"] = "requests", str(size.count)
        with self.prevent(Input.Changed, Select.Changed):
            self.query_one("#lab-shape", Select).value = size.shape
            numbers = {"rate": size.rate, "base": size.base, "requests": size.count, "connections": size.connections}
            for name, number in numbers.items():
                self._input(name).value = f"{number:.12g}"
        self._settle()

    def show_running(self, running: bool) -> None:
        """Let the button start or stop."""
        self.query_one("#lab-start", Button).label = "Stop" if running else "Start"

    @property
    def asked(self) -> BurstSize | None:
        """What is asked for; None while something is wrong."""
        if self._problem():
            return None
        count, connections = (int(self._number(name)) for name in ("requests", "connections"))
        return BurstSize(count, self._number("rate"), self._shape, self._number("base"), connections)

    @on(Input.Changed)
    @on(Select.Changed)
    def _settle(self) -> None:
        """Let seconds follow requests or the other way round, whichever was typed last, and say what comes of all."""
        for name, known in self._lengths.items():
            if self._input(name).value != known:
                self._leader, self._lengths[name] = name, self._input(name).value
        if not self._problem_before_the_end():
            shape, rate, base = self._shape, self._number("rate"), self._number("base")
            with self.prevent(Input.Changed):
                if self._leader == "seconds":
                    self._follow("requests", str(profile(shape, rate, base, self._number("seconds")).requests))
                else:
                    seconds = profile_of_count(shape, rate, base, int(self._number("requests"))).seconds
                    self._follow("seconds", f"{seconds:.4g}")
        self._say()

    def _follow(self, name: str, text: str) -> None:
        self._input(name).value = self._lengths[name] = text

    @on(Input.Submitted)
    @on(Button.Pressed, "#lab-start")
    def _submitted(self) -> None:
        self.post_message(self.Submitted())

    def _say(self) -> None:
        """Say what is wrong with the form, or what it will do."""
        line, problem, size = self.query_one("#lab-forecast", Static), self._problem(), self.asked
        line.set_class(bool(problem), "-wrong")
        if size is None:
            line.update(Content(f"✗ {problem}"))
        else:
            said = f"{size.count:,} requests in {size.profile.seconds:,.1f} s."
            line.update(Content(f"{said} {forecast_words(size, self._throttles, self._speed)}"))
        self.post_message(self.Changed(size))

    # What is wrong -----------------------------------------------------------------------------------------------

    def _problem(self) -> str:
        """What is wrong with the form, empty where nothing is."""
        last = {"connections": connections_problem(self._text("connections"))}
        if not (problem := self._problem_before_the_end()):
            last |= {name: self._length_problem(name) for name in ("seconds", "requests")}
        return problem or next((f"{name}: {why}" for name, why in last.items() if why), "")

    def _problem_before_the_end(self) -> str:
        """What keeps the number of requests from being known."""
        rate = self._text("rate")
        if problem := rate_problem(rate):
            return f"per second: {problem}"
        if problem := base_problem(self._text("base"), self._number("rate")):
            return f"base: {problem}"
        problem = self._length_problem(self._leader)
        return f"{self._leader}: {problem}" if problem else ""

    def _length_problem(self, name: str) -> str:
        return (seconds_problem if name == "seconds" else count_problem)(self._text(name))

    @property
    def _shape(self) -> Shape:
        chosen = self.query_one("#lab-shape", Select).value
        return next(shape for shape in SHAPES if shape == chosen)

    def _number(self, name: str) -> float:
        return float(self._text(name))

    def _text(self, name: str) -> str:
        return self._input(name).value.replace(",", "").strip()

    def _input(self, name: str) -> Input:
        return self.query_one(f"#lab-{name}", Input)
