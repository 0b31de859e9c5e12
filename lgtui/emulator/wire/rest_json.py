"""The REST-JSON protocol by the service model: a request becomes an operation's input, its output an answer."""

from typing import Any, NamedTuple

import msgspec

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.answer import Answer, SerializationException
from lgtui.emulator.wire.constraints import Constraints
from lgtui.emulator.wire.documents import JSON_SCALARS, read_document, write_document
from lgtui.emulator.wire.plain import BODILESS
from lgtui.emulator.wire.service_model import Operation, ServiceModel, service_model

JSON = b"application/json"


class _Bound(NamedTuple):
    """A member: its name, its name on the wire, its shape."""

    name: str
    wire_name: str
    shape: str


class Reader:
    """Reads the requests of one operation; where the model binds its members is looked up once."""

    def __init__(self, model: ServiceModel, operation: Operation) -> None:
        shape = model.shapes.get(operation.input_shape, {"members": {}})
        self._model = model
        self._payload = shape.get("payload", "")
        self._constraints = Constraints(model, operation)
        self._members: dict[str, list[_Bound]] = {"uri": [], "header": [], "querystring": [], "body": []}
        for name, member in shape["members"].items():
            if name == self._payload:
                self._payload_shape = member["shape"]
                continue
            location = member.get("location", "body")
            wire_name = member.get("locationName", name)
            wire_name = wire_name.lower() if location == "header" else wire_name
            self._members[location].append(_Bound(name, wire_name, member["shape"]))

    def read(
        self, labels: dict[str, str], query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> dict[str, Any]:
        """Read an operation's input.

        Args:
            labels: values of the URI's labels, decoded.
            query: query parameters, decoded.
            headers: header values by lower-case name.
            body: the request's body.

        Returns:
            Member name → value; members that were not sent are absent.

        Raises:
            SerializationException: the body is not JSON, or a value is of the wrong type.
            ValidationException: a required member is missing, or a value breaks a constraint of the model.
        """
        model = self._model
        members: dict[str, Any] = {}
        for location, texts in (("uri", labels), ("header", headers)):
            for name, wire_name, shape in self._members[location]:
                if wire_name in texts:
                    members[name] = _from_text(model, shape, name, texts[wire_name])
        for name, wire_name, shape in self._members["querystring"]:
            value = _from_query(model, shape, name, wire_name, query)
            if value is not None:
                members[name] = value
        members.update(self._read_body(body))
        self._constraints.check(members)
        return members

    def _read_body(self, body: bytes) -> dict[str, Any]:
        """The members that are in the body, or the one that it is."""
        if self._payload:
            value = _payload(self._model, self._payload_shape, body)
            return {} if value is None else {self._payload: value}
        bound = self._members["body"]
        document = _json_object(body) if bound else {}
        read = {
            name: read_document(self._model, shape, name, document.get(wire_name)) for name, wire_name, shape in bound
        }
        return {name: value for name, value in read.items() if value is not None}


class Writer:
    """Writes the answers of one operation, binding each member as the model does.

    Members that the model lacks are left out.
    """

    def __init__(self, model: ServiceModel, operation: Operation) -> None:
        shape = model.shapes.get(operation.output_shape, {"members": {}})
        self._model = model
        self._status = operation.status
        self._payload = shape.get("payload", "")
        self._payload_shape = shape["members"][self._payload]["shape"] if self._payload else ""
        self._headers: list[tuple[str, bytes]] = []
        self._statuses: list[str] = []
        self._members: list[_Bound] = []
        for name, member in shape["members"].items():
            wire_name = member.get("locationName", name)
            location = member.get("location")
            if location == "header":
                self._headers.append((name, wire_name.encode()))
            elif location == "statusCode":
                self._statuses.append(name)
            elif name != self._payload:
                self._members.append(_Bound(name, wire_name, member["shape"]))

    def write(self, output: dict[str, Any]) -> Answer:
        """Write an output: member name → value."""
        headers = [(wire_name, str(output[name]).encode()) for name, wire_name in self._headers if name in output]
        if not any(wire_name.lower() == b"content-type" for wire_name, _ in headers):
            headers.insert(0, (b"content-type", JSON))
        status = self._status
        for name in self._statuses:
            status = int(output.get(name, status))
        return Answer(status, headers, self._body(output, status))

    def _body(self, output: dict[str, Any], status: int) -> bytes:
        if self._payload:
            value = output.get(self._payload) or b""
            return value if isinstance(value, bytes) else self._encode(self._payload_shape, value)
        document = {
            wire_name: write_document(self._model, shape, output[name], JSON_SCALARS)
            for name, wire_name, shape in self._members
            if output.get(name) is not None
        }
        return msgspec.json.encode(document) if document or status not in BODILESS else b""

    def _encode(self, shape: str, value: Any) -> bytes:
        return msgspec.json.encode(write_document(self._model, shape, value, JSON_SCALARS))


def serialize_error(service: str, error: ServiceError) -> Answer:
    """Write a refusal, with `Message` or `message` as the service's model has it (fact inv-005)."""
    members = service_model(service).shapes.get(error.code, {"members": {}})["members"]
    document: dict[str, object] = {"Message" if "Message" in members else "message": error.message}
    if service == "lambda" and error.status >= 500:
        document = {"Type": "Service", **document}
    headers = [(b"content-type", JSON), (b"x-amzn-errortype", error.code.encode())]
    for name, value in error.fields.items():
        if members.get(name, {}).get("location") == "header":
            headers.append((members[name]["locationName"].lower().encode(), str(value).encode()))
        else:
            document[name] = value
    return Answer(error.status, headers, msgspec.json.encode(document))


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise SerializationException(f"Could not parse request body into json: {error}") from error
    if not isinstance(document, dict):
        raise SerializationException("Could not parse request body into json: the body is no JSON object")
    return document


def _from_query(model: ServiceModel, shape_name: str, name: str, wire_name: str, query: dict[str, list[str]]) -> Any:
    """A query parameter; a list takes every value, a map every parameter (as ImportRestApi's `parameters` does)."""
    kind = model.shapes[shape_name]["type"]
    if kind == "map":
        return {key: values[0] for key, values in query.items()} or None
    values = query.get(wire_name)
    if values is None:
        return None
    return values if kind == "list" else _from_text(model, shape_name, name, values[0])


def _from_text(model: ServiceModel, shape_name: str, name: str, text: str) -> Any:
    """A value out of a URI, a header or a query parameter."""
    kind = model.shapes[shape_name]["type"]
    if kind == "string":
        return text
    try:
        if kind in {"integer", "long"}:
            return read_document(model, shape_name, name, int(text))
        if kind == "double":
            return float(text)
    except ValueError as error:
        raise SerializationException(f"{name} takes a number, not '{text}'") from error
    return text.lower() == "true" if kind == "boolean" else text


def _payload(model: ServiceModel, shape_name: str, body: bytes) -> Any:
    """The whole body as the one member that is bound to it."""
    if model.shapes[shape_name]["type"] == "blob":
        return body or None
    return read_document(model, shape_name, shape_name, _json_object(body))
