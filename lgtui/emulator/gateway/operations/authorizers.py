"""Operations on authorizers."""

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.authorizers.identity import parse_sources
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.integrations.lambda_uri import function_of
from lgtui.emulator.gateway.model import (
    Authorizer,
    AuthorizerRequest,
    Authorizers,
    CreateAuthorizerRequest,
    Empty,
    PageRequest,
    StageRequest,
    UpdateAuthorizerRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, page
from lgtui.emulator.gateway.operations.patching import Patcher, Path, member
from lgtui.emulator.gateway.store import ApiState

TTL_RANGE = range(3_601)
"""Seconds that answers may count (guide, API_CreateAuthorizer)."""


class AuthorizerOperations(Operations):
    """Create, Get, GetAll, Update and Delete of Authorizer, and FlushStageAuthorizersCache."""

    def create_authorizer(self, request: CreateAuthorizerRequest) -> Authorizer:
        """Make an authorizer, for the API's next deployment.

        Raises:
            BadRequestException: its name is taken, or something of it is not allowed.
            ConflictException: there is no such API (fact ctl-018).
        """
        members = msgspec.structs.asdict(request)
        del members["rest_api_id"]
        authorizer = Authorizer(id="", **members)
        _check(authorizer)
        state = self._store.apis.get(request.rest_api_id)
        if state is None:
            raise ConflictException(
                "Unable to complete operation due to concurrent modification. Please try again later."
            )
        authorizer_id = short_id(state.ids, 6, state.definitions.authorizers)
        return self._keep_authorizer(state, msgspec.structs.replace(authorizer, id=authorizer_id))

    def get_authorizer(self, request: AuthorizerRequest) -> Authorizer:
        """The authorizer of that id."""
        return _authorizer(self._store.api(request.rest_api_id), request.authorizer_id)

    def get_authorizers(self, request: PageRequest) -> Authorizers:
        """A page of an API's authorizers, oldest first."""
        authorizers = list(self._store.api(request.rest_api_id).definitions.authorizers.values())
        items, position = page(authorizers, request.position, request.limit)
        return Authorizers(items=items, position=position)

    def update_authorizer(self, request: UpdateAuthorizerRequest) -> Authorizer:
        """Change an authorizer, for the API's next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed.
        """
        state = self._store.api(request.rest_api_id)
        authorizer = _PATCHER.apply(_authorizer(state, request.authorizer_id), request.patch_operations)
        _check(authorizer)
        return self._keep_authorizer(state, authorizer)

    def delete_authorizer(self, request: AuthorizerRequest) -> Empty:
        """Remove an authorizer.

        Raises:
            ConflictException: a method has it.
        """
        state = self._store.api(request.rest_api_id)
        authorizer = _authorizer(state, request.authorizer_id)
        for resource in state.resources.values():
            for method in resource.resource_methods.values():
                if method.authorizer_id == authorizer.id:
                    user = f"{method.http_method} {resource.path}"
                    raise ConflictException(f"Cannot delete authorizer {authorizer.id}: it is referenced in {user}")
        del state.definitions.authorizers[authorizer.id]
        self._changed(state.api.id)
        return Empty()

    def flush_stage_authorizers_cache(self, request: StageRequest) -> Empty:
        """Forget every answer that a stage's authorizers have given."""
        self._store.api(request.rest_api_id).stage(request.stage_name)
        self._grants.flush(f"{request.rest_api_id}/{request.stage_name}")
        return Empty()

    def _keep_authorizer(self, state: ApiState, authorizer: Authorizer) -> Authorizer:
        others = (other for other in state.definitions.authorizers.values() if other.id != authorizer.id)
        if any(other.name == authorizer.name for other in others):
            raise BadRequestException(
                f"Authorizer name must be unique. Authorizer {authorizer.name} already exists in this RestApi."
            )
        state.definitions.authorizers[authorizer.id] = authorizer
        self._changed(state.api.id)
        return authorizer


def _authorizer(state: ApiState, authorizer_id: str) -> Authorizer:
    authorizer = state.definitions.authorizers.get(authorizer_id)
    if authorizer is None:
        raise NotFoundException("Invalid Authorizer identifier specified")
    return authorizer


def _check(authorizer: Authorizer) -> None:
    """Refuse an authorizer that cannot work; of AWS's words those about URIs are known, the rest are [guess]."""
    if not authorizer.name:
        raise BadRequestException("Authorizer name must be non-empty")
    ttl = authorizer.authorizer_result_ttl_in_seconds
    if ttl is not None and ttl not in TTL_RANGE:
        raise BadRequestException("Authorizer result TTL must be between 0 and 3600 seconds")
    if authorizer.type == "COGNITO_USER_POOLS":
        if not authorizer.provider_arns:
            raise BadRequestException("Provider ARNs must be specified for COGNITO_USER_POOLS authorizers")
        _check_sources(authorizer, caches=False)
        return
    if function_of(authorizer.authorizer_uri) is None:
        raise BadRequestException(
            f"Invalid Authorizer URI: {authorizer.authorizer_uri}. Authorizer URI should be a valid API Gateway ARN "
            "that represents a Lambda function invocation."
        )
    _check_sources(authorizer, caches=ttl != 0)


def _check_sources(authorizer: Authorizer, *, caches: bool) -> None:
    try:
        sources = parse_sources(authorizer.identity_source)
    except ValueError as error:
        raise BadRequestException(f"Invalid identity source specified: {error}") from None
    places, kind = [source.place for source in sources], authorizer.type
    if (kind == "TOKEN" or (kind == "COGNITO_USER_POOLS" and places)) and places != ["header"]:
        raise BadRequestException(
            f"The identity source of a {kind} authorizer must be one header of the method request"
        )
    if not sources and caches:
        raise BadRequestException("Identity source must be specified where the authorizer's results are cached")


def _without(authorizer: Authorizer, arn: str) -> Authorizer:
    kept = [other for other in authorizer.provider_arns if other != arn]
    return msgspec.structs.replace(authorizer, provider_arns=kept)


def _with(authorizer: Authorizer, arn: str) -> Authorizer:
    return msgspec.structs.replace(authorizer, provider_arns=[*_without(authorizer, arn).provider_arns, arn])


_PATCHER: Patcher[Authorizer] = Patcher(
    [
        Path("/authType", ("replace",), member("auth_type")),
        Path("/authorizerCredentials", ("replace",), member("authorizer_credentials")),
        Path("/authorizerResultTtlInSeconds", ("replace",), member("authorizer_result_ttl_in_seconds", int)),
        Path("/authorizerUri", ("replace",), member("authorizer_uri")),
        Path("/identitySource", ("replace",), member("identity_source")),
        Path("/identityValidationExpression", ("replace",), member("identity_validation_expression")),
        Path("/name", ("replace",), member("name")),
        Path("/providerARNs", ("add",), lambda noun, _, value: _with(noun, value)),
        Path("/providerARNs", ("remove",), lambda noun, _, value: _without(noun, value)),
    ]
)
