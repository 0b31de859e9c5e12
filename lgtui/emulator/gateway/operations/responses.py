"""Operations on method responses and integration responses."""

import re

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException, ValidationException
from lgtui.emulator.gateway.model import (
    Empty,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    PutIntegrationResponseRequest,
    PutMethodResponseRequest,
    StatusCodeRequest,
    UpdateResponseRequest,
)
from lgtui.emulator.gateway.operations.methods import MethodOperations
from lgtui.emulator.gateway.store import NO_INTEGRATION, NO_RESOURCE
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.methods.regexes import check_pattern

STATUS_CODE = re.compile(r"[1-5]\d\d")
SOURCE = re.compile(
    r"'.*'|integration\.response\.(header|multivalueheader)\.[^.]+|integration\.response\.body(\.[^.].*)?"
    r"|stageVariables\.\w+|context\.[\w.]+"
)
"""Where a response's header may come from (guide, request-response-data-mappings)."""


_OnMethod = StatusCodeRequest | PutMethodResponseRequest | PutIntegrationResponseRequest | UpdateResponseRequest
"""Inputs that name a response of a method."""


class ResponseOperations(MethodOperations):
    """PutMethodResponse, PutIntegrationResponse, and Get and Delete of both."""

    def put_method_response(self, request: PutMethodResponseRequest) -> MethodResponse:
        """Declare a status that a method answers with.

        Raises:
            ValidationException: the status is none.
            ConflictException: the method declares it already.
        """
        _check_status(request.status_code)
        method = self._method(request)
        if request.status_code in method.method_responses:
            raise ConflictException("Response already exists for this resource")
        response = MethodResponse(
            status_code=request.status_code,
            response_parameters=request.response_parameters,
            response_models=request.response_models,
        )
        responses = {**method.method_responses, response.status_code: response}
        self._keep_method(request, msgspec.structs.replace(method, method_responses=responses))
        return response

    def get_method_response(self, request: StatusCodeRequest) -> MethodResponse:
        """The method response of that status."""
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        return state.method_response(request.resource_id, request.http_method, request.status_code)

    def delete_method_response(self, request: StatusCodeRequest) -> Empty:
        """Take a method response away."""
        self.get_method_response(request)
        method = self._method(request)
        responses = {code: kept for code, kept in method.method_responses.items() if code != request.status_code}
        self._keep_method(request, msgspec.structs.replace(method, method_responses=responses))
        return Empty()

    def put_integration_response(self, request: PutIntegrationResponseRequest) -> IntegrationResponse:
        """Say how an endpoint's answer becomes a method response, in place of what was said before.

        Raises:
            ValidationException: the status is none.
            BadRequestException: the pattern is no regular expression, or a header's source none.
            NotFoundException: the method has no integration.
        """
        _check_status(request.status_code)
        integration = self._store.api(request.rest_api_id, NO_RESOURCE).integration(
            request.resource_id, request.http_method
        )
        response = IntegrationResponse(
            status_code=request.status_code,
            selection_pattern=request.selection_pattern,
            response_parameters=request.response_parameters,
            response_templates={name: text or None for name, text in request.response_templates.items()},
            content_handling=request.content_handling,
        )
        check_mapping(response)
        self._keep_responses(request, integration, {**integration.integration_responses, request.status_code: response})
        return response

    def get_integration_response(self, request: StatusCodeRequest) -> IntegrationResponse:
        """The integration response of that status."""
        _check_status(request.status_code)
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        return state.integration_response(request.resource_id, request.http_method, request.status_code)

    def delete_integration_response(self, request: StatusCodeRequest) -> Empty:
        """Take an integration response away."""
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        if request.http_method not in state.resource(request.resource_id).resource_methods:
            raise NotFoundException(NO_INTEGRATION)  # of the method AWS says nothing here (recorded)
        self.get_integration_response(request)
        integration = state.integration(request.resource_id, request.http_method)
        responses = {
            code: kept for code, kept in integration.integration_responses.items() if code != request.status_code
        }
        self._keep_responses(request, integration, responses)
        return Empty()

    def _method(self, request: _OnMethod) -> Method:
        return self._store.api(request.rest_api_id, NO_RESOURCE).method(request.resource_id, request.http_method)

    def _keep_responses(
        self,
        request: _OnMethod,
        integration: Integration,
        responses: dict[str, IntegrationResponse],
    ) -> None:
        method = self._store.api(request.rest_api_id).method(request.resource_id, request.http_method)
        changed = msgspec.structs.replace(integration, integration_responses=responses)
        self._keep_method(request, msgspec.structs.replace(method, method_integration=changed))

    def _keep_method(self, request: _OnMethod, method: Method) -> None:
        state = self._store.api(request.rest_api_id)
        self._keep(state, state.resource(request.resource_id), method)


CONTENT_TYPE = re.compile(r"[^/\s]+/[^/]+")


def _check_status(status_code: str) -> None:
    """Refuse what is no status (fact ctl-020)."""
    if not STATUS_CODE.fullmatch(status_code):
        raise ValidationException(
            f"1 validation error detected: Value '{status_code}' at 'statusCode' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {STATUS_CODE.pattern}"
        )


def check_mapping(response: IntegrationResponse) -> None:
    """Refuse a pattern, a content type or a header's source that is none.

    Raises:
        BadRequestException
    """
    try:
        check_pattern(response.selection_pattern or "")
    except (JavaException, LimitError) as error:
        raise BadRequestException(f"Invalid selection pattern specified: {error}") from error
    for content_type in response.response_templates:
        if not CONTENT_TYPE.fullmatch(content_type):
            raise BadRequestException(
                f"Validation Result: warnings : [], errors : [Invalid content type specified: {content_type}]"
            )
    for name, source in response.response_parameters.items():
        if not name.startswith("method.response.header.") or not SOURCE.fullmatch(source):
            raise BadRequestException(f"Invalid mapping expression specified: {source} to {name}")
