"""Operations on the methods of a resource and on their integrations."""

import re

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.definitions import Definitions
from lgtui.emulator.gateway.model import (
    Empty,
    Integration,
    Method,
    MethodRequest,
    PutIntegrationRequest,
    PutMethodRequest,
    Resource,
)
from lgtui.emulator.gateway.operations.base import Operations
from lgtui.emulator.gateway.routing import ANY, HTTP_METHODS
from lgtui.emulator.gateway.store import NO_RESOURCE, ApiState

METHODS = HTTP_METHODS | {ANY}
AUTHORIZATION_TYPES = ("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")
PARAMETER = re.compile(
    r"method\.request\.((querystring|path|header|multivaluequerystring|multivalueheader)\..+|body.*)"
)
"""What a method may say of its request."""
TIMEOUT_RANGE = range(50, 29_001)
"""Milliseconds that an integration may take (fact doc-006)."""
PROXY_TARGETS = (":lambda:path/", ":firehose:")
"""What an AWS_PROXY integration's URI may name (fact int-007)."""


class MethodOperations(Operations):
    """PutMethod, GetMethod, DeleteMethod, PutIntegration, GetIntegration, DeleteIntegration."""

    def put_method(self, request: PutMethodRequest) -> Method:
        """Add a method to a resource; its authorization is taken in any case, for clients write `none`.

        Raises:
            BadRequestException: no HTTP method, or its authorizer, validator or a model is not there (facts ctl-009,
                ctl-010, ctl-011).
            ConflictException: the resource has that method.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        resource = state.resource(request.resource_id)
        request = msgspec.structs.replace(request, authorization_type=request.authorization_type.upper())
        check_method(request, state.definitions)
        if request.http_method in resource.resource_methods:
            raise ConflictException("Method already exists for this resource")
        members = msgspec.structs.asdict(request)
        method = Method(**{name: members[name] for name in Method.__struct_fields__ if name in members})
        self._keep(state, resource, method)
        return method

    def get_method(self, request: MethodRequest) -> Method:
        """The method, with its integration."""
        return self._store.api(request.rest_api_id, NO_RESOURCE).method(request.resource_id, request.http_method)

    def delete_method(self, request: MethodRequest) -> Empty:
        """Remove a method with its integration."""
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        state.method(request.resource_id, request.http_method)
        resource = state.resource(request.resource_id)
        methods = {name: m for name, m in resource.resource_methods.items() if name != request.http_method}
        state.resources[resource.id] = msgspec.structs.replace(resource, resource_methods=methods)
        self._changed(request.rest_api_id)
        return Empty()

    def put_integration(self, request: PutIntegrationRequest) -> Integration:
        """Say what a method is integrated with, in place of what it was before.

        Raises:
            BadRequestException: type, URI and method do not fit each other (facts int-001, int-004, int-007).
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        method = state.method(request.resource_id, request.http_method)
        integration = Integration(
            type=request.type,
            http_method=request.integration_http_method,
            uri=request.uri,
            connection_type=request.connection_type,
            connection_id=request.connection_id,
            credentials=request.credentials,
            request_parameters=request.request_parameters,
            request_templates=request.request_templates,
            passthrough_behavior=request.passthrough_behavior,
            content_handling=request.content_handling,
            timeout_in_millis=request.timeout_in_millis,
            cache_namespace=request.cache_namespace or request.resource_id,
            cache_key_parameters=request.cache_key_parameters,
            tls_config=request.tls_config,
        )
        check_integration(integration)
        resource = state.resource(request.resource_id)
        self._keep(state, resource, msgspec.structs.replace(method, method_integration=integration))
        return integration

    def get_integration(self, request: MethodRequest) -> Integration:
        """The integration of a method."""
        return self._store.api(request.rest_api_id, NO_RESOURCE).integration(request.resource_id, request.http_method)

    def delete_integration(self, request: MethodRequest) -> Empty:
        """Remove the integration of a method."""
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        state.integration(request.resource_id, request.http_method)
        method = state.method(request.resource_id, request.http_method)
        resource = state.resource(request.resource_id)
        self._keep(state, resource, msgspec.structs.replace(method, method_integration=None))
        return Empty()

    def _keep(self, state: ApiState, resource: Resource, method: Method) -> None:
        """Put `method` into `resource`."""
        methods = {**resource.resource_methods, method.http_method: method}
        state.resources[resource.id] = msgspec.structs.replace(resource, resource_methods=methods)
        self._changed(state.api.id)


