"""What tests of imports and exports have in common: a gateway, and short words for what is done with documents."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    GetExportRequest,
    ImportRestApiRequest,
    PageRequest,
    RestApi,
    RestApiRequest,
)
from lgtui.emulator.gateway.service import Gateway

STAGE = "local"
INTEGRATION = "x-amazon-apigateway-integration"
MOCK = {INTEGRATION: {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'}}}


def document(paths: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """An OpenAPI 3 document."""
    return {"openapi": "3.0.1", "info": {"title": "shop", "version": "2.0"}, "paths": paths, **members}


def bring(gateway: Gateway, content: Any) -> RestApi:
    """ImportRestApi of a document, or of its text."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return gateway.import_rest_api(ImportRestApiRequest(body=body))


def export_text(
    gateway: Gateway, api: RestApi, kind: str = "oas30", extensions: str = "apigateway", accepts: str = ""
) -> bytes:
    """GetExport of an API, which is deployed for it."""
    gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id, stage_name=STAGE))
    request = GetExportRequest(
        rest_api_id=api.id,
        stage_name=STAGE,
        export_type=kind,
        parameters={"extensions": extensions} if extensions else {},
        accepts=accepts,
    )
    return gateway.get_export(request).body


def export(gateway: Gateway, api: RestApi, kind: str = "oas30", extensions: str = "apigateway") -> Any:
    """GetExport's document."""
    return json.loads(export_text(gateway, api, kind, extensions))


def state_of(gateway: Gateway, api: RestApi) -> dict[str, Any]:
    """All that an API is, by names and paths in place of ids; empty resources and API ids are left away."""
    page = PageRequest(rest_api_id=api.id, limit=500)
    authorizers = {each.id: each for each in gateway.get_authorizers(page).items}
    validators = {each.id: each for each in gateway.get_request_validators(page).items}
    methods = {}
    for resource in gateway.resources_of(api.id):
        for verb, method in resource.resource_methods.items():
            told = _told(method)
            told["authorizer_id"] = getattr(authorizers.get(method.authorizer_id), "name", "")
            told["request_validator_id"] = getattr(validators.get(method.request_validator_id), "name", "")
            if told["method_integration"]["cache_namespace"] == resource.id:
                told["method_integration"]["cache_namespace"] = ""
            methods[f"{verb} {resource.path}"] = told
    responses = gateway.get_gateway_responses(PageRequest(rest_api_id=api.id)).items
    own = _told(gateway.get_rest_api(RestApiRequest(rest_api_id=api.id)))
    return {
        "api": {name: value for name, value in own.items() if name not in ("id", "created_date", "root_resource_id")},
        "paths": [resource.path for resource in gateway.resources_of(api.id)],
        "methods": methods,
        "models": {
            each.name: (each.description, json.loads(each.schema.replace(api.id, "{api}")))
            for each in gateway.get_models(page).items
        },
        "validators": {each.name: {**_told(each), "id": ""} for each in validators.values()},
        "authorizers": {each.name: {**_told(each), "id": ""} for each in authorizers.values()},
        "gateway responses": [_told(each) for each in responses if not each.default_response],
    }


def _told(value: Any) -> Any:
    """A shape as data, defaults and all."""
    if isinstance(value, msgspec.Struct):
        return {name: _told(member) for name, member in msgspec.structs.asdict(value).items()}
    if isinstance(value, dict):
        return {name: _told(member) for name, member in value.items()}
    return value
