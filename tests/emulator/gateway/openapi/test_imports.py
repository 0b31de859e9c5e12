"""ImportRestApi and PutRestApi: what AWS's answers to imports have, its warnings, and its refusals with the place."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import (
    CreateRestApiRequest,
    GatewayResponseRequest,
    ImportRestApiRequest,
    Method,
    PageRequest,
    PutRestApiRequest,
    RestApi,
    RestApiRequest,
)
from lgtui.emulator.gateway.openapi import DocumentError
from lgtui.emulator.gateway.policies.resource_policies import policy_document
from lgtui.emulator.gateway.service import Gateway
from tests.emulator.gateway.stand import Stand, uri

INTEGRATION = "x-amazon-apigateway-integration"
MOCK = {INTEGRATION: {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'}}}


def document(paths: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    return {"openapi": "3.0.1", "info": {"title": "shop", "version": "2.0"}, "paths": paths or {}, **members}


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    """A region's API Gateway."""
    stand = Stand(tmp_path)
    yield stand.gateway
    await stand.region.stop()


def bring(gateway: Gateway, content: Any, *, fails: bool = False, **parameters: str) -> RestApi:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return gateway.import_rest_api(ImportRestApiRequest(body=body, fail_on_warnings=fails, parameters=parameters))


def put(gateway: Gateway, api: RestApi, content: Any, mode: str = "overwrite") -> RestApi:
    request = PutRestApiRequest(rest_api_id=api.id, body=json.dumps(content).encode(), mode=mode)
    return gateway.put_rest_api(request)


def paths(gateway: Gateway, api: RestApi) -> list[str]:
    return [resource.path for resource in gateway.resources_of(api.id)]


def method(gateway: Gateway, api: RestApi, path: str, verb: str = "GET") -> Method:
    (found,) = [each for each in gateway.resources_of(api.id) if each.path == path]
    return found.resource_methods[verb]


def models(gateway: Gateway, api: RestApi) -> set[str]:
    return {each.name for each in gateway.get_models(PageRequest(rest_api_id=api.id)).items}


# What the API is -----------------------------------------------------------------------------------------------


async def test_the_answer_has_what_the_document_says_of_the_api(gateway: Gateway) -> None:
    api = bring(
        gateway,
        {
            **document(
                info={"title": "shop", "description": "sells", "version": 2.0},
                tags=[{"name": "owner", "x-amazon-apigateway-tag-value": "us"}, {"name": "orders"}],
            ),
            "x-amazon-apigateway-binary-media-types": ["image/png"],
            "x-amazon-apigateway-api-key-source": "AUTHORIZER",
            "x-amazon-apigateway-minimum-compression-size": 1024,
            "x-amazon-apigateway-policy": {"Version": "2012-10-17", "Statement": []},
            "x-amazon-apigateway-endpoint-configuration": {
                "types": ["REGIONAL"],
                "disableExecuteApiEndpoint": True,
            },
        },
    )

    assert (api.name, api.description, api.version) == ("shop", "sells", "2.0")
    assert (api.binary_media_types, api.api_key_source) == (["image/png"], "AUTHORIZER")
    assert (api.minimum_compression_size, api.tags) == (1024, {"owner": "us"})
    assert policy_document(api.policy) == {"Version": "2012-10-17", "Statement": []}
    assert (api.endpoint_configuration.types, api.disable_execute_api_endpoint) == (["REGIONAL"], True)
    assert gateway.apis() == [api]


async def test_the_endpoint_may_be_said_in_a_server_or_in_the_request(gateway: Gateway) -> None:
    servers = [{"url": "https://a.b", "x-amazon-apigateway-endpoint-configuration": {"vpcEndpointIds": ["vpce-1"]}}]

    api = bring(gateway, document(servers=servers), endpointConfigurationTypes="PRIVATE")

    assert (api.endpoint_configuration.types, api.endpoint_configuration.vpc_endpoint_ids) == (["PRIVATE"], ["vpce-1"])


async def test_an_imported_api_has_the_documents_models_alone(gateway: Gateway) -> None:
    api = bring(gateway, document(components={"schemas": {"Pet": {"type": "object", "description": "an animal"}}}))

    (model,) = gateway.get_models(PageRequest(rest_api_id=api.id)).items
    assert (model.name, model.description) == ("Pet", "an animal")


