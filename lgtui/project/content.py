"""Where a template says that the code of a function or the content of a layer is, on this machine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lgtui.project.errors import ProjectError
from lgtui.project.sam import local_path
from lgtui.project.template import Template

ARCHIVES = (".zip", ".jar")


def path_of(place: Any) -> str | None:
    """The path that `Code` or `Content` names; None where it lies in S3."""
    if isinstance(place, str):
        return place
    given = place if isinstance(place, Mapping) else {}
    return local_path(str(given.get("S3Bucket")), str(given.get("S3Key")))


def locate(template: Template, logical_id: str, path: str, what: str, member: str) -> Path:
    """The folder or the archive that `path` means; for any other file, its folder.

    Args:
        template: paths are relative to its file.
        logical_id: whose content it is.
        what: what it is, for the error: `code`.
        member: the property that names it: `CodeUri`.

    Raises:
        ProjectError: there is nothing.
    """
    place = (template.document.file.parent / path).resolve()
    if place.is_dir() or (place.is_file() and place.suffix in ARCHIVES):
        return place
    if place.is_file():
        return place.parent
    message = f"{template.origin(logical_id)}: its {what} folder {path} does not exist. Make it, or mend {member}."
    raise ProjectError(message, str(template.document.file), template.line(logical_id, "Properties", member))
