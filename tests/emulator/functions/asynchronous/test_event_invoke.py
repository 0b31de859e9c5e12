"""The operations on how events are handled."""

import pytest

from lgtui.emulator.errors import InvalidParameterValueException, ResourceNotFoundException, ValidationException
from lgtui.emulator.functions.model import (
    CreateAliasRequest,
    Destination,
    DestinationConfig,
    FunctionNameRequest,
    ListFunctionEventInvokeConfigsRequest,
    PutFunctionEventInvokeConfigRequest,
)
from tests.emulator.functions.asynchronous.event_bench import ECHO, QUEUE, EventBench

F = "arn:aws:lambda:us-east-1:123456789012:function:f"
NOWHERE = DestinationConfig(on_success=Destination(), on_failure=Destination())


def wanted(
    *, qualifier: str = "", retries: int | None = None, age: int | None = None, **destinations: str
) -> PutFunctionEventInvokeConfigRequest:
    """A request for `f`."""
    config = DestinationConfig(**{name: Destination(destination=arn) for name, arn in destinations.items()})
    return PutFunctionEventInvokeConfigRequest(
        function_name="f",
        qualifier=qualifier,
        maximum_retry_attempts=retries,
        maximum_event_age_in_seconds=age,
        destination_config=config if destinations else None,
    )


async def test_what_was_put_is_what_one_gets(bench: EventBench) -> None:
    bench.create(ECHO)
    put = bench.functions.put_function_event_invoke_config(wanted(retries=1, age=60, on_failure=QUEUE))
    assert (put.function_arn, put.maximum_retry_attempts, put.maximum_event_age_in_seconds) == (f"{F}:$LATEST", 1, 60)
    assert put.destination_config == DestinationConfig(
        on_success=Destination(), on_failure=Destination(destination=QUEUE)
    )
    assert bench.functions.get_function_event_invoke_config(FunctionNameRequest(function_name="f")) == put


async def test_put_forgets_what_it_does_not_say_and_update_keeps_it(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.functions.put_function_event_invoke_config(wanted(retries=2, age=60, on_failure=QUEUE))
    updated = bench.functions.update_function_event_invoke_config(wanted(retries=0, on_success=QUEUE))
    assert (updated.maximum_retry_attempts, updated.maximum_event_age_in_seconds) == (0, 60)
    route = Destination(destination=QUEUE)
    assert updated.destination_config == DestinationConfig(on_success=route, on_failure=route)
    put = bench.functions.put_function_event_invoke_config(wanted(retries=1))
    assert (put.maximum_event_age_in_seconds, put.destination_config) == (None, NOWHERE)


async def test_a_list_has_each_version_and_alias_and_pages(bench: EventBench) -> None:
    bench.create(ECHO)
    for name in ("blue", "green"):
        bench.functions.create_alias(CreateAliasRequest(function_name="f", name=name, function_version="$LATEST"))
    for qualifier in ("green", "", "blue"):
        bench.functions.put_function_event_invoke_config(wanted(qualifier=qualifier, retries=1))
    first = bench.functions.list_function_event_invoke_configs(
        ListFunctionEventInvokeConfigsRequest(function_name="f", max_items=2)
    )
    second = bench.functions.list_function_event_invoke_configs(
        ListFunctionEventInvokeConfigsRequest(function_name="f", marker=first.next_marker)
    )
    found = [config.function_arn for config in [*first.configs, *second.configs]]
    assert found == [f"{F}:$LATEST", f"{F}:blue", f"{F}:green"]


async def test_what_was_deleted_is_gone(bench: EventBench) -> None:
    bench.create(ECHO)
    bench.functions.put_function_event_invoke_config(wanted(retries=1))
    name = FunctionNameRequest(function_name="f", qualifier="$LATEST")
    bench.functions.delete_function_event_invoke_config(name)
    with pytest.raises(ResourceNotFoundException):
        bench.functions.delete_function_event_invoke_config(name)


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        (wanted(retries=3), ValidationException, "'3' at 'maximumRetryAttempts'"),
        (wanted(age=59), ValidationException, "'59' at 'maximumEventAgeInSeconds'"),
        (wanted(age=21_601), ValidationException, "less than or equal to 21600"),
        (wanted(retries=1, qualifier="nobody"), ResourceNotFoundException, "The function doesn't exist."),
        (wanted(on_failure="arn:aws:_-/!lambda:x"), ValidationException, "destinationConfig.onFailure.destination"),
        (
            wanted(on_success="arn:aws:iam:us-east-1:123456789012:role/r"),
            InvalidParameterValueException,
            "DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam:us-east-1:123456789012:role/r), "
            "onFailure=null) is invalid.",
        ),
        (wanted(on_success="arn:aws:s3:::bucket"), InvalidParameterValueException, "is invalid"),
    ],
)
async def test_a_configuration_that_lambda_refuses_is_refused(
    bench: EventBench, request_: PutFunctionEventInvokeConfigRequest, error: type[Exception], words: str
) -> None:
    bench.create(ECHO)
    with pytest.raises(error) as raised:
        bench.functions.put_function_event_invoke_config(request_)
    assert words in str(raised.value)


async def test_a_bucket_may_get_the_records_of_failures(bench: EventBench) -> None:
    bench.create(ECHO)
    put = bench.functions.put_function_event_invoke_config(wanted(on_failure="arn:aws:s3:::bucket"))
    assert put.destination_config.on_failure == Destination(destination="arn:aws:s3:::bucket")
