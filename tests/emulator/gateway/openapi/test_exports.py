"""GetExport: documents as AWS writes them (localstack/localstack test_apigateway_extended, recorded on AWS)."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from lgtui.emulator.errors import BadRequestException, NotFoundException, NotImplementedException
from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    CreateDocumentationVersionRequest,
    CreateModelRequest,
    CreateRestApiRequest,
    DocumentationPartsRequest,
    GetExportRequest,
    ImportRestApiRequest,
    PutRestApiRequest,
    RestApi,
)
from lgtui.emulator.gateway.service import Gateway
from tests.emulator.gateway.openapi.documents import (
    INTEGRATION,
    MOCK,
    STAGE,
    bring,
    document,
    export,
    export_text,
)
from tests.emulator.gateway.stand import Stand, uri

PETS: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "pets", "description": "Sells pets", "version": "1.0.0"},
    "paths": {
        "/": {
            "get": {
                "consumes": ["application/json"],
                "produces": ["text/html"],
                "responses": {"200": {"description": "fine", "headers": {"Content-Type": {"type": "string"}}}},
                INTEGRATION: {
                    **MOCK[INTEGRATION],
                    "responses": {"default": {"statusCode": "200", "responseTemplates": {"text/html": "<p>"}}},
                },
            }
        },
        "/pets": {
            "post": {
                "operationId": "CreatePet",
                "parameters": [
                    {"in": "body", "name": "pet", "schema": {"$ref": "#/definitions/NewPet"}},
                    {"in": "query", "name": "page", "type": "integer"},
                ],
                "responses": {"200": {"schema": {"$ref": "#/definitions/Pets"}}},
                INTEGRATION: {
                    "type": "http",
                    "httpMethod": "POST",
                    "uri": "http://pets.example.com/{petId}",
                    "requestParameters": {"integration.request.querystring.page": "method.request.querystring.page"},
                },
            }
        },
        "/pets/{petId}": {
            "get": {
                "parameters": [{"in": "path", "name": "petId", "required": True}],
                "responses": {"200": {"description": "200 response"}},
                **MOCK,
            }
        },
    },
    "definitions": {
        "NewPet": {"type": "object", "properties": {"type": {"$ref": "#/definitions/PetType"}}},
        "PetType": {"type": "string", "enum": ["dog", "cat"]},
        "Pets": {"type": "array", "items": {"$ref": "#/definitions/NewPet"}},
    },
}


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    """A region's API Gateway."""
    stand = Stand(tmp_path)
    yield stand.gateway
    await stand.region.stop()


def ask(gateway: Gateway, api: RestApi, **members: Any) -> GetExportRequest:
    """A request for the export of an API that is deployed."""
    gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id, stage_name=STAGE))
    return GetExportRequest(**{"rest_api_id": api.id, "stage_name": STAGE, "export_type": "oas30", **members})


async def test_swagger_without_extensions(gateway: Gateway) -> None:
    api = bring(gateway, PETS)

    assert export(gateway, api, "swagger", "") == {
        "swagger": "2.0",
        "info": {"title": "pets", "description": "Sells pets", "version": "1.0.0"},
        "host": f"{api.id}.execute-api.us-east-1.amazonaws.com",
        "basePath": "/local",
        "schemes": ["https"],
        "paths": {
            "/": {
                "get": {
                    "consumes": ["application/json"],
                    "produces": ["text/html"],
                    "responses": {
                        "200": {"description": "200 response", "headers": {"Content-Type": {"type": "string"}}}
                    },
                }
            },
            "/pets": {
                "post": {
                    "operationId": "CreatePet",
                    "consumes": ["application/json"],
                    "produces": ["application/json"],
                    "parameters": [
                        {"name": "page", "in": "query", "required": False, "type": "string"},
                        {"in": "body", "name": "NewPet", "required": True, "schema": {"$ref": "#/definitions/NewPet"}},
                    ],
                    "responses": {"200": {"description": "200 response", "schema": {"$ref": "#/definitions/Pets"}}},
                }
            },
            "/pets/{petId}": {
                "get": {
                    "consumes": ["application/json"],
                    "parameters": [{"name": "petId", "in": "path", "required": True, "type": "string"}],
                    "responses": {"200": {"description": "200 response"}},
                }
            },
        },
        "definitions": PETS["definitions"],
    }


