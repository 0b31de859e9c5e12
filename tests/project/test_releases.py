"""Versions and aliases of a template: published and moved on load, on saves, and left alone where they are fixed."""

from collections.abc import AsyncIterator

import pytest

from lgtui.emulator.functions.model import (
    AliasRequest,
    AliasRoutingConfiguration,
    CreateAliasRequest,
    FunctionNameRequest,
    InvocationRequest,
    InvocationResponse,
    ListVersionsByFunctionRequest,
    UpdateAliasRequest,
)
from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.region import Region
from lgtui.project.releases import KEPT
from tests.emulator_process import eventually
from tests.project.conftest import PYTHON_HANDLER, MakePlan, WriteProject
from tests.project.test_apply import Shop
from tests.project.test_reload import RunningShop, watched

AUTO = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
      CodeUri: code/
      AutoPublishAlias: live
      Events: {Get: {Type: Api, Properties: {Path: /orders, Method: get}}}
"""

FIXED = """\
Resources:
  Orders:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: orders, Runtime: python3.11, Handler: app.handler, Code: code/}
  First:
    Type: AWS::Lambda::Version
    Properties: {FunctionName: !Ref Orders, Description: the first}
  Live:
    Type: AWS::Lambda::Alias
    Properties: {FunctionName: !Ref Orders, Name: live, FunctionVersion: !GetAtt First.Version}
"""
SECOND = """\
  Second:
    Type: AWS::Lambda::Version
    Properties: {FunctionName: !Ref Orders}
"""
WEIGHTED = FIXED.replace(
    "!GetAtt First.Version}",
    "!GetAtt Second.Version, RoutingConfig: {AdditionalVersionWeights: "
    "[{FunctionVersion: !GetAtt First.Version, FunctionWeight: 0.25}]}}",
)


CHOSEN = (
    FIXED
    + """\
  Edge:
    Type: AWS::Lambda::Alias
    Properties: {FunctionName: !Ref Orders, Name: edge, FunctionVersion: $LATEST}
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        openapi: 3.0.1
        info: {title: chosen}
        paths:
          /orders:
            get:
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: !Join
                  - ""
                  - - arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/
                    - !GetAtt Orders.Arn
                    - ":${stageVariables.alias}/invocations"
  Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: dev, Variables: {alias: edge}}
