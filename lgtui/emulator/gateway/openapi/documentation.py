"""The documentation parts of an OpenAPI document: `x-amazon-apigateway-documentation`."""

from typing import NamedTuple

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import DocumentationPartLocation
from lgtui.emulator.gateway.openapi.parsing import parse

DOCUMENTATION = "x-amazon-apigateway-documentation"
NO_DOCUMENT = "Unable to build importer with provided input."


class ReadPart(NamedTuple):
    """A part as the document has it; `properties` is JSON."""

    location: DocumentationPartLocation
    properties: str


def read_documentation(body: bytes) -> list[ReadPart]:
    """The parts that a document has.

    Raises:
        BadRequestException: it is no document, or its parts are none.
    """
    try:
        document = parse(body)
    except BadRequestException as error:
        raise BadRequestException(NO_DOCUMENT) from error
    if not isinstance(document, dict) or not document.keys() & {"swagger", "openapi"}:
        raise BadRequestException(NO_DOCUMENT)
    return documentation_of(document)


def documentation_of(document: object) -> list[ReadPart]:
    """The parts in a document that is parsed.

    Raises:
        BadRequestException: they are none.
    """
    documentation = document.get(DOCUMENTATION, {}) if isinstance(document, dict) else {}
    try:
        parts = msgspec.convert(documentation, _Documentation).documentation_parts
    except msgspec.ValidationError as error:
        raise BadRequestException(f"Invalid OpenAPI input: {error} (#/{DOCUMENTATION})") from error
    return [ReadPart(part.location, msgspec.json.encode(part.properties).decode()) for part in parts]


class _Part(msgspec.Struct):
    location: DocumentationPartLocation
    properties: dict[str, object]


class _Documentation(msgspec.Struct, rename="camel"):
    documentation_parts: list[_Part] = []