async def test_openapi_without_extensions(gateway: Gateway) -> None:
    api = bring(gateway, PETS)

    exported = export(gateway, api, "oas30", "")

    assert (exported["openapi"], exported["info"]) == ("3.0.1", PETS["info"])
    assert exported["servers"] == [
        {
            "url": f"https://{api.id}.execute-api.us-east-1.amazonaws.com/{{basePath}}",
            "variables": {"basePath": {"default": "local"}},
        }
    ]
    assert exported["paths"]["/pets"]["post"] == {
        "operationId": "CreatePet",
        "parameters": [{"name": "page", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewPet"}}},
            "required": True,
        },
        "responses": {
            "200": {
                "description": "200 response",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pets"}}},
            }
        },
    }
    assert exported["paths"]["/"]["get"]["responses"]["200"] == {
        "description": "200 response",
        "headers": {"Content-Type": {"schema": {"type": "string"}}},
        "content": {},
    }
    assert exported["components"]["schemas"]["Pets"]["items"] == {"$ref": "#/components/schemas/NewPet"}


async def test_a_document_without_models_has_empty_components(gateway: Gateway) -> None:
    assert export(gateway, bring(gateway, document({"/a": {"get": MOCK}})))["components"] == {}


async def test_an_integration_is_written_as_far_as_it_is_not_supposed_anyway(gateway: Gateway) -> None:
    api = bring(gateway, PETS)

    paths = export(gateway, api)["paths"]

    assert paths["/pets"]["post"][INTEGRATION] == {
        "type": "http",
        "httpMethod": "POST",
        "uri": "http://pets.example.com/{petId}",
        "requestParameters": {"integration.request.querystring.page": "method.request.querystring.page"},
        "passthroughBehavior": "when_no_match",
    }
    assert paths["/"]["get"][INTEGRATION] == {
        "type": "mock",
        "responses": {"default": {"statusCode": "200", "responseTemplates": {"text/html": "<p>"}}},
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "passthroughBehavior": "when_no_match",
    }


AUTHORIZED = document(
    {
        "/a": {
            "get": {
                "security": [{"token": []}, {"key": []}],
                "x-amazon-apigateway-request-validator": "all",
                **MOCK,
            },
            "x-amazon-apigateway-any-method": {"x-amazon-apigateway-auth": {"type": "AWS_IAM"}, **MOCK},
        }
    },
    components={
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
            "token": {
                "type": "apiKey",
                "in": "header",
                "name": "X-Token",
                "x-amazon-apigateway-authtype": "custom",
                "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": uri("a")},
            },
        }
    },
    **{
        "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": True}},
        "x-amazon-apigateway-gateway-responses": {"ACCESS_DENIED": {"statusCode": "404"}},
    },
)


async def test_security_is_said_without_extensions_and_authorizers_with_theirs(gateway: Gateway) -> None:
    api = bring(gateway, AUTHORIZED)

    plain, whole = export(gateway, api, "swagger", ""), export(gateway, api, "swagger", "authorizers")

    token = {"type": "apiKey", "name": "X-Token", "in": "header", "x-amazon-apigateway-authtype": "custom"}
    assert plain["securityDefinitions"] == {
        "api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
        "sigv4": {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
        },
        "token": token,
    }
    authorizer = {"authorizerUri": uri("a"), "type": "token"}
    assert whole["securityDefinitions"]["token"] == {**token, "x-amazon-apigateway-authorizer": authorizer}
    assert plain["paths"]["/a"]["get"]["security"] == [{"token": []}, {"api_key": []}]
    assert plain["paths"]["/a"]["x-amazon-apigateway-any-method"]["security"] == [{"sigv4": []}]


async def test_the_extension_integrations_has_no_validators_and_apigateway_has_them(gateway: Gateway) -> None:
    """aws/aws-cli issue 3289."""
    api = bring(gateway, AUTHORIZED)

    some, all_of_them = export(gateway, api, extensions="integrations"), export(gateway, api)

    assert "x-amazon-apigateway-request-validators" not in some
    assert some["paths"]["/a"]["get"].keys() == {"security", INTEGRATION}
    assert all_of_them["paths"]["/a"]["get"]["x-amazon-apigateway-request-validator"] == "all"
    assert all_of_them["x-amazon-apigateway-request-validators"] == {
        "all": {"validateRequestParameters": False, "validateRequestBody": True}
    }
    assert all_of_them["x-amazon-apigateway-gateway-responses"]["ACCESS_DENIED"]["statusCode"] == 404


