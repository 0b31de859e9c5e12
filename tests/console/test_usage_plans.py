"""Usage plans and API keys: shown with what is left, edited, and undone, on a real emulator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList

from lgtui.console.changes.usage_views import ApiKey, UsagePlan
from lgtui.console.client import RegionClient
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.requests.drafts import Request
from lgtui.console.screens.plan_form import PlanForm
from tests.console.conftest import NARROW, WIDE, Explore, Explored, ExploreProject

VALUE = "a-value-of-twenty-characters"
TEMPLATE = f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: {{Name: shop, StageName: dev, Auth: {{ApiKeyRequired: true}}}}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      InlineCode: 'def handler(event, context): return {{"statusCode": 200}}'
      Handler: index.handler
      Events:
        Get: {{Type: Api, Properties: {{RestApiId: !Ref Shop, Path: /orders, Method: get}}}}
  Alice:
    Type: AWS::ApiGateway::ApiKey
    Properties: {{Name: alice, Value: {VALUE}, Enabled: true}}
  Bob:
    Type: AWS::ApiGateway::ApiKey
    Properties: {{Name: bob, Value: another-value-of-bob-alone, Enabled: true}}
  Basic:
    Type: AWS::ApiGateway::UsagePlan
    DependsOn: ShopdevStage
    Properties:
      UsagePlanName: basic
      Throttle: {{RateLimit: 5, BurstLimit: 10}}
      Quota: {{Limit: 100, Period: DAY}}
      ApiStages: [{{ApiId: !Ref Shop, Stage: dev}}]
  AliceInBasic:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: {{KeyId: !Ref Alice, KeyType: API_KEY, UsagePlanId: !Ref Basic}}
"""


@asynccontextmanager
async def opened(explore_project: ExploreProject, folder: Path) -> AsyncIterator[Explored]:
    """The usage plans of a project, in sight."""
    (folder / "template.yaml").write_text(TEMPLATE)
    async with explore_project(folder) as explored:
        await explored.shows("● live")
        await explored.press("1", "P")
        await explored.shows("100 left  0 used of 100 a day")
        yield explored


def client_of(explored: Explored) -> RegionClient:
    client = explored.screen.session.client
    assert client is not None
    return client


async def everything(explored: Explored) -> tuple[list[UsagePlan], list[ApiKey], list[list[str]], Any]:
    """Plans, keys, the keys in each plan, and what those of the first have used."""
    client = client_of(explored)
    plans, keys = await client.usage_plans(), await client.api_keys()
    assert not isinstance(plans, Failure)
    assert not isinstance(keys, Failure)
    inside = []
    for plan in plans:
        found = await client.plan_keys(plan.id)
        assert not isinstance(found, Failure)
        inside.append(sorted(key.name for key in found))
    return plans, keys, inside, await client.uses(plans[0], explored.screen.region_time()) if plans else None


def type_into(explored: Explored, **fields: str) -> None:
    for field, text in fields.items():
        explored.pilot.app.screen.query_one(f"#{field}", Input).value = text


async def test_a_plan_and_its_keys_are_told_with_values_masked(explore_project: ExploreProject, tmp_path: Path) -> None:
    async with opened(explore_project, tmp_path) as explored:
        await explored.shows("each key: 5/s, burst 10; 100 a day")
        await explored.shows("opens dev of shop")
        assert "alice" in explored.text
        assert VALUE not in explored.text

        await explored.press("f2")
        await explored.shows(VALUE)


