"""Concurrent executions: reservations, the account's limit, rates, and leases that are always given back."""

import asyncio
import random
from pathlib import Path

import pytest

from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import InvalidParameterValueException, TooManyRequestsException
from lgtui.emulator.functions.concurrency import Concurrency, Lease, Share
from lgtui.emulator.functions.model import (
    Code,
    CreateFunctionRequest,
    FunctionNameRequest,
    InvocationResponse,
    PutFunctionConcurrencyRequest,
)
from lgtui.emulator.functions.model.account import GetAccountSettingsRequest
from tests.emulator.functions.bench import Bench

SLOW = "import time\ndef handler(event, context): time.sleep(event.get('s', 0)); return 1"


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when it is stepped."""
    clock = Clock()
    clock.pause()
    return clock


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


async def test_environments_killed_at_random_leak_no_lease(bench: Bench) -> None:
    bench.create(SLOW)
    _reserve(bench, 20)
    invocations = [asyncio.ensure_future(bench.invoke({"s": 0.01 * (number % 5)})) for number in range(20)]
    chance = random.Random(7)
    for _ in range(60):
        environments = bench.functions.environments()
        if environments:
            chance.choice(environments).kill("stop")
        assert _books(bench) == []
        invocations.append(asyncio.ensure_future(bench.invoke({"s": 0.01})))
        await asyncio.wait(invocations, timeout=0.002)
    results = await asyncio.gather(*invocations, return_exceptions=True)
    assert all(isinstance(result, InvocationResponse | TooManyRequestsException) for result in results)
    assert _books(bench) == []
    assert bench.functions.concurrency.running == 0


async def test_the_account_says_its_limits_and_what_is_used(bench: Bench) -> None:
    code = Code(source=SLOW)
    request = CreateFunctionRequest(function_name="f", runtime="python3.11", handler="index.handler", code=code)
    size = bench.functions.create_function(request).code_size
    _reserve(bench, 100)
    settings = bench.functions.get_account_settings(GetAccountSettingsRequest())
    limit, usage = settings.account_limit, settings.account_usage
    assert (limit.concurrent_executions, limit.unreserved_concurrent_executions) == (1_000, 900)
    assert (usage.function_count, usage.total_code_size) == (1, size)
    assert size > 0


def test_a_lease_is_given_back_once(clock: Clock) -> None:
    concurrency = Concurrency(1, clock)
    share = concurrency.share("f")
    lease = _take(concurrency, share)
    concurrency.give_back(lease)
    concurrency.give_back(lease)
    _take(concurrency, share)
    with pytest.raises(TooManyRequestsException):
        _take(concurrency, share)


def test_a_reservation_is_taken_from_the_others_and_moves_what_runs(clock: Clock) -> None:
    concurrency = Concurrency(300, clock)
    f, g = concurrency.share("f"), concurrency.share("g")
    _take(concurrency, f)
    concurrency.reserve("f", 200)
    for _ in range(100):
        _take(concurrency, g)
    with pytest.raises(TooManyRequestsException):
        _take(concurrency, g)
    concurrency.unreserve("f")
    _take(concurrency, g)
    assert concurrency.unreserved_running == 102


@pytest.mark.parametrize(("limit", "executions", "minimum"), [(1_000, 901, 100), (100, 1, 100), (10, 1, 10)])
def test_reservations_leave_a_hundred_or_a_small_accounts_limit_to_the_others(
    clock: Clock, limit: int, executions: int, minimum: int
) -> None:
    with pytest.raises(InvalidParameterValueException, match=rf"below its minimum value of \[{minimum}\]"):
        Concurrency(limit, clock).reserve("f", executions)


def test_a_small_account_may_reserve_nothing(clock: Clock) -> None:
    concurrency = Concurrency(10, clock)
    concurrency.reserve("f", 0)
    assert concurrency.unclaimed == 10


def test_what_is_kept_ready_is_out_of_the_reservation(clock: Clock) -> None:
    concurrency = Concurrency(1_000, clock)
    share = concurrency.share("f")
    concurrency.reserve("f", 2)
    concurrency.provision("f", 1)
    _take(concurrency, share)
    with pytest.raises(TooManyRequestsException):
        _take(concurrency, share)
    _take(concurrency, share, kept=True)
    assert concurrency.unclaimed == 998


def test_what_is_kept_ready_without_a_reservation_is_out_of_the_accounts_rest(clock: Clock) -> None:
    concurrency = Concurrency(200, clock)
    concurrency.provision("f", 100)
    for _ in range(100):
        _take(concurrency, concurrency.share("g"))
    with pytest.raises(TooManyRequestsException):
        _take(concurrency, concurrency.share("g"))
    with pytest.raises(InvalidParameterValueException, match="Specified ConcurrentExecutions for function decreases"):
        concurrency.provision("g", 1)


def test_new_environments_come_a_thousand_in_ten_seconds_and_unused_ones_do_not_add_up(clock: Clock) -> None:
    concurrency = Concurrency(5_000, clock)
    share = concurrency.share("f")
    clock.step(60)
    assert _how_many(concurrency, share, new=True) == 1_000
    assert _how_many(concurrency, concurrency.share("g"), new=True) == 1_000
    clock.step(0.5)
    assert _how_many(concurrency, share, new=True) == 50
    assert _how_many(concurrency, share, new=False) == 5_000 - 2_050


def test_synchronous_requests_come_ten_a_second_for_each_execution(clock: Clock) -> None:
    concurrency = Concurrency(3, clock)
    share = concurrency.share("f")
    for _ in range(30):
        concurrency.give_back(_take(concurrency, share, synchronous=True))
    with pytest.raises(TooManyRequestsException) as refused:
        _take(concurrency, share, synchronous=True)
    assert refused.value.fields["Reason"] == "FunctionInvocationRateLimitExceeded"
    concurrency.give_back(_take(concurrency, share))
    clock.step(0.1)
    _take(concurrency, share, synchronous=True)


def test_a_reservation_has_a_ceiling_of_requests_of_its_own(clock: Clock) -> None:
    concurrency = Concurrency(1_000, clock)
    concurrency.reserve("f", 1)
    share = concurrency.share("f")
    for _ in range(10):
        concurrency.give_back(_take(concurrency, share, synchronous=True))
    with pytest.raises(TooManyRequestsException) as refused:
        _take(concurrency, share, synchronous=True)
    assert refused.value.fields["Reason"] == "ReservedFunctionInvocationRateLimitExceeded"


def test_a_refusal_takes_nothing(clock: Clock) -> None:
    concurrency = Concurrency(1_000, clock)
    concurrency.reserve("f", 0)
    share = concurrency.share("f")
    with pytest.raises(TooManyRequestsException):
        _take(concurrency, share, new=True, synchronous=True)
    assert concurrency.audit([]) == []
    assert share.scaling.tokens == share.scaling.burst


def test_the_audit_finds_what_is_wrong(clock: Clock) -> None:
    concurrency = Concurrency(10, clock)
    _take(concurrency, concurrency.share("f"), owner="leaked")
    assert concurrency.audit(["lost"]) == ["lost runs without a lease", "leaked has a lease and does not run"]


def _take(
    concurrency: Concurrency,
    share: Share,
    *,
    owner: str = "",
    kept: bool = False,
    new: bool = False,
    synchronous: bool = False,
) -> Lease:
    return concurrency.take(share, owner, kept=kept, new=new, synchronous=synchronous)


def _how_many(concurrency: Concurrency, share: Share, new: bool) -> int:
    """How many leases there are until one is refused."""
    count = 0
    try:
        while True:
            _take(concurrency, share, new=new)
            count += 1
    except TooManyRequestsException:
        return count


def _books(bench: Bench) -> list[str]:
    return bench.functions.audit()


def _reserve(bench: Bench, executions: int) -> None:
    request = PutFunctionConcurrencyRequest(function_name="f", reserved_concurrent_executions=executions)
    bench.functions.put_function_concurrency(request)
