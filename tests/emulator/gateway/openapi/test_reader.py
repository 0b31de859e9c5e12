"""OpenAPI documents, read."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import Integration
from lgtui.emulator.gateway.openapi import read_openapi
from lgtui.emulator.gateway.openapi.integrations import read_integration
from lgtui.emulator.gateway.openapi.node import Node

URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"
PROXY = {"type": "aws_proxy", "httpMethod": "POST", "uri": URI}


def document(operation: dict[str, Any], method: str = "get", **members: Any) -> dict[str, Any]:
    return {"swagger": 2.0, "info": {"title": "shop"}, "paths": {"/orders": {method: operation}}, **members}


def integration(raw: dict[str, Any]) -> Integration:
    return read_integration(Node(raw))


def test_a_proxy_integration_is_read() -> None:
    read = read_openapi(document({"x-amazon-apigateway-integration": PROXY}))

    method = read.methods["/orders", "GET"]
    assert read.settings.title == "shop"
    assert method.method_integration == Integration(type="AWS_PROXY", http_method="POST", uri=URI)


def test_the_any_method_is_any() -> None:
    read = read_openapi(document({"x-amazon-apigateway-integration": PROXY}, "x-amazon-apigateway-any-method"))

    assert list(read.methods) == [("/orders", "ANY")]


@pytest.mark.parametrize("name", ["passthroughBehavior", "passthroughBehaviour", "PassthroughBehavior"])
def test_members_of_an_integration_are_read_in_any_spelling(name: str) -> None:
    assert integration({"type": "MOCK", name: "never"}).passthrough_behavior == "NEVER"


def test_a_template_written_as_an_object_is_its_json() -> None:
    read = integration({"type": "mock", "requestTemplates": {"application/json": {"statusCode": 200}}})

    assert read.request_templates == {"application/json": '{"statusCode":200}'}


@pytest.mark.parametrize(
    ("operation", "members", "authorization", "api_key"),
    [
        ({}, {}, "NONE", False),
        ({"security": [{"key": []}]}, {}, "NONE", True),
        ({"security": [{"pool": []}]}, {}, "COGNITO_USER_POOLS", False),
        ({"security": [{"lambda": []}, {"key": []}]}, {}, "CUSTOM", True),
        ({"security": [{"sigv4": []}]}, {}, "AWS_IAM", False),
        ({"security": [{"NONE": []}]}, {"security": [{"pool": []}]}, "NONE", False),
        ({}, {"security": [{"pool": []}]}, "COGNITO_USER_POOLS", False),
        ({"x-amazon-apigateway-auth": {"type": "NONE"}}, {"security": [{"pool": []}]}, "NONE", False),
        (
            {"x-amazon-apigateway-auth": {"type": "aws_iam"}},
            {"security": [{"lambda": []}, {"key": []}]},
            "AWS_IAM",
            True,
        ),
    ],
)
@pytest.mark.parametrize("version", ["swagger", "openapi"])
def test_security_becomes_the_methods_authorization(
    version: str, operation: dict[str, Any], members: dict[str, Any], authorization: str, api_key: bool
) -> None:
    schemes = {
        "key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
        "pool": {"type": "apiKey", "x-amazon-apigateway-authtype": "cognito_user_pools"},
        "lambda": {"type": "apiKey", "x-amazon-apigateway-authtype": "custom"},
        "sigv4": {"type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4"},
    }
    where = {"securityDefinitions": schemes} if version == "swagger" else {"components": {"securitySchemes": schemes}}
    raw = {
        version: "2.0" if version == "swagger" else "3.1.0",
        "paths": {"/orders": {"get": operation}},
        **where,
        **members,
    }

    method = read_openapi(raw).methods["/orders", "GET"]

    assert (method.authorization_type, method.api_key_required) == (authorization, api_key)


def test_parameters_of_path_and_operation_are_the_methods() -> None:
    raw = document({"parameters": [{"name": "page", "in": "query"}, {"name": "body", "in": "body"}]})
    raw["paths"]["/orders"]["parameters"] = [{"name": "id", "in": "path", "required": True}]

    assert read_openapi(raw).methods["/orders", "GET"].request_parameters == {
        "method.request.path.id": True,
        "method.request.querystring.page": False,
    }


def test_a_path_without_a_method_is_still_a_resource() -> None:
    assert read_openapi({"openapi": "3.0.1", "paths": {"/bare": {}, "x-other": {}}}).bare_paths == ["/bare"]


def test_binary_media_types_are_read() -> None:
    raw = {"openapi": "3.0.1", "x-amazon-apigateway-binary-media-types": ["image/png"]}

    assert read_openapi(raw).settings.binary_media_types == ["image/png"]


@pytest.mark.parametrize("raw", [None, [], "text", {"paths": {}}])
def test_what_is_no_openapi_document_is_refused(raw: object) -> None:
    with pytest.raises(BadRequestException, match="Invalid OpenAPI input"):
        read_openapi(raw)


def test_an_unknown_integration_type_is_refused() -> None:
    with pytest.raises(BadRequestException, match="Invalid integration type 'lambda'"):
        integration({"type": "lambda"})


def test_a_timeout_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadRequestException, match="Timeout should be between"):
        integration({"type": "mock", "timeoutInMillis": "soon"})