async def test_a_request_of_a_key_is_counted_and_its_bucket_follows_the_plan(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    async with opened(explore_project, tmp_path) as explored:
        (url,) = [stage.url for stage in explored.screen.state.apis[0].stages if stage.name == "dev"]
        request = Request("GET", f"{url}/orders", (("x-api-key", VALUE),), b"")
        answer = await client_of(explored).send(request)
        assert isinstance(answer, Answer)
        assert answer.status == 200
        await explored.shows("99 left  1 used of 100 a day")

        await explored.press("enter")
        type_into(explored, rate="7", **{"burst-limit": "20"})
        await explored.press("ctrl+s")
        await explored.shows("each key: 7/s, burst 20")
        await explored.press("escape")
        await explored.shows("alice · plan")
        await explored.shows("7/s")


async def test_each_change_is_undone(explore_project: ExploreProject, tmp_path: Path) -> None:
    async with opened(explore_project, tmp_path) as explored:
        was = await everything(explored)

        await explored.press("enter")
        type_into(explored, limit="7", rate="", **{"burst-limit": ""})
        await explored.press("ctrl+s")
        await explored.shows("each key: no throttle; 7 a day")

        await explored.press("n")
        type_into(explored, name="gold", limit="1000")
        await explored.press("ctrl+s")
        await explored.shows("gold  ")

        await explored.press("tab", "enter")
        type_into(explored, left="3", name="carol")
        await explored.press("ctrl+s")
        await explored.shows("3 left")
        await explored.shows("carol")

        await explored.press("x")
        await explored.shows("No key is in this plan")

        await explored.press("a")
        await explored.shows("A key for basic")
        await explored.press("ctrl+s")
        await explored.hides("No key is in this plan")

        await explored.press("n")
        type_into(explored, name="dave")
        await explored.press("ctrl+s")
        await explored.shows("● dave")
        assert await everything(explored) != was

        for undone in (
            "the making of key dave", "the key bob put into basic", "the key carol taken out of basic",
            "what is left to the key carol of basic", "the change of key alice", "the making of usage plan gold",
            "the change of usage plan basic",
        ):  # fmt: skip
            assert await client_of(explored).undo() == undone
        assert await everything(explored) == was


async def test_a_plan_is_deleted_when_asked_twice_and_says_why_that_is_not_undone(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    async with opened(explore_project, tmp_path) as explored:
        await explored.press("x")
        await explored.shows("This cannot be undone.")
        await explored.press("escape", "x", "enter")
        await explored.shows("No usage plan yet: n makes one.")
        await explored.press("U")
        await explored.shows("✗ The deletion of usage plan basic cannot be undone: a plan that is made anew")


async def test_a_quota_begins_anew_with_the_next_day(explore_project: ExploreProject, tmp_path: Path) -> None:
    async with opened(explore_project, tmp_path) as explored:
        await explored.press("tab", "enter")
        type_into(explored, left="0")
        await explored.press("ctrl+s")
        await explored.shows("✗ 0 left")

        await client_of(explored).set_clock({"step": 86_400})
        await explored.shows("100 left  0 used of 100 a day")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_limits_of_a_plan_are_checked_while_one_types(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        await explored.press("P")
        await explored.shows("No usage plan yet: n makes one.")
        await explored.press("n")
        await explored.shows("✗ a plan has a name")
        type_into(explored, name="x", rate="5", limit="0", offset="1")
        await explored.shows("✗ it needs a burst too")
        await explored.shows("✗ a whole number, at least 1")
        await explored.shows("✗ 0, where the period is a day")
        await explored.press("ctrl+s")
        await explored.shows("✗ Put right what is marked with ✗ first.")
        assert explored.region.changes == []

        type_into(explored, limit="9", offset="0", **{"burst-limit": "10"})
        explored.region.refusal = "Limit exceeded [/x]"
        await explored.press("ctrl+s")
        await explored.shows("✗ BadRequestException: Limit exceeded [/x]")
        assert isinstance(explored.pilot.app.screen, PlanForm)
        explored.region.refusal = None
        await explored.press("ctrl+s")
        await explored.shows("is made")

    assert explored.region.changes[-1] == (
        "POST",
        "/usageplans",
        {
            "name": "x",
            "throttle": {"rateLimit": 5.0, "burstLimit": 10},
            "quota": {"limit": 9, "offset": 0, "period": "DAY"},
        },
    )


async def test_a_stage_is_opened_by_the_mouse_and_its_methods_can_have_throttles(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("P")
        await explored.shows("No usage plan yet: n makes one.")
        await explored.press("n")
        await explored.shows("☐ dev of orders-api")
        await explored.pilot.click("#stages")
        await explored.shows("☑ dev of orders-api")
        form = explored.pilot.app.screen
        await explored.press(*"x")
        form.query_one("#name", Input).value = "x"
        scope: Any = form.query_one("#scope")
        scope.value = "a1:dev /orders/POST"
        await explored.settle()
        type_into(explored, rate="1", **{"burst-limit": "2"})
        await explored.press("ctrl+s")
        await explored.shows("is made")

    throttle = {"/orders/POST": {"rateLimit": 1.0, "burstLimit": 2}}
    assert explored.region.changes[-1] == (
        "POST",
        "/usageplans",
        {"name": "x", "apiStages": [{"apiId": "a1", "stage": "dev", "throttle": throttle}]},
    )


async def test_the_cursor_stays_while_the_plans_are_looked_at_again(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    async with opened(explore_project, tmp_path) as explored:
        await explored.press("down")
        await explored.shows("every API key of the account")
        await client_of(explored).create_api_key(ApiKey(name="eve"), None)
        await explored.shows("eve")
        assert explored.pilot.app.screen.query_one("#plans", OptionList).highlighted == 1
