"""The one error of this room: what is wrong with the user's files, in a sentence, with file and line."""

from lgtui.frames import Problem


class ProjectError(Exception):
    """The project cannot be loaded as it stands on disk.

    Attributes:
        message: one sentence: what is wrong and what to do.
        file: the file that says so.
        line: where in it, from 1; 0 where no line can be named.
    """

    def __init__(self, message: str, file: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    @property
    def problem(self) -> Problem:
        """The same as the feed's type."""
        return Problem(self.message, self.file, self.line)