async def test_extensions_add_up(gateway: Gateway) -> None:
    """aws/aws-cli issue 3133."""
    exported = export(gateway, bring(gateway, AUTHORIZED), extensions="integrations,authorizers")

    assert INTEGRATION in exported["paths"]["/a"]["get"]
    assert "x-amazon-apigateway-authorizer" in exported["components"]["securitySchemes"]["token"]


async def test_the_export_is_what_was_deployed(gateway: Gateway) -> None:
    api = bring(gateway, document({"/a": {"get": MOCK}}))
    request = ask(gateway, api)
    changed = json.dumps(document({"/b": {"get": MOCK}})).encode()
    gateway.put_rest_api(PutRestApiRequest(rest_api_id=api.id, body=changed, mode="overwrite"))

    assert list(json.loads(gateway.get_export(request).body)["paths"]) == ["/a"]


async def test_yaml_says_the_same(gateway: Gateway) -> None:
    api = bring(gateway, PETS)

    text = export_text(gateway, api, "swagger", accepts="application/yaml")

    assert yaml.safe_load(text) == export(gateway, api, "swagger")
    assert text.startswith(b"swagger: '2.0'\n")


async def test_the_answer_is_a_file_named_after_the_version(gateway: Gateway) -> None:
    odd = bring(gateway, document({"/a": {"get": MOCK}}, info={"title": "x", "version": '1"\r\nX: y'}))

    answer = gateway.get_export(ask(gateway, bring(gateway, PETS), export_type="swagger"))
    of_odd = gateway.get_export(ask(gateway, odd, accepts="application/yaml"))

    assert answer.content_type == "application/octet-stream"
    assert answer.content_disposition == 'attachment; filename="swagger_1.0.0.json"'
    assert of_odd.content_disposition == 'attachment; filename="oas30_1___X:_y.yaml"'


async def test_an_api_without_a_version_has_the_date_it_was_made(gateway: Gateway) -> None:
    api = bring(gateway, document({"/a": {"get": MOCK}}, info={"title": "x"}))

    assert export(gateway, api)["info"]["version"].startswith("20")


async def test_models_that_aws_makes_are_exported_where_a_method_uses_them(gateway: Gateway) -> None:
    api = gateway.create_rest_api(CreateRestApiRequest(name="made"))
    gateway.create_model(CreateModelRequest(rest_api_id=api.id, name="Own", schema='{"type": "string"}'))
    schema = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}}}}}
    content = document(
        {"/a": {"get": {"responses": schema, **MOCK}}}, components={"schemas": {"Empty": {"type": "object"}}}
    )
    gateway.put_rest_api(PutRestApiRequest(rest_api_id=api.id, body=json.dumps(content).encode()))

    assert export(gateway, api)["components"]["schemas"].keys() == {"Own", "Empty"}


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"export_type": "a"}, "No API exporter for type 'a'"),
        ({"parameters": {"extensions": "all"}}, "Invalid extension 'all'"),
        ({"accepts": "text/html"}, "application/json or application/yaml"),
    ],
)
async def test_what_is_no_export_is_refused(gateway: Gateway, members: dict[str, Any], words: str) -> None:
    request = ask(gateway, bring(gateway, PETS), **members)

    with pytest.raises(BadRequestException, match=words):
        gateway.get_export(request)


async def test_postmans_extensions_are_refused_aloud(gateway: Gateway) -> None:
    request = ask(gateway, bring(gateway, PETS), parameters={"extensions": "postman"})

    with pytest.raises(NotImplementedException, match="Postman"):
        gateway.get_export(request)


@pytest.mark.parametrize("members", [{"rest_api_id": "gone"}, {"stage_name": "gone"}])
async def test_a_stage_that_is_not_there_is_said(gateway: Gateway, members: dict[str, str]) -> None:
    request = ask(gateway, bring(gateway, PETS), **members)

    with pytest.raises(NotFoundException, match=r"^Invalid stage identifier specified$"):
        gateway.get_export(request)


