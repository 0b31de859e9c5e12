"""Operations on gateway responses."""

import re
from collections.abc import MutableMapping

import msgspec

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.failures import RESPONSE_TYPES
from lgtui.emulator.gateway.lifecycle.gateway_response import DEFAULT_TEMPLATE, JSON
from lgtui.emulator.gateway.model import (
    Empty,
    GatewayResponse,
    GatewayResponseRequest,
    GatewayResponses,
    PutGatewayResponseRequest,
    RestApiRequest,
    UpdateGatewayResponseRequest,
)
from lgtui.emulator.gateway.operations.base import Operations
from lgtui.emulator.gateway.operations.patching import Patcher, Path, member

DEFAULT_TYPES = ("DEFAULT_4XX", "DEFAULT_5XX")
STATUS_CODE = re.compile(r"[1-5]\d\d")


class GatewayResponseOperations(Operations):
    """PutGatewayResponse, GetGatewayResponse, GetGatewayResponses, UpdateGatewayResponse, DeleteGatewayResponse."""

    def put_gateway_response(self, request: PutGatewayResponseRequest) -> GatewayResponse:
        """Say how an API answers one type of refusal, from its next deployment on.

        Raises:
            BadRequestException: there is no such type, or the status is none.
        """
        _check(request.response_type, request.status_code)
        response = GatewayResponse(
            response_type=request.response_type,
            status_code=request.status_code,
            response_parameters=request.response_parameters,
            response_templates=request.response_templates,
        )
        self._responses(request.rest_api_id)[request.response_type] = response
        self._changed(request.rest_api_id)
        return response

    def get_gateway_response(self, request: GatewayResponseRequest) -> GatewayResponse:
        """The API's response of a type, or AWS's own (fact gwr-002)."""
        _check(request.response_type, None)
        custom = self._responses(request.rest_api_id).get(request.response_type)
        return custom or default_response(request.response_type)

    def get_gateway_responses(self, request: RestApiRequest) -> GatewayResponses:
        """The responses of all types, customised or AWS's own (fact gwr-001)."""
        own = self._responses(request.rest_api_id)
        return GatewayResponses(
            items=[own.get(name) or default_response(name) for name in sorted((*DEFAULT_TYPES, *RESPONSE_TYPES))]
        )

    def update_gateway_response(self, request: UpdateGatewayResponseRequest) -> GatewayResponse:
        """Change a response; one that was AWS's own is customised by it.

        Raises:
            BadRequestException: a path or a value is not allowed (fact gwr-005).
        """
        before = self.get_gateway_response(
            GatewayResponseRequest(rest_api_id=request.rest_api_id, response_type=request.response_type)
        )
        response = msgspec.structs.replace(_PATCHER.apply(before, request.patch_operations), default_response=False)
        _check(response.response_type, response.status_code)
        self._responses(request.rest_api_id)[request.response_type] = response
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


def default_response(name: str) -> GatewayResponse:
    """AWS's own response of a type."""
    known = RESPONSE_TYPES.get(name)
    return GatewayResponse(
        response_type=name,
        status_code=str(known.status) if known else None,
        response_templates={JSON: DEFAULT_TEMPLATE},
        default_response=True,
    )


def _check(name: str, status_code: str | None) -> None:
    if name not in RESPONSE_TYPES and name not in DEFAULT_TYPES:
        raise BadRequestException(
            f"1 validation error detected: Value '{name}' at 'responseType' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(sorted((*DEFAULT_TYPES, *RESPONSE_TYPES)))}]"
        )
    if status_code and not STATUS_CODE.fullmatch(status_code):
        raise BadRequestException("Invalid status code")


def _with(mapping: str, response: GatewayResponse, name: str, value: str | None) -> GatewayResponse:
    kept = {key: text for key, text in getattr(response, mapping).items() if key != name}
    changed = kept if value is None else {**kept, name: value}
    return msgspec.structs.replace(response, **{mapping: changed})


def _paths(part: str, mapping: str) -> list[Path[GatewayResponse]]:
    """Adding, replacing and removing one entry of a mapping."""
    return [
        Path(f"/{part}/{{name}}", ("add", "replace"), lambda noun, names, value: _with(mapping, noun, names[0], value)),
        Path(f"/{part}/{{name}}", ("remove",), lambda noun, names, _: _with(mapping, noun, names[0], None)),
    ]


_PATCHER: Patcher[GatewayResponse] = Patcher(
    [
        Path("/statusCode", ("replace",), member("status_code")),
        *_paths("responseParameters", "response_parameters"),
        *_paths("responseTemplates", "response_templates"),
    ],
    terse=True,
)
