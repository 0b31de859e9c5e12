"""The AWS Query protocol: an operation and its input are a form, its output is XML."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.answer import Answer, SerializationException
from lgtui.emulator.wire.documents import decode_base64, read_timestamp
from lgtui.emulator.wire.rpc import RpcRequest
from lgtui.emulator.wire.service_model import Operation, ServiceModel

CONTENT_TYPE = "application/x-www-form-urlencoded"
"""Of requests."""

MAX_PARAMETERS = 100_000
"""Parameters of one request."""

XML = b"text/xml"

COMMON_CODES = {
    "ValidationException": "ValidationError",
    "SerializationException": "MalformedInput",
    "UnknownOperationException": "InvalidAction",
}
"""What the Query protocol calls errors that every service has (CommonErrors in each API reference)."""

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Form = dict[str, Any]
"""Parameters by the parts of their names: `A.member.1=x` is `{"A": {"member": {"1": "x"}}}`."""


class Query:
    """The protocol."""

    def operation_name(self, request: RpcRequest) -> str:
        """The operation that a request is for."""
        return dict(_parameters(request)).get("Action", "")

    def read(self, model: ServiceModel, operation: Operation, request: RpcRequest) -> dict[str, Any]:
        """An operation's input.

        Raises:
            SerializationException: the form is none of the input's shape.
        """
        if not operation.input_shape:
            return {}
        members: dict[str, Any] = _read(model, operation.input_shape, "The form", _form(_parameters(request)))
        return members

    def write(self, model: ServiceModel, operation: Operation, output: dict[str, Any], request_id: str) -> Answer:
        """An operation's output."""
        name = operation.name
        result = ""
        if operation.output_shape:
            result = f"<{name}Result>{_members(model, operation.output_shape, output)}</{name}Result>"
        body = (
            f'<{name}Response xmlns="{model.xml_namespace}">{result}'
            f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{name}Response>"
        )
        return Answer(200, [(b"content-type", XML)], body.encode())

    def refuse(self, model: ServiceModel, error: ServiceError, request_id: str) -> Answer:
        """A refusal."""
        return serialize_error(error, request_id, error_code(model, error), model.xml_namespace)


def serialize_error(error: ServiceError, request_id: str, code: str = "", xml_namespace: str = "") -> Answer:
    """Write a refusal.

    Args:
        code: what the protocol calls the error; its own code by default.
    """
    namespace = f' xmlns="{xml_namespace}"' if xml_namespace else ""
    body = (
        f"<ErrorResponse{namespace}><Error><Type>{_fault(error)}</Type><Code>{escape(code or error.code)}</Code>"
        f"<Message>{_text(error.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    )
    return Answer(error.status, [(b"content-type", XML)], body.encode())


def error_code(model: ServiceModel, error: ServiceError) -> str:
    """What the Query protocol calls an error: `InvalidParameterValueException` is `InvalidParameterValue`."""
    shape = model.shapes.get(error.code, {})
    code: str = shape.get("error", {}).get("code", "") or COMMON_CODES.get(error.code, error.code)
    return code


def query_error(model: ServiceModel, error: ServiceError) -> tuple[bytes, bytes]:
    """The header by which newer protocols tell that code to clients that know the older one (smithy, awsQueryError)."""
    return b"x-amzn-query-error", f"{error_code(model, error)};{_fault(error)}".encode()


def _fault(error: ServiceError) -> str:
    return "Sender" if error.status < 500 else "Receiver"


# Reading --------------------------------------------------------------------------------------------------------


def _parameters(request: RpcRequest) -> list[tuple[str, str]]:
    try:
        body = request.body.decode()
        return [
            pair
            for text in (request.query_string, body)
            for pair in parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS)
        ]
    except ValueError as error:
        raise SerializationException(f"The body is no form: {error}") from error


def _form(parameters: list[tuple[str, str]]) -> Form:
    form: Form = {}
    for name, value in parameters:
        *parts, last = name.split(".")
        node: Any = form
        for part in parts:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise SerializationException(f"{name} is a part of what is a value already")
        node[last] = value
    return form


