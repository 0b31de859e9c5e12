"""Exports, as GetExport takes and gives them."""

from lgtui.emulator.gateway.model.base import Shape


class GetExportRequest(Shape, frozen=True, kw_only=True):
    """Input of GetExport.

    Attributes:
        export_type: `oas30` or `swagger`.
        parameters: `extensions`: integrations, authorizers, apigateway and documentation, with commas between them.
        accepts: the content type of the document: JSON or YAML.
    """

    rest_api_id: str
    stage_name: str
    export_type: str
    parameters: dict[str, str] = {}
    accepts: str = ""


class ExportResponse(Shape, frozen=True, kw_only=True):
    """Output of GetExport: `body` is the document."""

    content_type: str
    content_disposition: str
    body: bytes
