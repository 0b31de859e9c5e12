"""The user's editor on a file, with the terminal to itself."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from textual.app import App, SuspendNotSupported


class _Program(NamedTuple):
    """A kind of program.

    Attributes:
        kind: what it is called.
        instead: what to do where it cannot have the terminal.
        variables: name it, in the order they are asked.
        default, example: what is run where none is set, and what to set.
    """

    kind: str
    instead: str
    variables: tuple[str, ...]
    default: str
    example: str


_EDITOR = _Program("editor", "open {} yourself", ("VISUAL", "EDITOR"), "vi", "nano")
_PAGER = _Program("pager", "W saves the body as a file", ("PAGER",), "less", "more")


def edit(app: App[int], path: str) -> str:
    """Suspend the app and run `$VISUAL`, else `$EDITOR`, on a file.

    Returns:
        What went wrong and what to do, a sentence; empty where nothing did.
    """
    command = _command(_EDITOR)
    if isinstance(command, list) and not Path(path).is_file():
        return f"There is no file {path} here: it was moved, or the region runs on another machine."
    return _run(app, _EDITOR, command, path)


def page(app: App[object], content: bytes, ending: str) -> str:
    """Suspend the app and run `$PAGER` on a file with this content.

    Args:
        app: has the terminal.
        content: of the file, which is gone afterwards.
        ending: of the file's name, by which pagers tell what it is.

    Returns:
        What went wrong and what to do, a sentence; empty where nothing did.
    """
    with tempfile.NamedTemporaryFile(prefix="lgtui-", suffix=ending) as file:
        file.write(content)
        file.flush()
        return _run(app, _PAGER, _command(_PAGER), file.name)


def _run(app: App[Any], program: _Program, command: list[str] | str, path: str) -> str:
    if isinstance(command, str):
        return command
    try:
        with app.suspend(), _interrupts_for_the_editor():
            code = subprocess.run([*command, path], check=False).returncode
    except SuspendNotSupported:
        return f"This terminal cannot be handed to {program.kind}s; {program.instead.format(path)}."
    except OSError as error:
        return f"{command[0]} cannot be started ({error.strerror}): set {program.variables[-1]} to your {program.kind}."
    return _ended(command[0], code)


def _command(program: _Program) -> list[str] | str:
    """A program with its arguments, or why there is none."""
    variable = next((name for name in program.variables if os.environ.get(name, "").strip()), "")
    try:
        command = shlex.split(os.environ[variable]) if variable else [program.default]
    except ValueError as error:
        return f"{variable} cannot be read ({str(error).lower()}): {os.environ[variable]}"
    if shutil.which(command[0]):
        return command
    if variable:
        return f"There is no program {command[0]}, which {variable} names: set it to your {program.kind}."
    name = program.variables[-1]
    return (
        f"No {program.kind} is set, and {program.default} is not installed: "
        f"set {name} to your {program.kind}, such as {name}={program.example}."
    )


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
