"""How a mapping template fails: where, why, and what API Gateway answers then."""


class TemplateError(Exception):
    """A template cannot be parsed or rendered.

    Attributes:
        message: One sentence that says what is wrong.
        line: The template's line, from 1; 0 where the template is not to blame.
        column: The column in that line, from 1; 0 where the template is not to blame.
        status: What the caller gets: 500, or 400 for a body that cannot be processed.
        log_line: What the execution log says.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0, *, status: int = 500, log_line: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.status = status
        # [guess] the wording of the log line for a template that fails is not recorded.
        self.log_line = log_line or f"Execution failed due to configuration error: {message}"


class BodyError(TemplateError):
    """The payload looks like JSON and is not: 400, `Could not process payload`."""

    def __init__(self, detail: str, line: int = 0, column: int = 0) -> None:
        super().__init__(detail, line, column, status=400, log_line=f"Could not process payload: {detail}")

    def at(self, line: int, column: int) -> "BodyError":
        """The same error with the place in the template that read the payload."""
        return BodyError(self.message, line, column)


class JavaException(Exception):
    """A Java exception inside a method a template called; the renderer makes it a `TemplateError` with its place.

    Args:
        java_class: The exception's simple class name, say `IndexOutOfBoundsException`.
        message: Java's message.
    """

    def __init__(self, java_class: str, message: str = "") -> None:
        super().__init__(f"{java_class}: {message}" if message else java_class)
        self.java_class = java_class
        self.message = message
