"""OpenAPI documents into the resource tree."""

from lgtui.emulator.gateway.openapi.importer import import_document, lay_gateway_responses, lay_tree
from lgtui.emulator.gateway.openapi.reader import ApiDocument, read_openapi

__all__ = ["ApiDocument", "import_document", "lay_gateway_responses", "lay_tree", "read_openapi"]
