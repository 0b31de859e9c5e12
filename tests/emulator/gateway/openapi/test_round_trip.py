"""What is exported and imported again is the same API, whatever the API has that a document can say."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.emulator.gateway.model import PutRestApiRequest, RestApi, RestApiRequest
from lgtui.emulator.gateway.service import Gateway
from tests.emulator.gateway.openapi.documents import INTEGRATION, bring, document, export, export_text, state_of
from tests.emulator.gateway.stand import Stand, uri

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = st.text("abcXYZ019_-", min_size=1, max_size=6)
TEXTS = st.text(max_size=12)
MediaTypes = st.SearchStrategy[str]
MEDIA_TYPES = st.sampled_from(["application/json", "application/xml", "text/plain"])
ONE_MEDIA_TYPE = st.just("application/json")
"""Swagger cannot say which model is for which of many."""
MODELS = ("Order", "Item", "Price")
VALIDATORS = ("all", "some words")
STATUSES = st.sampled_from(["200", "400", "404", "500"])
HEADERS = st.lists(st.sampled_from(["X-One", "ETag", "Content-Type"]), unique=True, max_size=2)


def said(**members: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that may have each of the members."""
    return st.fixed_dictionaries({}, optional=members)


def schemas() -> st.SearchStrategy[dict[str, Any]]:
    """Schemas that refer to models."""
    plain = st.sampled_from([{"type": "string"}, {"type": "integer", "minimum": 1, "exclusiveMinimum": True}])
    refs = st.sampled_from([{"$ref": f"#/components/schemas/{name}"} for name in MODELS])
    inner = st.recursive(plain | refs, lambda inner: st.builds(lambda items: {"type": "array", "items": items}, inner))
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(WORDS, inner, max_size=3)},
        optional={"title": TEXTS, "description": TEXTS, "additionalProperties": st.booleans()},
    )


def contents(media_types: MediaTypes) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies of models."""
    schemas = st.sampled_from([{"schema": {"$ref": f"#/components/schemas/{name}"}} for name in MODELS])
    return st.dictionaries(media_types, schemas, max_size=2)


@st.composite
def integrations(draw: st.DrawFn, statuses: list[str], media_types: MediaTypes) -> dict[str, Any]:
    """Integrations of a method that has responses of these statuses."""
    templates = st.dictionaries(media_types, TEXTS, max_size=2)
    kind = draw(st.sampled_from(["mock", "http", "http_proxy", "aws", "aws_proxy"]))
    made: dict[str, Any] = {"type": kind, "requestTemplates": draw(templates)}
    if kind != "mock":
        made["httpMethod"] = draw(st.sampled_from(["GET", "POST"]))
        made["uri"] = uri("f") if kind.startswith("aws") else draw(st.sampled_from(["http://a.b/c", "https://a.b"]))
    made |= draw(
        said(
            passthroughBehavior=st.sampled_from(["never", "when_no_match", "WHEN_NO_TEMPLATES"]),
            timeoutInMillis=st.integers(50, 29_000),
            connectionType=st.just("INTERNET"),
            contentHandling=st.sampled_from(["CONVERT_TO_TEXT", "CONVERT_TO_BINARY"]),
            credentials=st.just("arn:aws:iam::123456789012:role/r"),
            requestParameters=st.just({"integration.request.header.X-Fix": "'fix'"}),
        )
    )
    patterns = ["default", "4\\d{2}", ".*Oops.*"]
    made["responses"] = {
        pattern: {"statusCode": status, "responseTemplates": draw(templates)}
        for pattern, status in zip(patterns, statuses, strict=False)
    }
    return made


@st.composite
def operations(draw: st.DrawFn, path: str, media_types: MediaTypes) -> dict[str, Any]:
    """Operations at a path."""
    statuses = draw(st.lists(STATUSES, unique=True, max_size=3))
    parameters: list[dict[str, Any]] = []
    for name in draw(st.sets(WORDS, max_size=2)) - {"id"}:
        place = draw(st.sampled_from(["query", "header"]))
        parameters.append({"name": name, "in": place, "required": draw(st.booleans())})
    requirements = [
        [],
        [{"api_key": []}],
        [{"sigv4": []}],
        [{"token": []}],
        [{"whole": []}, {"api_key": []}],
        [{"pool": ["orders/read", "openid"]}],
    ]
    return {
        "parameters": parameters,
        "security": draw(st.sampled_from(requirements)),
        "responses": {
            status: {"headers": {name: {} for name in draw(HEADERS)}, "content": draw(contents(media_types))}
            for status in statuses
        },
        INTEGRATION: draw(integrations(statuses, media_types)),
        **draw(
            said(
                operationId=WORDS,
                requestBody=st.builds(lambda content: {"content": content}, contents(media_types)),
                **{"x-amazon-apigateway-request-validator": st.sampled_from(VALIDATORS)},
            )
        ),
    }


SECURITY = {
    "api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
    "sigv4": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"},
    "token": {
        "type": "apiKey",
        "name": "X-Token",
        "in": "header",
        "x-amazon-apigateway-authtype": "oauth2",
        "x-amazon-apigateway-authorizer": {
            "type": "token",
            "authorizerUri": uri("a"),
            "authorizerCredentials": "arn:aws:iam::123456789012:role/r",
            "identityValidationExpression": "^x-[a-z]+",
            "authorizerResultTtlInSeconds": 0,
        },
    },
    "whole": {
        "type": "apiKey",
        "name": "auth",
        "in": "query",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "request",
            "authorizerUri": uri("a"),
            "identitySource": "method.request.querystring.auth, context.path",
        },
    },
    "pool": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {
            "type": "cognito_user_pools",
            "providerARNs": ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"],
        },
    },
}

PRIVATE = {"types": ["PRIVATE"], "vpcEndpointIds": ["vpce-1"]}

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*/GET/*"}],
}

SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "x-amazon-apigateway-binary-media-types": st.lists(MEDIA_TYPES, unique=True, min_size=1),
    "x-amazon-apigateway-api-key-source": st.sampled_from(["HEADER", "AUTHORIZER"]),
    "x-amazon-apigateway-minimum-compression-size": st.integers(0, 10_485_760),
    "x-amazon-apigateway-policy": st.just(POLICY),
    "x-amazon-apigateway-endpoint-configuration": st.sampled_from(
        [
            {"types": ["REGIONAL"]},
            {"types": ["REGIONAL"], "ipAddressType": "dualstack"},
            PRIVATE,
            {"disableExecuteApiEndpoint": True},
        ]
    ),
    "x-amazon-apigateway-gateway-responses": st.dictionaries(
        st.sampled_from(["DEFAULT_4XX", "ACCESS_DENIED", "THROTTLED"]),
        said(
            statusCode=st.sampled_from([418, "429"]),
            responseParameters=st.just({"gatewayresponse.header.X": "'x'"}),
            responseTemplates=st.dictionaries(MEDIA_TYPES, TEXTS, max_size=2),
        ),
        max_size=2,
    ),
    "tags": st.just([{"name": "owner", "x-amazon-apigateway-tag-value": "us"}]),
}


@st.composite
def documents(draw: st.DrawFn, media_types: MediaTypes) -> dict[str, Any]:
    """Documents of APIs that can be deployed."""
    verbs = st.sampled_from(["get", "post", "delete", "x-amazon-apigateway-any-method"])
    paths = draw(
        st.lists(st.sampled_from(["/", "/a", "/a/{id}", "/b/c", "/{proxy+}"]), min_size=1, max_size=3, unique=True)
    )
    made = {
        path: {verb: draw(operations(path, media_types)) for verb in draw(st.sets(verbs, min_size=1))} for path in paths
    }
    chosen = draw(said(**SETTINGS))
    if chosen.get("x-amazon-apigateway-endpoint-configuration") == PRIVATE:
        chosen["x-amazon-apigateway-policy"] = POLICY  # without one it could not be deployed
    return {
        **document(made),
        "info": {"title": draw(WORDS), "version": draw(WORDS), **draw(said(description=TEXTS))},
        "components": {"schemas": {name: draw(schemas()) for name in MODELS}, "securitySchemes": SECURITY},
        "x-amazon-apigateway-request-validators": {
            name: {"validateRequestBody": draw(st.booleans()), "validateRequestParameters": draw(st.booleans())}
            for name in VALIDATORS
        },
        **chosen,
    }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """A region's API Gateway."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    yield stand.gateway
    await stand.region.stop()


