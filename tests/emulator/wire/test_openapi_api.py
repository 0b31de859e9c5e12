"""ImportRestApi and PutRestApi through boto3: whole answers, as localstack/localstack has recorded them on AWS.

Each test names the recorded one (tests/aws/services/apigateway/test_apigateway_import.py); documents are cut down to
what the answers depend on.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project

INTEGRATION = "x-amazon-apigateway-integration"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Hello"
URI = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
CORS = {"method.response.header.Access-Control-Allow-Origin": "'*'"}
MOCK = {
    "type": "mock",
    "requestTemplates": {"application/json": '{"statusCode": 200}'},
    "passthroughBehavior": "when_no_match",
    "responses": {"default": {"statusCode": "200", "responseParameters": CORS}},
}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator with a function."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        yield running


@pytest.fixture(scope="module")
def gateway(emulator: EmulatorProcess) -> Any:
    """A client of API Gateway."""
    return aws_client(emulator, "apigateway")


class Imported:
    """An API that was made from a document, with ids put by names."""

    def __init__(self, gateway: Any, content: dict[str, Any], **members: Any) -> None:
        self._gateway = gateway
        self._names: dict[str, str] = {}
        answer = gateway.import_rest_api(body=json.dumps(content), failOnWarnings=True, **members)
        self._names[answer["id"]] = "<api>"
        self.api_id: str = answer["id"]
        for resource in self.resources():
            self._names[resource["id"]] = f"<{resource['path']}>"
        self.answer = self.told(answer)

    def resources(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._gateway.get_resources(restApiId=self.api_id, limit=500)["items"]
        return sorted(items, key=lambda item: item["path"])

    def listed(self, operation: str) -> list[dict[str, Any]]:
        """What an operation lists of the API, by name."""
        items = sorted(getattr(self._gateway, operation)(restApiId=self.api_id)["items"], key=lambda item: item["name"])
        for item in items:
            self._names.setdefault(item["id"], f"<{item['name']}>")
        told: list[dict[str, Any]] = self.told(items)
        return told

    def of(self, operation: str, path: str, http_method: str, **members: str) -> Any:
        """What an operation says of a method."""
        (resource_id,) = [item["id"] for item in self.resources() if item["path"] == path]
        place = {"restApiId": self.api_id, "resourceId": resource_id, "httpMethod": http_method}
        return self.told(getattr(self._gateway, operation)(**place, **members))

    def told(self, value: Any) -> Any:
        """An answer without its metadata and times, names in place of ids."""
        if isinstance(value, list):
            return [self.told(item) for item in value]
        if isinstance(value, dict):
            return {key: self.told(item) for key, item in value.items() if key != "ResponseMetadata"}
        if isinstance(value, datetime):
            return "<time>"
        if isinstance(value, str):
            for known, name in self._names.items():
                value = value.replace(known, name)
        return value


def test_the_answer_to_an_import_has_no_tags(gateway: Any) -> None:
    """test_import_swagger_api."""
    info = {"title": "PetStore", "version": "1.0", "description": "sells"}
    api = Imported(gateway, {"swagger": "2.0", "info": info, "paths": {"/": {"get": {INTEGRATION: MOCK}}}})

    assert api.answer == {
        "apiKeySource": "HEADER",
        "createdDate": "<time>",
        "description": "sells",
        "disableExecuteApiEndpoint": False,
        "endpointConfiguration": {"ipAddressType": "ipv4", "types": ["EDGE"]},
        "id": "<api>",
        "name": "PetStore",
        "rootResourceId": "</>",
        "version": "1.0",
    }


def test_authorizers_have_what_the_document_says_of_them(gateway: Any) -> None:
    """test_import_swagger_api, test_import_with_cognito_auth_identity_source."""
    token = {"type": "token", "authorizerUri": URI, "identityValidationExpression": "^x-[a-z]+"}
    scheme = {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "oauth2"}
    arns = ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"]
    pools = {"type": "cognito_user_pools", "providerARNs": arns}
    content = {
        "swagger": "2.0",
        "info": {"title": "x", "version": "1"},
        "security": [{"pool": ["email"]}],
        "paths": {
            "/": {"get": {"security": [{"used": []}], INTEGRATION: MOCK}, "put": {INTEGRATION: MOCK}},
            "/own": {"get": {"security": [{"pool": ["email", "openid"]}], INTEGRATION: MOCK}},
        },
        "securityDefinitions": {
            "used": {**scheme, "x-amazon-apigateway-authorizer": {**token, "authorizerResultTtlInSeconds": 60}},
            "not used": {**scheme, "x-amazon-apigateway-authorizer": token},
            "pool": {
                **scheme,
                "name": "TestHeaderAuth",
                "x-amazon-apigateway-authtype": "cognito_user_pools",
                "x-amazon-apigateway-authorizer": pools,
            },
        },
    }
    api = Imported(gateway, content)

    plain = {
        "authType": "oauth2",
        "authorizerUri": URI,
        "identitySource": "method.request.header.Authorization",
        "identityValidationExpression": "^x-[a-z]+",
        "type": "TOKEN",
    }
    assert api.listed("get_authorizers") == [
        {"id": "<not used>", "name": "not used", **plain},
        {
            "id": "<pool>",
            "name": "pool",
            "type": "COGNITO_USER_POOLS",
            "providerARNs": arns,
            "authType": "cognito_user_pools",
            "identitySource": "method.request.header.TestHeaderAuth",
        },
        {"id": "<used>", "name": "used", **plain, "authorizerResultTtlInSeconds": 60},
    ]
    methods = [api.of("get_method", path, verb) for path, verb in (("/", "GET"), ("/", "PUT"), ("/own", "GET"))]
    names = ("authorizationType", "authorizerId", "authorizationScopes")
    assert [tuple(method.get(name) for name in names) for method in methods] == [
        ("CUSTOM", "<used>", None),
        ("COGNITO_USER_POOLS", "<pool>", ["email"]),
        ("COGNITO_USER_POOLS", "<pool>", ["email", "openid"]),
    ]


def test_methods_and_integrations_are_answered_whole(gateway: Any) -> None:
    """test_import_swagger_api: `/pets`."""
    headers = {"Access-Control-Allow-Origin": {"type": "string"}}
    operation = {
        "operationId": "CreatePet",
        "produces": ["application/json"],
        "parameters": [
            {"in": "query", "name": "page", "required": False},
            {"in": "body", "name": "NewPet", "schema": {"$ref": "#/definitions/NewPet"}},
        ],
        "responses": {"200": {"schema": {"$ref": "#/definitions/Pets"}, "headers": headers}},
        INTEGRATION: {
            "type": "http",
            "httpMethod": "POST",
            "uri": "http://pets.example.com/pets",
            "requestParameters": {"integration.request.querystring.page": "method.request.querystring.page"},
            "responses": {"default": {"statusCode": "200", "responseParameters": CORS}},
        },
    }
    definitions = {"NewPet": {"type": "object"}, "Pets": {"type": "array", "items": {"$ref": "#/definitions/NewPet"}}}
    content = {"swagger": "2.0", "info": {"title": "x"}, "paths": {"/pets": {"post": operation}}}
    api = Imported(gateway, {**content, "definitions": definitions})

    integration = {
        "cacheKeyParameters": [],
        "cacheNamespace": "</pets>",
        "connectionType": "INTERNET",
        "httpMethod": "POST",
        "integrationResponses": {"200": {"responseParameters": CORS, "statusCode": "200"}},
        "passthroughBehavior": "WHEN_NO_MATCH",
        "requestParameters": {"integration.request.querystring.page": "method.request.querystring.page"},
        "timeoutInMillis": 29000,
        "type": "HTTP",
        "uri": "http://pets.example.com/pets",
    }
    response = {
        "responseModels": {"application/json": "Pets"},
        "responseParameters": {"method.response.header.Access-Control-Allow-Origin": False},
        "statusCode": "200",
    }
    assert api.of("get_method", "/pets", "POST") == {
        "apiKeyRequired": False,
        "authorizationType": "NONE",
        "httpMethod": "POST",
        "methodIntegration": integration,
        "methodResponses": {"200": response},
        "operationName": "CreatePet",
        "requestModels": {"application/json": "NewPet"},
        "requestParameters": {"method.request.querystring.page": False},
    }
    assert api.of("get_integration", "/pets", "POST") == integration
    assert api.of("get_method_response", "/pets", "POST", statusCode="200") == response
    assert api.of("get_integration_response", "/pets", "POST", statusCode="200") == {
        "responseParameters": CORS,
        "statusCode": "200",
    }
    assert api.told(api.resources()) == [
        {"id": "</>", "path": "/"},
        {"id": "</pets>", "parentId": "</>", "path": "/pets", "pathPart": "pets", "resourceMethods": {"POST": {}}},
    ]


def test_what_the_document_does_not_say_is_not_there(gateway: Any) -> None:
    """test_import_and_validate_rest_api[swagger-mock-cors.json]."""
    operation = {INTEGRATION: {"type": "aws_proxy", "httpMethod": "POST", "uri": URI}, "responses": {}}
    api = Imported(
        gateway, {"swagger": "2.0", "info": {"title": "x"}, "paths": {"/product/{product_id}": {"get": operation}}}
    )

    assert api.of("get_method", "/product/{product_id}", "GET") == {
        "apiKeyRequired": False,
        "authorizationType": "NONE",
        "httpMethod": "GET",
        "methodIntegration": {
            "cacheKeyParameters": [],
            "cacheNamespace": "</product/{product_id}>",
            "httpMethod": "POST",
            "passthroughBehavior": "WHEN_NO_MATCH",
            "timeoutInMillis": 29000,
            "type": "AWS_PROXY",
            "uri": URI,
        },
        "requestParameters": {"method.request.path.product_id": True},
    }
    assert api.listed("get_models") == []
    for operation_name in ("get_method_response", "get_integration_response"):
        with pytest.raises(ClientError) as caught:
            api.of(operation_name, "/product/{product_id}", "GET", statusCode="200")
        assert caught.value.response["Error"] == {
            "Code": "NotFoundException",
            "Message": "Invalid Response status code specified",
        }


def test_models_refer_to_each_other_by_url(gateway: Any) -> None:
    """test_import_with_circular_models_and_request_validation."""
    person = {
        "type": "object",
        "required": ["name", "b"],
        "properties": {"house": {"$ref": "#/components/schemas/House"}},
    }
    house = {"type": "object", "description": "Where a Person can live", "properties": {}}
    house["properties"] = {"contains": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Person"}}}}
    content = {
        "openapi": "3.0.2",
        "info": {"title": "Circular"},
        "x-amazon-apigateway-request-validators": {
            "basic": {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-request-validator": "basic",
        "paths": {
            "/person": {
                "post": {
                    "requestBody": body,
                    INTEGRATION: MOCK,
                    "responses": {"200": {"headers": {"Access-Control-Allow-Origin": {}}}},
                }
            }
        },
        "components": {"schemas": {"Person": person, "House": house}},
    }
    api = Imported(gateway, content)

    url = "https://apigateway.amazonaws.com/restapis/<api>/models/"
    models = [{**item, "schema": json.loads(item["schema"])} for item in api.listed("get_models")]
    assert models == [
        {
            "contentType": "application/json",
            "description": "Where a Person can live",
            "id": "<House>",
            "name": "House",
            "schema": {
                **house,
                "properties": {"contains": {"type": "array", "items": {"$ref": f"{url}Person"}}},
            },
        },
        {
            "contentType": "application/json",
            "id": "<Person>",
            "name": "Person",
            "schema": {**person, "properties": {"house": {"$ref": f"{url}House"}}},
        },
    ]
    assert api.listed("get_request_validators") == [
        {"id": "<basic>", "name": "basic", "validateRequestBody": True, "validateRequestParameters": True}
    ]
    assert api.of("get_method", "/person", "POST")["requestValidatorId"] == "<basic>"


def test_a_put_has_tags_and_warnings_with_the_path_that_the_base_path_makes(gateway: Any) -> None:
    """test_import_rest_api_with_base_path_oas30[prepend]."""
    created = gateway.create_rest_api(name="before")
    parameters = {"integration.request.header.nothing": True, "integration.request.header.X-Kind": "'Event'"}
    content = {
        "openapi": "3.0.1",
        "info": {"title": "after", "version": "2.0"},
        "servers": [{"url": "https://testdomain.com/base-url/part/"}],
        "paths": {"/test": {"get": {INTEGRATION: {**MOCK, "requestParameters": parameters, "responses": {}}}}},
    }

    put = gateway.put_rest_api(
        restApiId=created["id"], mode="overwrite", body=json.dumps(content), parameters={"basepath": "prepend"}
    )

    del put["ResponseMetadata"], put["createdDate"], put["id"], put["rootResourceId"]
    assert put == {
        "apiKeySource": "HEADER",
        "disableExecuteApiEndpoint": False,
        "endpointConfiguration": {"ipAddressType": "ipv4", "types": ["EDGE"]},
        "name": "after",
        "tags": {},
        "version": "2.0",
        "warnings": [
            "Invalid format for 'requestParameters'. Expected type string for property "
            "'integration.request.header.nothing' of resource '/base-url/part/test' and method 'GET' but got 'true'"
        ],
    }
    items = gateway.get_resources(restApiId=created["id"])["items"]
    assert sorted(item["path"] for item in items) == ["/", "/base-url", "/base-url/part", "/base-url/part/test"]


@pytest.mark.parametrize(("mode", "types"), [("merge", ["image/heif", "image/png"]), ("overwrite", ["image/png"])])
def test_binary_media_types_are_merged_or_overwritten(gateway: Any, mode: str, types: list[str]) -> None:
    """test_put_rest_api_mode_binary_media_types."""
    created = gateway.create_rest_api(name="before", binaryMediaTypes=["image/heif"])
    content = {"openapi": "3.0.1", "info": {"title": "after"}, "paths": {}}
    content["x-amazon-apigateway-binary-media-types"] = ["image/png"]

    put = gateway.put_rest_api(restApiId=created["id"], mode=mode, body=json.dumps(content))

    assert (put["name"], put["binaryMediaTypes"]) == ("after", types)
