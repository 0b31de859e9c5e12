"""The user's settings of the console: `settings.toml` in the XDG folder for configuration."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from lgtui.console.kept.kept_files import write_whole

_THEME_LINE = re.compile(r"^theme\s*=.*$", re.MULTILINE)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be set.

    Attributes:
        theme: a theme's name.
        keys: a command's id → its key, or several with commas between them.
    """

    theme: str = ""
    keys: dict[str, str] = {}


def read_settings(file: Path) -> Settings | str:
    """The settings in a file, those of nobody where there is none; in words why they cannot be used."""
    try:
        return msgspec.toml.decode(file.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        return f"{file} cannot be read: {error.strerror}."
    except msgspec.DecodeError as error:
        return f"{file} cannot be used: {error}."


def keep_theme(file: Path, theme: str) -> str:
    """Write the theme's line into the settings and leave all others as they are; gives in words why that failed."""
    line = f'theme = "{theme}"'
    try:
        text = file.read_text() if file.exists() else ""
        changed, found = _THEME_LINE.subn(line, text, count=1)
        write_whole(file, (changed if found else f"{line}\n{text}").encode())
    except (OSError, UnicodeDecodeError) as error:
        return f"The theme is not kept in {file}: {error}."
    return ""


def unknown_ids(keys: Mapping[str, str], known: Iterable[str]) -> str:
    """Which ids of `keys` name no command, in words with what there is; empty where all are known."""
    names = set(known)
    unknown = sorted(keys.keys() - names)
    if not unknown:
        return ""
    return f"[keys] names no command {', '.join(unknown)}; there are {', '.join(sorted(names))}."
