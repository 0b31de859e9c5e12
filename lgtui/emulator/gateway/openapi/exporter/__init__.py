"""A deployed API into an OpenAPI document, as GetExport gives it."""

from lgtui.emulator.gateway.openapi.exporter.dialects import DIALECTS
from lgtui.emulator.gateway.openapi.exporter.document import Extensions, api_version, export
from lgtui.emulator.gateway.openapi.exporter.documentation import document_with

__all__ = ["DIALECTS", "Extensions", "api_version", "document_with", "export"]
