"""Provisioned concurrency: environments that are initialised ahead, kept ready and replaced."""

import asyncio
from typing import Any

import pytest

from lgtui.emulator.errors import InvalidParameterValueException, ResourceNotFoundException, TooManyRequestsException
from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.functions.model import (
    AliasRequest,
    AliasRoutingConfiguration,
    CreateAliasRequest,
    FunctionNameRequest,
    PublishVersionRequest,
    PutFunctionConcurrencyRequest,
    UpdateAliasRequest,
    UpdateFunctionCodeRequest,
)
from lgtui.emulator.functions.model.provisioned import (
    ListProvisionedConcurrencyConfigsRequest,
    ProvisionedConcurrencyConfig,
    PutProvisionedConcurrencyConfigRequest,
)
from lgtui.frames import ActivityView
from tests.emulator.functions.bench import Bench

HANDLER = """
    import os, time
    def handler(event, context):
        time.sleep(event.get("s", 0))
        if event.get("exit"): os._exit(1)
        return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
"""


async def test_environments_are_ready_before_the_first_invocation(bench: Bench) -> None:
    await _publish(bench)
    _provision(bench, 2)
    await _until_ready(bench)
    assert [each.state for each in _environments(bench)] == ["frozen"] * 2 or len(_environments(bench)) == 2

    answer = await bench.invoke(qualifier="1")

    assert (answer.payload, answer.report.init_duration) == (b'"provisioned-concurrency"', None)
    assert await bench.call() == "on-demand"


async def test_what_does_not_fit_starts_on_demand_and_is_said_once(bench: Bench) -> None:
    await _publish(bench)
    _provision(bench, 1)
    await _until_ready(bench)

    answers = await asyncio.gather(*(bench.invoke({"s": 0.1}, qualifier="1") for _ in range(3)))

    payloads = sorted(answer.payload for answer in answers)
    assert payloads == [b'"on-demand"', b'"on-demand"', b'"provisioned-concurrency"']
    said = [line for line in bench.lines("warn") if "provisioned environments are busy" in line]
    assert len(said) == 1
    (view,) = bench.functions.activity().functions
    assert (view.spilled, view.provisioned) == (2, (1, 0))


async def test_an_environment_that_dies_is_replaced(bench: Bench) -> None:
    await _publish(bench)
    _provision(bench, 1)
    await _until_ready(bench)
    (before,) = _environments(bench)

    answer = await bench.invoke({"exit": True}, qualifier="1")
    await _until_ready(bench)
    (after,) = _environments(bench)
    assert answer.function_error == "Unhandled" and after is not before
    after.kill("stop")
    await _until_ready(bench)

    assert (await bench.invoke(qualifier="1")).report.init_duration is None
    assert bench.functions.audit() == []


async def test_it_never_ends_by_idleness(bench: Bench) -> None:
    await _publish(bench)
    _provision(bench, 1)
    await _until_ready(bench)
    await bench.invoke(qualifier="$LATEST")
    await bench.until(lambda: all(each.state == "frozen" for each in bench.functions.environments()))

    bench.clock.step(10_000)

    (left,) = bench.functions.environments()
    assert left in _environments(bench)


async def test_a_lower_number_ends_the_surplus_and_deleting_ends_all(bench: Bench) -> None:
    await _publish(bench)
    _provision(bench, 3)
    await _until_ready(bench)
    _provision(bench, 1)
    await bench.until(lambda: len(_environments(bench)) == 1)

    bench.functions.delete_provisioned_concurrency_config(FunctionNameRequest(function_name="f", qualifier="1"))

    assert _environments(bench) == []
    assert bench.functions.concurrency.unclaimed == 1_000


async def test_an_init_that_fails_is_not_tried_for_ever(bench: Bench) -> None:
    bench.create("raise ValueError('never')")
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    _provision(bench, 1)
    await bench.until(lambda: _get(bench).status == "FAILED")

    assert _get(bench).status_reason == "FUNCTION_ERROR_INIT_FAILURE"
    assert _environments(bench) == []


