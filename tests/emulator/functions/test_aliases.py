"""Aliases: where they lead, how they divide invocations, and what is refused."""

from collections import Counter

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    PreconditionFailedException,
    ResourceConflictException,
    ResourceNotFoundException,
    ServiceError,
)
from lgtui.emulator.functions.alias import Alias
from lgtui.emulator.functions.model import (
    AliasConfiguration,
    AliasRequest,
    AliasRoutingConfiguration,
    CreateAliasRequest,
    FunctionNameRequest,
    ListAliasesRequest,
    PublishVersionRequest,
    UpdateAliasRequest,
)
from tests.emulator.functions.bench import Bench

NUMBERED = "def handler(event, context): return context.function_version"


async def publish(bench: Bench, count: int = 2) -> None:
    """Make a function with `count` versions."""
    bench.create(NUMBERED)
    for number in range(count):
        bench.write("note.txt", str(number))
        await bench.functions.publish_version(PublishVersionRequest(function_name="f"))


def create(bench: Bench, version: str, name: str = "live", **weights: float) -> AliasConfiguration:
    return bench.functions.create_alias(
        CreateAliasRequest(function_name="f", name=name, function_version=version, routing_config=_routing(weights))
    )


def update(bench: Bench, version: str | None = None, **weights: float) -> AliasConfiguration:
    return bench.functions.update_alias(
        UpdateAliasRequest(function_name="f", name="live", function_version=version, routing_config=_routing(weights))
    )


def _routing(weights: dict[str, float]) -> AliasRoutingConfiguration:
    """The weights `v1=0.5` as a routing."""
    return AliasRoutingConfiguration(
        additional_version_weights={name.removeprefix("v"): weight for name, weight in weights.items()}
    )


async def test_an_alias_is_made_found_listed_and_deleted(bench: Bench) -> None:
    await publish(bench)
    made = create(bench, "1")
    create(bench, "2", name="beta")

    found = bench.functions.get_alias(AliasRequest(function_name="f", name="live"))
    listed = bench.functions.list_aliases(ListAliasesRequest(function_name="f")).aliases
    of_first = bench.functions.list_aliases(ListAliasesRequest(function_name="f", function_version="1")).aliases
    bench.functions.delete_alias(AliasRequest(function_name="f", name="live"))

    assert made.alias_arn == "arn:aws:lambda:us-east-1:123456789012:function:f:live"
    assert (found, [each.name for each in listed], [each.name for each in of_first]) == (
        made,
        ["beta", "live"],
        ["live"],
    )
    with pytest.raises(ResourceNotFoundException):
        bench.functions.get_function(FunctionNameRequest(function_name="f", qualifier="live"))


async def test_an_alias_of_latest_follows_it(bench: Bench) -> None:
    bench.create(NUMBERED)
    create(bench, "$LATEST")
    assert (await bench.invoke(qualifier="live")).payload == b'"$LATEST"'


async def test_a_name_is_taken_once(bench: Bench) -> None:
    await publish(bench)
    create(bench, "1")
    with pytest.raises(ResourceConflictException, match="Alias already exists"):
        create(bench, "2")


async def test_a_moved_alias_leads_elsewhere_from_the_next_invocation_on(bench: Bench) -> None:
    await publish(bench)
    create(bench, "1")
    before = await bench.invoke(qualifier="live")

    update(bench, "2")

    assert (before.executed_version, (await bench.invoke(qualifier="live")).executed_version) == ("1", "2")


async def test_an_alias_is_invoked_by_name_by_arn_and_by_partial_arn(bench: Bench) -> None:
    await publish(bench)
    create(bench, "2")
    arn = "arn:aws:lambda:us-east-1:123456789012:function:f:live"
    for name in ("f:live", arn, "123456789012:function:f:live"):
        assert (await bench.invoke(name=name)).executed_version == "2"


async def test_the_answer_of_get_function_is_that_of_the_version_under_the_alias_arn(bench: Bench) -> None:
    await publish(bench)
    create(bench, "2")
    found = bench.functions.get_function_configuration(FunctionNameRequest(function_name="f", qualifier="live"))
    assert (found.version, found.function_arn.rpartition(":")[2]) == ("2", "live")


@pytest.mark.parametrize("weight", [0.0, 0.25, 1.0])
def test_weights_are_kept_to_over_many_picks(weight: float) -> None:
    routing = AliasRoutingConfiguration(additional_version_weights={"2": weight})
    alias = Alias(
        AliasConfiguration(
            alias_arn="", name="live", function_version="1", description="", routing_config=routing, revision_id=""
        )
    )

    picked = Counter(alias.pick() for _ in range(4_000))

    assert picked["1"] + picked["2"] == 4_000
    assert abs(picked["2"] - 4_000 * weight) <= (160 if 0 < weight < 1 else 0)
    assert alias.picked == picked


async def test_a_weighted_alias_counts_what_it_picked_and_anew_after_a_change(bench: Bench) -> None:
    await publish(bench)
    create(bench, "1", v2=0.5)
    executed = Counter([(await bench.invoke(qualifier="live")).executed_version for _ in range(20)])
    view = bench.functions.summaries()[0].aliases["live"]

    update(bench, "2")

    assert (view.version, view.weights, view.picked) == ("1", {"2": 0.5}, executed)
    assert bench.functions.summaries()[0].aliases["live"].picked == {}


async def test_an_empty_routing_takes_the_weights_away(bench: Bench) -> None:
    await publish(bench)
    create(bench, "1", v2=0.5)
    update(bench)
    found = bench.functions.get_alias(AliasRequest(function_name="f", name="live"))
    assert (found.function_version, found.routing_config) == ("1", None)


async def test_a_version_with_a_share_may_not_be_deleted(bench: Bench) -> None:
    await publish(bench)
    create(bench, "1", v2=0.1)
    with pytest.raises(ResourceConflictException, match="live"):
        bench.functions.delete_function(FunctionNameRequest(function_name="f", qualifier="2"))


@pytest.mark.parametrize(
    ("version", "weights", "error"),
    [("$LATEST", {"v1": 0.5}, InvalidParameterValueException), ("9", {}, ResourceNotFoundException)],
)
async def test_routings_that_lambda_refuses(
    bench: Bench, version: str, weights: dict[str, float], error: type[ServiceError]
) -> None:
    await publish(bench)
    with pytest.raises(error):
        create(bench, version, name="live", **weights)


async def test_a_change_that_was_meant_for_another_state_is_refused(bench: Bench) -> None:
    await publish(bench)
    before = create(bench, "1").revision_id
    update(bench, "2")
    with pytest.raises(PreconditionFailedException):
        bench.functions.update_alias(
            UpdateAliasRequest(function_name="f", name="live", function_version="1", revision_id=before)
        )
