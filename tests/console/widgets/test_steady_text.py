"""Text that is told again and again."""

from textual.content import Content

from lgtui.console.widgets.steady_text import SteadyText
from tests.console.widgets.stage import Stage


class Counted(SteadyText):
    """Counts how often it is drawn anew."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = 0

    def refresh(self, *regions: object, **options: object) -> "Counted":
        """Count a drawing."""
        self.drawn += 1
        return super().refresh(*regions, **options)  # type: ignore[arg-type]


async def test_the_same_text_again_is_not_drawn_and_another_text_or_style_is() -> None:
    text = Counted()
    async with (stage := Stage(text)).run_test(size=(20, 2)) as pilot:
        text.update(Content.styled("one", "bold"))
        await pilot.pause()
        drawn = text.drawn
        text.update(Content.styled("one", "bold"))
        assert text.drawn == drawn
        text.update(Content.styled("one", "italic"))
        assert text.drawn == drawn + 1
        text.update(Content("two"))
        await pilot.pause()
        assert stage.lines()[0] == "two"
