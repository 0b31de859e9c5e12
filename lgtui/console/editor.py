"""The user's editor on a file, with the terminal to itself."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textual.app import App, SuspendNotSupported

DEFAULT_EDITOR = "vi"

VARIABLES = ("VISUAL", "EDITOR")
"""The variables that name the editor, in the order they are asked."""


def edit(app: App[int], path: str) -> str:
    """Suspend the app and run `$VISUAL`, else `$EDITOR`, on a file.

    Returns:
        What went wrong and what to do, a sentence; empty where nothing did.
    """
    command = _command()
    if isinstance(command, str):
        return command
    if not Path(path).is_file():
        return f"There is no file {path} here: it was moved, or the region runs on another machine."
    try:
        with app.suspend(), _interrupts_for_the_editor():
            code = subprocess.run([*command, path], check=False).returncode
    except SuspendNotSupported:
        return f"This terminal cannot be handed to an editor; open {path} yourself."
    except OSError as error:
        return f"{command[0]} cannot be started ({error.strerror}): set EDITOR to your editor."
    return _ended(command[0], code)


def _command() -> list[str] | str:
    """The editor with its arguments, or why there is none."""
    variable = next((name for name in VARIABLES if os.environ.get(name, "").strip()), "")
    try:
        command = shlex.split(os.environ[variable]) if variable else [DEFAULT_EDITOR]
    except ValueError as error:
        return f"{variable} cannot be read ({str(error).lower()}): {os.environ[variable]}"
    if shutil.which(command[0]):
        return command
    if variable:
        return f"There is no program {command[0]}, which {variable} names: set it to your editor."
    return f"No editor is set, and {DEFAULT_EDITOR} is not installed: set EDITOR to your editor, such as EDITOR=nano."


@contextmanager
def _interrupts_for_the_editor() -> Iterator[None]:
    """Let interrupts from the keyboard end the editor alone: it inherits no handlers, but would what is ignored."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ended(program: str, code: int) -> str:
    if code < 0:
        return f"{program} was ended by {signal.Signals(-code).name}; the file is as it left it."
    return f"{program} ended with exit code {code}; the file is as it left it." if code else ""
