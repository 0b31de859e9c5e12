"""What is seen while the explorer is imported and composed: its panes' frames, which it then fills."""

from lgtui import frames
from lgtui.console.panes.pane import Pane
from lgtui.console.screens.pane_layout import PaneLayout
from lgtui.console.widgets.status_lines import HeaderLine

LIFE = "starting"
"""What the header says of the region."""


class EmptyPane(Pane):
    """The frame of a pane to come, with that one's id, number and title."""

    def __init__(self, number: int, title: str, name: str) -> None:
        super().__init__(id=name)
        self.NUMBER, self.TITLE = number, title


class OpeningScreen(PaneLayout):
    """The first paint, for which nothing of the explorer's contents has to be there."""

    def __init__(self) -> None:
        super().__init__(
            EmptyPane(1, "Resources", "resources"),
            EmptyPane(2, "Request", "composer"),
            EmptyPane(3, "Response", "response"),
            EmptyPane(4, "Token buckets", "buckets"),
            EmptyPane(5, "Execution environments", "environments"),
            EmptyPane(6, "Logs", "logs"),
        )

    def on_mount(self) -> None:
        self.query_one(HeaderLine).show(None, None, frames.ClockView(at=0.0, speed=1.0, paused=False), LIFE)