@pytest.mark.parametrize(
    ("mode", "from_variable", "from_url"),
    [
        ("ignore", "/test", "/test"),
        ("prepend", "/base/test", "/base/part/test"),
        ("split", "/test", "/part/test"),
        ("Split", "/test", "/part/test"),
    ],
)
async def test_a_base_path_is_ignored_prepended_or_split(
    gateway: Gateway, mode: str, from_variable: str, from_url: str
) -> None:
    variable = [{"url": "https://a.b/{basePath}", "variables": {"basePath": {"default": "/base"}}}]
    url = [{"url": "https://a.b/"}, {"url": "https://a.b/base/part/"}]
    swagger = {"swagger": "2.0", "basePath": "/base/part", "paths": {"/test": {"get": MOCK}}}

    made = [
        bring(gateway, document({"/test": {"get": MOCK}}, servers=variable), basepath=mode),
        bring(gateway, document({"/test": {"get": MOCK}}, servers=url), basepath=mode),
        bring(gateway, swagger, basepath=mode),
    ]

    assert [paths(gateway, api)[-1] for api in made] == [from_variable, from_url, from_url]


async def test_a_prepended_base_path_is_the_roots_own_path(gateway: Gateway) -> None:
    api = bring(gateway, {"swagger": "2.0", "basePath": "/v1", "paths": {"/": {"get": MOCK}}}, basepath="prepend")

    assert method(gateway, api, "/v1").http_method == "GET"


async def test_a_base_path_mode_that_is_none_is_refused(gateway: Gateway) -> None:
    with pytest.raises(BadRequestException, match="Invalid base path mode 'append'"):
        bring(gateway, document(), basepath="append")


# Methods -------------------------------------------------------------------------------------------------------


async def test_every_member_of_an_integration_is_imported(gateway: Gateway) -> None:
    written = {
        "type": "http",
        "httpMethod": "post",
        "uri": "http://example.com/{id}",
        "connectionType": "VPC_LINK",
        "connectionId": "abc123",
        "credentials": "arn:aws:iam::123456789012:role/r",
        "requestParameters": {"integration.request.path.id": "method.request.path.id"},
        "requestTemplates": {"application/json": {"a": 1}},
        "passthroughBehavior": "never",
        "contentHandling": "CONVERT_TO_TEXT",
        "timeoutInMillis": 1000,
        "cacheNamespace": "ns",
        "cacheKeyParameters": ["method.request.path.id"],
        "tlsConfig": {"insecureSkipVerification": True},
        "responses": {
            "default": {"statusCode": 200, "responseParameters": {"method.response.header.X": "'x'"}},
            "4\\d\\d": {"statusCode": "400", "responseTemplates": {"application/json": "no"}},
        },
    }
    operation = {
        "parameters": [{"name": "id", "in": "path", "required": True}],
        "responses": {"200": {"headers": {"X": {}}}, "400": {}},
        INTEGRATION: written,
    }

    api = bring(gateway, document({"/{id}": {"get": operation}}), fails=True)

    made = method(gateway, api, "/{id}").method_integration
    assert made is not None
    assert (made.type, made.http_method, made.uri) == ("HTTP", "POST", "http://example.com/{id}")
    assert (made.connection_type, made.connection_id, made.credentials) == (
        "VPC_LINK",
        "abc123",
        "arn:aws:iam::123456789012:role/r",
    )
    assert made.request_templates == {"application/json": '{"a":1}'}
    assert (made.passthrough_behavior, made.content_handling, made.timeout_in_millis) == (
        "NEVER",
        "CONVERT_TO_TEXT",
        1000,
    )
    assert (made.cache_namespace, made.cache_key_parameters) == ("ns", ["method.request.path.id"])
    assert made.tls_config is not None
    assert made.tls_config.insecure_skip_verification
    assert {code: each.selection_pattern for code, each in made.integration_responses.items()} == {
        "200": None,
        "400": "4\\d\\d",
    }


async def test_http_endpoints_are_reached_over_the_internet_and_mocks_have_no_method(gateway: Gateway) -> None:
    http = {INTEGRATION: {"type": "http", "httpMethod": "GET", "uri": "http://example.com"}}
    mock = {INTEGRATION: {"type": "mock", "httpMethod": "POST"}}

    api = bring(gateway, document({"/": {"get": http, "options": mock}}))

    of_http, of_mock = (method(gateway, api, "/", verb).method_integration for verb in ("GET", "OPTIONS"))
    assert of_http is not None
    assert of_mock is not None
    assert (of_http.connection_type, of_mock.connection_type, of_mock.http_method) == ("INTERNET", None, "")


