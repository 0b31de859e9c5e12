"""The REST-JSON protocol by the service model: a request becomes an operation's input, its output an answer."""

import base64
import binascii
from typing import Any

import msgspec

from lgtui.emulator.errors import ServiceError, ValidationException
from lgtui.emulator.wire.service_model import Operation, ServiceModel

JSON = b"application/json"


class SerializationException(ServiceError):
    """The request's body or a value in it cannot be read as its shape."""

    code, status = "SerializationException", 400


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer: status, headers in order, body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def parse_request(
    model: ServiceModel,
    operation: Operation,
    labels: dict[str, str],
    query: dict[str, list[str]],
    headers: dict[str, str],
    body: bytes,
) -> dict[str, Any]:
    """Read an operation's input, member by member, from where the model binds each.

    Args:
        labels: values of the URI's labels, decoded.
        query: query parameters, decoded.
        headers: header values by lower-case name.
        body: the request's body.

    Returns:
        Member name → value; members that were not sent are absent.

    Raises:
        SerializationException: the body is not JSON, or a value is of the wrong type.
        ValidationException: a required member is missing.
    """
    if not operation.input_shape:
        return {}
    shape = model.shapes[operation.input_shape]
    payload = shape.get("payload", "")
    document = _json_object(body) if not payload and _has_body_members(shape) else {}
    members: dict[str, Any] = {}
    for name, member in shape["members"].items():
        value = _bound_value(model, name, member, labels, query, headers, document)
        if name == payload:
            value = _payload(model, member, body)
        if value is not None:
            members[name] = value
    missing = [name for name in shape.get("required", ()) if name not in members]
    if missing:
        raise ValidationException(_missing(missing))
    return members


def serialize_output(model: ServiceModel, operation: Operation, output: dict[str, Any]) -> Answer:
    """Write an operation's output, binding each member as the model does; members the model lacks are left out."""
    status = operation.status
    headers: list[tuple[bytes, bytes]] = []
    shape = model.shapes.get(operation.output_shape, {"members": {}})
    payload = shape.get("payload", "")
    document: dict[str, Any] = {}
    for name, member in shape["members"].items():
        value = output.get(name)
        if value is None or name == payload:
            continue
        location = member.get("location")
        if location == "header":
            headers.append((member["locationName"].encode(), str(value).encode()))
        elif location == "statusCode":
            status = int(value)
        else:
            document[member.get("locationName", name)] = _to_json(model, member["shape"], value)
    if payload:
        body = output.get(payload) or b""
        if not isinstance(body, bytes):
            body = msgspec.json.encode(_to_json(model, shape["members"][payload]["shape"], body))
    else:
        body = msgspec.json.encode(document) if document or status not in {202, 204} else b""
    return Answer(status, [(b"content-type", JSON), *headers], body)


def serialize_error(service: str, error: ServiceError) -> Answer:
    """Write a refusal: Lambda says `Type` and `Message` (fact inv-005), API Gateway `message`."""
    if service == "lambda":
        document = {"Type": "User" if error.status < 500 else "Service", "Message": error.message, **error.fields}
    else:
        document = {"message": error.message, **error.fields}
    headers = [(b"content-type", JSON), (b"x-amzn-errortype", error.code.encode())]
    retry_after = error.fields.get("retryAfterSeconds")
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    return Answer(error.status, headers, msgspec.json.encode(document))


def _has_body_members(shape: dict[str, Any]) -> bool:
    return any("location" not in member for member in shape["members"].values())


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        document = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        raise SerializationException(f"Could not parse request body into json: {error}") from error
    if not isinstance(document, dict):
        raise SerializationException("Could not parse request body into json: the body is no JSON object")
    return document


