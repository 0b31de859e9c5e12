"""Request validation as clients meet it, and the operations on validators and models."""

import json
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.model import (
    CreateModelRequest,
    CreateRequestValidatorRequest,
    ModelRequest,
    PatchOperation,
    RequestValidatorRequest,
    UpdateModelRequest,
    UpdateRequestValidatorRequest,
)
from lgtui.emulator.gateway.validation.schemas import model_url
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
    "required": ["a", "b"],
}


class ValidatedApi:
    """An API whose method `POST /orders/{id}` is validated."""

    def __init__(self, stand: Stand, **method: Any) -> None:
        self.stand, self.gateway = stand, stand.gateway
        self._api = KeyedApi(stand, "GET /open")
        self.id = self._api.id
        self.model("Numbers", NUMBERS)
        self.validator = self.gateway.create_request_validator(
            CreateRequestValidatorRequest(
                rest_api_id=self.id, name="all", validate_request_body=True, validate_request_parameters=True
            )
        )
        members = {"request_models": {"application/json": "Numbers"}, **method}
        validated: dict[str, Any] = {"api_key_required": False, "request_validator_id": self.validator.id}
        self.place = self._api.put("POST /orders/{id}", **validated, **members)
        stand.deploy(self.id)

    def model(self, name: str, schema: object) -> None:
        """Make a model."""
        text = schema if isinstance(schema, str) else json.dumps(schema)
        self.gateway.create_model(CreateModelRequest(rest_api_id=self.id, name=name, schema=text))

    async def post(self, body: object = None, path: str = "/orders/1", **headers: str) -> Answer:
        """Send a request; underscores in headers' names stand for hyphens."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.stand.send(self.id, "POST", path, body=sent, headers=named)


@pytest.fixture
def api(stand: Stand) -> ValidatedApi:
    """An API whose bodies are checked."""
    return ValidatedApi(stand)


PARAMETERS = {
    "method.request.path.id": True,
    "method.request.querystring.page": True,
    "method.request.header.X-Trace": True,
    "method.request.header.X-Optional": False,
}


async def test_required_parameters_must_be_there(stand: Stand) -> None:
    api = ValidatedApi(stand, request_parameters=PARAMETERS)

    answer = await api.post({"a": "wrong too"})

    assert answer.status == 400
    assert answer.json() == {"message": "Missing required request parameters: [page, X-Trace]"}
    assert "page (query parameter), X-Trace (header)" in stand.trace(answer).explanation


@pytest.mark.parametrize(("query", "header"), [("page=", "x"), ("page=%20", "x"), ("page=1", " "), ("page", "x")])
async def test_a_blank_parameter_is_a_missing_one(stand: Stand, query: str, header: str) -> None:
    api = ValidatedApi(stand, request_parameters=PARAMETERS)

    answer = await api.post({"a": 1, "b": 2}, f"/orders/1?{query}", X_Trace=header)

    assert answer.status == 400


async def test_headers_are_found_in_any_case(stand: Stand) -> None:
    api = ValidatedApi(stand, request_parameters=PARAMETERS)

    assert (await api.post({"a": 1, "b": 2}, "/orders/1?page=2", x_trace="y")).status == 200


async def test_a_body_that_does_not_fit_is_told_in_log_and_trace_and_to_the_client_briefly(api: ValidatedApi) -> None:
    answer = await api.post({"a": 1})

    trace = api.stand.trace(answer)
    assert (answer.status, answer.body) == (400, b'{"message":"Invalid request body"}')
    assert answer.headers["x-amzn-errortype"] == "BadRequestException"
    assert trace.explanation.startswith("The body does not fit the model Numbers: object has missing required prop")
    assert api.stand.log(answer)[0] == (
        "Request body does not match model schema for content type application/json: "
        '[object has missing required properties (["b"])]'
    )
    entry = next(entry for entry in trace.entries if entry.name == "validation")
    assert (entry.verdict, entry.summary) == ("refused", "the body does not fit Numbers")


async def test_a_good_body_is_noted_in_the_trace(api: ValidatedApi) -> None:
    answer = await api.post({"a": 1, "b": 2.5})

    entry = next(entry for entry in api.stand.trace(answer).entries if entry.name == "validation")
    assert (answer.status, entry.summary) == (200, "the body fits Numbers")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", ""])
async def test_the_content_type_is_the_media_type_and_json_where_none_is_sent(
    api: ValidatedApi, content_type: str
) -> None:
    headers = {"Content_Type": content_type} if content_type else {}

    assert (await api.post({}, **headers)).status == 400


async def test_a_content_type_without_a_model_is_not_checked(api: ValidatedApi) -> None:
    answer = await api.post(b"<xml/>", Content_Type="application/xml")

    entry = next(entry for entry in api.stand.trace(answer).entries if entry.name == "validation")
    assert entry.summary == "no model for application/xml: body unchecked"


async def test_the_default_model_is_for_every_other_content_type(stand: Stand) -> None:
    api = ValidatedApi(stand, request_models={"$default": "Numbers"})

    assert (await api.post({}, Content_Type="application/xml")).status == 400


async def test_a_model_that_takes_too_long_is_a_fault_of_the_api(stand: Stand) -> None:
    api = ValidatedApi(stand)
    api.model("Slow", {"pattern": r"^(\w|\w\w|\w+)+$"})
    replace_model(api, "Numbers", {"$ref": model_url(api.id, "Slow")})
    stand.deploy(api.id)

    answer = await api.post("a" * 60 + "!")

    assert (answer.status, answer.body) == (500, b'{"message": "Internal server error"}')
    assert "cut off" in stand.trace(answer).explanation


async def test_a_deployment_keeps_the_validators_and_models_that_it_froze(api: ValidatedApi) -> None:
    replace_model(api, "Numbers", {"type": "string"})
    off = PatchOperation(op="replace", path="/validateRequestBody", value="false")
    api.gateway.update_request_validator(
        UpdateRequestValidatorRequest(rest_api_id=api.id, request_validator_id=api.validator.id, patch_operations=[off])
    )
    before = await api.post({"a": "x"})

    api.stand.deploy(api.id)

    assert before.status == 400
    assert (await api.post({"a": "x"})).status == 200


def replace_model(api: ValidatedApi, name: str, schema: object) -> None:
    """Give a model another schema."""
    change = PatchOperation(op="replace", path="/schema", value=json.dumps(schema))
    api.gateway.update_model(UpdateModelRequest(rest_api_id=api.id, model_name=name, patch_operations=[change]))


# Operations -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["my-model", "a b", "ä"])
async def test_a_models_name_is_alphanumeric(api: ValidatedApi, name: str) -> None:
    with pytest.raises(BadRequestException, match="Model name must be alphanumeric"):
        api.model(name, {"type": "object"})


async def test_a_model_that_is_used_stays(api: ValidatedApi) -> None:
    with pytest.raises(ConflictException, match=r"method request: /orders/\{id\}/POST"):
        api.gateway.delete_model(ModelRequest(rest_api_id=api.id, model_name="Numbers"))


async def test_a_model_that_another_refers_to_stays(api: ValidatedApi) -> None:
    api.model("Inner", {"type": "string"})
    api.model("Outer", {"$ref": model_url(api.id, "Inner")})

    with pytest.raises(ConflictException, match="model: Outer"):
        api.gateway.delete_model(ModelRequest(rest_api_id=api.id, model_name="Inner"))


async def test_a_model_that_nothing_uses_goes(api: ValidatedApi) -> None:
    api.model("Unused", {"type": "string"})
    request = ModelRequest(rest_api_id=api.id, model_name="Unused")

    api.gateway.delete_model(request)

    with pytest.raises(NotFoundException):
        api.gateway.get_model(request)


async def test_a_flattened_model_holds_what_it_refers_to(api: ValidatedApi) -> None:
    api.model("Inner", {"type": "string"})
    api.model("Outer", {"type": "array", "items": {"$ref": model_url(api.id, "Inner")}})

    model = api.gateway.get_model(ModelRequest(rest_api_id=api.id, model_name="Outer", flatten=True))

    assert json.loads(model.schema) == {
        "type": "array",
        "items": {"$ref": "#/definitions/Inner"},
        "definitions": {"Inner": {"type": "string"}},
    }


async def test_a_models_template_renders_a_sample_of_it(api: ValidatedApi) -> None:
    person = {"type": "object", "properties": {"age": {"type": "integer"}, "name": {"type": "string"}}}
    api.model("People", {"type": "array", "items": person})

    template = api.gateway.get_model_template(ModelRequest(rest_api_id=api.id, model_name="People")).value

    assert template == (
        "#set($inputRoot = $input.path('$'))\n"
        "[\n"
        "##TODO: Update this foreach loop to reference array from input json\n"
        "#foreach($elem in $inputRoot)\n"
        '  {\n    "age" : 42,\n    "name" : "foo"\n  }\n'
        "#if($foreach.hasNext),#end\n"
        "#end\n"
        "]"
    )


async def test_a_validator_that_a_method_has_stays(api: ValidatedApi) -> None:
    with pytest.raises(ConflictException):
        api.gateway.delete_request_validator(
            RequestValidatorRequest(rest_api_id=api.id, request_validator_id=api.validator.id)
        )