@settings(max_examples=40, deadline=None)
@given(content=documents(MEDIA_TYPES))
async def test_an_api_that_is_exported_as_openapi_and_imported_is_the_same(
    gateway: Gateway, content: dict[str, Any]
) -> None:
    first = bring(gateway, content)
    text = export(gateway, first)
    yaml = export_text(gateway, first, accepts="application/yaml")

    second, third = bring(gateway, text), bring(gateway, yaml)

    assert state_of(gateway, second) == state_of(gateway, first)
    assert state_of(gateway, third) == state_of(gateway, first)
    assert export(gateway, second)["paths"] == text["paths"]
    delete(gateway, first, second, third)


@settings(max_examples=40, deadline=None)
@given(content=documents(ONE_MEDIA_TYPE))
async def test_an_api_that_is_exported_as_swagger_and_imported_is_the_same(
    gateway: Gateway, content: dict[str, Any]
) -> None:
    first = bring(gateway, content)

    second = bring(gateway, export(gateway, first, "swagger"))

    assert state_of(gateway, second) == state_of(gateway, first)
    delete(gateway, first, second)


@settings(max_examples=30, deadline=None)
@given(before=documents(MEDIA_TYPES), content=documents(MEDIA_TYPES))
async def test_an_api_that_is_overwritten_is_what_an_import_makes(
    gateway: Gateway, before: dict[str, Any], content: dict[str, Any]
) -> None:
    overwritten, imported = bring(gateway, before), bring(gateway, content)

    put(gateway, overwritten, content, "overwrite")

    own, theirs = state_of(gateway, overwritten), state_of(gateway, imported)
    assert {**own, "api": None} == {**theirs, "api": None}
    delete(gateway, overwritten, imported)


@settings(max_examples=30, deadline=None)
@given(content=documents(MEDIA_TYPES), mode=st.sampled_from(["merge", "overwrite"]))
async def test_putting_the_same_document_again_changes_nothing(
    gateway: Gateway, content: dict[str, Any], mode: str
) -> None:
    api = bring(gateway, content)
    stood = state_of(gateway, api)

    put(gateway, api, content, mode)

    assert state_of(gateway, api) == stood
    delete(gateway, api)


def put(gateway: Gateway, api: RestApi, content: dict[str, Any], mode: str) -> None:
    request = PutRestApiRequest(rest_api_id=api.id, body=json.dumps(content).encode(), mode=mode)
    gateway.put_rest_api(request)


def delete(gateway: Gateway, *apis: RestApi) -> None:
    for api in apis:
        gateway.delete_rest_api(RestApiRequest(rest_api_id=api.id))
