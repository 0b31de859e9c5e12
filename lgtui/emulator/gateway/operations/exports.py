"""GetExport: a deployed API as an OpenAPI document."""

import re
from typing import Any

import msgspec
import yaml

from lgtui.emulator.errors import BadRequestException, NotFoundException, NotImplementedException
from lgtui.emulator.gateway.model import ExportResponse, GetExportRequest
from lgtui.emulator.gateway.openapi.exporter import DIALECTS, Extensions, api_version, document_with, export
from lgtui.emulator.gateway.operations.base import Operations

_EXTENSIONS = {
    "integrations": Extensions(integrations=True),
    "authorizers": Extensions(authorizers=True),
    "apigateway": Extensions(integrations=True, authorizers=True, settings=True),
    "documentation": Extensions(documentation=True),
}
_MOST_TEXT = 100
"""Characters of a version in a file's name."""


class ExportOperations(Operations):
    """GetExport."""

    def get_export(self, request: GetExportRequest) -> ExportResponse:
        """What a stage has deployed, as a document that ImportRestApi takes.

        Raises:
            NotFoundException: there is no such stage.
            BadRequestException: the type, an extension or the content type is none.
            NotImplementedException: the extensions of Postman are asked for.
        """
        state = self._store.apis.get(request.rest_api_id)
        if state is None:  # AWS says so of the stage
            raise NotFoundException("Invalid stage identifier specified")
        stage = state.stage(request.stage_name)
        snapshot = state.snapshots[stage.deployment_id]
        dialect = DIALECTS.get(request.export_type)
        if dialect is None:
            raise BadRequestException(f"No API exporter for type '{request.export_type}'")
        form = _form(request.accepts)
        extensions = _extensions(request.parameters.get("extensions", ""))
        document = export(snapshot, stage.stage_name, self._settings.region_name, dialect, extensions)
        if extensions.documentation and stage.documentation_version in state.documentation_versions:
            document = document_with(document, state.documentation_version(stage.documentation_version))
        version = re.sub(r"[^\w.:-]", "_", api_version(snapshot.api))[:_MOST_TEXT]
        return ExportResponse(
            content_type="application/octet-stream",
            content_disposition=f'attachment; filename="{request.export_type}_{version}.{form}"',
            body=_written(document, form),
        )


def _extensions(listed: str) -> Extensions:
    """What the parameter asks for.

    Raises:
        BadRequestException: it names what is no extension.
        NotImplementedException: it names Postman's.
    """
    found = Extensions()
    for name in filter(None, (part.strip() for part in listed.split(","))):
        if name == "postman":
            raise NotImplementedException("lgtui does not emulate Postman's extensions; Postman reads exports without")
        if name not in _EXTENSIONS:
            raise BadRequestException(f"Invalid extension '{name}': it is {', '.join(_EXTENSIONS)}")
        found = Extensions(*(had or has for had, has in zip(found, _EXTENSIONS[name], strict=True)))
    return found


def _form(accepts: str) -> str:
    """`json` or `yaml`, as the header Accept asks.

    Raises:
        BadRequestException: it asks for neither.
    """
    types = [part.partition(";")[0].strip().lower() for part in accepts.split(",")]
    for content_type in types:
        if content_type in ("", "*/*", "application/*", "application/json"):
            return "json"
        if content_type == "application/yaml":
            return "yaml"
    raise BadRequestException(f"Invalid content type '{accepts}': an export is application/json or application/yaml")


def _written(document: dict[str, Any], form: str) -> bytes:
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(document), indent=2)
    text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


class _Dumper(yaml.CSafeDumper):
    """Writes what is there twice twice: AWS's exports have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
