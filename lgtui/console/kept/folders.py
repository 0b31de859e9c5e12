"""Where the console keeps what is its user's: by the XDG rules, on macOS too."""

import hashlib
from pathlib import Path

from platformdirs.unix import Unix

_FOLDERS = Unix("lgtui")


def settings_file() -> Path:
    """The settings, for the user to edit: theme and keys."""
    return _FOLDERS.user_config_path / "settings.toml"


def projects_folder() -> Path:
    """What was typed and sent, a folder for each project."""
    return _FOLDERS.user_state_path / "projects"


def project_folder(template: str) -> Path:
    """What was typed and sent for one project.

    Args:
        template: the path of its template, by which it is known.
    """
    digest = hashlib.sha256(template.encode()).hexdigest()[:12]
    return projects_folder() / f"{Path(template).parent.name or 'project'}-{digest}"
