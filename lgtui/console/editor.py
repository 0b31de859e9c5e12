"""The user's editor on a file, with the terminal to itself."""

import os
import shlex
import subprocess

from textual.app import App, SuspendNotSupported

DEFAULT_EDITOR = "vi"


def edit(app: App[int], path: str) -> str:
    """Suspend the app and run `$VISUAL`, else `$EDITOR`, on a file; returns what went wrong, or nothing."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or DEFAULT_EDITOR
    try:
        with app.suspend():
            code = subprocess.run([*shlex.split(command), path], check=False).returncode
    except SuspendNotSupported:
        return f"This terminal cannot be handed to an editor; open {path} yourself."
    except (OSError, ValueError) as error:
        return f"{command} cannot be started ({error}): set EDITOR to your editor."
    return f"{command} ended with exit code {code}" if code else ""
