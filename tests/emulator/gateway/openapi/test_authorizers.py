"""Authorizers out of OpenAPI documents."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import Authorizer, ImportRestApiRequest, Method, PageRequest, PutRestApiRequest
from lgtui.emulator.gateway.openapi import read_openapi
from lgtui.emulator.gateway.service import Gateway
from tests.emulator.gateway.stand import Stand, uri

MOCK = {"x-amazon-apigateway-integration": {"type": "mock"}}

POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_x"


def scheme(header: str = "Authorization", **authorizer: Any) -> dict[str, Any]:
    """A security scheme with an authorizer."""
    return {"type": "apiKey", "name": header, "in": "header", "x-amazon-apigateway-authorizer": authorizer}


TOKEN = scheme(type="token", authorizerUri=uri("keeper"), authorizerResultTtlInSeconds="60")
REQUEST = scheme(
    "Unused", type="request", authorizerUri=uri("keeper"), identitySource="method.request.querystring.user"
)
SCHEMES = {
    "token": TOKEN,
    "request": REQUEST,
    "pool": scheme(type="cognito_user_pools", providerARNs=[POOL]),
    "sigv4": {"type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4"},
    "bearer": {"type": "http", "scheme": "bearer"},
}


def document(**schemes: Any) -> dict[str, Any]:
    """A document that has, for each scheme, a method of its name that asks for it."""
    paths = {f"/{name}": {"get": {"security": [{name: []}], **MOCK}} for name in schemes}
    return {"openapi": "3.0.1", "info": {"title": "t"}, "paths": paths, "components": {"securitySchemes": schemes}}


def body(**schemes: Any) -> bytes:
    return json.dumps(document(**schemes)).encode()


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    """A region's API Gateway."""
    stand = Stand(tmp_path)
    yield stand.gateway
    await stand.region.stop()


def authorizers(gateway: Gateway, api_id: str) -> dict[str, Authorizer]:
    return {each.name: each for each in gateway.get_authorizers(PageRequest(rest_api_id=api_id)).items}


def method(gateway: Gateway, api_id: str, path: str) -> Method:
    (found,) = [each for each in gateway.resources_of(api_id) if each.path == path]
    return found.resource_methods["GET"]


def test_the_token_is_in_the_header_that_the_scheme_names() -> None:
    (read,) = read_openapi(document(token=TOKEN)).definitions.authorizers.values()

    assert (read.type, read.identity_source) == ("TOKEN", "method.request.header.Authorization")
    assert read.authorizer_result_ttl_in_seconds == 60


def test_a_request_authorizer_says_itself_where_the_identity_is() -> None:
    (read,) = read_openapi(document(request=REQUEST)).definitions.authorizers.values()

    assert (read.type, read.identity_source) == ("REQUEST", "method.request.querystring.user")


@pytest.mark.parametrize("members", [{"type": "jwt"}, {"type": "token", "authorizerResultTtlInSeconds": "soon"}, {}])
async def test_what_is_no_authorizer_is_refused(gateway: Gateway, members: dict[str, Any]) -> None:
    with pytest.raises(BadRequestException):
        gateway.import_rest_api(ImportRestApiRequest(body=body(bad=scheme(**members))))

    assert gateway.apis() == []


async def test_methods_get_the_authorizers_id(gateway: Gateway) -> None:
    api = gateway.import_rest_api(ImportRestApiRequest(body=body(**SCHEMES)))

    made = authorizers(gateway, api.id)
    asked = {path: method(gateway, api.id, f"/{path}") for path in SCHEMES}
    assert {path: (each.authorization_type, each.authorizer_id) for path, each in asked.items()} == {
        "token": ("CUSTOM", made["token"].id),
        "request": ("CUSTOM", made["request"].id),
        "pool": ("COGNITO_USER_POOLS", made["pool"].id),
        "sigv4": ("AWS_IAM", ""),
        "bearer": ("NONE", ""),
    }


async def test_a_further_import_keeps_makes_changes_and_removes(gateway: Gateway) -> None:
    api = gateway.import_rest_api(ImportRestApiRequest(body=body(**SCHEMES)))
    before = authorizers(gateway, api.id)
    other = scheme(type="token", authorizerUri=uri("other"))

    gateway.put_rest_api(
        PutRestApiRequest(rest_api_id=api.id, mode="overwrite", body=body(token=other, request=REQUEST, new=TOKEN))
    )

    after = authorizers(gateway, api.id)
    assert after.keys() == {"token", "request", "new"}
    assert after["request"] == before["request"]
    assert after["token"].id != before["token"].id
    assert method(gateway, api.id, "/token").authorizer_id == after["token"].id
