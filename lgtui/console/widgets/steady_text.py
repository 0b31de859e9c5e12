"""Text that is told again and again and seldom differs."""

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static


class SteadyText(Static):
    """A static text to which the same text again costs nothing, where another one lays the screen out."""

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text; the same one, in the same style, is not drawn again."""
        before = self.content
        if not (isinstance(before, Content) and isinstance(content, Content) and before.is_same(content)):
            super().update(content, layout=layout)