# Documentation --------------------------------------------------------------------------------------------------

PARTS = [
    {"location": {"type": "API"}, "properties": {"info": {"description": "told"}, "x-bar": 1, "foo": 2}},
    {"location": {"type": "METHOD", "method": "POST"}, "properties": {"summary": "any POST", "tags": ["pets"]}},
    {"location": {"type": "METHOD", "path": "/pets"}, "properties": {"summary": "of pets", "foo": 1}},
    {"location": {"type": "QUERY_PARAMETER", "name": "page"}, "properties": {"description": "which page"}},
    {"location": {"type": "RESPONSE", "statusCode": "200"}, "properties": {"description": "all is well"}},
    {"location": {"type": "RESPONSE_HEADER", "name": "Content-Type"}, "properties": {"description": "of the body"}},
    {"location": {"type": "MODEL", "name": "NewPet.type"}, "properties": {"description": "dog or cat"}},
    {"location": {"type": "RESOURCE", "path": "/pets"}, "properties": {"description": "no", "x-team": "a"}},
]


def published(gateway: Gateway) -> RestApi:
    """The pets with documentation that their stage has."""
    api = bring(gateway, {**PETS, "x-amazon-apigateway-documentation": {"documentationParts": PARTS}})
    gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id, stage_name=STAGE))
    gateway.create_documentation_version(
        CreateDocumentationVersionRequest(rest_api_id=api.id, documentation_version="1", stage_name=STAGE)
    )
    return api


async def test_published_documentation_is_put_in_place(gateway: Gateway) -> None:
    """Guide, api-gateway-documenting-api-quick-start-import-export."""
    exported = export(gateway, published(gateway), "swagger", "documentation")

    post = exported["paths"]["/pets"]["post"]
    assert (exported["info"]["description"], exported["x-bar"], "foo" in exported) == ("told", 1, False)
    assert (post["summary"], post["tags"], "foo" in post) == ("of pets", ["pets"], False)
    assert post["parameters"][0]["description"] == "which page"
    assert post["responses"]["200"]["description"] == "all is well"
    assert exported["paths"]["/"]["get"]["responses"]["200"]["headers"]["Content-Type"] == {
        "type": "string",
        "description": "of the body",
    }
    assert exported["definitions"]["NewPet"]["properties"]["type"]["description"] == "dog or cat"
    assert (exported["paths"]["/pets"]["x-team"], "description" in exported["paths"]["/pets"]) == ("a", False)


async def test_the_parts_themselves_are_in_the_export_and_come_back(gateway: Gateway) -> None:
    api = published(gateway)

    exported = export(gateway, api, "oas30", "apigateway,documentation")
    again = bring(gateway, exported)

    documentation = exported["x-amazon-apigateway-documentation"]
    assert documentation["version"] == "1"
    parts = [
        [(part.location, part.properties) for part in gateway.get_documentation_parts(request).items]
        for request in (DocumentationPartsRequest(rest_api_id=each.id) for each in (api, again))
    ]
    assert parts[0] == parts[1]
    assert len(parts[0]) == len(PARTS)


async def test_documentation_that_was_not_asked_for_or_not_published_is_not_exported(gateway: Gateway) -> None:
    unpublished = bring(gateway, {**PETS, "x-amazon-apigateway-documentation": {"documentationParts": PARTS}})

    assert "x-amazon-apigateway-documentation" not in export(gateway, unpublished, extensions="documentation")
    assert "x-amazon-apigateway-documentation" not in export(gateway, published(gateway), extensions="apigateway")


async def test_documentation_may_be_left_out_of_an_import(gateway: Gateway) -> None:
    """API reference, ImportRestApi: `ignore=documentation`."""
    body = json.dumps({**PETS, "x-amazon-apigateway-documentation": {"documentationParts": PARTS}}).encode()

    api = gateway.import_rest_api(ImportRestApiRequest(body=body, parameters={"ignore": "documentation"}))

    assert gateway.get_documentation_parts(DocumentationPartsRequest(rest_api_id=api.id)).items == []
