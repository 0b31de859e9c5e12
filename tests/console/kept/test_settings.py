"""The user's settings: theme and keys, in the XDG folder."""

import subprocess
import sys
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from lgtui.console.app import ExplorerApp
from lgtui.console.kept.folders import settings_file
from lgtui.console.kept.settings import Settings, keep_theme, read_settings
from lgtui.console.panes.resources import ResourceTree
from lgtui.console.theme import DARK, LIGHT, TERMINAL, THEMES
from tests.console.conftest import WIDE, Explore


def settle_for(text: str) -> Path:
    file = settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


async def test_a_theme_is_taken_from_the_settings(explore: Explore) -> None:
    settle_for('theme = "lgtui-light"\n')

    async with explore(WIDE) as explored:
        assert explored.pilot.app.theme == "lgtui-light"


@pytest.mark.parametrize("name", [theme.name for theme in THEMES])
async def test_every_theme_shows_the_whole_screen(explore: Explore, name: str) -> None:
    settle_for(f'theme = "{name}"\n')

    async with explore(WIDE) as explored:
        assert all(title in explored.text for title in ("Resources", "Request", "Response", "Token buckets", "Logs"))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: str(theme.name))
def test_every_colour_is_read_on_the_ground_and_as_a_ground(theme: Theme) -> None:
    """4.5 to 1 is what WCAG asks for text of this size."""
    on_colour = Color.parse(theme.variables["button-color-foreground"])
    grounds = [Color.parse(colour) for colour in (theme.background, theme.panel) if colour]
    colours = [theme.primary, theme.secondary, theme.accent, theme.success, theme.warning, theme.error]

    for colour in (Color.parse(each) for each in colours if each):
        assert contrast(colour, on_colour) >= 4.5
        assert all(contrast(colour, ground) >= 4 for ground in grounds)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, by WCAG's formula."""

    def luminance(colour: Color) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


async def test_the_tree_follows_the_theme(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        app, tree = explored.pilot.app, explored.screen.query_one(ResourceTree)

        def colours() -> set[str]:
            strips = [tree.render_line(line) for line in range(tree.size.height)]
            return {
                segment.style.color.name
                for strip in strips
                for segment in strip
                if segment.style and segment.style.color
            }

        assert LIGHT.success not in colours()
        app.theme = LIGHT.name
        await explored.until(lambda: LIGHT.success in colours(), "the methods in the theme's green")


def test_a_terminal_of_sixteen_colours_gets_its_own_unless_a_theme_was_chosen() -> None:
    app = ExplorerApp(attach_url="http://127.0.0.1:1")
    app.begin_with(TERMINAL.name)
    assert app.theme == TERMINAL.name

    settle_for('theme = "lgtui-light"\n')
    app = ExplorerApp(attach_url="http://127.0.0.1:1")
    app.begin_with(TERMINAL.name)
    assert app.theme == LIGHT.name


async def test_a_theme_that_is_chosen_is_kept_beside_everything_else(explore: Explore) -> None:
    file = settle_for('# mine\ntheme = "lgtui"\n[keys]\nburst = "ctrl+b"\n')

    async with explore(WIDE) as explored:
        explored.pilot.app.theme = "lgtui-light"
        await explored.until(lambda: "lgtui-light" in file.read_text(), "the theme in the settings")

    assert file.read_text() == '# mine\ntheme = "lgtui-light"\n[keys]\nburst = "ctrl+b"\n'


async def test_nothing_is_written_where_no_theme_was_chosen(explore: Explore) -> None:
    async with explore(WIDE):
        pass

    assert not settings_file().exists()


def test_a_theme_is_kept_where_there_were_no_settings() -> None:
    assert keep_theme(settings_file(), "lgtui-light") == ""
    assert read_settings(settings_file()) == Settings(theme="lgtui-light")


async def test_a_command_gets_another_key(explore: Explore) -> None:
    settle_for('[keys]\nmapping-template = "M"\n')

    async with explore(WIDE) as explored:
        assert "M template" in explored.text
        await explored.press("m")
        assert "template" not in type(explored.pilot.app.screen).__name__.lower()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = ", "cannot be used"),
        ("colour = 1", "unknown field `colour`"),
        ('theme = "none"', "There is no theme none; there are"),
        ('[keys]\nfly = "f"', "[keys] names no command fly; there are"),
    ],
)
async def test_what_cannot_be_used_is_said_and_the_rest_works(explore: Explore, text: str, said: str) -> None:
    settle_for(text)

    async with explore(WIDE) as explored:
        flat = " ".join(explored.text.replace("│", " ").split())
        assert said.split()[0] in flat
        assert any(said in str(each.message) for each in explored.pilot.app._notifications)
        assert "● live" in explored.text


def test_locate_names_every_place(own_folders: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "lgtui", "locate"], capture_output=True, text=True, check=True)

    assert str(settings_file()) in done.stdout
    assert str(own_folders / "projects") in done.stdout
    assert "(not there yet)" in done.stdout


def test_locate_lists_keys_as_the_settings_have_them() -> None:
    command = [sys.executable, "-m", "lgtui", "locate", "--keys"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    file = settle_for(done.stdout)

    settings = read_settings(file)
    assert isinstance(settings, Settings)
    assert settings.keys["burst"] == "b"
