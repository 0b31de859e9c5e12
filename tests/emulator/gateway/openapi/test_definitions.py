"""Models, request validators and API keys out of OpenAPI documents."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import (
    ImportRestApiRequest,
    Method,
    MethodRequest,
    ModelRequest,
    PageRequest,
    PutRestApiRequest,
    ResourcesRequest,
    RestApi,
)
from lgtui.emulator.gateway.openapi import read_openapi
from lgtui.emulator.gateway.service import Gateway
from tests.emulator.gateway.stand import Stand

MOCK = {"x-amazon-apigateway-integration": {"type": "mock"}}

VALIDATORS = {
    "all": {"validateRequestBody": True, "validateRequestParameters": True},
    "params-only": {"validateRequestBody": False, "validateRequestParameters": True},
}

ORDERS: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "orders"},
    "x-amazon-apigateway-request-validators": VALIDATORS,
    "x-amazon-apigateway-request-validator": "all",
    "x-amazon-apigateway-api-key-source": "AUTHORIZER",
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "name": "x-api-key", "in": "header"}},
        "parameters": {"page": {"name": "page", "in": "query", "required": True}},
        "schemas": {
            "Order": {
                "type": "object",
                "example": {"id": 1},
                "required": ["lines"],
                "properties": {"lines": {"type": "array", "items": {"$ref": "#/components/schemas/orderline"}}},
            },
            "orderline": {"type": "object", "nullable": True, "properties": {"example": {"type": "string"}}},
        },
    },
    "paths": {
        "/orders": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
                "security": [{"key": []}],
                **MOCK,
            },
            "get": {
                "x-amazon-apigateway-request-validator": "params-only",
                "parameters": [{"$ref": "#/components/parameters/page"}],
                **MOCK,
            },
            "put": {
                "requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}},
                **MOCK,
            },
        }
    },
}


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    """A region's API Gateway."""
    stand = Stand(tmp_path)
    yield stand.gateway
    await stand.region.stop()


@pytest.fixture
def api(gateway: Gateway) -> RestApi:
    """The API of `ORDERS`."""
    return gateway.import_rest_api(ImportRestApiRequest(body=json.dumps(ORDERS).encode()))


def method(gateway: Gateway, api: RestApi, http_method: str) -> Method:
    """A method of `/orders`."""
    resources = gateway.get_resources(ResourcesRequest(rest_api_id=api.id)).items
    resource_id = next(resource.id for resource in resources if resource.path == "/orders")
    return gateway.get_method(MethodRequest(rest_api_id=api.id, resource_id=resource_id, http_method=http_method))


def model(gateway: Gateway, api: RestApi, name: str) -> dict[str, Any]:
    """A model's schema."""
    schema: dict[str, Any] = json.loads(gateway.get_model(ModelRequest(rest_api_id=api.id, model_name=name)).schema)
    return schema


def validator_name(gateway: Gateway, api: RestApi, http_method: str) -> str:
    """The name of the validator that a method of `/orders` has."""
    names = {each.id: each.name for each in gateway.get_request_validators(PageRequest(rest_api_id=api.id)).items}
    return names[method(gateway, api, http_method).request_validator_id]


def test_a_method_has_the_apis_validator_or_one_of_its_own(gateway: Gateway, api: RestApi) -> None:
    assert validator_name(gateway, api, "POST") == "all"
    assert validator_name(gateway, api, "GET") == "params-only"


def test_schemas_become_models_that_refer_to_each_other(gateway: Gateway, api: RestApi) -> None:
    items = model(gateway, api, "Order")["properties"]["lines"]["items"]

    assert items == {"$ref": f"https://apigateway.amazonaws.com/restapis/{api.id}/models/orderline"}


def test_what_draft_4_does_not_know_is_left_out_but_not_properties_of_that_name(gateway: Gateway, api: RestApi) -> None:
    assert "example" not in model(gateway, api, "Order")
    assert model(gateway, api, "orderline") == {"type": "object", "properties": {"example": {"type": "string"}}}


def test_a_request_body_names_its_model(gateway: Gateway, api: RestApi) -> None:
    assert method(gateway, api, "POST").request_models == {"application/json": "Order"}


def test_a_schema_that_is_written_out_in_place_becomes_a_model(gateway: Gateway, api: RestApi) -> None:
    name = method(gateway, api, "PUT").request_models["application/json"]

    assert model(gateway, api, name) == {"type": "string"}


def test_a_parameter_may_be_a_reference(gateway: Gateway, api: RestApi) -> None:
    assert method(gateway, api, "GET").request_parameters == {"method.request.querystring.page": True}


def test_an_api_key_scheme_requires_a_key(gateway: Gateway, api: RestApi) -> None:
    assert method(gateway, api, "POST").api_key_required
    assert not method(gateway, api, "GET").api_key_required
    assert api.api_key_source == "AUTHORIZER"


def test_swaggers_body_parameter_is_a_request_model_for_what_is_consumed() -> None:
    operation = {
        "consumes": ["application/json", "text/json"],
        "parameters": [{"in": "body", "name": "body", "schema": {"$ref": "#/definitions/Order"}}],
        **MOCK,
    }
    document = {
        "swagger": "2.0",
        "definitions": {"Order": {"type": "object"}},
        "paths": {"/orders": {"post": operation}},
    }

    read = read_openapi(document).methods["/orders", "POST"]

    assert read.request_models == {"application/json": "Order", "text/json": "Order"}


def test_a_validator_that_is_not_defined_is_refused() -> None:
    document = {**ORDERS, "x-amazon-apigateway-request-validator": "none"}

    with pytest.raises(BadRequestException, match="none is not defined"):
        read_openapi(document)


def put(gateway: Gateway, api: RestApi, document: dict[str, Any]) -> None:
    """Overwrite an API with a document."""
    body = json.dumps(document).encode()
    gateway.put_rest_api(PutRestApiRequest(rest_api_id=api.id, body=body, mode="overwrite"))


def names(gateway: Gateway, api: RestApi) -> tuple[set[str], set[str]]:
    """An API's models and validators."""
    request = PageRequest(rest_api_id=api.id)
    models, validators = gateway.get_models(request).items, gateway.get_request_validators(request).items
    return {each.name for each in models}, {each.name for each in validators}


def test_overwriting_takes_away_what_is_not_defined_any_more(gateway: Gateway, api: RestApi) -> None:
    bare = {"openapi": "3.0.1", "info": {}, "paths": {"/orders": {"get": MOCK}}}

    put(gateway, api, bare)

    assert names(gateway, api) == (set(), set())


def test_overwriting_with_the_same_document_changes_nothing(gateway: Gateway, api: RestApi) -> None:
    before = names(gateway, api)

    put(gateway, api, ORDERS)

    assert names(gateway, api) == before


def test_a_document_that_is_refused_leaves_the_definitions_as_they_were(gateway: Gateway, api: RestApi) -> None:
    broken = {**ORDERS, "components": {"schemas": {"Order": {"type": "object"}, "Bad": {"type": "nothing"}}}}
    before = model(gateway, api, "Order"), names(gateway, api)

    with pytest.raises(BadRequestException):
        put(gateway, api, broken)

    assert (model(gateway, api, "Order"), names(gateway, api)) == before
