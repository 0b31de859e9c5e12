"""What was changed by hand is told from what came from the template, and outlives reloads and restarts."""

from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.functions.model import (
    FunctionNameRequest,
    PublishVersionRequest,
    TagResourceRequest,
    UpdateFunctionConfigurationRequest,
)
from lgtui.emulator.gateway.model import (
    CreateModelRequest,
    CreateResourceRequest,
    CreateStageRequest,
    PatchOperation,
    PutIntegrationRequest,
    PutMethodRequest,
    RestApiRequest,
    StageRequest,
    UpdateMethodRequest,
    UpdateStageRequest,
)
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.runtime_api import listen
from tests.project.conftest import WriteProject
from tests.project.test_apply import VARIABLES, Shop

SCHEMA = '{"type": "object", "properties": {"a": {}}}'

MORE = (
    VARIABLES
    + """\
  More:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
      InlineCode: "def handler(event, context): return {}"
      Events: {Get: {Type: Api, Properties: {Path: /more/still, Method: get, RestApiId: !Ref Api}}}
"""
)


@pytest.fixture
async def shop(write_project: WriteProject, region: Region) -> Shop:
    shop = Shop(write_project(VARIABLES), region)
    await shop.project.load()
    return shop


def changes(shop: Shop) -> list[tuple[Any, ...]]:
    """What was done by hand, short: kind, how, and the members with both values."""
    return [
        (change.place.kind, change.how, *((".".join(path), was, now) for path, was, now in change.members))
        for change in shop.region.objects.origins.changes()
    ]


def patch_stage(shop: Shop, path: str, value: str) -> None:
    """UpdateStage by hand."""
    patch = PatchOperation(op="replace", path=path, value=value)
    shop.region.gateway.update_stage(
        UpdateStageRequest(rest_api_id=shop.api().id, stage_name="dev", patch_operations=[patch])
    )


def put_mock(shop: Shop, path_part: str) -> None:
    """A resource with a method by hand."""
    gateway, api_id = shop.region.gateway, shop.api().id
    made = gateway.create_resource(
        CreateResourceRequest(rest_api_id=api_id, parent_id=shop.paths()["/"], path_part=path_part)
    )
    gateway.put_method(
        PutMethodRequest(rest_api_id=api_id, resource_id=made.id, http_method="GET", authorization_type="NONE")
    )
    gateway.put_integration(
        PutIntegrationRequest(rest_api_id=api_id, resource_id=made.id, http_method="GET", type="MOCK")
    )


async def test_a_project_as_it_was_loaded_has_no_changes(shop: Shop) -> None:
    assert changes(shop) == []
    await shop.save("color: red", "color: blue")
    assert changes(shop) == []


async def test_each_thing_that_was_done_by_hand_is_told(shop: Shop) -> None:
    patch_stage(shop, "/variables/color", "green")
    put_mock(shop, "mine")
    shop.region.functions.update_function_configuration(
        UpdateFunctionConfigurationRequest(function_name="Orders", memory_size=512)
    )
    assert changes(shop) == [
        ("stage", "changed", ("variables.color", "red", "green")),
        ("resource", "made"),
        ("version", "changed", ("configuration.MemorySize", 128, 512)),
    ]


async def test_a_template_that_says_otherwise_wins_and_leaves_the_rest(shop: Shop) -> None:
    patch_stage(shop, "/variables/color", "green")
    patch_stage(shop, "/variables/mine", "stays")
    await shop.save("color: red", "color: blue")
    assert shop.stage().variables == {"color": "blue", "mine": "stays"}
    assert changes(shop) == [("stage", "changed", ("variables.mine", None, "stays"))]


async def test_resources_models_and_methods_made_by_hand_outlive_a_reload_that_changes_the_tree(shop: Shop) -> None:
    put_mock(shop, "mine")
    api_id, gateway = shop.api().id, shop.region.gateway
    gateway.create_model(CreateModelRequest(rest_api_id=api_id, name="Mine", schema=SCHEMA, content_type="a/b"))
    required = PatchOperation(op="replace", path="/apiKeyRequired", value="true")
    orders = shop.paths()["/orders"]
    gateway.update_method(
        UpdateMethodRequest(rest_api_id=api_id, resource_id=orders, http_method="GET", patch_operations=[required])
    )
    told = changes(shop)
    shop.template.write_text(MORE)
    await shop.project.load()
    assert set(shop.paths()) == {"/", "/orders", "/mine", "/more", "/more/still"}
    assert gateway.resources_of(api_id)[-1].resource_methods["GET"].api_key_required
    assert changes(shop) == told
    put_mock(shop, "below")
    shop.template.write_text(VARIABLES)
    await shop.project.load()
    assert set(shop.paths()) == {"/", "/orders", "/mine", "/below"}


