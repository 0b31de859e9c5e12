"""Reads the files that a template takes in: `AWS::Include`, `DefinitionUri`."""

from pathlib import Path, PurePosixPath
from typing import Any

from lgtui.project.documents import Document, read_document
from lgtui.project.errors import ProjectError


class Includes:
    """The files beside one template.

    Attributes:
        documents: those read so far, by path.
        notices: what was taken from elsewhere than the template says, one sentence each.
    """

    def __init__(self, template: Path) -> None:
        self._template = template
        self.documents: dict[Path, Document] = {}
        self.notices: list[str] = []

    def read(self, location: str, line: int) -> Any:
        """The content at `location`: a path, or an S3 URI whose file lies beside the template.

        Args:
            location: as the template says it.
            line: where it says it.

        Raises:
            ProjectError: there is no such file, or it cannot be read.
        """
        file = self._file(location, line)
        if file not in self.documents:
            self.documents[file] = read_document(file)
        return self.documents[file].data

    def _file(self, location: str, line: int) -> Path:
        folder = self._template.parent
        if not location.startswith(("s3://", "https://")):
            file = folder / location
            if not file.is_file():
                raise ProjectError(f"{location} does not exist. Write it, or mend the path.", str(self._template), line)
            return file
        file = folder / PurePosixPath(location).name
        if not file.is_file():
            raise ProjectError(
                f"{location} lies in S3. Put {file.name} beside the template, or name a local file.",
                str(self._template),
                line,
            )
        self.notices.append(f"{location}: the file {file.name} beside the template stands in for it.")
        return file
