"""Whatever a document holds: it is imported, or refused as AWS refuses, and nothing is left of what was refused."""

import copy
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.emulator.errors import BadRequestException, ServiceError
from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    GetExportRequest,
    ImportRestApiRequest,
    PutRestApiRequest,
    RestApiRequest,
)
from lgtui.emulator.gateway.openapi.exporter import DIALECTS
from lgtui.emulator.gateway.service import Gateway
from lgtui.project.errors import ProjectError
from lgtui.project.planner import make_plan
from tests.emulator.gateway.openapi.documents import INTEGRATION, STAGE, bring, state_of
from tests.emulator.gateway.openapi.test_round_trip import MEDIA_TYPES, documents
from tests.emulator.gateway.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

ODD = st.sampled_from(
    [None, True, 0, -1, 10**30, 1.5, "", "x", "/", "#", "#/paths", "#/components/schemas/Order", "{a", "é\u0000\ud7ff"]
)
JSON = st.recursive(
    ODD | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$ref", "type", "schema", "statusCode", "default", "get", "/a", INTEGRATION, "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def places(value: Any, trail: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where everything in a document stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [trail, *(place for key, item in items for place in places(item, (*trail, key)))]


def changed(content: Any, place: tuple[Any, ...], how: str, new: Any) -> Any:
    """A document with something else, nothing, or the same under another name, at one place."""
    if not place:
        return new
    content = copy.deepcopy(content)
    holder = content
    for step in place[:-1]:
        holder = holder[step]
    if how == "replace" or isinstance(holder, list):
        holder[place[-1]] = new
    else:
        value = holder.pop(place[-1])
        if how == "rename":
            holder[str(new)] = value
    return content


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """Documents that were in order before something in them was changed."""
    content: Any = draw(documents(MEDIA_TYPES))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(places(content)))
        content = changed(content, place, draw(st.sampled_from(["replace", "remove", "rename"])), draw(JSON))
    return content


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """A region's API Gateway."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    yield stand.gateway
    await stand.region.stop()


@settings(max_examples=40, deadline=None)
@given(content=mutated(), base=st.sampled_from(["ignore", "prepend", "split"]), fails=st.booleans())
async def test_a_document_is_imported_or_refused(gateway: Gateway, content: Any, base: str, fails: bool) -> None:
    body = json.dumps(content).encode()
    request = ImportRestApiRequest(body=body, parameters={"basepath": base}, fail_on_warnings=fails)
    try:
        api = gateway.import_rest_api(request)
    except ServiceError as error:
        assert 400 <= error.status < 500, error.message
        assert gateway.apis() == []
        return
    try:
        gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id, stage_name=STAGE))
        for kind in DIALECTS:
            request_type = {"rest_api_id": api.id, "stage_name": STAGE, "export_type": kind}
            exported = gateway.get_export(GetExportRequest(**request_type, parameters={"extensions": "apigateway"}))
            json.loads(exported.body)
    except BadRequestException:
        pass  # there is nothing to deploy
    gateway.delete_rest_api(RestApiRequest(rest_api_id=api.id))


@settings(max_examples=30, deadline=None)
@given(before=documents(MEDIA_TYPES), content=mutated(), mode=st.sampled_from(["merge", "overwrite"]))
async def test_what_is_refused_leaves_an_api_as_it_was(gateway: Gateway, before: Any, content: Any, mode: str) -> None:
    api = bring(gateway, before)
    stood = state_of(gateway, api)
    try:
        gateway.put_rest_api(PutRestApiRequest(rest_api_id=api.id, body=json.dumps(content).encode(), mode=mode))
    except ServiceError as error:
        assert 400 <= error.status < 500, error.message
        assert state_of(gateway, api) == stood
    gateway.delete_rest_api(RestApiRequest(rest_api_id=api.id))


@settings(max_examples=30, deadline=None)
@given(content=mutated())
async def test_a_file_is_a_project_or_its_fault_is_told(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    file = tmp_path_factory.getbasetemp() / "openapi.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8", errors="replace")
    try:
        make_plan(Path(file), "123456789012", "us-east-1")
    except ProjectError as error:
        assert error.message


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
async def test_bytes_that_are_no_document_are_refused(gateway: Gateway, body: bytes) -> None:
    with pytest.raises(BadRequestException):
        gateway.import_rest_api(ImportRestApiRequest(body=body))
