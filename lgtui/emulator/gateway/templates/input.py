"""`$input`: the payload and the request's parameters, as a template sees them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from lgtui.emulator.gateway.templates.errors import BodyError, JavaException
from lgtui.emulator.gateway.templates.json_smart import JsonError, parse
from lgtui.emulator.gateway.templates.json_writer import json_text
from lgtui.emulator.gateway.templates.jsonpath import InvalidPath, PathNotFound, compile_path
from lgtui.emulator.gateway.templates.signatures import table
from lgtui.emulator.gateway.templates.values import JavaObject, Method, Value

# Recorded on AWS: an empty payload reads {}, whatever its content type.
EMPTY_PAYLOAD = "{}"


class Input(JavaObject):
    """What a template calls `$input`.

    Args:
        body: The payload as text; empty reads `{}`.
        path, querystring, header: The request's parameters by name, each in the order `$input.params()` shows them.
    """

    def __init__(
        self, body: str, path: Mapping[str, str], querystring: Mapping[str, str], header: Mapping[str, str]
    ) -> None:
        self.body = body or EMPTY_PAYLOAD
        self.params: dict[Value, Value] = {
            "path": dict(path),
            "querystring": dict(querystring),
            "header": dict(header),
        }
        self._document: Value = None
        self._is_parsed = False

    def java_string(self) -> str:
        """`$input` itself prints as an empty object."""
        return "{}"

    def path(self, path: Value) -> Value:
        """`$input.path(…)`: the Java value at a JsonPath; "" where there is none or null.

        Raises:
            BodyError: The payload is not even permissive JSON.
            JavaException: The path cannot be used.
        """
        if not isinstance(path, str):
            raise JavaException("NullPointerException")
        document = self._parsed()
        if path == "$":
            return document
        return self._find(document, path)

    def json(self, path: Value) -> str:
        """`$input.json(…)`: the same as JSON text; `""` with its quotes where there is nothing or null."""
        return json_text(self.path(path))

    def param(self, name: Value) -> Value:
        """`$input.params('name')`: the first of path, query string and header that has it; "" where none has."""
        for group in self.params.values():
            if isinstance(group, dict) and (value := group.get(name)) is not None:
                return value
        return ""

    def _parsed(self) -> Value:
        if not self._is_parsed:
            try:
                self._document = parse(self.body)
            except JsonError as error:
                raise BodyError(f"the payload is not JSON: {error}") from None
            self._is_parsed = True
        return self._document

    def _find(self, document: Value, path: str) -> Value:
        if not isinstance(document, (dict, list)):
            return ""
        if not path:
            raise JavaException("IllegalArgumentException", "path can not be null or empty")
        try:
            value = compile_path(path).read(document)
        except PathNotFound:
            return ""
        except InvalidPath as error:
            raise JavaException("InvalidPathException", str(error)) from None
        return "" if value is None else value

    methods: ClassVar[Mapping[str, Sequence[Method]]] = table(
        {
            "getBody()": lambda self: self.body,
            "path(String)": path,
            "json(String)": json,
            "params()": lambda self: self.params,
            "params(String)": param,
        }
    )