async def test_responses_have_models_by_content_type(gateway: Gateway) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}, "text/plain": {}}
    responses = {"200": {"content": content}, "404": {"$ref": "#/components/responses/Missing"}, "default": {}}
    components = {"schemas": {"Pet": {"type": "object"}}, "responses": {"Missing": {"headers": {"X": {}}}}}

    api = bring(gateway, document({"/": {"get": {**MOCK, "responses": responses}}}, components=components), fails=True)

    made = method(gateway, api, "/").method_responses
    assert {code: each.response_models for code, each in made.items()} == {
        "200": {"application/json": "Pet"},
        "404": None,
    }
    assert made["404"].response_parameters == {"method.response.header.X": False}


async def test_swaggers_responses_have_models_for_what_is_produced(gateway: Gateway) -> None:
    operation = {**MOCK, "produces": ["text/json"], "responses": {"200": {"schema": {"$ref": "#/definitions/Pet"}}}}
    swagger = {"swagger": "2.0", "definitions": {"Pet": {"type": "object"}}, "paths": {"/": {"get": operation}}}

    api = bring(gateway, swagger)

    assert method(gateway, api, "/").method_responses["200"].response_models == {"text/json": "Pet"}


async def test_scopes_and_the_type_of_authentication_are_imported(gateway: Gateway) -> None:
    scheme = {
        "type": "apiKey",
        "name": "Token",
        "in": "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {
            "type": "cognito_user_pools",
            "providerARNs": ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_x"],
        },
    }
    operations = {
        "get": MOCK,
        "put": {**MOCK, "security": [{"pool": ["email", "openid"]}]},
        "post": {**MOCK, "security": [], "x-amazon-apigateway-auth": {"type": "AWS_IAM"}},
    }
    content = document(
        {"/": operations}, security=[{"pool": ["email"]}], components={"securitySchemes": {"pool": scheme}}
    )

    api = bring(gateway, content)

    (authorizer,) = gateway.get_authorizers(PageRequest(rest_api_id=api.id)).items
    assert (authorizer.auth_type, authorizer.identity_source) == ("cognito_user_pools", "method.request.header.Token")
    assert authorizer.authorizer_result_ttl_in_seconds is None
    scopes = {verb: method(gateway, api, "/", verb).authorization_scopes for verb in ("GET", "PUT", "POST")}
    assert scopes == {"GET": ["email"], "PUT": ["email", "openid"], "POST": []}
    assert method(gateway, api, "/", "POST").authorization_type == "AWS_IAM"


async def test_models_may_refer_to_each_other_in_a_circle_and_into_each_other(gateway: Gateway) -> None:
    schemas = {
        "Person": {"type": "object", "properties": {"house": {"$ref": "#/components/schemas/House"}}},
        "House": {
            "type": "object",
            "properties": {
                "people": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
                "size": {"type": "integer", "exclusiveMinimum": 0},
            },
        },
        "Size": {"$ref": "#/components/schemas/House/properties/size"},
        "Either": {"type": ["string", "null"], "const": "a", "required": []},
    }

    api = bring(gateway, {**document(components={"schemas": schemas}), "openapi": "3.1.0"}, fails=True)

    made = {each.name: json.loads(each.schema) for each in gateway.get_models(PageRequest(rest_api_id=api.id)).items}
    assert made["House"]["properties"]["people"]["items"]["$ref"].endswith(f"/restapis/{api.id}/models/Person")
    assert made["Size"] == {"type": "integer", "minimum": 0, "exclusiveMinimum": True}
    assert made["Either"] == {"type": ["string", "null"], "enum": ["a"]}


# Warnings ------------------------------------------------------------------------------------------------------

WARNED = document(
    {"/test": {"get": {INTEGRATION: {"type": "mock", "requestParameters": {"integration.request.header.no": True}}}}}
)
WARNING = (
    "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.no' of "
    "resource '/test' and method 'GET' but got 'true'"
)


async def test_what_is_passed_over_is_in_the_answer_and_in_no_later_one(gateway: Gateway) -> None:
    api = bring(gateway, WARNED)

    assert api.warnings == [WARNING]
    assert put(gateway, api, WARNED).warnings == [WARNING]
    assert gateway.apis()[0].warnings == []


async def test_a_request_may_fail_on_warnings(gateway: Gateway) -> None:
    with pytest.raises(BadRequestException) as caught:
        bring(gateway, WARNED, fails=True)

    assert caught.value.message == f"Warnings found during import:\n\t{WARNING}"
    assert gateway.apis() == []


async def test_a_model_that_is_not_there_is_a_warning(gateway: Gateway) -> None:
    missing = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gone"}}}}

    api = bring(gateway, document({"/": {"get": {**MOCK, "responses": {"200": missing}}}}))

    assert api.warnings == ["Reference to model 'Gone' not found. Ignoring."]
    assert method(gateway, api, "/").method_responses["200"].response_models is None


