"""The user's settings: theme and keys, in the XDG folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from lgtui.console.folders import settings_file
from lgtui.console.settings import Settings, keep_theme, read_settings
from lgtui.console.theme import THEMES
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
