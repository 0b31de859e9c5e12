"""Whatever a model, a body, a key or a key file holds: an answer with a trace, or a refusal in AWS's form."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.gateway.model import ImportApiKeysRequest, Model, PatchOperation, UpdateUsagePlanRequest
from lgtui.emulator.gateway.openapi import DocumentError
from lgtui.emulator.gateway.openapi.definitions import DefinitionReader
from lgtui.emulator.gateway.openapi.node import Node
from lgtui.emulator.gateway.validation.budget import TooSlow
from lgtui.emulator.gateway.validation.model_schema import KEYWORDS, check_schema
from lgtui.emulator.gateway.validation.sample import sample_template
from lgtui.emulator.gateway.validation.schemas import Schemas
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import STAGE, Stand
from tests.emulator.gateway.test_validation import ValidatedApi

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
TYPES = st.sampled_from(["object", "array", "string", "integer", "number", "boolean", "null"])
NAMES = st.sampled_from(["a", "b", "id", "$ref", "$schema", "x y", ""])
COUNTS = st.integers(0, 4)


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas that are mostly well-formed."""
    named = st.dictionaries(NAMES, inner, max_size=3)
    optional: dict[str, st.SearchStrategy[Any]] = {
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True),
        "properties": named,
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "b$", "(a+)+$", "."]), inner, max_size=2),
        "additionalProperties": st.booleans() | inner,
        "items": inner | st.lists(inner, max_size=2),
        "additionalItems": st.booleans(),
        "required": st.lists(NAMES, min_size=1, max_size=2, unique=True),
        "dependencies": st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=1) | inner, max_size=2),
        "enum": st.lists(JSON, min_size=1, max_size=3),
        "anyOf": st.lists(inner, min_size=1, max_size=2),
        "oneOf": st.lists(inner, min_size=1, max_size=2),
        "allOf": st.lists(inner, min_size=1, max_size=2),
        "not": inner,
        "minimum": st.integers(-2, 2),
        "exclusiveMinimum": st.booleans(),
        "maximum": st.floats(-2, 2),
        "multipleOf": st.sampled_from([1, 0.5, 3]),
        "minLength": COUNTS,
        "maxLength": COUNTS,
        "minItems": COUNTS,
        "maxItems": COUNTS,
        "uniqueItems": st.booleans(),
        "minProperties": COUNTS,
        "maxProperties": COUNTS,
        "pattern": st.sampled_from(["^a+$", r"\d", "[", "$x", r"(\w|\w\w)+$", "(?<n>a)"]),
        "format": st.sampled_from(["date-time", "email", "ipv4", "ipv6", "uri", "hostname", "regex", "other"]),
        "$ref": st.sampled_from(["#", "#/definitions/a", "#/properties/b", "Main", "http://elsewhere.example/x"]),
        "id": st.sampled_from(["http://example.com/x", "#a", ":"]),
        "definitions": named,
    }
    return st.fixed_dictionaries({}, optional={name: optional[name] for name in sorted(optional)})


SCHEMAS: st.SearchStrategy[dict[str, Any]] = st.recursive(st.just({}), objects, max_leaves=6)


@settings(max_examples=300, deadline=None)
@given(schema=SCHEMAS, body=JSON)
async def test_a_model_that_is_taken_judges_every_body(schema: dict[str, Any], body: object) -> None:
    model = Model(id="Main", name="Main", schema=json.dumps(schema))
    try:
        check_schema(model.schema, {"Main"})
    except ServiceError:
        return

    try:
        complaints = Schemas("api", {"Main": model}).get("Main").complaints(json.dumps(body).encode())
    except TooSlow:
        return

    assert all(isinstance(complaint, str) and complaint for complaint in complaints)


@settings(max_examples=100, deadline=None)
@given(document=JSON | st.dictionaries(st.sampled_from(sorted(KEYWORDS)), JSON, max_size=5))
async def test_a_schema_of_any_shape_is_taken_or_refused(document: object) -> None:
    text = json.dumps(document)
    try:
        check_schema(text, {"Main"})
    except ServiceError as refusal:
        assert refusal.status == 400
        return

    model = Model(id="Main", name="Main", schema=text)
    assert sample_template(model, {"Main": model}).startswith("#set($inputRoot")


@settings(max_examples=100, deadline=None)
@given(schemas=st.dictionaries(st.text(min_size=1, max_size=5), SCHEMAS | JSON, max_size=3), operation=JSON)
async def test_schemas_of_any_document_are_read(schemas: dict[str, Any], operation: object) -> None:
    document = Node.document({"openapi": "3.0.1", "components": {"schemas": schemas}, "requestBody": operation})
    try:
        reader = DefinitionReader(document)
        models = reader.request_models_of(document, [document.get("requestBody")])
    except DocumentError as error:
        assert all(remark.text for remark in error.remarks)
    else:
        assert set(models.values()) <= set(reader.models)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ValidatedApi]:
    """An API whose bodies and parameters are checked."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    yield ValidatedApi(stand, request_parameters={"method.request.querystring.page": True})
    await stand.region.stop()


@settings(max_examples=200, deadline=None)
@given(
    body=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()),
    query=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20),
    content_type=st.text(max_size=20) | st.sampled_from(["application/json", "application/json;charset=x", ";"]),
)
async def test_every_request_is_answered_and_traced(
    fuzzed: ValidatedApi, body: bytes, query: str, content_type: str
) -> None:
    answer = await fuzzed.post(body, f"/orders/1?{query}", Content_Type=content_type)

    assert answer.status in (200, 400)
    assert fuzzed.stand.trace(answer).status == answer.status


@settings(max_examples=100, deadline=None)
@given(key=st.text(max_size=200))
async def test_every_key_is_answered_and_traced(fuzzed: ValidatedApi, key: str) -> None:
    api = KeyedApi(fuzzed.stand)

    answer = await api.send(key)

    assert answer.status == 403
    assert fuzzed.stand.trace(answer).explanation


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=100)
    | st.lists(st.text(max_size=30), max_size=5).map(lambda rows: "\n".join(["Name,Key,Enabled", *rows]).encode())
)
async def test_every_key_file_is_imported_or_refused(fuzzed: ValidatedApi, body: bytes) -> None:
    try:
        made = fuzzed.gateway.import_api_keys(ImportApiKeysRequest(body=body, format="csv"))
    except ServiceError as refusal:
        assert refusal.status == 400
    else:
        assert all(isinstance(each, str) for each in (*made.ids, *made.warnings))


PATHS = ("/name", "/throttle/rateLimit", "/throttle/burstLimit", "/quota/limit", "/quota/offset", "/quota/period")


@settings(max_examples=150, deadline=None)
@given(
    op=st.sampled_from(["add", "replace", "remove", "copy"]),
    path=st.sampled_from([*PATHS, "/apiStages", "/quota", "", "/", "//"]) | st.text(max_size=20),
    value=st.text(max_size=10) | st.floats().map(str) | st.integers().map(str),
)
async def test_every_patch_of_a_plan_is_made_or_refused(fuzzed: ValidatedApi, op: Any, path: str, value: str) -> None:
    api = KeyedApi(fuzzed.stand)
    plan = api.plan(throttle=(1, 1), quota=(1, "DAY"))
    patch = PatchOperation(op=op, path=path.replace("{stage}", f"{api.id}:{STAGE}"), value=value)
    try:
        fuzzed.gateway.update_usage_plan(UpdateUsagePlanRequest(usage_plan_id=plan.id, patch_operations=[patch]))
    except ServiceError as refusal:
        assert refusal.status in (400, 404, 409)

    assert (await api.send(api.key(plan))).status in (200, 403, 429)
