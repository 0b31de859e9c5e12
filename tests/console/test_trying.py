"""TestInvokeMethod from the console, and what is copied for boto3."""

import msgspec

from tests.console.conftest import WIDE, Explore
from tests.console.region_double import Scripted

TRIED = {
    "status": 201,
    "body": '{"made":true}',
    "headers": {"X-A": "2"},
    "multiValueHeaders": {"X-A": ["1", "2"]},
    "log": "Execution log for request test\nStarting execution",
    "latency": 12,
}


async def test_a_method_is_tried_with_the_draft_and_the_stages_variables(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        place = "/restapis/a1/resources/r1/methods/POST"
        explored.region.answers[place] = Scripted(body=msgspec.json.encode(TRIED))
        await explored.press("t")
        await explored.shows("Tried by TestInvokeMethod")
        await explored.shows("201")

        method, path, document = explored.region.orders[-1]
        assert (method, path) == ("POST", place)
        assert document == {
            "pathWithQueryString": "/orders",
            "body": "",
            "multiValueHeaders": {"Content-Type": ["application/json"]},
            "stageVariables": {"alias": "live"},
        }


async def test_a_trial_that_is_refused_is_said(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.refusal = "No integration defined for method"
        await explored.press("t")
        await explored.shows("No integration defined for method")


async def test_a_method_is_copied_for_boto3(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.screen.run_action("copy_boto3")
        code = explored.pilot.app.clipboard

        assert "client.test_invoke_method(" in code
        assert "restApiId='a1'" in code
        compile(code, "copied", "exec")


async def test_an_invocation_is_copied_for_boto3(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", "end", "up", "up", "up", "up", "enter")
        await explored.shows("invoke orders")
        await explored.screen.run_action("copy_boto3")
        code = explored.pilot.app.clipboard

        assert "client.invoke(" in code
        assert "FunctionName='orders'" in code
        compile(code, "copied", "exec")


async def test_a_trials_life_cycle_is_shown_and_the_history_tries_it_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        place = "/restapis/a1/resources/r1/methods/POST"
        log = "Execution log for request 7c1e\nStarting execution"
        explored.region.answers[place] = Scripted(body=msgspec.json.encode(TRIED | {"log": log}))
        await explored.press("t")
        await explored.shows("✓ endpoint")
        await explored.shows("Tried by TestInvokeMethod")
        await explored.press("ctrl+r")
        await explored.shows("try POST /orders")
        await explored.press("enter")
        await explored.until(lambda: len(explored.region.changes) == 2, "a second trial")
        assert explored.region.requests == []
