"""The command `lgtui locate`: where lgtui keeps what is its user's."""

from pathlib import Path

from lgtui.console.kept.folders import projects_folder, settings_file
from lgtui.project.locate import find_template


def place_lines(folder: Path) -> list[str]:
    """Each place with what is there; the emulator's state is that of the project in `folder`, if it holds one."""
    template = find_template(folder)
    state = [("state", (template if template.is_dir() else template.parent) / ".lgtui")] if template else []
    places = [("settings", settings_file()), ("typed and sent", projects_folder()), *state]
    return [f"{name:<15} {place}{'' if place.exists() else '  (not there yet)'}" for name, place in places]


def key_lines() -> list[str]:
    """Each command's id with its keys, as a `[keys]` table of the settings would have them."""
    from lgtui.console.keys import rebindable

    keys = rebindable()
    return ["[keys]", *(f'"{name}" = "{keys[name]}"' for name in sorted(keys))]
