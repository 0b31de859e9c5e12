"""A bare Textual application with the explorer's kinds of panes, stock and empty: what a first paint costs."""

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import DataTable, Footer, Input, Log, Static, TabbedContent, TabPane, Tree

PAINTED = "a bare skeleton"


class BareApp(App[None]):
    """A tree, a field, tabs, a table and a log."""

    CSS = """
    Tree { width: 34; }
    Tree, Vertical > *, Log { border: round $primary; height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        yield Static(PAINTED)
        with Horizontal():
            yield Tree[None]("resources")
            with Vertical():
                yield Input()
                with TabbedContent():
                    for title in ("Trace", "Body", "Headers", "Log"):
                        with TabPane(title):
                            yield Static(title)
            with Vertical():
                yield DataTable[str]()
                yield DataTable[str]()
        yield Log()
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
