"""OpenAPI documents into the resource tree."""

from lgtui.emulator.gateway.openapi.definitions import Definitions
from lgtui.emulator.gateway.openapi.importer import lay_api, lay_document, lay_gateway_responses
from lgtui.emulator.gateway.openapi.node import DocumentError
from lgtui.emulator.gateway.openapi.reader import ApiDocument, read_openapi

__all__ = [
    "ApiDocument",
    "Definitions",
    "DocumentError",
    "lay_api",
    "lay_document",
    "lay_gateway_responses",
    "read_openapi",
]