def _read(model: ServiceModel, shape_name: str, name: str, node: Any) -> Any:
    """A value of a form, read as its shape."""
    shape = model.shapes[shape_name]
    kind = shape["type"]
    if kind in _CONTAINERS and not isinstance(node, dict):
        if node:
            raise SerializationException(f"{name} takes a {kind}, not '{node[:80]}'")
        node = {}
    if kind == "structure":
        return _read_members(model, shape, node)
    if kind == "list":
        items = _in_order(name, node.get(shape["member"].get("locationName", "member"), {}))
        return [_read(model, shape["member"]["shape"], name, item) for item in items]
    if kind == "map":
        entries = _in_order(name, node.get("entry", {}))
        return dict(_read_entry(model, shape, name, entry) for entry in entries)
    return _read_text(kind, name, node)


def _read_members(model: ServiceModel, shape: dict[str, Any], node: Form) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, member in shape["members"].items():
        value = node.get(member.get("locationName", name))
        if value is not None:
            members[name] = _read(model, member["shape"], name, value)
    return members


_CONTAINERS = frozenset({"structure", "list", "map"})


def _in_order(name: str, node: Any) -> list[Any]:
    """What has numbers for names, by number."""
    try:
        return [node[number] for number in sorted(node, key=int)]
    except (TypeError, ValueError) as error:
        raise SerializationException(f"{name} takes members with numbers: {name}.member.1") from error


def _read_entry(model: ServiceModel, shape: dict[str, Any], name: str, entry: Any) -> tuple[Any, Any]:
    if not isinstance(entry, dict) or entry.keys() != {"key", "value"}:
        raise SerializationException(f"{name} takes entries with key and value: {name}.entry.1.key")
    return (
        _read(model, shape["key"]["shape"], name, entry["key"]),
        _read(model, shape["value"]["shape"], name, entry["value"]),
    )


def _read_text(kind: str, name: str, text: Any) -> Any:
    if not isinstance(text, str):
        raise SerializationException(f"{name} takes a {kind}, and has parts")
    read = _TEXTS.get(kind)
    try:
        return read(name, text) if read is not None else text
    except (ValueError, OverflowError) as error:
        raise SerializationException(f"{name} takes a {kind}, not '{text[:80]}'") from error


def _integer(_: str, text: str) -> int:
    number = int(text)
    if not -(1 << 63) <= number < 1 << 63:
        raise OverflowError
    return number


def _boolean(_: str, text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError
    return text.lower() == "true"


_TEXTS: dict[str, Callable[[str, str], Any]] = {
    "integer": _integer,
    "long": _integer,
    "float": lambda _, text: float(text),
    "double": lambda _, text: float(text),
    "boolean": _boolean,
    "timestamp": read_timestamp,
    "blob": decode_base64,
}


# Writing --------------------------------------------------------------------------------------------------------


def _members(model: ServiceModel, shape_name: str, value: dict[str, Any]) -> str:
    return "".join(
        _element(model, member["shape"], member.get("locationName", name), value[name])
        for name, member in model.shapes[shape_name]["members"].items()
        if value.get(name) is not None
    )


def _element(model: ServiceModel, shape_name: str, tag: str, value: Any) -> str:
    shape = model.shapes[shape_name]
    kind = shape["type"]
    if kind == "structure":
        content = _members(model, shape_name, value)
    elif kind == "list":
        member = shape["member"]
        name = member.get("locationName", "member")
        content = "".join(_element(model, member["shape"], name, item) for item in value)
    elif kind == "map":
        content = "".join(
            f"<entry>{_element(model, shape['key']['shape'], 'key', key)}"
            f"{_element(model, shape['value']['shape'], 'value', item)}</entry>"
            for key, item in value.items()
        )
    elif kind == "timestamp":
        content = datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    elif kind == "boolean":
        content = str(value).lower()
    else:
        content = _text(str(value))
    return f"<{tag}>{content}</{tag}>"


def _text(text: str) -> str:
    """Text without the characters that XML cannot have."""
    return escape(_NO_XML.sub("", text))
