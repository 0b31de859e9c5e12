"""Help for one pane, and the keys that hold everywhere."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from lgtui.console.screens.dialog import Dialog

KEYS = """\
1 – 7    jump to a pane            z        maximise the pane
^p :     every command by name     ?        this help
< >      narrower, wider pane      - +      lower, taller pane
0        usual sizes of panes
^o       jump to a field
^j, ^s   send the request          b        burst: send it many times
t        try it, undeployed        ^r       history of what was sent
w        weights of an alias       p        publish a version
c        concurrency, reserved,    f        function: memory, timeout,
         provisioned                        environment variables
m        mapping templates
i        details of the selected   B        burst lab
s        stage: variables, rate    d        deploy
M        metrics, as charts        o O      open, save a request
C        response cache            Q        asynchronous events: queue
P        usage plans, API keys     U        undo the last change
S        stage: logs and cache     D        deployments: diff, roll back
e E      edit handler, template    r        reload; start an ended emulator
R        log of the last request
space    pause and resume time     [ ] =    slower, faster, normal
.        step time by a second     f2       show or mask secrets
esc      leave a field, go back    q        quit

In a text field letters are text: press esc first, then the key.

With the mouse: pull a border, double-click a frame to maximise its
pane, click the keys below, the tabs, and in the header the stage,
deployment, cache, URL (to copy it) and clock."""


class HelpScreen(Dialog):
    """Explains the pane that had the focus.

    Args:
        title: the pane's.
        explained: its help.
        keys: the keys that hold everywhere on its screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1,q,enter", "close", "back", show=False)]

    def __init__(self, title: str, explained: str, keys: str = KEYS) -> None:
        super().__init__(title)
        self._explained = explained
        self._keys = keys

    def fields(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self._explained, markup=False)
            yield Static("everywhere", classes="heading")
            yield Static(self._keys, markup=False)
