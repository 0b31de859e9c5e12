"""How a function's events are handled, as the operations on it take and give it."""

import msgspec

from lgtui.emulator.functions.model.base import Shape


class Destination(Shape, frozen=True, kw_only=True):
    """Where a record goes: the ARN of a function, queue, topic, event bus or bucket; empty for nowhere."""

    destination: str = ""


class DestinationConfig(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """Where the records of events go that succeeded, and of those that were given up; None was not said."""

    on_success: Destination | None = None
    on_failure: Destination | None = None


class PutFunctionEventInvokeConfigRequest(Shape, frozen=True, kw_only=True):
    """Input of PutFunctionEventInvokeConfig and UpdateFunctionEventInvokeConfig.

    Attributes:
        maximum_retry_attempts: 0 to 2.
        maximum_event_age_in_seconds: 60 to 21,600.
    """

    function_name: str
    qualifier: str = ""
    maximum_retry_attempts: int | None = None
    maximum_event_age_in_seconds: int | None = None
    destination_config: DestinationConfig | None = None


class FunctionEventInvokeConfig(Shape, frozen=True, kw_only=True):
    """How the events of one version or alias are handled; `last_modified` in seconds since the epoch."""

    function_arn: str
    last_modified: float
    maximum_retry_attempts: int | None = None
    maximum_event_age_in_seconds: int | None = None
    destination_config: DestinationConfig


class ListFunctionEventInvokeConfigsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListFunctionEventInvokeConfigs."""

    function_name: str
    marker: str = ""
    max_items: int = 50


class ListFunctionEventInvokeConfigsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListFunctionEventInvokeConfigs, by version and alias."""

    configs: list[FunctionEventInvokeConfig] = msgspec.field(name="FunctionEventInvokeConfigs")
    next_marker: str = ""
