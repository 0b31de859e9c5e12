"""Traces of direct invocations: what happened inside, and what an alias chose."""

from lgtui import frames
from lgtui.emulator.functions.invocation_trace import CAPACITY, choice
from lgtui.emulator.functions.model import (
    AliasRoutingConfiguration,
    CreateAliasRequest,
    InvocationRequest,
    PublishVersionRequest,
)
from tests.emulator.functions.bench import Bench

ECHO = "def handler(event, context): return event"
RAISES = "def handler(event, context): raise ValueError('no')"


async def invoked(bench: Bench, name: str = "f", payload: bytes = b'{"n": 1}') -> frames.Trace:
    """Invoke a function, and find the trace of that."""
    answer = await bench.functions.invoke(InvocationRequest(function_name=name, payload=payload))
    trace = bench.functions.find_trace(answer.report.request_id)
    assert trace is not None
    return trace


async def test_a_cold_invocation_has_an_init_and_a_warm_one_has_none(bench: Bench) -> None:
    bench.create(ECHO)

    names = [[entry.name for entry in (await invoked(bench)).entries] for _ in range(2)]

    assert names == [
        ["placement", "init", "handler", "answer", "freeze"],
        ["placement", "handler", "answer", "freeze"],
    ]


async def test_the_event_and_the_answer_are_told_whole(bench: Bench) -> None:
    bench.create(ECHO)

    trace = await invoked(bench)

    steps = {entry.name: entry for entry in trace.entries}
    assert (trace.http_method, trace.path, trace.status) == ("INVOKE", "f", 200)
    assert steps["placement"].saw["event"] == '{"n": 1}'
    assert steps["answer"].changed["payload"] == '{"n": 1}'
    assert steps["placement"].changed["environment"] == bench.environment().id
    assert steps["freeze"].summary.startswith("environment ")


async def test_a_function_that_raises_failed_where_it_ran_and_in_its_answer(bench: Bench) -> None:
    bench.create(RAISES)

    failed = [entry.name for entry in (await invoked(bench)).entries if entry.verdict == "failed"]

    assert failed == ["handler", "answer"]


async def test_a_weighted_aliass_choice_is_told_with_the_shares(bench: Bench) -> None:
    bench.create(ECHO)
    for number in range(2):
        bench.write("note.txt", str(number))
        await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    routing = AliasRoutingConfiguration(additional_version_weights={"2": 1.0})
    bench.functions.create_alias(
        CreateAliasRequest(function_name="f", name="live", function_version="1", routing_config=routing)
    )

    placement = (await invoked(bench, "f:live")).entries[0]

    assert placement.saw["the alias's choice"] == "v1 0%, v2 100%: by chance v2"
    assert placement.changed["version"] == "2"


async def test_nothing_is_chosen_without_weights(bench: Bench) -> None:
    bench.create(ECHO)

    assert choice(await bench.functions.invoke(InvocationRequest(function_name="f"))) == {}


async def test_only_the_newest_are_kept(bench: Bench) -> None:
    bench.create(ECHO)
    first = await invoked(bench)
    for _ in range(CAPACITY):
        await invoked(bench, payload=b"1" * 70_000)

    assert bench.functions.find_trace(first.request_id) is None