async def test_an_alias_takes_its_environments_along_to_another_version(bench: Bench) -> None:
    await _publish(bench)
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="1"))
    _provision(bench, 1, "live")
    await _until_ready(bench, "live")
    source = "def handler(event, context): return 'new'"
    bench.functions.update_function_code(UpdateFunctionCodeRequest(function_name="f", source=source, publish=True))

    bench.functions.update_alias(UpdateAliasRequest(function_name="f", name="live", function_version="2"))
    await bench.until(lambda: [each.version for each in _environments(bench)] == ["2"])
    await _until_ready(bench, "live")

    answer = await bench.invoke(qualifier="live")
    assert (answer.payload, answer.report.init_duration) == (b'"new"', None)


async def test_weights_divide_the_environments_and_a_deleted_alias_ends_them(bench: Bench) -> None:
    await _publish(bench)
    source = "def handler(event, context): return 'new'"
    bench.functions.update_function_code(UpdateFunctionCodeRequest(function_name="f", source=source, publish=True))
    bench.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="1"))
    _provision(bench, 4, "live")

    routing = AliasRoutingConfiguration(additional_version_weights={"2": 0.25})
    bench.functions.update_alias(UpdateAliasRequest(function_name="f", name="live", routing_config=routing))
    await bench.until(lambda: sorted(each.version for each in _environments(bench)) == ["1", "1", "1", "2"])

    with pytest.raises(InvalidParameterValueException, match="Alias with weights can not be used"):
        _provision(bench, 4, "live")
    bench.functions.delete_alias(AliasRequest(function_name="f", name="live"))
    await bench.until(lambda: _environments(bench) == [])


async def test_configurations_are_listed_by_their_arns(bench: Bench) -> None:
    await _publish(bench)
    _provision(bench, 2)
    request = ListProvisionedConcurrencyConfigsRequest(function_name="f")
    (config,) = bench.functions.list_provisioned_concurrency_configs(request).provisioned_concurrency_configs
    assert config.function_arn == "arn:aws:lambda:us-east-1:123456789012:function:f:1"
    assert config.requested_provisioned_concurrent_executions == 2


@pytest.mark.parametrize(("qualifier", "message"), [("7", "Function not found: "), ("gone", "Cannot find alias arn: ")])
async def test_what_does_not_exist_cannot_be_provisioned(bench: Bench, qualifier: str, message: str) -> None:
    await _publish(bench)
    with pytest.raises(ResourceNotFoundException, match=message):
        _provision(bench, 1, qualifier)


async def test_a_throttled_invocation_leaves_the_idle_environment_to_the_next(bench: Bench) -> None:
    await _publish(bench)
    assert await bench.call() == "on-demand"
    request = PutFunctionConcurrencyRequest(function_name="f", reserved_concurrent_executions=0)
    bench.functions.put_function_concurrency(request)
    with pytest.raises(TooManyRequestsException):
        await bench.invoke()
    bench.functions.delete_function_concurrency(FunctionNameRequest(function_name="f"))

    assert (await bench.invoke()).report.init_duration is None


async def test_a_function_with_provisioned_environments_is_not_at_rest(bench: Bench) -> None:
    await _publish(bench)
    _provision(bench, 1)
    await _until_ready(bench)
    assert bench.functions.activity().functions == [ActivityView(function="f", provisioned=(1, 0))]


async def _publish(bench: Bench) -> None:
    bench.create(HANDLER)
    await bench.functions.publish_version(PublishVersionRequest(function_name="f"))


def _provision(bench: Bench, executions: int, qualifier: str = "1") -> Any:
    request = PutProvisionedConcurrencyConfigRequest(
        function_name="f", qualifier=qualifier, provisioned_concurrent_executions=executions
    )
    return bench.functions.put_provisioned_concurrency_config(request)


def _get(bench: Bench, qualifier: str = "1") -> ProvisionedConcurrencyConfig:
    request = FunctionNameRequest(function_name="f", qualifier=qualifier)
    return bench.functions.get_provisioned_concurrency_config(request)


async def _until_ready(bench: Bench, qualifier: str = "1") -> None:
    await bench.until(lambda: _get(bench, qualifier).status == "READY")


def _environments(bench: Bench) -> list[Environment]:
    """Those of published versions."""
    return [each for each in bench.functions.environments() if each.version != "$LATEST"]