# Refusals ------------------------------------------------------------------------------------------------------


async def test_all_that_is_refused_is_named_in_awss_words_with_its_place(gateway: Gateway) -> None:
    http = {INTEGRATION: {"type": "http", "httpMethod": "GET", "uri": "ftp://example.com"}}
    mapped = {"statusCode": "200", "responseParameters": {"method.response.header.a": "nonsense"}}
    unmappable = {INTEGRATION: {"type": "mock", "responses": {"default": mapped}}}

    with pytest.raises(DocumentError) as caught:
        bring(gateway, document({"/a b": {"get": MOCK}, "/orders": {"get": http, "put": unmappable}}))

    assert caught.value.message.splitlines() == [
        "Errors found during import:",
        "\tUnable to create resource at path '/a b': Resource's path part only allow a-zA-Z0-9._-: or a valid greedy "
        "path variable and curly braces at the beginning and the end. (#/paths/~1a b)",
        "\tUnable to put integration on 'GET' for resource at path '/orders': Invalid HTTP endpoint specified for URI "
        "(#/paths/~1orders/get/x-amazon-apigateway-integration)",
        "\tUnable to put integration response on 'PUT' for resource at path '/orders': Invalid mapping expression "
        "specified: nonsense to method.response.header.a "
        "(#/paths/~1orders/put/x-amazon-apigateway-integration/responses/default)",
    ]
    assert gateway.apis() == []


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        ({INTEGRATION: ["mock"]}, "Unable to parse API definition because of a malformed integration at path /"),
        ({INTEGRATION: {"type": "mock", "uri": {"Fn::Sub": "x"}}}, "Expected a text"),
        ({INTEGRATION: {"type": "mock", "passthroughBehavior": "maybe"}}, "Invalid passthrough behavior 'maybe'"),
        ({INTEGRATION: {}}, "Invalid integration type ''"),
        ({**MOCK, "parameters": [{"$ref": "#/components/parameters/gone"}]}, "leads nowhere"),
    ],
)
async def test_what_cannot_be_read_names_its_place(gateway: Gateway, operation: dict[str, Any], told: str) -> None:
    with pytest.raises(DocumentError, match=told) as caught:
        bring(gateway, document({"/": {"get": operation}}))

    assert caught.value.remarks[0].trail[:3] == ("paths", "/", "get")


async def test_a_model_name_that_is_not_alphanumeric_is_refused(gateway: Gateway) -> None:
    with pytest.raises(DocumentError) as caught:
        bring(gateway, document(components={"schemas": {"body_1": {"type": "object"}}}))

    assert caught.value.message == (
        "Errors found during import:\n\tUnable to create model for 'body_1': Model name must be alphanumeric: body_1 "
        "(#/components/schemas/body_1)"
    )


# Merging -------------------------------------------------------------------------------------------------------


async def test_merging_keeps_what_the_document_does_not_say(gateway: Gateway) -> None:
    created = gateway.create_rest_api(CreateRestApiRequest(name="old", binary_media_types=["image/heif"]))
    put(gateway, created, document({"/a": {"get": MOCK}, "/b": {"get": MOCK}}, **RESPONSES), "merge")

    other = {"get": {**MOCK, "operationId": "changed"}, "put": MOCK}
    api = put(
        gateway, created, document({"/b": other}, **{"x-amazon-apigateway-binary-media-types": ["image/png"]}), "merge"
    )

    assert (api.name, api.binary_media_types) == ("shop", ["image/heif", "image/png"])
    assert paths(gateway, api) == ["/", "/a", "/b"]
    assert method(gateway, api, "/b").operation_name == "changed"
    assert method(gateway, api, "/b", "PUT").method_integration is not None
    assert models(gateway, api) == {"Empty", "Error"}
    named = GatewayResponseRequest(rest_api_id=api.id, response_type="THROTTLED")
    assert gateway.get_gateway_response(named).status_code == "430"


RESPONSES = {"x-amazon-apigateway-gateway-responses": {"THROTTLED": {"statusCode": 430}}}


