"""Documentation parts and versions: what is said of an API, and what was said of it at some moment."""

import json
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.model import (
    CreateDocumentationPartRequest,
    CreateDocumentationVersionRequest,
    DocumentationPart,
    DocumentationPartLocation,
    DocumentationPartRequest,
    DocumentationPartsRequest,
    DocumentationVersionRequest,
    ImportDocumentationPartsRequest,
    ImportRestApiRequest,
    PageRequest,
    PatchOperation,
    StageRequest,
    UpdateDocumentationPartRequest,
    UpdateDocumentationVersionRequest,
)
from tests.emulator.gateway.stand import STAGE, Stand

SAID = '{"description": "Orders."}'
DOCUMENTED: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "shop", "version": "1"},
    "paths": {},
    "x-amazon-apigateway-documentation": {
        "documentationParts": [
            {"location": {"type": "API"}, "properties": {"info": {"description": "The shop."}}},
            {"location": {"type": "METHOD", "path": "/", "method": "GET"}, "properties": {"description": "All."}},
        ]
    },
}


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


@pytest.fixture
def api(stand: Stand) -> str:
    return stand.api("GET /orders")


def create(stand: Stand, api: str, type_: Any = "API", properties: str = SAID, **location: str) -> DocumentationPart:
    """Say something of one thing."""
    place = DocumentationPartLocation(type=type_, **location)
    return stand.gateway.create_documentation_part(
        CreateDocumentationPartRequest(rest_api_id=api, location=place, properties=properties)
    )


def parts(stand: Stand, api: str, **wanted: Any) -> list[DocumentationPart]:
    """What is said of an API."""
    return stand.gateway.get_documentation_parts(DocumentationPartsRequest(rest_api_id=api, **wanted)).items


def publish(stand: Stand, api: str, version: str = "1", **members: str) -> None:
    """Freeze what is said."""
    stand.gateway.create_documentation_version(
        CreateDocumentationVersionRequest(rest_api_id=api, documentation_version=version, **members)
    )


def load(stand: Stand, api: str, document: object, mode: Any = "merge", *, fails: bool = False) -> list[str]:
    """Import parts; their ids."""
    body = json.dumps(document).encode()
    request = ImportDocumentationPartsRequest(rest_api_id=api, body=body, mode=mode, fail_on_warnings=fails)
    return stand.gateway.import_documentation_parts(request).ids


def test_a_location_takes_defaults_where_its_type_has_the_member(stand: Stand, api: str) -> None:
    location = create(stand, api, "RESPONSE").location
    assert (location.path, location.method, location.status_code, location.name) == ("/", "*", "*", "")
    assert create(stand, api).location == DocumentationPartLocation(type="API")


@pytest.mark.parametrize(
    ("type_", "location"), [("API", {"path": "/"}), ("MODEL", {}), ("RESOURCE", {"method": "GET"})]
)
def test_a_location_has_what_its_type_has(stand: Stand, api: str, type_: str, location: dict[str, str]) -> None:
    with pytest.raises(BadRequestException, match="Invalid location specified"):
        create(stand, api, type_, **location)


def test_properties_are_a_json_object(stand: Stand, api: str) -> None:
    for properties in ("", "text", "[]"):
        with pytest.raises(BadRequestException, match="must be a valid JSON object"):
            create(stand, api, properties=properties)


def test_one_thing_is_documented_once(stand: Stand, api: str) -> None:
    create(stand, api, "METHOD", path="/orders", method="GET")
    with pytest.raises(ConflictException, match="type 'METHOD', path '/orders', method 'GET'"):
        create(stand, api, "METHOD", path="/orders", method="GET")


def test_parts_are_found_by_type_path_and_name(stand: Stand, api: str) -> None:
    create(stand, api)
    method = create(stand, api, "METHOD", path="/orders", method="GET")
    model = create(stand, api, "MODEL", name="OrderLines")

    assert parts(stand, api, type="METHOD") == parts(stand, api, path="/orders") == [method]
    assert parts(stand, api, name_query="lines") == [model]
    assert parts(stand, api, location_status="UNDOCUMENTED") == []
    assert len(parts(stand, api, location_status="DOCUMENTED")) == 3