async def test_a_resource_of_the_template_stays_while_something_made_by_hand_is_below_it(shop: Shop) -> None:
    shop.template.write_text(MORE)
    await shop.project.load()
    request = CreateResourceRequest(rest_api_id=shop.api().id, parent_id=shop.paths()["/more"], path_part="mine")
    shop.region.gateway.create_resource(request)
    shop.template.write_text(VARIABLES)
    await shop.project.load()
    assert set(shop.paths()) == {"/", "/orders", "/more", "/more/mine"}


async def test_what_was_deleted_by_hand_stays_away_until_the_template_changes_it(shop: Shop) -> None:
    gateway, functions, api_id = shop.region.gateway, shop.region.functions, shop.api().id
    gateway.delete_stage(StageRequest(rest_api_id=api_id, stage_name="dev"))
    functions.delete_function(FunctionNameRequest(function_name="Orders"))
    assert changes(shop) == [("stage", "deleted"), ("function", "deleted")]
    await shop.project.load()
    assert (gateway.stages_of(api_id), shop.functions()) == ([], [])
    await shop.save("color: red", "color: blue")
    assert shop.stage().variables == {"color": "blue"}
    await shop.save("Handler: app.handler", "Timeout: 9\n      Handler: app.handler")
    assert (shop.functions(), shop.project.problem) == (["Orders"], None)
    gateway.delete_rest_api(RestApiRequest(rest_api_id=api_id))
    await shop.save("color: blue", "color: red")
    assert (shop.api().id, set(shop.paths()), changes(shop)) == (api_id, {"/", "/orders"}, [])


async def test_a_stage_made_by_hand_that_the_template_gets_becomes_the_template_s(shop: Shop) -> None:
    shop.region.gateway.create_stage(
        CreateStageRequest(
            rest_api_id=shop.api().id,
            stage_name="next",
            deployment_id=shop.stage().deployment_id,
            variables={"mine": "stays"},
        )
    )
    await shop.save("StageName: dev", "StageName: next")
    assert shop.project.problem is None
    assert shop.stage("next").variables == {"color": "red", "mine": "stays"}


async def test_a_tag_changed_by_hand_outlives_a_change_of_another(shop: Shop) -> None:
    await shop.save("Handler: app.handler", "Tags: {a: one, b: one}\n      Handler: app.handler")
    arn = "arn:aws:lambda:us-east-1:123456789012:function:Orders"
    shop.region.functions.tag_resource(TagResourceRequest(resource=arn, tags={"a": "by hand"}))
    await shop.save("b: one", "b: two")
    tags = shop.region.functions.get_function(FunctionNameRequest(function_name="Orders")).tags
    assert {name: tags[name] for name in "ab"} == {"a": "by hand", "b": "two"}


async def test_the_next_run_finds_the_template_applied_and_tells_the_same_changes(
    write_project: WriteProject, tmp_path: Path
) -> None:
    folder, settings = write_project(VARIABLES), Settings(work_folder=tmp_path / "w", state_folder=tmp_path / "state")
    region = Region(settings, listen)
    shop = Shop(folder, region)
    await shop.project.load()
    patch_stage(shop, "/variables/color", "green")
    await region.functions.publish_version(PublishVersionRequest(function_name="Orders"))
    told = changes(shop)
    await region.stop()

    region = Region(settings, listen)
    shop = Shop(folder, region)
    await shop.project.load()

    assert shop.log()[-1].endswith("nothing changed")
    assert sorted(changes(shop)) == sorted(told)
    assert shop.stage().variables == {"color": "green"}
    assert shop.deployments() == ["template.yaml loaded"]
    await shop.save("color: red", "color: blue")
    assert shop.stage().variables == {"color": "blue"}
    await region.stop()
