"""Pane 3: the answer — status, time, size, cold or warm — with its life cycle, body, headers and log."""

import mimetypes
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TabbedContent, TabPane, Tabs
from textual.worker import get_current_worker

from lgtui import frames
from lgtui.console.editor import page
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.waterfall import Waterfall, milliseconds
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.requests import bodies
from lgtui.console.requests.drafts import Pairs, Request
from lgtui.console.requests.invocations import in_words, invocation_id, log_tail, start_of
from lgtui.console.secret_values import masked
from lgtui.console.theme import DIM, ON_COLOUR, status_style
from lgtui.console.widgets.plain_text import harmless, harmless_lines
from lgtui.console.widgets.text_view import TextView, lines_of
from lgtui.console.worker_failures import SaysFailures

EMPTY = "No request was sent yet.\n\nOpen a method in Resources (1) and press ^j to send it."
TRIED = "Tried by TestInvokeMethod: the API as it is edited now; no stage, key, throttle or cache had a say."
COPIED_BYTES = 1024 * 1024
"""Bytes of a body that are copied at most; a terminal has to take them through its input."""
NO_LOG = "No log line of this request yet."


class ResponsePane(Pane, SaysFailures):
    """Shows one answer at a time: the newest, whatever it was sent for."""

    NUMBER = 3
    TITLE = "Response"
    HELP = (
        "The answer of the request that was sent last, and in Trace its life cycle: the steps that API Gateway takes "
        "with every request, and how long each took. Each can refuse it; then the later ones are skipped.\n\n"
        "resolve, route        stage, resource and method are found, or 403\n"
        "authorizer            who calls, and may they? or 401, 403\n"
        "usage plan, throttle  API key, quota, token buckets; or 403, 429\n"
        "validation            parameters and body are right, or 400\n"
        "cache                 a hit answers at once\n"
        "integration request   the event, or what a mapping template makes\n"
        "endpoint              the function, or what else answers; or 504\n"
        "integration response  an HTTP answer is made of it, or 502\n\n"
        "← → choose a tab; in Trace ↑ ↓ select a step, and below stands what it saw and changed; "
        "enter (or a second click) shows all of it: the event, the rendered template, the cache's key, the levels.\n"
        "A direct invocation passes no gateway; its life cycle is which version and environment it found, the init "
        "where that was cold, the handler's run, and what became of the environment.\n"
        "y copies the body, W saves it as a file, P opens it in $PAGER: all of it, also what is not shown.\n"
        "A step's glyph: ✓ passed, ✗ refused or failed, ! not emulated, · skipped"
    )
    DEFAULT_CSS = """
    ResponsePane {
        & > #status-line {
            height: 1; padding: 0 1; margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis;
        }
        TabbedContent { height: 1fr; }
        ContentSwitcher { height: 1fr; }
        TabPane { padding: 0 1; height: 1fr; }
        & > #explanation {
            height: auto; max-height: 6; padding: 0 1; margin-bottom: 1; display: none;
            &.-shown { display: block; }
        }
        #step { height: auto; margin-top: 1; color: $foreground 80%; }
        &.-empty > #status-line, &.-empty > TabbedContent { display: none; }
        & > #no-response { display: none; }
        &.-empty > #no-response { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_body", "copy body", id="copy-body"),
        Binding("W", "save_body", "save body", id="save-body", tooltip="the whole body, into a file"),
        Binding("P", "page_body", "pager", id="page-body", tooltip="the whole body in $PAGER"),
    ]

    def __init__(self) -> None:
        super().__init__(id="response", classes="-empty")
        self._body = b""
        self._headers: Pairs = ()
        self._entry: frames.TraceEntry | None = None
        self._secrets_shown = False
        self._remark, self._remark_style = "", ""
        self._direct = False

    def compose(self) -> ComposeResult:
        yield Static(id="status-line")
        yield Static(id="explanation", markup=False)
        with TabbedContent(initial="tab-trace", id="response-tabs"):
            with TabPane("Trace", id="tab-trace"), VerticalScroll(can_focus=False):
                yield Waterfall()
                yield Static(id="step", markup=False)
            with TabPane("Body", id="tab-response-body"):
                yield TextView(id="response-body")
            with TabPane("Headers", id="tab-response-headers"), VerticalScroll():
                yield Static(id="response-headers", markup=False)
            with TabPane("Log", id="tab-log"), VerticalScroll():
                yield Static(id="request-log", markup=False)
        yield Static(EMPTY, id="no-response", classes="empty", markup=False)

    @property
    def home(self) -> Widget:
        """The waterfall where it is seen, else the tabs."""
        waterfall = self.query_one(Waterfall)
        shown = self.query_one("#response-tabs", TabbedContent).active == "tab-trace" and waterfall.trace is not None
        return waterfall if shown else self.query_one(Tabs)

    def show_sending(self, request: Request) -> None:
        """Say that a request is under way."""
        self.remove_class("-empty")
        chip = Content.assemble((" … ", f"bold {ON_COLOUR} on $primary"), "  ", (request.http_method, "bold"), " ")
        self.query_one("#status-line", Static).update(Content.assemble(chip, (request.url, DIM)))
        self._explain("", "")

    def show_failure(self, failure: Failure) -> None:
        """Say why there is no answer."""
        self.remove_class("-empty")
        said = f" ✗ {failure.status} " if failure.status else " ✗ no answer "
        self.query_one("#status-line", Static).update(Content.styled(said, status_style(0)))
        self._clear()
        self._explain(failure.message, "$text-error")

    def show_answer(self, answer: Answer) -> None:
        """Show the gateway's answer; its trace and log follow by `show_trace` and `show_log`."""
        self._show_answer(answer, direct=False)
        self._show_status(answer)

    def show_invocation(self, answer: Answer) -> None:
        """Show what Invoke answered: the payload, the tail of the log, and what it means; its trace may follow."""
        self._show_answer(answer, direct=True)
        failed = answer.status >= 300 or bool(answer.header("x-amz-function-error"))
        self._remark, self._remark_style = in_words(answer), "$text-error" if failed else "$foreground 80%"
        self._explain(self._remark, self._remark_style)
        self._show_status(answer, start_of(answer))
        if tail := log_tail(answer):
            self._show_log_lines([Content(harmless(line)) for line in tail])

    def show_trial(self, answer: Answer, log: list[str]) -> None:
        """Show what TestInvokeMethod answered, with its execution log; its trace follows by `show_trace`."""
        self._show_answer(answer, direct=False)
        self._remark, self._remark_style = TRIED, "$foreground 80%"
        self._explain(TRIED, self._remark_style)
        self._show_status(answer)
        self._show_log_lines([Content(harmless(line)) for line in log])

    def _show_answer(self, answer: Answer, *, direct: bool) -> None:
        self.remove_class("-empty")
        self._clear()
        self._suit(direct)
        self._body = answer.body
        self._headers = answer.headers
        self._show_headers()
        self._label("tab-response-headers", "Headers", len(answer.headers))
        self._render_body(answer)

    def show_secrets(self, shown: bool) -> None:
        """Show the values of headers that are secret, or mask them."""
        self._secrets_shown = shown
        self._show_headers()
        self._show_facts()

    def _show_headers(self) -> None:
        width = max((len(name) for name, _ in self._headers), default=0)
        lines = [
            Content.assemble(
                (f"{harmless(name):<{width}}  ", "$primary"),
                (harmless(masked(name, value, shown=self._secrets_shown)), "$foreground"),
            )
            for name, value in self._headers
        ]
        self.query_one("#response-headers", Static).update(Content("\n").join(lines))

    def _suit(self, direct: bool) -> None:
        """Show the tabs of a direct invocation, or those of a request."""
        tabs = self.query_one("#response-tabs", TabbedContent)
        if direct:
            tabs.active = "tab-response-body" if tabs.active == "tab-trace" else tabs.active
            tabs.hide_tab("tab-trace")
        elif self._direct:
            tabs.show_tab("tab-trace")
            tabs.active = "tab-trace"
        self._direct = direct
        self._label("tab-response-body", "Payload" if direct else "Body", 0)

    def _label(self, tab: str, name: str, count: int) -> None:
        label = Content.assemble(name, (f" {count}" if count else "", DIM))
        self.query_one("#response-tabs", TabbedContent).get_tab(tab).label = label

    def show_trace(self, outcome: frames.Trace | Failure) -> None:
        """Show the life cycle, or why there is none."""
        if self._direct:
            self.query_one("#response-tabs", TabbedContent).show_tab("tab-trace")
        said = outcome.message if isinstance(outcome, Failure) else outcome.explanation
        lines = "\n".join(line for line in (said, self._remark) if line)
        self._explain(lines, "$text-error" if said else self._remark_style)
        self.query_one(Waterfall).trace = None if isinstance(outcome, Failure) else outcome

    def show_log(self, answer: Answer, lines: list[frames.LogLine]) -> None:
        """Show the request's log lines, and from them whether its environment was cold."""
        if any(line.text.startswith("REPORT ") for line in lines):
            cold = any(line.text.startswith("INIT_START ") for line in lines)
            self._show_status(answer, "cold" if cold else "warm")
        self._show_log_lines(
            [
                Content.assemble((f"{harmless(line.source)} {harmless(line.label)}  ", DIM), harmless(line.text))
                for line in lines
            ]
        )

    def _show_log_lines(self, lines: list[Content]) -> None:
        self.query_one("#request-log", Static).update(Content("\n").join(lines) if lines else Content(NO_LOG))
        self._label("tab-log", "Log", len(lines))

    def action_copy_body(self) -> None:
        """Copy the body to the clipboard, unless it is more than a terminal would take."""
        body = self._whole_body()
        if len(body) > COPIED_BYTES:
            said = f"A terminal's clipboard takes no {bodies.in_bytes(len(body))}: W saves them, P opens them."
            self.notify(said, severity="warning")
            return
        self.app.copy_to_clipboard(body.decode(errors="replace"))
        self.notify(f"copied {len(body):,} bytes")

    def action_save_body(self) -> None:
        """Ask for a file, and save the whole body there."""
        from lgtui.console.screens.saved import SaveDialog

        suggested = Path.cwd() / f"response{self._ending}"
        self.app.push_screen(SaveDialog(str(suggested), self._save_body, "Save the body"))

    def _save_body(self, name: str) -> str:
        file = Path(name).expanduser()
        body = self._whole_body()
        try:
            with file.open("xb") as stream:
                stream.write(body)
        except OSError as error:
            return f"{file} cannot be written: {error.strerror}."
        self.notify(str(file), title=f"Saved {bodies.in_bytes(len(body))}", markup=False)
        return ""

    def action_page_body(self) -> None:
        """Open the whole body in the user's pager, which gets the terminal meanwhile."""
        if failure := page(self.app, self._whole_body(), self._ending):
            self.notify(failure, severity="error", markup=False)

    def _whole_body(self) -> bytes:
        return bodies.unpacked(self._body, self._header("content-encoding"))

    @property
    def _ending(self) -> str:
        """How a file with the body is to end: `.json`."""
        return mimetypes.guess_extension(self._header("content-type").partition(";")[0].strip()) or ".txt"

    def _header(self, wanted: str) -> str:
        return next((value for name, value in self._headers if name.lower() == wanted), "")

    def _explain(self, text: str, style: str) -> None:
        note = self.query_one("#explanation", Static)
        note.set_class(bool(text), "-shown")
        note.update(Content.styled(harmless_lines(text), style))

    def _clear(self) -> None:
        self._body, self._headers, self._entry, self._remark = b"", (), None, ""
        self.query_one("#step", Static).update("")
        self.query_one("#response-body", TextView).show(())
        self.query_one("#response-headers", Static).update("")
        self._show_log_lines([])
        self._explain("", "")
        self.query_one(Waterfall).trace = None

    def _show_status(self, answer: Answer, start: str = "") -> None:
        error = answer.header("x-amz-function-error")
        version = answer.header("x-amz-executed-version")
        text = f"✗ {harmless(error)}" if error else f"{answer.status} {harmless(answer.reason)}".rstrip()
        colour = {"cold": "bold $primary", "warm": "bold $success"}.get(start, "")
        self.query_one("#status-line", Static).update(
            Content.assemble(
                (f" {text} ", status_style(0 if error else answer.status)),
                (f"  {milliseconds(answer.seconds)} ms", "bold"),
                f"  {bodies.in_bytes(len(answer.body))}",
                ({"cold": "  ❄ cold", "warm": "  ● warm"}.get(start, ""), colour),
                (f"  {_version(version)}" if version else "", "$warning"),
                (f"  {harmless(invocation_id(answer))}", DIM),
            )
        )

    @work(thread=True, exclusive=True, group="body", exit_on_error=False)
    def _render_body(self, answer: Answer) -> None:
        worker = get_current_worker()
        shown = bodies.render(answer.body, answer.header("content-type"), answer.header("content-encoding"))
        lines = lines_of(shown)
        if not worker.is_cancelled:
            self.app.call_from_thread(self.query_one("#response-body", TextView).show, lines)

    @on(Waterfall.Opened)
    def _open_step(self, event: Waterfall.Opened) -> None:
        from lgtui.console.screens.step import StepScreen

        screen = StepScreen(event.trace.entries, event.number, secrets_shown=self._secrets_shown)
        self.app.push_screen(screen, self._left_step)

    def _left_step(self, number: int | None) -> None:
        if number is not None:
            self.query_one(Waterfall).selected = number

    @on(Waterfall.Selected)
    def _show_step(self, event: Waterfall.Selected) -> None:
        self._entry = event.entry
        self._show_facts()

    def _show_facts(self) -> None:
        """Say what the selected step saw and changed."""
        entry = self._entry
        if entry is None:
            return
        lines = [
            Content.assemble(
                (f"{title:<8}", DIM),
                (f"{harmless(name)}  ", "$primary"),
                harmless(masked(name, value, shown=self._secrets_shown)),
            )
            for title, facts in (("saw", entry.saw), ("changed", entry.changed))
            for name, value in facts.items()
        ]
        summary = Content.styled(harmless(entry.summary), "$foreground")
        self.query_one("#step", Static).update(Content("\n").join([summary, *lines]))


def _version(version: str) -> str:
    """An executed version, short: `v4`, `$LATEST`."""
    return f"v{version}" if version.isdigit() else harmless(version)