def test_only_the_properties_of_a_part_change(stand: Stand, api: str) -> None:
    """Recorded on AWS."""
    part = create(stand, api)

    def update(op: Any, path: str, value: str) -> DocumentationPart:
        patch = PatchOperation(op=op, path=path, value=value)
        return stand.gateway.update_documentation_part(
            UpdateDocumentationPartRequest(rest_api_id=api, documentation_part_id=part.id, patch_operations=[patch])
        )

    assert update("replace", "/properties", '{"a": 1}').properties == '{"a": 1}'
    for op, path, hint in (
        ("add", "/properties", "Please choose supported operations"),
        ("replace", "/location", r"Must be one of: \[/properties\]"),
    ):
        with pytest.raises(BadRequestException, match=f"Invalid patch path  '{path}' specified for op '{op}'. {hint}"):
            update(op, path, "{}")


def test_a_part_that_is_deleted_is_gone(stand: Stand, api: str) -> None:
    """Recorded on AWS; an unknown API's part is no part."""
    request = DocumentationPartRequest(rest_api_id=api, documentation_part_id=create(stand, api).id)
    stand.gateway.delete_documentation_part(request)

    for gone in (request, DocumentationPartRequest(rest_api_id="none", documentation_part_id="x")):
        with pytest.raises(NotFoundException, match="Invalid Documentation part identifier specified"):
            stand.gateway.get_documentation_part(gone)


def test_an_import_merges_or_overwrites(stand: Stand, api: str) -> None:
    create(stand, api, properties='{"old": true}')
    create(stand, api, "MODEL", name="Order")

    merged = load(stand, api, DOCUMENTED)
    assert [part.location.type for part in parts(stand, api)] == ["API", "MODEL", "METHOD"]
    assert json.loads(parts(stand, api)[0].properties) == {"info": {"description": "The shop."}}

    overwritten = load(stand, api, DOCUMENTED, "overwrite")
    assert [part.id for part in parts(stand, api)] == overwritten
    assert len(merged) == len(overwritten) == 2


def test_an_api_is_imported_with_its_documentation(stand: Stand) -> None:
    body = json.dumps(DOCUMENTED).encode()
    created = stand.gateway.import_rest_api(ImportRestApiRequest(body=body))
    assert [part.location.type for part in parts(stand, created.id)] == ["API", "METHOD"]


@pytest.mark.parametrize("body", [b"{", b"paths: [", b"[]", b"{}"])
def test_what_is_no_document_is_refused(stand: Stand, api: str, body: bytes) -> None:
    """Recorded on AWS."""
    with pytest.raises(BadRequestException) as caught:
        stand.gateway.import_documentation_parts(ImportDocumentationPartsRequest(rest_api_id=api, body=body))
    assert caught.value.message == "Unable to build importer with provided input."


def test_a_part_that_cannot_be_is_a_warning(stand: Stand, api: str) -> None:
    bad = {"documentationParts": [{"location": {"type": "MODEL"}, "properties": {}}]}
    document = {**DOCUMENTED, "x-amazon-apigateway-documentation": bad}

    assert load(stand, api, document) == []
    with pytest.raises(BadRequestException, match="Warnings found during import:\n\tInvalid location specified"):
        load(stand, api, document, fails=True)


def test_a_version_keeps_what_was_said(stand: Stand, api: str) -> None:
    create(stand, api)
    publish(stand, api, "1", stage_name=STAGE)
    publish(stand, api, "2")

    versions = stand.gateway.get_documentation_versions(PageRequest(rest_api_id=api, limit=1))
    assert ([version.version for version in versions.items], versions.position) == (["1"], "1")
    stage = stand.gateway.get_stage(StageRequest(rest_api_id=api, stage_name=STAGE))
    assert stage.documentation_version == "1"
    patch = PatchOperation(op="replace", path="/description", value="first")
    described = stand.gateway.update_documentation_version(
        UpdateDocumentationVersionRequest(rest_api_id=api, documentation_version="1", patch_operations=[patch])
    )
    assert described.description == "first"


def test_a_version_needs_a_name_of_its_own(stand: Stand, api: str) -> None:
    publish(stand, api)
    with pytest.raises(ConflictException):
        publish(stand, api)
    with pytest.raises(NotFoundException, match="Invalid stage identifier specified"):
        publish(stand, api, "2", stage_name="none")


def test_a_version_that_a_stage_has_stays(stand: Stand, api: str) -> None:
    create(stand, api)
    publish(stand, api, stage_name=STAGE)
    named = DocumentationVersionRequest(rest_api_id=api, documentation_version="1")
    with pytest.raises(BadRequestException, match=f"used by the stage {STAGE}"):
        stand.gateway.delete_documentation_version(named)

    stand.patch(api, "/documentationVersion", op="remove")
    stand.gateway.delete_documentation_version(named)
    with pytest.raises(NotFoundException, match="Invalid Documentation version"):
        stand.gateway.get_documentation_version(named)
