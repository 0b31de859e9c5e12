"""Operations on how a function's events are handled: retries, age and destinations."""

import re

import msgspec

from lgtui.emulator.errors import InvalidParameterValueException, ResourceNotFoundException, ValidationException
from lgtui.emulator.functions import names, validation
from lgtui.emulator.functions.asynchronous.destinations import service_of
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    Destination,
    DestinationConfig,
    Empty,
    FunctionEventInvokeConfig,
    FunctionNameRequest,
    ListFunctionEventInvokeConfigsRequest,
    ListFunctionEventInvokeConfigsResponse,
    PutFunctionEventInvokeConfigRequest,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.pages import page

RETRY_ATTEMPTS = (0, 2)
EVENT_AGES = (60, 21_600)

DESTINATION_PATTERN = (
    r"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:"
    r"((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)"
)
SERVICES = {"onSuccess": ("lambda", "sqs", "sns", "events"), "onFailure": ("lambda", "sqs", "sns", "events", "s3")}
"""What may be a destination (guide, invocation-async-retain-records)."""

NOWHERE = Destination()


class EventInvokeOperations(Operations):
    """PutFunctionEventInvokeConfig, its Update, Get, List and Delete."""

    def put_function_event_invoke_config(
        self, request: PutFunctionEventInvokeConfigRequest
    ) -> FunctionEventInvokeConfig:
        """PutFunctionEventInvokeConfig: what is not said is AWS's default again.

        Raises:
            ResourceNotFoundException: there is no such function, version or alias.
            InvalidParameterValueException, ValidationException: of the settings (fact dst-008).
        """
        _check_settings(request)
        function, qualifier = self._with_events(request.function_name, request.qualifier)
        before = DestinationConfig(on_success=NOWHERE, on_failure=NOWHERE)
        return self._set(function, qualifier, request, before)

    def update_function_event_invoke_config(
        self, request: PutFunctionEventInvokeConfigRequest
    ) -> FunctionEventInvokeConfig:
        """UpdateFunctionEventInvokeConfig: what is not said stays as it is.

        Raises:
            ResourceNotFoundException: nothing was set (fact dst-009).
            InvalidParameterValueException, ValidationException: of the settings.
        """
        _check_settings(request)
        self._with_events(request.function_name, request.qualifier)
        function, qualifier = self._with_config(request.function_name, request.qualifier)
        before = function.event_invoke_configs[qualifier]
        retries, age = request.maximum_retry_attempts, request.maximum_event_age_in_seconds
        wanted = msgspec.structs.replace(
            request,
            maximum_retry_attempts=before.maximum_retry_attempts if retries is None else retries,
            maximum_event_age_in_seconds=before.maximum_event_age_in_seconds if age is None else age,
        )
        return self._set(function, qualifier, wanted, before.destination_config)

    def get_function_event_invoke_config(self, request: FunctionNameRequest) -> FunctionEventInvokeConfig:
        """GetFunctionEventInvokeConfig.

        Raises:
            ResourceNotFoundException: nothing was set (fact dst-009).
        """
        function, qualifier = self._with_config(request.function_name, request.qualifier)
        return function.event_invoke_configs[qualifier]

    def list_function_event_invoke_configs(
        self, request: ListFunctionEventInvokeConfigsRequest
    ) -> ListFunctionEventInvokeConfigsResponse:
        """ListFunctionEventInvokeConfigs, by version and alias."""
        function, _ = self._with_events(request.function_name, "")
        wanted = [function.event_invoke_configs[qualifier] for qualifier in sorted(function.event_invoke_configs)]
        configs, marker = page(wanted, request.marker, request.max_items)
        return ListFunctionEventInvokeConfigsResponse(configs=configs, next_marker=marker)

    def delete_function_event_invoke_config(self, request: FunctionNameRequest) -> Empty:
        """DeleteFunctionEventInvokeConfig: AWS's defaults are in force again.

        Raises:
            ResourceNotFoundException: nothing was set (fact dst-009).
        """
        function, qualifier = self._with_config(request.function_name, request.qualifier)
        del function.event_invoke_configs[qualifier]
        return Empty()

    def _with_events(self, function_name: str, qualifier: str) -> tuple[Function, str]:
        """The function, and the version or alias, that a request names."""
        name, given = self._registry.parse(function_name, qualifier)
        function = self._registry.functions.get(name)
        given = given or LATEST
        if function is None or not (given in function.versions or given in function.aliases):
            raise ResourceNotFoundException("The function doesn't exist.", Type="User")
        return function, given

    def _with_config(self, function_name: str, qualifier: str) -> tuple[Function, str]:
        """The function and the qualifier that a request names, where something was set for it."""
        name, given = self._registry.parse(function_name, qualifier)
        function = self._registry.functions.get(name)
        given = given or LATEST
        if function is None or given not in function.event_invoke_configs:
            arn = self._registry.arn(name, given)
            raise ResourceNotFoundException(f"The function {arn} doesn't have an EventInvokeConfig", Type="User")
        return function, given

    def _set(
        self,
        function: Function,
        qualifier: str,
        wanted: PutFunctionEventInvokeConfigRequest,
        before: DestinationConfig,
    ) -> FunctionEventInvokeConfig:
        """Put settings in force; destinations that are not said are those of before."""
        given = wanted.destination_config or DestinationConfig()
        self._check_destinations(function, given)
        config = FunctionEventInvokeConfig(
            function_arn=self._registry.arn(function.name, qualifier),
            last_modified=self._clock.time(),
            maximum_retry_attempts=wanted.maximum_retry_attempts,
            maximum_event_age_in_seconds=wanted.maximum_event_age_in_seconds,
            destination_config=DestinationConfig(
                on_success=given.on_success or before.on_success, on_failure=given.on_failure or before.on_failure
            ),
        )
        function.event_invoke_configs[qualifier] = config
        return config

    def _check_destinations(self, function: Function, config: DestinationConfig) -> None:
        """Refuse what AWS refuses, and say which destinations nothing here takes records for."""
        for member, destination in (("onFailure", config.on_failure), ("onSuccess", config.on_success)):
            arn = destination.destination if destination is not None else ""
            if not arn:
                continue
            _check_form(member, arn)
            if service_of(arn) not in SERVICES[member]:
                raise InvalidParameterValueException(
                    f"The provided destination config {_words(config)} is invalid.", Type="User"
                )
            if service_of(arn) == "lambda":
                self._check_function(function, arn)
            self._warn_of_destination(function.name, arn, f"{member} records")

    def _check_function(self, function: Function, arn: str) -> None:
        """Refuse a function that does not exist, and the function itself (fact dst-008)."""
        match = names.FUNCTION_NAME.fullmatch(arn)
        if match is None or match["name"] not in self._registry.functions:
            raise InvalidParameterValueException(f"The destination ARN {arn} is invalid.", Type="User")
        if match["name"] == function.name:
            raise InvalidParameterValueException(
                "You can't specify the function as a destination for itself.", Type="User"
            )


