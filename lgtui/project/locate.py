"""Finds the template that a path means, and where its project's state is kept."""

import os
from pathlib import Path

from lgtui.project.errors import ProjectError

TEMPLATE_NAMES = ("template.yaml", "template.yml", "template.json")
"""What `sam` calls a template, in the order in which it looks."""

OPENAPI_NAMES = tuple(f"{stem}.{suffix}" for stem in ("openapi", "swagger") for suffix in ("yaml", "yml", "json"))
"""What an OpenAPI file is called that stands alone."""

PROJECT_NAMES = (*TEMPLATE_NAMES, *OPENAPI_NAMES)
"""What makes a folder a project, in the order in which it is looked for."""


STATE_FOLDER = ".lgtui"


def state_folder(path: Path) -> Path:
    """The folder beside the template for what outlives the process; version control is told to leave it alone."""
    place = real_place(path)
    folder = (place if place.is_dir() else place.parent) / STATE_FOLDER
    if not folder.exists() and os.access(folder.parent, os.W_OK):
        folder.mkdir()
        (folder / ".gitignore").write_text("*\n")
    return folder


def real_place(path: Path) -> Path:
    """`path`, absolute and without symbolic links in its folder, so that what is watched has one name alone.

    A template that is itself a link stays one: its code lies beside the link.
    """
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def find_template(path: Path) -> Path | None:
    """The template or OpenAPI file that `path`, a folder or a file, means; None where there is none."""
    path = real_place(path)
    if path.is_file():
        return path
    return next((path / name for name in PROJECT_NAMES if (path / name).is_file()), None)


def locate_template(path: Path) -> Path:
    """The template that `path` means.

    Raises:
        ProjectError: there is none.
    """
    template = find_template(path)
    if template is not None:
        return template
    if path.is_dir():
        missing = f"{path.absolute()} holds no template.yaml, template.yml or template.json, and no openapi.yaml"
    else:
        missing = f"{path.absolute()} does not exist"
    message = f"{missing}. Write one, name another place, or begin with `lgtui demo hello`."
    raise ProjectError(message, str(path.absolute()))