async def test_merging_changes_authorizers_and_validators_of_the_same_name_in_place(gateway: Gateway) -> None:
    def content(function: str, *, checks: bool) -> dict[str, Any]:
        authorizer = {"type": "token", "authorizerUri": uri(function), "authorizerResultTtlInSeconds": 5}
        keeper = {"type": "apiKey", "name": "T", "in": "header", "x-amazon-apigateway-authorizer": authorizer}
        guarded = {**MOCK, "security": [{"keeper": []}], "x-amazon-apigateway-request-validator": "all"}
        return document(
            {f"/{function}": {"get": guarded}},
            components={"securitySchemes": {"keeper": keeper}},
            **{"x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": checks}}},
        )

    api = bring(gateway, content("one", checks=False))
    put(gateway, api, content("two", checks=True), "merge")

    (authorizer,) = gateway.get_authorizers(PageRequest(rest_api_id=api.id)).items
    (validator,) = gateway.get_request_validators(PageRequest(rest_api_id=api.id)).items
    assert (authorizer.authorizer_uri, validator.validate_request_body) == (uri("two"), True)
    for path in ("/one", "/two"):
        asked = method(gateway, api, path)
        assert (asked.authorizer_id, asked.request_validator_id) == (authorizer.id, validator.id)


async def test_overwriting_takes_the_default_models_away(gateway: Gateway) -> None:
    created = gateway.create_rest_api(CreateRestApiRequest(name="old", binary_media_types=["image/heif"]))

    api = put(gateway, created, document())

    assert (models(gateway, api), api.binary_media_types) == (set(), [])


async def test_a_refused_merge_leaves_the_api_as_it_was(gateway: Gateway) -> None:
    api = bring(gateway, document({"/a": {"get": MOCK}}))
    before = gateway.resources_of(api.id)

    with pytest.raises(BadRequestException):
        put(gateway, api, document({"/b": {"get": MOCK}, "/c c": {"get": MOCK}}), "merge")

    assert gateway.resources_of(api.id) == before


# What is taken, and what is not ---------------------------------------------------------------------------------


async def test_a_path_s_variables_are_parameters_of_its_methods(gateway: Gateway) -> None:
    """localstack/localstack test_apigateway_import, `swagger-mock-cors.json`, recorded on AWS."""
    api = bring(gateway, document({"/a/{id}/{rest+}": {"get": MOCK}}))

    assert method(gateway, api, "/a/{id}/{rest+}").request_parameters == {
        "method.request.path.id": True,
        "method.request.path.rest": True,
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"openapi": "2.0.0", "paths": {}}, "Only OpenAPI 3.x.x are currently supported"),
        ({"swagger": "1.2", "paths": {}}, "the version of Swagger is 2.0 (#/swagger)"),
        ({"info": {}}, "Invalid OpenAPI input."),
        ({"openapi": "3.0.0"}, "'paths' is a required property"),
    ],
)
async def test_what_is_no_document_is_refused(gateway: Gateway, content: Any, words: str) -> None:
    with pytest.raises(BadRequestException, match=re.escape(words)):
        bring(gateway, content, fails=True)


async def test_a_document_without_paths_is_an_api_with_a_warning(gateway: Gateway) -> None:
    assert bring(gateway, {"openapi": "3.0.0"}).warnings == ["attribute paths is missing"]


async def test_a_mode_that_is_none_is_refused(gateway: Gateway) -> None:
    api = bring(gateway, document({"/a": {"get": MOCK}}))

    with pytest.raises(BadRequestException, match='must be "overwrite" or "merge"'):
        put(gateway, api, document({}), "mix")


async def test_a_put_with_a_setting_that_is_none_changes_nothing(gateway: Gateway) -> None:
    api = bring(gateway, document({"/a": {"get": MOCK}}))

    with pytest.raises(BadRequestException, match="minimum compression size"):
        put(gateway, api, document({"/b": {"get": MOCK}}, **{"x-amazon-apigateway-minimum-compression-size": -1}))

    assert paths(gateway, api) == ["/", "/a"]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("x-amazon-apigateway-policy", {"Version": "2012-10-17"}),
        ("x-amazon-apigateway-minimum-compression-size", 10**9),
        ("x-amazon-apigateway-endpoint-configuration", {"types": ["EDGE", "REGIONAL"]}),
        ("x-amazon-apigateway-api-key-source", "COOKIE"),
    ],
)
async def test_a_setting_that_is_none_names_its_place(gateway: Gateway, member: str, value: Any) -> None:
    content = document({"/a": {"get": MOCK}}, **{member: value})
    api = bring(gateway, document({"/a": {"get": MOCK}}))

    with pytest.raises(BadRequestException, match=re.escape(f"(#/{member})")):
        bring(gateway, content)
    with pytest.raises(BadRequestException, match=re.escape(f"(#/{member})")):
        put(gateway, api, content)
    assert gateway.apis() == [gateway.get_rest_api(RestApiRequest(rest_api_id=api.id))]
