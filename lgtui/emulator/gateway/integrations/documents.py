"""A body as parameter mappings read it: whole, or by JsonPath."""

from lgtui.emulator.gateway.templates.json_smart import JsonError, parse
from lgtui.emulator.gateway.templates.json_writer import json_text
from lgtui.emulator.gateway.templates.jsonpath import InvalidPath, PathNotFound, compile_path
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.values import Value


class TooMuchWork(Exception):
    """A JsonPath looks at more of a body than it may."""


class Document:
    """One body; it is parsed once, when the first mapping asks for a part of it."""

    __slots__ = ("_is_json", "_is_parsed", "_value", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_parsed = self._is_json = False
        self._value: Value = None

    def find(self, path: str) -> str | None:
        """What a JsonPath (without its `$.`) finds; None where there is nothing, or the body is no JSON.

        Raises:
            TooMuchWork: it explodes.
        """
        if not self._parsed():
            return None
        try:
            value = compile_path(path if path.startswith("$") else f"$.{path}").read(self._value)
        except (PathNotFound, InvalidPath):
            return None
        except LimitError as error:
            raise TooMuchWork(str(error)) from None
        return value if value is None or isinstance(value, str) else json_text(value)

    def _parsed(self) -> bool:
        """Whether the body is JSON."""
        if not self._is_parsed:
            self._is_parsed = True
            try:
                self._value = parse(self.text)
                self._is_json = True
            except JsonError:
                self._value = None
        return self._is_json
