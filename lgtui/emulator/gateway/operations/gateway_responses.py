"""Operations on gateway responses."""

import re
from collections.abc import Mapping, MutableMapping

import msgspec

from lgtui.emulator.errors import BadRequestException, NotFoundException, ValidationException
from lgtui.emulator.gateway.failures import RESPONSE_TYPES
from lgtui.emulator.gateway.lifecycle.gateway_response import DEFAULT_TEMPLATE, JSON
from lgtui.emulator.gateway.model import (
    Empty,
    GatewayResponse,
    GatewayResponseRequest,
    GatewayResponses,
    PageRequest,
    PutGatewayResponseRequest,
    UpdateGatewayResponseRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, page
from lgtui.emulator.gateway.operations.patching import (
    REPLACE,
    Change,
    Patcher,
    Path,
    member,
    path_alone,
    put_entry,
    take_entry,
)

DEFAULT_TYPES = ("DEFAULT_4XX", "DEFAULT_5XX")
STATUS_CODE = re.compile(r"[1-5]\d\d")

_HEADER = re.compile(r"gatewayresponse\.header\.[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SOURCE = re.compile(
    r"'[^\r\n]*'|context\.[\w.]+|stageVariables\.\w+"
    r"|method\.request\.((multivalue)?(header|querystring)|path)\.[^\s.][^\s]*"
)
"""What a header of a gateway response can be mapped from (guide, api-gateway-gatewayResponse-definition)."""


class GatewayResponseOperations(Operations):
    """PutGatewayResponse, GetGatewayResponse, GetGatewayResponses, UpdateGatewayResponse, DeleteGatewayResponse."""

    def put_gateway_response(self, request: PutGatewayResponseRequest) -> GatewayResponse:
        """Say how an API answers one type of refusal, from its next deployment on.

        Raises:
            BadRequestException: there is no such type, the status is none, or a header is mapped from nothing.
        """
        _check(request.response_type, request.status_code, request.response_parameters)
        response = GatewayResponse(
            response_type=request.response_type,
            status_code=request.status_code,
            response_parameters=request.response_parameters,
            response_templates=request.response_templates,
        )
        responses = self._responses(request.rest_api_id)
        responses[request.response_type] = response
        self._changed(request.rest_api_id)
        return _told(responses, request.response_type)

    def get_gateway_response(self, request: GatewayResponseRequest) -> GatewayResponse:
        """The API's response of a type, or AWS's own (fact gwr-002)."""
        _check(request.response_type, None)
        return _told(self._responses(request.rest_api_id), request.response_type)

    def get_gateway_responses(self, request: PageRequest) -> GatewayResponses:
        """A page of the responses of all types, customised or AWS's own (fact gwr-001)."""
        responses = self._responses(request.rest_api_id)
        names, position = page(sorted((*DEFAULT_TYPES, *RESPONSE_TYPES)), request.position, request.limit)
        return GatewayResponses(items=[_told(responses, name) for name in names], position=position)

    def update_gateway_response(self, request: UpdateGatewayResponseRequest) -> GatewayResponse:
        """Change a response; one that was AWS's own is customised by it.

        Raises:
            BadRequestException: a path or a value is not allowed (fact gwr-005).
        """
        responses = self._responses(request.rest_api_id)
        _check(request.response_type, None)
        own = {name: responses[name] for name in (request.response_type,) if name in responses}
        patched = _PATCHER.apply(_told(own, request.response_type), request.patch_operations)
        response = msgspec.structs.replace(patched, default_response=False)
        _check(response.response_type, response.status_code, response.response_parameters)
        responses[request.response_type] = response
        self._changed(request.rest_api_id)
        return response

    def delete_gateway_response(self, request: GatewayResponseRequest) -> Empty:
        """Go back to AWS's own response.

        Raises:
            NotFoundException: the type was not customised (fact gwr-003).
        """
        responses = self._responses(request.rest_api_id)
        if request.response_type not in responses:
            raise NotFoundException("Gateway response type not defined on api")
        del responses[request.response_type]
        self._changed(request.rest_api_id)
        return Empty()

    def _responses(self, rest_api_id: str) -> MutableMapping[str, GatewayResponse]:
        return self._store.api(rest_api_id).definitions.gateway_responses


def _told(responses: Mapping[str, GatewayResponse], name: str) -> GatewayResponse:
    """The response of a type: the API's own, else the API's default for its kind, else AWS's (recorded)."""
    own = responses.get(name)
    shown = own or responses.get(_kind(name)) or GatewayResponse(response_type=name)
    known = RESPONSE_TYPES.get(name)
    return msgspec.structs.replace(
        shown,
        response_type=name,
        status_code=shown.status_code or (str(known.status) if known else None),
        response_templates=shown.response_templates or {JSON: DEFAULT_TEMPLATE},
        default_response=own is None,
    )


def _kind(name: str) -> str:
    """The default that a type falls back to; a default is its own kind."""
    known = RESPONSE_TYPES.get(name)
    if known is None:
        return name
    return "DEFAULT_4XX" if known.status < 500 else "DEFAULT_5XX"


def _check(name: str, status_code: str | None, parameters: Mapping[str, str] = {}) -> None:
    if name not in RESPONSE_TYPES and name not in DEFAULT_TYPES:
        raise ValidationException(
            f"1 validation error detected: Value '{name}' at 'responseType' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(sorted((*DEFAULT_TYPES, *RESPONSE_TYPES)))}]"
        )
    if status_code and not STATUS_CODE.fullmatch(status_code):
        raise BadRequestException("Invalid status code")
    for target, source in parameters.items():
        if not _HEADER.fullmatch(target) or not _SOURCE.fullmatch(source):
            raise BadRequestException(f"Invalid mapping expression specified: {source} to {target}")


def _put(part: str, mapping: str, *, known: bool) -> Change[GatewayResponse]:
    """The change that sets an entry of a mapping to a text that is not empty; `known` asks for one that is there."""
    put: Change[GatewayResponse] = put_entry(mapping)

    def change(response: GatewayResponse, names: list[str], value: str) -> GatewayResponse:
        if not value:
            raise BadRequestException(f"Invalid null or empty value in {part}")
        if known and names[0] not in getattr(response, mapping):
            raise NotFoundException("Invalid parameter name specified")
        return put(response, names, value)

    return change


def _paths(part: str, mapping: str) -> list[Path[GatewayResponse]]:
    """Adding, replacing and removing one entry of a mapping."""
    return [
        Path(f"/{part}/{{name}}", ("add",), _put(part, mapping, known=False)),
        Path(f"/{part}/{{name}}", REPLACE, _put(part, mapping, known=True)),
        Path(f"/{part}/{{name}}", ("remove",), take_entry(mapping)),
    ]


_PATCHER: Patcher[GatewayResponse] = Patcher(
    [
        Path("/statusCode", REPLACE, member("status_code")),
        *_paths("responseParameters", "response_parameters"),
        *_paths("responseTemplates", "response_templates"),
    ],
    path_alone,
)
