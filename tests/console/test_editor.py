"""The user's editor: it gets the terminal and gives it back, and what keeps it from that is said in a sentence."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App, SuspendNotSupported

from lgtui.console.editor import edit
from tests.console.conftest import WIDE, Explore


class Terminal(App[int]):
    """An app whose terminal can be handed on, or cannot.

    Attributes:
        handed_on: how often it was.
    """

    def __init__(self, *, can_be_handed_on: bool = True) -> None:
        super().__init__()
        self.handed_on = 0
        self._can = can_be_handed_on

    @contextmanager
    def suspend(self) -> Iterator[None]:
        if not self._can:
            raise SuspendNotSupported
        self.handed_on += 1
        yield


@pytest.fixture
def handler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to be edited; no editor is set."""
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "a handler.py"
    file.write_text("old\n")
    return file


def editor(folder: Path, script: str) -> str:
    """An editor that does what a shell script says; its file is the last argument."""
    program = folder / "edit"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_an_editor_with_arguments_gets_the_terminal_and_the_file(
    handler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = editor(tmp_path, 'echo "$1" > "$2"')
    monkeypatch.setenv("EDITOR", f"{program} 'two words'")
    terminal = Terminal()

    assert edit(terminal, str(handler)) == ""
    assert (handler.read_text(), terminal.handed_on) == ("two words\n", 1)


def test_visual_comes_before_editor(handler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'echo visual > "$1"'))
    monkeypatch.setenv("EDITOR", "false")

    assert edit(Terminal(), str(handler)) == ""
    assert handler.read_text() == "visual\n"


def test_an_editor_that_is_not_there_is_named_before_the_terminal_is_given_away(
    handler: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor -w")
    terminal = Terminal()

    assert edit(terminal, str(handler)) == (
        "There is no program no-such-editor, which EDITOR names: set it to your editor."
    )
    assert terminal.handed_on == 0


def test_without_any_editor_it_says_what_to_set(handler: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert edit(Terminal(), str(handler)) == (
        "No editor is set, and vi is not installed: set EDITOR to your editor, such as EDITOR=nano."
    )


def test_quotes_that_do_not_close_are_told(handler: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "vim 'x")

    assert edit(Terminal(), str(handler)) == "EDITOR cannot be read (no closing quotation): vim 'x"


def test_an_editor_that_fails_tells_its_exit_code(
    handler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", program := editor(tmp_path, "exit 3"))

    assert edit(Terminal(), str(handler)) == f"{program} ended with exit code 3; the file is as it left it."


def test_an_editor_that_is_killed_tells_the_signal(
    handler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", program := editor(tmp_path, "kill -TERM $$"))

    assert edit(Terminal(), str(handler)) == f"{program} was ended by SIGTERM; the file is as it left it."


def test_an_interrupt_ends_the_editor_alone(handler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", program := editor(tmp_path, "kill -INT $PPID; kill -INT $$"))
    before = signal.getsignal(signal.SIGINT)

    assert edit(Terminal(), str(handler)) == f"{program} was ended by SIGINT; the file is as it left it."
    assert signal.getsignal(signal.SIGINT) == before


def test_a_file_that_is_not_here_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    gone = tmp_path / "gone.py"

    assert edit(Terminal(), str(gone)) == (
        f"There is no file {gone} here: it was moved, or the region runs on another machine."
    )


def test_a_terminal_that_cannot_be_handed_on_names_the_file(handler: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")

    assert edit(Terminal(can_be_handed_on=False), str(handler)) == (
        f"This terminal cannot be handed to editors; open {handler} yourself."
    )


async def test_what_went_wrong_is_said_on_the_screen(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "no-such-editor")
    async with explore(WIDE) as explored:
        await explored.press("E")
        await explored.shows("There is no program no-such-editor")


async def test_the_template_is_opened_where_nothing_else_is_known(
    explore: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", os.environ.get("SHELL", "/bin/sh"))
    async with explore(WIDE) as explored:
        await explored.press("E")
        await explored.shows("There is no file /p/template.yaml here")
