"""Provisioned concurrency, as the operations on it take and give it."""

from typing import Literal

from lgtui.emulator.functions.model.base import Shape


class PutProvisionedConcurrencyConfigRequest(Shape, frozen=True, kw_only=True):
    """Input of PutProvisionedConcurrencyConfig."""

    function_name: str
    qualifier: str
    provisioned_concurrent_executions: int


class ListProvisionedConcurrencyConfigsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListProvisionedConcurrencyConfigs."""

    function_name: str
    marker: str = ""
    max_items: int = 50


class ProvisionedConcurrencyConfig(Shape, frozen=True, kw_only=True):
    """Output of Put- and GetProvisionedConcurrencyConfig.

    Attributes:
        allocated_provisioned_concurrent_executions: environments that are initialised.
        function_arn: with the qualifier; set in lists alone.
    """

    requested_provisioned_concurrent_executions: int
    allocated_provisioned_concurrent_executions: int | None = None
    available_provisioned_concurrent_executions: int | None = None
    status: Literal["IN_PROGRESS", "READY", "FAILED"]
    status_reason: str | None = None
    last_modified: str
    function_arn: str | None = None


class ListProvisionedConcurrencyConfigsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListProvisionedConcurrencyConfigs."""

    provisioned_concurrency_configs: list[ProvisionedConcurrencyConfig]
    next_marker: str = ""
