"""Writes a deployed API as an OpenAPI document."""

import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from lgtui.emulator.gateway.deployments import Snapshot
from lgtui.emulator.gateway.model import GatewayResponse, Method, Resource, RestApi
from lgtui.emulator.gateway.openapi import reader
from lgtui.emulator.gateway.openapi.definitions import KEY_SOURCE, VALIDATOR, VALIDATORS
from lgtui.emulator.gateway.openapi.exporter.dialects import Dialect
from lgtui.emulator.gateway.openapi.exporter.integrations import integration_object
from lgtui.emulator.gateway.openapi.exporter.schemas import exported_models, schema_object
from lgtui.emulator.gateway.openapi.exporter.security import SecurityWriter
from lgtui.emulator.gateway.openapi.methods import ANY_METHOD, INTEGRATION
from lgtui.emulator.gateway.policies.resource_policies import policy_document

Object = dict[str, Any]

_PLACES = {"path": "path", "querystring": "query", "header": "header"}
_REQUEST = "method.request."


class Extensions(NamedTuple):
    """Which of API Gateway's extensions an export has.

    Attributes:
        integrations: `x-amazon-apigateway-integration`.
        authorizers: `x-amazon-apigateway-authorizer`.
        settings: all else that the API has: request validators, gateway responses, policy and the like.
        documentation: what is published of it, `x-amazon-apigateway-documentation` and descriptions in place.
    """

    integrations: bool = False
    authorizers: bool = False
    settings: bool = False
    documentation: bool = False


def export(snapshot: Snapshot, stage_name: str, region_name: str, dialect: Dialect, extensions: Extensions) -> Object:
    """The document of an API as it was deployed.

    Args:
        stage_name: of the stage that is exported, which is the document's base path.
    """
    return _Export(snapshot, dialect, extensions).document(stage_name, region_name)


def api_version(api: RestApi) -> str:
    """The version that an API's export bears: its document's, or when it was made (recorded on AWS)."""
    return api.version or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(api.created_date))


class _Export:
    def __init__(self, snapshot: Snapshot, dialect: Dialect, extensions: Extensions) -> None:
        self._snapshot = snapshot
        self._dialect = dialect
        self._extensions = extensions
        self._resources = sorted(snapshot.resources, key=lambda resource: resource.path)
        self._methods = [method for resource in self._resources for method in resource.resource_methods.values()]
        self._security = SecurityWriter(snapshot.definitions.authorizers, self._methods, whole=extensions.authorizers)

    def document(self, stage_name: str, region_name: str) -> Object:
        api, dialect = self._snapshot.api, self._dialect
        settings = self._extensions.settings
        models = exported_models(self._snapshot.definitions.models, self._methods)
        schemas = {model.name: schema_object(model, dialect.schemas) for model in models}
        return {
            **dialect.head(
                _info(api),
                f"{api.id}.execute-api.{region_name}.amazonaws.com",
                stage_name,
                _endpoint(api) if settings else {},
            ),
            **(_tags(api) if settings else {}),
            "paths": {resource.path: self._path(resource) for resource in self._resources if self._stands(resource)},
            **dialect.components(schemas, self._security.schemes()),
            **(self._settings() if settings else {}),
        }

    def _stands(self, resource: Resource) -> bool:
        """Whether a resource is written: one without methods only where no other says that it is there."""
        below = resource.path.rstrip("/") + "/"
        return bool(resource.resource_methods) or not any(
            other.path.startswith(below) and other.path != resource.path for other in self._resources
        )

    def _path(self, resource: Resource) -> Object:
        return {
            ANY_METHOD if verb == "ANY" else verb.lower(): self._operation(method)
            for verb, method in resource.resource_methods.items()
        }

    def _operation(self, method: Method) -> Object:
        integration = method.method_integration
        templates = integration.request_templates if integration else {}
        answers = integration.integration_responses.values() if integration else ()
        responses = method.method_responses.values()
        consumes = [*templates, *method.request_models]
        produces = [
            *(content_type for each in responses for content_type in each.response_models or ()),
            *(content_type for each in answers for content_type in each.response_templates),
        ]
        made = {
            **({"operationId": method.operation_name} if method.operation_name else {}),
            **self._dialect.request(method.request_models, self._parameters(method), _once(consumes)),
            **self._dialect.produces(_once(produces)),
        }
        if method.method_responses:
            made["responses"] = {each.status_code: self._dialect.response(each) for each in responses}
        made |= self._security.requirements(method)
        validator = self._snapshot.definitions.validators.get(method.request_validator_id)
        if self._extensions.settings and validator is not None:
            made[VALIDATOR] = validator.name or validator.id
        if self._extensions.integrations and integration is not None:
            made[INTEGRATION] = integration_object(integration)
        return made

    def _parameters(self, method: Method) -> list[Object]:
        """The parameters of the request; those of places that OpenAPI has not are left out."""
        named = (
            (*name.removeprefix(_REQUEST).partition("."), required)
            for name, required in method.request_parameters.items()
        )
        return [
            self._dialect.parameter(_PLACES[place], name, required)
            for place, _, name, required in named
            if place in _PLACES
        ]

    def _settings(self) -> Object:
        """The extensions at the document's root."""
        api, definitions = self._snapshot.api, self._snapshot.definitions
        members: Object = {
            VALIDATORS: {
                each.name or each.id: {
                    "validateRequestParameters": each.validate_request_parameters,
                    "validateRequestBody": each.validate_request_body,
                }
                for each in definitions.validators.values()
            },
            reader.GATEWAY_RESPONSES: {
                name: _gateway_response(each) for name, each in definitions.gateway_responses.items()
            },
            reader.BINARY_MEDIA_TYPES: api.binary_media_types,
            reader.POLICY: policy_document(api.policy) if api.policy else None,
            KEY_SOURCE: "" if api.api_key_source == "HEADER" else api.api_key_source,
        }
        made = {name: value for name, value in members.items() if value}
        if api.minimum_compression_size is not None:
            made[reader.COMPRESSION] = api.minimum_compression_size
        return made


def _info(api: RestApi) -> Object:
    described = {"description": api.description} if api.description else {}
    return {"title": api.name, **described, "version": api_version(api)}


def _endpoint(api: RestApi) -> Object:
    """What is otherwise than of every new API; AWS's guide has no `types` [guess]."""
    configuration = api.endpoint_configuration
    own_address = "dualstack" if configuration.types == ["PRIVATE"] else "ipv4"
    members = {
        "disableExecuteApiEndpoint": api.disable_execute_api_endpoint,
        "types": configuration.types if configuration.types != ["EDGE"] else [],
        "vpcEndpointIds": configuration.vpc_endpoint_ids,
        "ipAddressType": "" if configuration.ip_address_type == own_address else configuration.ip_address_type,
    }
    said = {name: value for name, value in members.items() if value}
    return {reader.ENDPOINT: said} if said else {}


def _tags(api: RestApi) -> Object:
    """The API's tags, but for those that are meant for emulators."""
    named = (api.tags or {}).items()
    tags = [{"name": name, reader.TAG_VALUE: value} for name, value in named if not name.startswith("_")]
    return {"tags": tags} if tags else {}


def _gateway_response(response: GatewayResponse) -> Object:
    """A customised gateway response; AWS writes its status as a number."""
    members = {
        "statusCode": int(response.status_code) if response.status_code else None,
        "responseParameters": response.response_parameters,
        "responseTemplates": response.response_templates,
    }
    return {name: value for name, value in members.items() if value}


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
