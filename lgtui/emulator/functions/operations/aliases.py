"""Operations on aliases."""

import msgspec

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    ResourceConflictException,
    ResourceNotFoundException,
    ValidationException,
)
from lgtui.emulator.functions.alias import Alias
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    AliasConfiguration,
    AliasRequest,
    AliasRoutingConfiguration,
    CreateAliasRequest,
    Empty,
    ListAliasesRequest,
    ListAliasesResponse,
    UpdateAliasRequest,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import Operations, check_revision, new_revision_id
from lgtui.emulator.functions.pages import page


class AliasOperations(Operations):
    """CreateAlias, UpdateAlias, GetAlias, ListAliases, DeleteAlias."""

    def create_alias(self, request: CreateAliasRequest) -> AliasConfiguration:
        """CreateAlias.

        Raises:
            ResourceConflictException: there is one of that name.
            ResourceNotFoundException: there is no such function or version (fact ali-006).
            InvalidParameterValueException, ValidationException: of the routing (facts ali-001 to ali-003).
        """
        name = self._registry.parse(request.function_name).name
        function = self._registry.target(name, request.function_version).function
        self._check_routing(function, request.function_version, request.routing_config)
        arn = self._registry.arn(function.name, request.name)
        if request.name in function.aliases:
            raise ResourceConflictException(f"Alias already exists: {arn}", Type="User")
        configuration = AliasConfiguration(
            alias_arn=arn,
            name=request.name,
            function_version=request.function_version,
            description=request.description,
            routing_config=_weighted(request.routing_config),
            revision_id=new_revision_id(),
        )
        function.aliases[request.name] = Alias(configuration)
        self._tell()
        return configuration

    def update_alias(self, request: UpdateAliasRequest) -> AliasConfiguration:
        """UpdateAlias: the next invocation goes by it; what it had picked is counted anew.

        Raises:
            ResourceNotFoundException: there is no such alias (fact ali-007) or version.
            PreconditionFailedException: it has changed meanwhile.
            InvalidParameterValueException, ValidationException: of the routing.
        """
        function, alias = self._alias(request.function_name, request.name)
        before = alias.configuration
        check_revision(request.revision_id, before.revision_id)
        version = before.function_version if request.function_version is None else request.function_version
        routing = before.routing_config if request.routing_config is None else _weighted(request.routing_config)
        self._check_routing(function, version, routing)
        configuration = msgspec.structs.replace(
            before,
            function_version=version,
            routing_config=routing,
            description=before.description if request.description is None else request.description,
            revision_id=new_revision_id(),
        )
        function.aliases[request.name] = Alias(configuration)
        self._settle_provisioned(function)
        self._tell()
        return configuration

    def get_alias(self, request: AliasRequest) -> AliasConfiguration:
        """GetAlias."""
        return self._alias(request.function_name, request.name)[1].configuration

    def list_aliases(self, request: ListAliasesRequest) -> ListAliasesResponse:
        """ListAliases, by name."""
        function = self._registry.find(request.function_name)
        wanted = [
            function.aliases[name].configuration
            for name in sorted(function.aliases)
            if request.function_version in ("", function.aliases[name].configuration.function_version)
        ]
        aliases, marker = page(wanted, request.marker, request.max_items)
        return ListAliasesResponse(aliases=aliases, next_marker=marker)

    def delete_alias(self, request: AliasRequest) -> Empty:
        """DeleteAlias: its policy goes with it, its URL stays (fact url-005); one that is not there is no error."""
        function = self._registry.find(request.function_name)
        function.aliases.pop(request.name, None)
        function.policies.pop(request.name, None)
        self._settle_provisioned(function)
        self._tell()
        return Empty()

    def _alias(self, function_name: str, name: str) -> tuple[Function, Alias]:
        function = self._registry.find(function_name)
        if name not in function.aliases:
            arn = self._registry.arn(function.name, name)
            raise ResourceNotFoundException(f"Cannot find alias arn: {arn}", Type="User")
        return function, function.aliases[name]

    def _check_routing(self, function: Function, version: str, routing: AliasRoutingConfiguration | None) -> None:
        """Refuse versions that do not exist, and weights that AWS refuses."""
        self._registry.version(function.name, version)
        weights = routing.additional_version_weights if routing else {}
        if len(weights) > 1:
            raise InvalidParameterValueException(
                "Number of items in AdditionalVersionWeights cannot be greater than 1", Type="User"
            )
        for other, weight in weights.items():
            _check_weight(version, other, weight)
            self._registry.version(function.name, other)


def _weighted(routing: AliasRoutingConfiguration) -> AliasRoutingConfiguration | None:
    """A routing, or None for one that divides nothing: GetAlias leaves it out."""
    return routing if routing.additional_version_weights else None


def _check_weight(version: str, other: str, weight: float) -> None:
    if not 0.0 <= weight <= 1.0:
        raise _bad_weight(
            other,
            weight,
            "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, "
            "Member must have value greater than or equal to 0.0, Member must not be null]",
        )
    if other == version:
        raise InvalidParameterValueException(
            f"Invalid function version {version}. Function version {version} is already included in routing "
            "configuration.",
            Type="User",
        )
    if version == LATEST:
        raise InvalidParameterValueException("$LATEST is not supported for an alias pointing to more than 1 version")
    if not other.isdecimal():
        raise _bad_weight(
            other,
            weight,
            "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have "
            "length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, "
            "Member must not be null]",
        )


def _bad_weight(other: str, weight: float, rule: str) -> ValidationException:
    return ValidationException(
        f"1 validation error detected: Value '{{{other}={weight}}}' at 'routingConfig.additionalVersionWeights' "
        f"failed to satisfy constraint: {rule}"
    )
