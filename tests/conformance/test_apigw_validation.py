"""API Gateway's recorded facts about request validation and models: a test's name begins with the fact's id."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.model import (
    CreateModelRequest,
    CreateRequestValidatorRequest,
    CreateRestApiRequest,
    PageRequest,
    PutMethodRequest,
)
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "title": "testSchema",
    "type": "object",
    "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
    "required": ["a", "b"],
}
STATUS = {
    "type": "object",
    "properties": {"Status": {"type": "string"}, "Order": {"type": "integer"}},
    "required": ["Status", "Order"],
}
PARAMETERS = {
    "method.request.path.test": True,
    "method.request.querystring.qs1": True,
    "method.request.header.x-header-param": True,
}
BAD_BODY = {"message": "Invalid request body"}
PASSES = (200, None)


class Facts:
    """The API of the facts: `/nested/{test}` with a validator of body and parameters."""

    def __init__(self, stand: Stand) -> None:
        self.stand, self.api = stand, KeyedApi(stand, "GET /nothing")
        self.model("testSchema", NUMBERS)
        self.model("testSchemaList", {"type": "array", "items": self.reference("testSchema")})
        self.model("StatusModel", STATUS)
        one_of = {"oneOf": [{"type": "null"}, self.reference("StatusModel")]}
        self.model("RequestModel", {"type": "object", "properties": {"status": one_of}, "required": ["status"]})
        self._put("GET /nested/{test}", "testSchema", PARAMETERS)
        self._put("POST /nested/{test}", "testSchema", PARAMETERS)
        self._put("POST /list", "testSchemaList", {})
        self._put("POST /one-of", "RequestModel", {})
        stand.deploy(self.api.id)

    def model(self, name: str, schema: object) -> None:
        """Make a model; a schema may be given as text."""
        text = schema if isinstance(schema, str) else json.dumps(schema)
        self.api.gateway.create_model(CreateModelRequest(rest_api_id=self.api.id, name=name, schema=text))

    def reference(self, name: str) -> dict[str, str]:
        """How a model refers to another one."""
        return {"$ref": f"https://apigateway.amazonaws.com/restapis/{self.api.id}/models/{name}"}

    def _put(self, method: str, model: str, parameters: dict[str, bool]) -> None:
        validator = self.api.gateway.create_request_validator(
            CreateRequestValidatorRequest(
                rest_api_id=self.api.id, name="test", validate_request_body=True, validate_request_parameters=True
            )
        )
        self.api.put(
            method,
            api_key_required=False,
            request_validator_id=validator.id,
            request_parameters=parameters,
            request_models={"application/json": model},
        )

    async def send(
        self, request: str, body: object = None, *, header: bool = True, query: bool = True, content_type: str = ""
    ) -> Answer:
        """Send a request with the required parameters, or without one of them."""
        http_method, path = request.split(" ")
        headers = {"x-header-param": "test"} if header else {}
        if content_type:
            headers["Content-Type"] = content_type
        sent = b"" if body is None else json.dumps(body).encode()
        target = f"{path}?qs1=test" if query else path
        return await self.stand.send(self.api.id, http_method, target, headers=headers, body=sent)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def facts(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Facts]:
    """One API for all facts."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    yield Facts(stand)
    await stand.region.stop()


async def test_valid_002_the_header_is_missing(facts: Facts) -> None:
    answer = await facts.send("GET /nested/value", header=False)

    assert (answer.status, answer.json()) == (
        400,
        {"message": "Missing required request parameters: [x-header-param]"},
    )


async def test_valid_003_the_query_parameter_is_missing(facts: Facts) -> None:
    answer = await facts.send("GET /nested/value", query=False)

    assert (answer.status, answer.json()) == (400, {"message": "Missing required request parameters: [qs1]"})


@pytest.mark.parametrize(
    ("fact", "request_line", "body", "content_type", "status", "message"),
    [
        ("valid-004", "POST /nested/value", {"test": "test"}, "application/json", 400, BAD_BODY),
        ("valid-005", "GET /nested/value", None, "", 400, BAD_BODY),
        ("valid-008", "POST /nested/value", {"a": 1, "b": 2}, "application/json", *PASSES),
        ("valid-009", "POST /list", [{"a": 1, "b": 2}], "application/json", *PASSES),
        ("valid-010", "POST /list", None, "application/json", 400, BAD_BODY),
        ("valid-010", "POST /list", {"a": 1, "b": 2}, "application/json", 400, BAD_BODY),
        ("valid-010", "POST /list", [{"a": 1}], "application/json", 400, BAD_BODY),
        ("valid-013", "POST /one-of", {"status": {"Status": "x", "Order": 1}}, "application/json", *PASSES),
        ("valid-014", "POST /one-of", {}, "application/json", 400, BAD_BODY),
        ("valid-014", "POST /one-of", {"status": {"Status": "x", "Order": "1"}}, "application/json", 400, BAD_BODY),
    ],
)
async def test_a_body_against_its_model(
    facts: Facts, fact: str, request_line: str, body: object, content_type: str, status: int, message: object
) -> None:
    answer = await facts.send(request_line, body, content_type=content_type)

    assert answer.status == status, fact
    assert message is None or answer.json() == message


async def test_valid_011_a_new_apis_models(facts: Facts) -> None:
    gateway = facts.api.gateway
    api = gateway.create_rest_api(CreateRestApiRequest(name="new"))

    models = gateway.get_models(PageRequest(rest_api_id=api.id)).items

    draft = "http://json-schema.org/draft-04/schema#"
    assert {each.name: json.loads(each.schema) for each in models} == {
        "Empty": {"$schema": draft, "title": "Empty Schema", "type": "object"},
        "Error": {
            "$schema": draft,
            "title": "Error Schema",
            "type": "object",
            "properties": {"message": {"type": "string"}},
        },
    }
    assert [each.description for each in models] == [
        "This is a default empty schema model",
        "This is a default error schema model",
    ]


@pytest.mark.parametrize(
    ("fact", "members", "message"),
    [
        ("ctl-010", {"request_validator_id": "none"}, "Invalid Request Validator identifier specified"),
        (
            "ctl-011",
            {"request_models": {"application/json": "petModel"}},
            "Invalid model identifier specified: petModel",
        ),
    ],
)
async def test_a_method_refers_to_what_is_there(facts: Facts, fact: str, members: dict[str, Any], message: str) -> None:
    root = facts.stand.resource(facts.api.id, "/")

    with pytest.raises(BadRequestException) as caught:
        facts.api.gateway.put_method(
            PutMethodRequest(rest_api_id=facts.api.id, resource_id=root, http_method="PUT", **members)
        )

    assert caught.value.message == message, fact


async def test_ctl_014_a_models_name_is_taken(facts: Facts) -> None:
    with pytest.raises(ConflictException) as caught:
        facts.model("testSchema", NUMBERS)

    assert caught.value.message == "Model name already exists for this REST API"


@pytest.mark.parametrize(
    ("fact", "name", "schema", "message"),
    [
        ("ctl-015", "", NUMBERS, "Model name must be non-empty"),
        ("ctl-015", "Other", "", "Model schema must have at least 1 property or array items defined"),
    ],
)
async def test_a_model_has_a_name_and_a_schema(
    facts: Facts, fact: str, name: str, schema: object, message: str
) -> None:
    with pytest.raises(BadRequestException) as caught:
        facts.model(name, schema)

    assert caught.value.message == message, fact
