"""Concurrent executions: reservations, the account's limit, and leases that are always given back."""

import asyncio
from pathlib import Path

import pytest

from lgtui.emulator.errors import InvalidParameterValueException, TooManyRequestsException
from lgtui.emulator.functions.concurrency import Concurrency
from lgtui.emulator.functions.model import FunctionNameRequest, InvocationResponse, PutFunctionConcurrencyRequest
from tests.emulator.functions.bench import Bench

SLOW = "import time\ndef handler(event, context): time.sleep(event.get('s', 0)); return 1"


async def test_a_reservation_bounds_a_function_and_zero_refuses_it(bench: Bench) -> None:
    bench.create(SLOW)
    _reserve(bench, 1)
    running = asyncio.ensure_future(bench.invoke({"s": 0.3}))
    await bench.until_state("busy")
    with pytest.raises(TooManyRequestsException) as refused:
        await bench.invoke()
    assert refused.value.message == "Rate Exceeded."
    assert refused.value.fields["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    await running
    assert await bench.call() == 1
    _reserve(bench, 0)
    with pytest.raises(TooManyRequestsException):
        await bench.invoke()
    bench.functions.delete_function_concurrency(FunctionNameRequest(function_name="f"))
    assert await bench.call() == 1


async def test_the_accounts_limit_bounds_all_functions_together(tmp_path: Path) -> None:
    bench = Bench(tmp_path, account_concurrency=2)
    bench.create(SLOW)
    bench.create(SLOW, name="g")
    results = await asyncio.gather(
        *(bench.invoke({"s": 0.3}, name=name) for name in ("f", "f", "g")), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, TooManyRequestsException)]
    assert [error.fields["Reason"] for error in refused] == ["ConcurrentInvocationLimitExceeded"]
    assert sum(isinstance(result, InvocationResponse) for result in results) == 2
    await bench.functions.stop()


@pytest.mark.parametrize("fault", ["os._exit(1)", "raise ValueError", "time.sleep(9)"])
async def test_a_fault_gives_the_lease_back(bench: Bench, fault: str) -> None:
    bench.create(f"import os, time\ndef handler(event, context):\n    if event: {fault}\n    return 1", timeout=1)
    _reserve(bench, 1)
    for _ in range(2):
        await bench.fail({"fault": True})
    assert await bench.call() == 1


def test_a_lease_is_given_back_once() -> None:
    concurrency = Concurrency(1)
    concurrency.take("f", "a")
    concurrency.give_back("a")
    concurrency.give_back("a")
    concurrency.take("f", "b")
    with pytest.raises(TooManyRequestsException):
        concurrency.take("f", "c")


def test_a_reservation_is_taken_from_the_others_and_moves_what_runs() -> None:
    concurrency = Concurrency(300)
    concurrency.take("f", "a")
    concurrency.reserve("f", 200)
    for number in range(100):
        concurrency.take("g", f"g{number}")
    with pytest.raises(TooManyRequestsException):
        concurrency.take("g", "one too many")
    concurrency.unreserve("f")
    concurrency.take("g", "now there is room")


def test_reservations_leave_a_hundred_to_the_others() -> None:
    with pytest.raises(InvalidParameterValueException, match=r"below its minimum value of \[100\]"):
        Concurrency(1_000).reserve("f", 901)


def _reserve(bench: Bench, executions: int) -> None:
    request = PutFunctionConcurrencyRequest(function_name="f", reserved_concurrent_executions=executions)
    bench.functions.put_function_concurrency(request)
