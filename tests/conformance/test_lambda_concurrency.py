"""Recorded facts of concurrency and recursion, asked of the emulator: a test's name begins with the fact's id."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    ProvisionedConcurrencyConfigNotFoundException,
    ResourceConflictException,
    ServiceError,
    TooManyRequestsException,
    ValidationException,
)
from lgtui.emulator.functions.model import (
    CreateAliasRequest,
    FunctionNameRequest,
    PublishVersionRequest,
    PutFunctionConcurrencyRequest,
)
from lgtui.emulator.functions.model.provisioned import (
    ProvisionedConcurrencyConfig,
    PutProvisionedConcurrencyConfigRequest,
)
from lgtui.emulator.functions.model.recursion import PutFunctionRecursionConfigRequest
from tests.emulator.functions.bench import Bench

INITIALIZATION = 'import os\ndef handler(event, context): return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]'
ONE = FunctionNameRequest(function_name="f", qualifier="1")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A Lambda with a function `f` that has a version 1; stopped after the test."""
    bench = Bench(tmp_path)
    bench.create(INITIALIZATION)
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    yield bench
    await bench.functions.stop()


async def test_con_004_provisioned_capacity_takes_the_whole_reservation_away_from_latest(bench: Bench) -> None:
    _reserve(bench, 1)
    _provision(bench, 1)
    await _until_ready(bench)
    with pytest.raises(TooManyRequestsException) as refused:
        await bench.invoke()
    assert (refused.value.status, refused.value.message) == (429, "Rate Exceeded.")
    assert refused.value.fields["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert (await bench.invoke(qualifier="1")).status_code == 200


async def test_con_005_provisioned_concurrency_is_in_progress_then_ready(bench: Bench) -> None:
    put = _provision(bench, 5)
    assert _numbers(put) == (5, 0, 0, "IN_PROGRESS")
    await _until_ready(bench)
    assert _numbers(bench.functions.get_provisioned_concurrency_config(ONE)) == (5, 5, 5, "READY")
    assert (await bench.invoke(qualifier="1")).payload == b'"provisioned-concurrency"'
    assert (await bench.invoke()).payload == b'"on-demand"'


async def test_con_007_a_reservation_is_not_lower_than_what_is_provisioned(bench: Bench) -> None:
    _provision(bench, 2)
    error = _refusal(InvalidParameterValueException, lambda: _reserve(bench, 1))
    assert error.message == (
        " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2]."
    )


async def test_con_008_no_more_is_provisioned_than_is_reserved(bench: Bench) -> None:
    _reserve(bench, 2)
    _provision(bench, 2)
    error = _refusal(InvalidParameterValueException, lambda: _provision(bench, 3))
    assert error.message == (
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"
    )


async def test_con_009_what_cannot_be_provisioned(bench: Bench) -> None:
    of_latest = _refusal(InvalidParameterValueException, lambda: _provision(bench, 1, "$LATEST"))
    assert of_latest.message == "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
    none = _refusal(ValidationException, lambda: _provision(bench, 0))
    assert none.message == (
        "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1"
    )
    missing = _refusal(
        ProvisionedConcurrencyConfigNotFoundException,
        lambda: bench.functions.get_provisioned_concurrency_config(ONE),
    )
    assert (missing.status, missing.message) == (404, "No Provisioned Concurrency Config found for this function")


async def test_con_011_a_version_is_provisioned_by_itself_or_by_an_alias(bench: Bench) -> None:
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="1"))
    _provision(bench, 1)
    by_alias = _refusal(ResourceConflictException, lambda: _provision(bench, 1, "live"))
    assert by_alias.message == (
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"
    )
    bench.functions.delete_provisioned_concurrency_config(ONE)
    _provision(bench, 1, "live")
    by_itself = _refusal(ResourceConflictException, lambda: _provision(bench, 1))
    assert by_itself.message == "Version is pointed by a Provisioned Concurrency alias"


async def test_con_013_no_reservation_and_a_reservation_of_zero_differ(bench: Bench) -> None:
    name = FunctionNameRequest(function_name="f")
    assert bench.functions.get_function_concurrency(name).reserved_concurrent_executions is None
    _reserve(bench, 0)
    assert bench.functions.get_function_concurrency(name).reserved_concurrent_executions == 0


async def test_rec_001_loops_are_terminated_by_default(bench: Bench) -> None:
    assert (
        bench.functions.get_function_recursion_config(FunctionNameRequest(function_name="f")).recursive_loop
        == "Terminate"
    )
    request = PutFunctionRecursionConfigRequest(function_name="f", recursive_loop="InvalidValue")
    error = _refusal(ValidationException, lambda: bench.functions.put_function_recursion_config(request))
    assert error.message == (
        "1 validation error detected: Value 'InvalidValue' at 'recursiveLoop' failed to satisfy constraint: "
        "Member must satisfy enum value set: [Terminate, Allow]"
    )


def _refusal(kind: type[ServiceError], operation: object) -> ServiceError:
    """The error that an operation raises."""
    assert callable(operation)
    with pytest.raises(kind) as refused:
        operation()
    return refused.value


def _reserve(bench: Bench, executions: int) -> None:
    request = PutFunctionConcurrencyRequest(function_name="f", reserved_concurrent_executions=executions)
    bench.functions.put_function_concurrency(request)


def _provision(bench: Bench, executions: int, qualifier: str = "1") -> ProvisionedConcurrencyConfig:
    request = PutProvisionedConcurrencyConfigRequest(
        function_name="f", qualifier=qualifier, provisioned_concurrent_executions=executions
    )
    return bench.functions.put_provisioned_concurrency_config(request)


async def _until_ready(bench: Bench) -> None:
    await bench.until(lambda: bench.functions.get_provisioned_concurrency_config(ONE).status == "READY")


def _numbers(config: ProvisionedConcurrencyConfig) -> tuple[int, int | None, int | None, str]:
    return (
        config.requested_provisioned_concurrent_executions,
        config.allocated_provisioned_concurrent_executions,
        config.available_provisioned_concurrent_executions,
        config.status,
    )
