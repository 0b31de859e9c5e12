"""Documentation parts and versions, as the operations on them take and give them."""

from typing import Literal

from lgtui.emulator.gateway.model.base import PatchOperation, Shape

DocumentationPartType = Literal[
    "API", "AUTHORIZER", "MODEL", "RESOURCE", "METHOD", "PATH_PARAMETER", "QUERY_PARAMETER", "REQUEST_HEADER",
    "REQUEST_BODY", "RESPONSE", "RESPONSE_HEADER", "RESPONSE_BODY",
]  # fmt: skip


class DocumentationPartLocation(Shape, frozen=True, kw_only=True):
    """What of an API a part documents; `path`, `method` and `status_code` may be `*`."""

    type: DocumentationPartType
    path: str = ""
    method: str = ""
    status_code: str = ""
    name: str = ""


class DocumentationPart(Shape, frozen=True, kw_only=True):
    """What is said of one thing in an API; `properties` is a JSON object."""

    id: str
    location: DocumentationPartLocation
    properties: str


class CreateDocumentationPartRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateDocumentationPart."""

    rest_api_id: str
    location: DocumentationPartLocation
    properties: str


class DocumentationPartRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a documentation part."""

    rest_api_id: str
    documentation_part_id: str


class DocumentationPartsRequest(Shape, frozen=True, kw_only=True):
    """Input of GetDocumentationParts; what is given narrows the answer."""

    rest_api_id: str
    type: str = ""
    name_query: str = ""
    path: str = ""
    location_status: str = ""
    position: str = ""
    limit: int = 25


class UpdateDocumentationPartRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateDocumentationPart."""

    rest_api_id: str
    documentation_part_id: str
    patch_operations: list[PatchOperation] = []


class DocumentationParts(Shape, frozen=True, kw_only=True):
    """A page of documentation parts."""

    items: list[DocumentationPart]
    position: str = ""


class ImportDocumentationPartsRequest(Shape, frozen=True, kw_only=True):
    """Input of ImportDocumentationParts: `body` is an OpenAPI document, JSON or YAML."""

    rest_api_id: str
    body: bytes
    mode: str = "merge"
    fail_on_warnings: bool = False


class DocumentationPartIds(Shape, frozen=True, kw_only=True):
    """What an import made or changed, and what it could not."""

    ids: list[str]
    warnings: list[str] = []


class DocumentationVersion(Shape, frozen=True, kw_only=True):
    """An API's documentation as it was at `created_date`, in seconds since the epoch."""

    version: str
    created_date: float
    description: str = ""


class DocumentationSnapshot(Shape, frozen=True, kw_only=True):
    """A version with the parts that it froze."""

    version: DocumentationVersion
    parts: list[DocumentationPart]


class CreateDocumentationVersionRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateDocumentationVersion; with `stage_name` that stage has the version from then on."""

    rest_api_id: str
    documentation_version: str
    stage_name: str = ""
    description: str = ""


class DocumentationVersionRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a documentation version."""

    rest_api_id: str
    documentation_version: str


class UpdateDocumentationVersionRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateDocumentationVersion."""

    rest_api_id: str
    documentation_version: str
    patch_operations: list[PatchOperation] = []


class DocumentationVersions(Shape, frozen=True, kw_only=True):
    """A page of documentation versions."""

    items: list[DocumentationVersion]
    position: str = ""
