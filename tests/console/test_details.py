"""Everything that AWS's operations tell of what is selected."""

import msgspec
import pytest

from lgtui.console.details import questions, readable
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.state import FunctionTarget, MethodTarget, RegionState
from tests.console.conftest import NARROW, WIDE, Explore
from tests.console.region_double import Scripted, hello

METHOD = {
    "httpMethod": "POST",
    "methodIntegration": {"type": "AWS", "requestTemplates": {"application/json": '#set($x = 1)\n{"n": $x}\n'}},
}
POLICY = {"Policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}', "RevisionId": "r"}


def test_mapping_templates_are_blocks_and_policies_laid_open() -> None:
    assert "application/json: |-\n" in readable(METHOD)
    assert '{"n": $x}' in readable(METHOD).splitlines()[-1]
    assert "    - Effect: Allow" in readable(POLICY).splitlines()


def test_a_template_with_tabs_and_windows_line_ends_is_still_a_block() -> None:
    assert readable({"t": "a\t\r\n\tb "}) == "t: |-\n  a\n      b\n"


@pytest.mark.parametrize(
    ("target", "titles"),
    [
        (MethodTarget("a1", "/orders", "POST"), ["Method", "Stage", "API"]),
        (MethodTarget("a1", "/gone", "POST"), []),
        (FunctionTarget("orders"), ["Configuration", "Policy", "Asynchronous", "URL", "Event sources", "Reserved"]),
        ("a1", ["API", "Stages", "Authorizers", "Gateway responses", "Models"]),
    ],
)
def test_what_is_asked_suits_the_node(target: MethodTarget | FunctionTarget | str, titles: list[str]) -> None:
    state = RegionState()
    state.apply(hello())

    assert [question.title for question in questions(state, target)] == titles


def test_an_alias_is_asked_for_first() -> None:
    first, second = questions(RegionState(), FunctionTarget("orders", "live"))[:2]

    assert first.path == "/2015-03-31/functions/orders/aliases/live"
    assert second.path.endswith("/configuration?Qualifier=live")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_methods_integration_is_shown_beside_the_tree(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        explored.region.answers["/restapis/a1/resources/r1/methods/POST"] = Scripted(body=msgspec.json.encode(METHOD))
        await explored.press("i")
        await explored.shows("#set($x = 1)")
        await explored.press("y")
        assert explored.pilot.app.clipboard == readable(METHOD)
        await explored.press("escape")
        await explored.hides("#set($x = 1)")


async def test_parts_are_chosen_with_the_arrows_and_what_is_not_there_is_said(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        policy = "/2015-03-31/functions/orders/policy"
        explored.region.answers[policy] = Scripted(404, {"x-amzn-ErrorType": "ResourceNotFoundException"})
        explored.screen.query_one(ResourcesPane).mark(FunctionTarget("orders"))
        await explored.press("i")
        await explored.shows("Configuration")
        await explored.press("right")
        await explored.shows("No policy allows anybody to invoke it.")


async def test_a_refusal_is_shown_in_awss_words(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.refusal = "Invalid Method identifier specified"
        await explored.press("i")
        await explored.shows("BadRequestException: Invalid Method identifier specified")