def check_method(request: PutMethodRequest, definitions: Definitions) -> None:
    """Refuse a method that cannot be, or that names what its API does not have.

    Raises:
        BadRequestException: as said of `put_method`.
    """
    _check_method(request, definitions)
    _check_validation(request, definitions)


def _check_method(request: PutMethodRequest, definitions: Definitions) -> None:
    if request.http_method not in METHODS:
        raise BadRequestException(
            "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY"
        )
    if request.authorization_type not in AUTHORIZATION_TYPES:
        raise BadRequestException(
            f"Invalid authorization type specified. Valid options are {', '.join(AUTHORIZATION_TYPES)}"
        )
    if not _is_authorized(request, definitions):
        raise BadRequestException(
            "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires "
            "a valid authorizer."
        )


def is_guarded(method: Method | PutMethodRequest) -> bool:
    """Whether the method's authorization takes an authorizer."""
    return method.authorization_type in ("CUSTOM", "COGNITO_USER_POOLS")


def _is_authorized(request: PutMethodRequest, definitions: Definitions) -> bool:
    """Whether the method has an authorizer of the kind that its authorization takes, where that takes one."""
    if not is_guarded(request):
        return True
    authorizer = definitions.authorizers.get(request.authorizer_id)
    pool = request.authorization_type == "COGNITO_USER_POOLS"
    return authorizer is not None and (authorizer.type == "COGNITO_USER_POOLS") == pool


def _check_validation(request: PutMethodRequest, definitions: Definitions) -> None:
    for name in request.request_parameters:
        if not PARAMETER.fullmatch(name):
            refused = f"Invalid mapping expression specified: {name}"
            raise BadRequestException(
                f"Invalid mapping expression specified: Validation Result: warnings : [], errors : [{refused}]"
            )
    names = [name.rpartition(".")[2] for name in request.request_parameters]
    if len(set(names)) < len(names):
        raise BadRequestException("Parameter names must be unique across querystring, header and path")
    if request.request_validator_id and request.request_validator_id not in definitions.validators:
        raise BadRequestException("Invalid Request Validator identifier specified")
    for name in request.request_models.values():
        if name not in definitions.models:
            raise BadRequestException(f"Invalid model identifier specified: {name}")


def check_integration(integration: Integration) -> None:
    """Refuse an integration whose type, URI and method do not fit each other.

    Raises:
        BadRequestException: as said of `put_integration`.
    """
    kind = integration.type
    if integration.timeout_in_millis not in TIMEOUT_RANGE:
        raise BadRequestException("Timeout should be between 50 ms and 29000 ms")
    if kind != "MOCK" and not integration.http_method:
        raise BadRequestException("Enumeration value for HttpMethod must be non-empty")
    if kind in ("HTTP", "HTTP_PROXY") and not integration.uri.startswith(("http://", "https://")):
        raise BadRequestException("Invalid HTTP endpoint specified for URI")
    if kind in ("AWS", "AWS_PROXY"):
        _check_service_uri(integration.uri)
    if kind == "AWS_PROXY" and not any(target in integration.uri for target in PROXY_TARGETS):
        raise BadRequestException(
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
        )


def _check_service_uri(uri: str) -> None:
    """Refuse what names no action of an AWS service (guide, PutIntegration's `uri`)."""
    if not uri.startswith("arn:"):
        raise BadRequestException("Invalid ARN specified in the request")
    if ":path/" not in uri and ":action/" not in uri:
        raise BadRequestException("AWS ARN for integration must contain path or action")