def _bound_value(
    model: ServiceModel,
    name: str,
    member: dict[str, Any],
    labels: dict[str, str],
    query: dict[str, list[str]],
    headers: dict[str, str],
    document: dict[str, Any],
) -> Any:
    """What the request holds for one member, None where it holds nothing."""
    wire_name = member.get("locationName", name)
    location = member.get("location")
    if location == "uri":
        return _from_text(model, member["shape"], name, labels.get(wire_name))
    if location == "header":
        return _from_text(model, member["shape"], name, headers.get(wire_name.lower()))
    if location == "querystring":
        return _from_query(model, member["shape"], name, wire_name, query)
    return _from_json(model, member["shape"], name, document.get(wire_name))


def _from_query(model: ServiceModel, shape_name: str, name: str, wire_name: str, query: dict[str, list[str]]) -> Any:
    """A query parameter; a list takes every value, a map every parameter (as ImportRestApi's `parameters` does)."""
    kind = model.shapes[shape_name]["type"]
    if kind == "map":
        return {key: values[0] for key, values in query.items()} or None
    values = query.get(wire_name)
    if values is None:
        return None
    return values if kind == "list" else _from_text(model, shape_name, name, values[0])


def _from_text(model: ServiceModel, shape_name: str, name: str, text: str | None) -> Any:
    """A value out of a URI, a header or a query parameter."""
    if text is None:
        return None
    kind = model.shapes[shape_name]["type"]
    try:
        if kind in {"integer", "long"}:
            return int(text)
        if kind == "double":
            return float(text)
    except ValueError as error:
        raise SerializationException(f"{name} takes a number, not '{text}'") from error
    return text.lower() == "true" if kind == "boolean" else text


_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float, str),
    "blob": (str,),
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
}


def _from_json(model: ServiceModel, shape_name: str, name: str, value: Any) -> Any:
    """A value out of the body's document, read as its shape."""
    if value is None:
        return None
    shape = model.shapes[shape_name]
    kind = shape["type"]
    _check_type(kind, name, value)
    if kind == "structure":
        read = {
            inner: _from_json(model, member["shape"], f"{name}.{inner}", value.get(member.get("locationName", inner)))
            for inner, member in shape["members"].items()
        }
        return {inner: found for inner, found in read.items() if found is not None}
    if kind == "list":
        return [_from_json(model, shape["member"]["shape"], f"{name}[{at}]", item) for at, item in enumerate(value)]
    if kind == "map":
        return {key: _from_json(model, shape["value"]["shape"], f"{name}.{key}", item) for key, item in value.items()}
    if kind == "blob":
        return _decode_base64(name, value)
    return value


def _check_type(kind: str, name: str, value: object) -> None:
    if not isinstance(value, _JSON_TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        raise SerializationException(f"{name} takes a {kind}, not {msgspec.json.encode(value).decode()[:80]}")


def _decode_base64(name: str, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise SerializationException(f"{name} is not base64: {error}") from error


def _payload(model: ServiceModel, member: dict[str, Any], body: bytes) -> Any:
    """The whole body as the one member that is bound to it."""
    if model.shapes[member["shape"]]["type"] == "blob":
        return body or None
    return _from_json(model, member["shape"], member["shape"], _json_object(body))


def _to_json(model: ServiceModel, shape_name: str, value: Any) -> Any:
    """A value of an output as JSON has it."""
    shape = model.shapes[shape_name]
    kind = shape["type"]
    if kind == "structure":
        return {
            member.get("locationName", name): _to_json(model, member["shape"], value[name])
            for name, member in shape["members"].items()
            if value.get(name) is not None
        }
    if kind == "list":
        return [_to_json(model, shape["member"]["shape"], item) for item in value]
    if kind == "map":
        return {key: _to_json(model, shape["value"]["shape"], item) for key, item in value.items()}
    if kind == "blob" and isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _missing(names: list[str]) -> str:
    """AWS's sentence for members that are not there."""
    plural = "errors" if len(names) > 1 else "error"
    constraints = "; ".join(
        f"Value null at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: Member must not be null"
        for name in names
    )
    return f"{len(names)} validation {plural} detected: {constraints}"
