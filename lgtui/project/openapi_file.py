"""An OpenAPI file as a project: it is opened as a template would be that holds it, with one API and one stage."""

import re
from typing import Any

from lgtui.emulator.gateway.openapi.base_path import base_path
from lgtui.emulator.gateway.openapi.node import Node
from lgtui.project.documents import Document, Trail

DEFAULT_STAGE = "dev"

_STAGE_NAME = re.compile(r"/*([A-Za-z0-9_-]{1,128})/*")
_STANDS_FOR = "OpenApiFile"
_REST_API = "AWS::ApiGateway::RestApi"
_STAGE = "AWS::ApiGateway::Stage"


def is_openapi(data: Any) -> bool:
    """Whether a file's content says of itself that it is an OpenAPI document."""
    return isinstance(data, dict) and ("openapi" in data or "swagger" in data)


def as_template(document: Document) -> Document:
    """The template that stands for an OpenAPI file; its lines are the file's.

    The stage is called as the last part of the file's own URL says: AWS's exports have their stage there.
    """
    name = _logical_id(document.data)
    place: Trail = ("Resources", name, "Properties", "Body")
    resources = {
        name: {"Type": _REST_API, "Properties": {"Body": document.data}},
        f"{name}Stage": {
            "Type": _STAGE,
            "Properties": {"RestApiId": {"Ref": name}, "StageName": stage_name(document.data)},
        },
    }
    first = min(document.lines.values(), default=0)
    lines = {place[:length]: first for length in range(len(place))}
    lines |= {(*place, *trail): line for trail, line in document.lines.items()}
    return Document(document.file, {"Resources": resources, _STANDS_FOR: True}, lines, document.duplicates)


def is_wrapped(document: Document) -> bool:
    """Whether a document is the template that stands for an OpenAPI file."""
    return bool(document.data.get(_STANDS_FOR))


def stage_name(data: Any) -> str:
    """The stage at which an OpenAPI document's API is served."""
    match = _STAGE_NAME.fullmatch(base_path(Node.document(data)))
    return match[1] if match else DEFAULT_STAGE


def _logical_id(data: Any) -> str:
    """The document's title in a logical id's letters."""
    title = Node.document(data).get("info").get("title").text()
    return re.sub(r"[^A-Za-z0-9]", "", title)[:64] or "Api"
