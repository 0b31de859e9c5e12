"""The text of a template, and where in it an offset stands."""

from dataclasses import dataclass

from lgtui.emulator.gateway.templates.errors import TemplateError


@dataclass(frozen=True, slots=True)
class Source:
    """A template, or a double-quoted string inside one.

    Args:
        text: Its characters.
        line: The line its first character stands in, from 1.
        column: The column of that character, from 1.
    """

    text: str
    line: int = 1
    column: int = 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in the whole template; `\\r\\n`, `\\n` and `\\r` end a line."""
        before = self.text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n"), len(before) - before.rfind("\n")
        return self.line + line, column if line else self.column + column - 1

    def error(self, message: str, offset: int) -> TemplateError:
        """A `TemplateError` at an offset."""
        return TemplateError(message, *self.place(offset))
