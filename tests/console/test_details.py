"""Everything that AWS's operations tell of what is selected."""

import msgspec
import pytest

from lgtui import frames
from lgtui.console.details import questions, readable
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.nodes import ApiNode, AuthorizerNode, EventSourceNode, ResourceNode, Subject
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState
from tests.console.conftest import NARROW, WIDE, Explore
from tests.console.region_double import Scripted, hello, orders_function

METHOD = {
    "httpMethod": "POST",
    "methodIntegration": {"type": "AWS", "requestTemplates": {"application/json": '#set($x = 1)\n{"n": $x}\n'}},
}
OF_API = ["API", "Stages", "Authorizers", "Gateway responses", "Models", "Validators", "Usage plans"]
POLICY = {"Policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}', "RevisionId": "r"}


def test_mapping_templates_are_blocks_and_policies_laid_open() -> None:
    assert "application/json: |-\n" in readable(METHOD)
    assert '{"n": $x}' in readable(METHOD).splitlines()[-1]
    assert "    - Effect: Allow" in readable(POLICY).splitlines()


def test_an_apis_policy_is_laid_open_too_and_times_are_told_as_people_read_them() -> None:
    api = {"createdDate": 1_700_000_000.5, "policy": '{\\"Statement\\":[{\\"Resource\\":\\"api\\/*\\"}]}'}

    assert readable(api).splitlines() == [
        "createdDate: 2023-11-14 22:13:20 UTC",
        "policy:",
        "  Statement:",
        "    - Resource: api/*",
    ]


def test_a_template_with_tabs_and_windows_line_ends_is_still_a_block() -> None:
    assert readable({"t": "a\t\r\n\tb "}) == "t: |-\n  a\n      b\n"


@pytest.mark.parametrize(
    ("target", "titles"),
    [
        (MethodTarget("a1", "/orders", "POST"), ["Method", "Stage", "API"]),
        (MethodTarget("a1", "/gone", "POST"), []),
        (FunctionTarget("orders"), ["Configuration", "Policy", "Asynchronous", "URL", "Event sources", "Reserved"]),
        (ApiNode("a1", "orders"), OF_API),
        (ResourceNode("a1", "r1", "/orders"), ["Resource", *OF_API]),
        (AuthorizerNode("a1", "x", "guard"), ["Authorizer", "API"]),
        (EventSourceNode("u", "jobs"), ["Mapping"]),
    ],
)
def test_what_is_asked_suits_the_node(target: Subject, titles: list[str]) -> None:
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


async def test_authorizers_and_event_sources_stand_in_the_tree_and_enter_shows_them(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.tell(with_guards(explored.region.url))
        explored.region.answers["/restapis/a1/authorizers/g1"] = Scripted(body=b'{"authorizerUri": "guard"}')
        explored.region.answers["/2015-03-31/event-source-mappings/u1"] = Scripted(body=b'{"State": "Enabled"}')
        await explored.press("1", "z")
        await explored.shows("guard  token λ check")
        await explored.shows("☰ jobs  sqs · batch 10 → orders")
        await explored.shows("λ orders · guard · API key")

        explored.screen.query_one(ResourcesPane).mark(AuthorizerNode("a1", "g1", "guard"))
        await explored.press("enter")
        await explored.shows("authorizerUri: guard")
        await explored.press("escape")
        explored.screen.query_one(ResourcesPane).mark(EventSourceNode("u1", "jobs"))
        await explored.press("enter")
        await explored.shows("State: Enabled")


def with_guards(control_url: str) -> frames.ResourcesChanged:
    """The double's region where `POST /orders` has an authorizer and wants an API key, and a queue feeds `orders`."""
    whole = hello(control_url)
    root, orders, *rest = whole.apis[0].resources
    guarded = msgspec.structs.replace(orders.methods[0], authorization="guard", api_key_required=True)
    api = msgspec.structs.replace(
        whole.apis[0],
        resources=[root, msgspec.structs.replace(orders, methods=[guarded]), *rest],
        authorizers=[frames.AuthorizerView("g1", "guard", "TOKEN", "λ check")],
    )
    source = frames.EventSourceView("u1", "arn:aws:sqs:eu-west-1:123456789012:jobs", "Enabled", 10)
    return frames.ResourcesChanged([api], [orders_function(event_sources=[source])])
