"""Operations on provisioned concurrency."""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    ProvisionedConcurrencyConfigNotFoundException,
    ResourceConflictException,
    ValidationException,
)
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import Empty, FunctionNameRequest
from lgtui.emulator.functions.model.provisioned import (
    ListProvisionedConcurrencyConfigsRequest,
    ListProvisionedConcurrencyConfigsResponse,
    ProvisionedConcurrencyConfig,
    PutProvisionedConcurrencyConfigRequest,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.pages import page
from lgtui.emulator.functions.provision import Provisioned, Status

INIT_FAILED = "FUNCTION_ERROR_INIT_FAILURE"
"""StatusReason where the init of what was to be kept ready fails."""


class _Named(NamedTuple):
    """What a request names: a function, and one of its versions or aliases."""

    function: Function
    qualifier: str


class ProvisionedOperations(Operations):
    """PutProvisionedConcurrencyConfig, GetProvisionedConcurrencyConfig and their kin."""

    def put_provisioned_concurrency_config(
        self, request: PutProvisionedConcurrencyConfigRequest
    ) -> ProvisionedConcurrencyConfig:
        """PutProvisionedConcurrencyConfig: the answer is that it has begun (fact con-005).

        Raises:
            ValidationException: it is none at all (fact con-009).
            InvalidParameterValueException: of $LATEST or a weighted alias, or more than is left (fact con-008).
            ResourceNotFoundException: there is no such function, version or alias.
            ResourceConflictException: a version has it by itself and by an alias (fact con-011).
        """
        executions = request.provisioned_concurrent_executions
        if executions < 1:
            raise ValidationException(
                f"1 validation error detected: Value '{executions}' at 'provisionedConcurrentExecutions' failed to "
                "satisfy constraint: Member must have value greater than or equal to 1"
            )
        function, qualifier = self._named(
            request.function_name,
            request.qualifier,
            "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
        )
        _check_conflicts(function, qualifier)
        others = sum(config.requested for name, config in function.provisioned.items() if name != qualifier)
        self.concurrency.provision(function.name, others + executions)
        stamp = datetime.fromtimestamp(self._clock.time(), UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
        function.provisioned[qualifier] = Provisioned(executions, stamp)
        self._settle_provisioned(function)
        self._tell()
        return ProvisionedConcurrencyConfig(
            requested_provisioned_concurrent_executions=executions,
            allocated_provisioned_concurrent_executions=0,
            available_provisioned_concurrent_executions=0,
            status="IN_PROGRESS",
            last_modified=stamp,
        )

    def get_provisioned_concurrency_config(self, request: FunctionNameRequest) -> ProvisionedConcurrencyConfig:
        """GetProvisionedConcurrencyConfig.

        Raises:
            ProvisionedConcurrencyConfigNotFoundException: there is none (fact con-009).
            InvalidParameterValueException, ResourceNotFoundException: of what is named.
        """
        function, qualifier = self._published_or_alias(request)
        if qualifier not in function.provisioned:
            raise ProvisionedConcurrencyConfigNotFoundException(
                "No Provisioned Concurrency Config found for this function", Type="User"
            )
        return _describe(function, qualifier)

    def list_provisioned_concurrency_configs(
        self, request: ListProvisionedConcurrencyConfigsRequest
    ) -> ListProvisionedConcurrencyConfigsResponse:
        """ListProvisionedConcurrencyConfigs."""
        function = self._registry.find(request.function_name)
        configs = [
            msgspec.structs.replace(
                _describe(function, qualifier), function_arn=self._registry.arn(function.name, qualifier)
            )
            for qualifier in function.provisioned
        ]
        configs, marker = page(configs, request.marker, request.max_items)
        return ListProvisionedConcurrencyConfigsResponse(provisioned_concurrency_configs=configs, next_marker=marker)

    def delete_provisioned_concurrency_config(self, request: FunctionNameRequest) -> Empty:
        """DeleteProvisionedConcurrencyConfig; one that is not there is no error.

        Raises:
            InvalidParameterValueException, ResourceNotFoundException: of what is named.
        """
        function, qualifier = self._published_or_alias(request)
        if function.provisioned.pop(qualifier, None) is not None:
            self._settle_provisioned(function)
            self._tell()
        return Empty()

    def _published_or_alias(self, request: FunctionNameRequest) -> _Named:
        refusal = "The function resource provided must be an alias or a published version."
        return self._named(request.function_name, request.qualifier, refusal)

    def _named(self, function_name: str, given: str, refusal: str) -> _Named:
        """The function and the qualifier that a request names; `refusal` says why $LATEST will not do."""
        name, qualifier = self._registry.parse(function_name, given)
        if qualifier in ("", LATEST):
            raise InvalidParameterValueException(refusal, Type="User")
        function = self._registry.functions.get(name)
        if function is not None and (qualifier in function.aliases or qualifier in function.versions):
            return _Named(function, qualifier)
        raise self._registry.not_found(name, qualifier)


def _check_conflicts(function: Function, qualifier: str) -> None:
    """Refuse a second configuration for a version, and a weighted alias (its sentence is known from users' reports)."""
    alias = function.aliases.get(qualifier)
    if alias is None:
        if any(qualifier == _points_to(other, function) for other in function.provisioned):
            raise ResourceConflictException("Version is pointed by a Provisioned Concurrency alias", Type="User")
    elif alias.configuration.function_version in function.provisioned:
        raise ResourceConflictException(
            "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
            Type="User",
        )
    elif len(alias.versions) > 1:
        raise InvalidParameterValueException(
            "Alias with weights can not be used with Provisioned Concurrency", Type="User"
        )
    elif alias.configuration.function_version == LATEST:
        raise InvalidParameterValueException(
            "Provisioned Concurrency Configs cannot be applied to unpublished function versions.", Type="User"
        )


def _points_to(qualifier: str, function: Function) -> str:
    """The version that a provisioned alias points to, empty where the qualifier is a version's."""
    alias = function.aliases.get(qualifier)
    return alias.configuration.function_version if alias is not None else ""


def _describe(function: Function, qualifier: str) -> ProvisionedConcurrencyConfig:
    """A configuration as far as it is carried out now."""
    config = function.provisioned[qualifier]
    pools = [function.versions[number].pool for number in function.divide_provisioned(qualifier)]
    statuses = {pool.provision.status for pool in pools}
    allocated = min(config.requested, sum(pool.provision.allocated for pool in pools))
    status: Status = "FAILED" if "FAILED" in statuses else "IN_PROGRESS" if "IN_PROGRESS" in statuses else "READY"
    return ProvisionedConcurrencyConfig(
        requested_provisioned_concurrent_executions=config.requested,
        allocated_provisioned_concurrent_executions=allocated,
        available_provisioned_concurrent_executions=allocated,
        status=status,
        status_reason=INIT_FAILED if status == "FAILED" else None,
        last_modified=config.last_modified,
    )