"""
)


def answering(word: str) -> str:
    return PYTHON_HANDLER.replace("first", word)


async def invoke(region: Region, name: str, qualifier: str = "live") -> InvocationResponse:
    return await region.functions.invoke(InvocationRequest(function_name=name, qualifier=qualifier))


def alias(region: Region, name: str) -> tuple[str, dict[str, float]]:
    """What the alias `live` points to, and its weights."""
    found = region.functions.get_alias(AliasRequest(function_name=name, name="live"))
    return found.function_version, found.routing_config.additional_version_weights if found.routing_config else {}


def versions(region: Region, name: str) -> list[str]:
    listed = region.functions.list_versions_by_function(ListVersionsByFunctionRequest(function_name=name)).versions
    return [version.version for version in listed]


@pytest.fixture
async def running(write_project: WriteProject, region: Region) -> AsyncIterator[RunningShop]:
    async with watched(write_project(AUTO, **{"code/app.py": PYTHON_HANDLER}), region) as shop:
        yield shop


def test_fixed_versions_and_weights_are_planned_by_their_logical_ids(plan_of: MakePlan) -> None:
    plan = plan_of(WEIGHTED + SECOND, **{"code/app.py": PYTHON_HANDLER})

    function = plan.functions["orders"]
    (live,) = function.aliases
    assert [(version.logical_id, version.follows) for version in function.versions] == [
        ("First", False),
        ("Second", False),
    ]
    assert (live.version, live.weights) == ("Second", {"First": 0.25})
    assert plan.not_emulated == []


async def test_auto_publish_alias_answers_through_the_api_from_version_1(running: RunningShop) -> None:
    assert (await running.get("/orders")).body == b"first"
    assert versions(running.region, "Orders") == ["$LATEST", "1"]
    assert alias(running.region, "Orders") == ("1", {})


async def test_a_saved_handler_is_a_new_version_to_which_the_alias_moves(running: RunningShop) -> None:
    before = (await running.get("/orders")).body

    await running.write("code/app.py", answering("second"))

    assert running.region.functions.environments() == []
    assert (before, (await running.get("/orders")).body) == (b"first", b"second")
    assert running.log("reload")[-1] == "code/app.py saved → version 2, alias live moved, next call starts cold"
    assert (await invoke(running.region, "Orders")).executed_version == "2"
    assert b"first" in (await invoke(running.region, "Orders", "1")).payload


async def test_a_save_that_changes_nothing_leaves_the_version_where_it_is(running: RunningShop) -> None:
    await running.write("code/app.py", PYTHON_HANDLER)

    assert running.log("reload")[-1] == "code/app.py saved → version 1 stays, for nothing in the code has changed"
    assert versions(running.region, "Orders") == ["$LATEST", "1"]


async def test_replaced_versions_but_the_last_few_are_deleted_with_their_code(running: RunningShop) -> None:
    folder = running.region.functions.code_of("Orders", "1").folder

    for number in range(KEPT + 2):
        await running.write("code/app.py", answering(f"save {number}"))

    last = KEPT + 3
    assert versions(running.region, "Orders") == ["$LATEST", *map(str, range(last - KEPT, last + 1))]
    eventually(lambda: not folder.exists())


async def test_a_version_that_another_alias_points_to_is_kept(running: RunningShop) -> None:
    by_hand = CreateAliasRequest(function_name="Orders", name="mine", function_version="1")
    running.region.functions.create_alias(by_hand)

    for number in range(KEPT + 2):
        await running.write("code/app.py", answering(f"save {number}"))

    assert versions(running.region, "Orders")[:2] == ["$LATEST", "1"]


async def test_a_save_takes_away_the_weights_that_were_set_by_hand(running: RunningShop) -> None:
    await running.write("code/app.py", answering("second"))
    weights = AliasRoutingConfiguration(additional_version_weights={"1": 0.5})
    running.region.functions.update_alias(
        UpdateAliasRequest(function_name="Orders", name="live", routing_config=weights)
    )

    await running.write("code/app.py", answering("third"))

    assert alias(running.region, "Orders") == ("3", {})


async def test_weights_that_were_set_by_hand_outlive_another_save_of_the_template(
    write_project: WriteProject, region: Region
) -> None:
    shop = Shop(write_project(FIXED, **{"code/app.py": PYTHON_HANDLER}), region)
    await shop.project.load()
    region.functions.update_alias(UpdateAliasRequest(function_name="orders", name="live", function_version="$LATEST"))

    await shop.save("Handler: app.handler", "Timeout: 9, Handler: app.handler")

    assert alias(region, "orders") == ("$LATEST", {})


async def test_a_stage_variable_chooses_the_alias_that_the_api_calls(
    write_project: WriteProject, region: Region
) -> None:
    folder = write_project(CHOSEN, **{"code/app.py": PYTHON_HANDLER})
    shop = Shop(folder, region)
    await shop.project.load()
    (folder / "code/app.py").write_text(answering("second"))

    request = HttpRequest(method="GET", path="/dev/orders")

    edge = await region.gateway.handle(shop.api().id, request)
    await shop.save("{alias: edge}", "{alias: live}")
    live = await region.gateway.handle(shop.api().id, request)

    assert (edge.body, live.body) == (b"second", b"first")


async def test_an_alias_of_a_fixed_version_stays_on_it_and_the_log_says_so(
    write_project: WriteProject, region: Region
) -> None:
    async with watched(write_project(FIXED, **{"code/app.py": PYTHON_HANDLER}), region) as shop:
        await shop.write("code/app.py", answering("second"))

        assert b"first" in (await invoke(region, "orders")).payload
        assert b"second" in (await invoke(region, "orders", "$LATEST")).payload
        assert shop.log("reload")[-1].startswith("code/app.py saved → $LATEST, alias live stays, ")


async def test_a_version_that_is_added_after_a_change_holds_the_new_code(
    write_project: WriteProject, region: Region
) -> None:
    folder = write_project(FIXED, **{"code/app.py": PYTHON_HANDLER})
    shop = Shop(folder, region)
    await shop.project.load()

    (folder / "code/app.py").write_text(answering("second"))
    shop.template.write_text(WEIGHTED + SECOND)
    await shop.project.load()

    assert shop.project.problem is None
    assert alias(region, "orders") == ("2", {"1": 0.25})


async def test_weights_between_two_versions_of_the_same_code_are_left_out_aloud(
    write_project: WriteProject, region: Region
) -> None:
    shop = Shop(write_project(WEIGHTED + SECOND, **{"code/app.py": PYTHON_HANDLER}), region)

    await shop.project.load()

    assert alias(region, "orders") == ("1", {})
    assert "alias live has no weights, for its versions are the same here" in shop.log()[-1]


async def test_a_version_that_the_template_drops_goes_with_its_alias(
    write_project: WriteProject, region: Region
) -> None:
    shop = Shop(write_project(FIXED, **{"code/app.py": PYTHON_HANDLER}), region)
    await shop.project.load()

    await shop.save(FIXED, FIXED[: FIXED.index("  First:")])

    assert region.functions.summaries()[0].aliases == {}


async def test_a_function_url_answers_through_the_alias_and_is_deleted_with_its_property(
    write_project: WriteProject, region: Region
) -> None:
    template = AUTO + "      FunctionUrlConfig: {AuthType: NONE, Cors: {AllowOrigins: ['*']}}\n"
    shop = Shop(write_project(template, **{"code/app.py": PYTHON_HANDLER}), region)
    await shop.project.load()
    (view,) = region.functions.summaries()
    url = region.functions.get_function_url_config(FunctionNameRequest(function_name="Orders", qualifier="live"))
    policy = region.functions.get_policy(FunctionNameRequest(function_name="Orders", qualifier="live")).policy

    await shop.save("      FunctionUrlConfig: {AuthType: NONE, Cors: {AllowOrigins: ['*']}}\n", "")

    assert view.url == url.function_url
    assert url.cors is not None
    assert url.cors.allow_origins == ["*"]
    assert "lambda:InvokeFunctionUrl" in policy
    assert region.functions.summaries()[0].url == ""


async def test_changed_tags_keep_the_function(write_project: WriteProject, region: Region) -> None:
    shop = Shop(write_project(AUTO, **{"code/app.py": PYTHON_HANDLER}), region)
    await shop.project.load()

    await shop.save("      AutoPublishAlias: live\n", "      AutoPublishAlias: live\n      Tags: {team: shop}\n")

    function = region.functions.get_function(FunctionNameRequest(function_name="Orders"))
    assert function.tags["team"] == "shop"
    assert "updated function Orders" in shop.log()[-1]


async def test_provisioned_concurrency_and_recursion_follow_the_template(
    write_project: WriteProject, region: Region
) -> None:
    provisioned = (
        "      ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 1}\n      RecursiveLoop: Allow\n"
    )
    shop = Shop(write_project(AUTO + provisioned, **{"code/app.py": PYTHON_HANDLER}), region)
    name = FunctionNameRequest(function_name="Orders", qualifier="live")
    await shop.project.load()
    config = region.functions.get_provisioned_concurrency_config(name)
    recursion = region.functions.get_function_recursion_config(FunctionNameRequest(function_name="Orders"))

    await shop.save(provisioned, "")

    assert shop.project.problem is None
    assert config.requested_provisioned_concurrent_executions == 1
    assert recursion.recursive_loop == "Allow"
    assert region.functions.summaries()[0].aliases["live"].version == "1"