def _check_settings(request: PutFunctionEventInvokeConfigRequest) -> None:
    retries, age = request.maximum_retry_attempts, request.maximum_event_age_in_seconds
    if retries is None and age is None and request.destination_config is None:
        raise InvalidParameterValueException(
            "You must specify at least one of error handling or destination setting.", Type="User"
        )
    if retries is not None:
        validation.check_range("maximumRetryAttempts", retries, RETRY_ATTEMPTS)
    if age is not None:
        validation.check_range("maximumEventAgeInSeconds", age, EVENT_AGES)


def _check_form(member: str, arn: str) -> None:
    if not re.fullmatch(DESTINATION_PATTERN, arn):
        raise ValidationException(
            f"1 validation error detected: Value '{arn}' at 'destinationConfig.{member}.destination' failed to satisfy "
            f"constraint: Member must satisfy regular expression pattern: {DESTINATION_PATTERN}"
        )


def _words(config: DestinationConfig) -> str:
    """A configuration as AWS's error says it."""
    success, failure = config.on_success, config.on_failure
    success_words = f"OnSuccess(destination={success.destination})" if success else "null"
    failure_words = f"OnFailure(destination={failure.destination})" if failure else "null"
    return f"DestinationConfig(onSuccess={success_words}, onFailure={failure_words})"
