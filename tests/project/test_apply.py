"""Plans brought into a real region, and what differs brought in later."""

from pathlib import Path

import pytest

from lgtui.emulator.functions.model import FunctionNameRequest, ListFunctionsRequest
from lgtui.emulator.gateway.model import (
    MethodSetting,
    PageRequest,
    PatchOperation,
    ResourcesRequest,
    RestApi,
    Stage,
    StageRequest,
    StagesRequest,
    UpdateStageRequest,
)
from lgtui.emulator.region import Region
from lgtui.project.events import ProjectChanged
from lgtui.project.project import Project
from tests.project.conftest import WriteProject
from tests.project.test_cloudformation_projects import TREE
from tests.project.test_sam_projects import API


class Shop:
    """A project in a region, with shorthands for looking at it."""

    def __init__(self, folder: Path, region: Region) -> None:
        self.template = folder / "template.yaml"
        self.region = region
        self.project = Project(folder, region)

    async def save(self, old: str, new: str) -> None:
        text = self.template.read_text()
        assert old in text
        self.template.write_text(text.replace(old, new))
        await self.project.load()

    def api(self) -> RestApi:
        (api,) = self.region.gateway.get_rest_apis(PageRequest()).items
        return api

    def stage(self, name: str = "dev") -> Stage:
        return self.region.gateway.get_stage(StageRequest(rest_api_id=self.api().id, stage_name=name))

    def paths(self) -> dict[str, str]:
        """Resource ids by path."""
        return {
            r.path: r.id for r in self.region.gateway.get_resources(ResourcesRequest(rest_api_id=self.api().id)).items
        }

    def deployments(self) -> list[str]:
        listed = self.region.gateway.get_deployments(PageRequest(rest_api_id=self.api().id)).items
        return [deployment.description for deployment in listed]

    def functions(self) -> list[str]:
        return [f.function_name for f in self.region.functions.list_functions(ListFunctionsRequest()).functions]

    def log(self, source: str = "project") -> list[str]:
        return [record.text for record in self.region.logs.after(0, 1_000)[0] if record.source == source]


VARIABLES = API + "      OpenApiVersion: 3.0.1\n      Variables: {color: red}\n"


@pytest.fixture
async def shop(write_project: WriteProject, region: Region) -> Shop:
    shop = Shop(write_project(VARIABLES), region)
    await shop.project.load()
    return shop


async def test_the_first_load_makes_everything(shop: Shop) -> None:
    assert shop.functions() == ["Orders"]
    assert set(shop.paths()) == {"/", "/orders"}
    assert shop.stage().variables == {"color": "red"}
    assert shop.deployments() == ["template.yaml loaded"]
    assert shop.project.view.problem is None


async def test_a_load_without_a_change_changes_nothing(shop: Shop) -> None:
    await shop.project.load()

    assert shop.deployments() == ["template.yaml loaded"]
    assert shop.log()[-1].endswith("nothing changed")


async def test_moved_lines_are_no_change(shop: Shop) -> None:
    await shop.save("Resources:", "# a comment\n\nResources:")

    assert shop.deployments() == ["template.yaml loaded"]


async def test_a_new_method_is_a_new_deployment_that_says_so(shop: Shop) -> None:
    before, paths = shop.stage().deployment_id, shop.paths()

    await shop.save("Path: /orders, Method: get", "Path: /orders, Method: post")

    assert shop.deployments()[-1] == "template.yaml saved: added POST /orders, removed GET /orders"
    assert shop.stage().deployment_id != before
    assert shop.paths() == paths


async def test_a_changed_stage_variable_changes_only_that(shop: Shop) -> None:
    by_hand = [
        PatchOperation(op="replace", path="/variables/mine", value="stays"),
        PatchOperation(op="replace", path="/*/*/throttling/rateLimit", value="3"),
    ]
    shop.region.gateway.update_stage(
        UpdateStageRequest(rest_api_id=shop.api().id, stage_name="dev", patch_operations=by_hand)
    )

    await shop.save("color: red", "color: blue")

    assert shop.stage().variables == {"color": "blue", "mine": "stays"}
    assert shop.stage().method_settings["*/*"].throttling_rate_limit == 3
    assert shop.deployments() == ["template.yaml loaded"]


async def test_throttles_come_and_go_with_the_template(shop: Shop) -> None:
    setting = "{ResourcePath: /orders, HttpMethod: GET, ThrottlingRateLimit: 2, ThrottlingBurstLimit: 4}"

    await shop.save("      Variables:", f"      MethodSettings: [{setting}]\n      Variables:")
    there = shop.stage().method_settings
    await shop.save(f"      MethodSettings: [{setting}]\n", "")

    assert there == {"orders/GET": MethodSetting(throttling_rate_limit=2, throttling_burst_limit=4)}
    assert shop.stage().method_settings == {}


async def test_a_renamed_stage_replaces_the_old_one(shop: Shop) -> None:
    await shop.save("StageName: dev", "StageName: live")

    stages = shop.region.gateway.get_stages(StagesRequest(rest_api_id=shop.api().id)).items
    assert [stage.stage_name for stage in stages] == ["live"]


async def test_a_changed_setting_updates_the_function(shop: Shop) -> None:
    await shop.save("Handler: app.handler", "Handler: app.handler\n      Timeout: 9\n      AutoPublishAlias: live")

    configuration = shop.region.functions.get_function_configuration(
        FunctionNameRequest(function_name="Orders", qualifier="live")
    )
    assert configuration.timeout == 9


async def test_what_the_template_drops_is_deleted(shop: Shop) -> None:
    await shop.save("Path: /orders", "Path: /only/{id}")
    await shop.save(shop.template.read_text(), TREE)

    assert shop.functions() == ["shop-items"]
    assert shop.api().name == "shop-api"
    assert set(shop.paths()) == {"/", "/items", "/items/{id}"}


async def test_a_broken_save_keeps_the_last_good_state_and_a_mended_one_clears_it(shop: Shop) -> None:
    views: list[object] = []
    shop.region.bus.subscribe(ProjectChanged, lambda event: views.append(event.view.problem))

    await shop.save("Properties:", "Properties: [")
    problem, functions = shop.project.problem, shop.functions()
    await shop.save("Properties: [", "Properties:")

    assert problem is not None
    assert problem.line > 0
    assert functions == ["Orders"]
    assert shop.project.problem is None
    assert views == [problem, None]


async def test_a_refused_operation_is_a_problem_with_the_line_and_is_made_good(shop: Shop) -> None:
    await shop.save("color: red", "color: 'no spaces allowed'")
    problem = shop.project.problem
    await shop.save("color: 'no spaces allowed'", "color: green")

    assert problem is not None
    assert problem.line == 12
    assert "color" in problem.message
    assert shop.project.problem is None
    assert shop.stage().variables == {"color": "green"}


async def test_a_tree_that_is_refused_half_way_is_laid_again(shop: Shop) -> None:
    await shop.save("Path: /orders", "Path: /or ders/x")
    refused = shop.project.problem
    await shop.save("Path: /or ders/x", "Path: /orders")

    assert refused is not None
    assert shop.project.problem is None
    assert set(shop.paths()) == {"/", "/orders"}


async def test_a_project_that_cannot_be_loaded_at_first_is_loaded_when_mended(
    write_project: WriteProject, region: Region
) -> None:
    shop = Shop(write_project("Resources: ["), region)

    await shop.project.load()
    problem = shop.project.view.problem
    shop.template.write_text(VARIABLES)
    await shop.project.load()

    assert problem is not None
    assert shop.project.view.problem is None
    assert shop.functions() == ["Orders"]


async def test_an_api_keeps_its_id_when_it_is_made_anew(shop: Shop) -> None:
    before = shop.api()

    await shop.save("StageName: dev", "StageName: dev\n      Name: renamed")

    assert (before.name, shop.api().name) == ("shop", "renamed")
    assert shop.api().id == before.id


async def test_what_is_not_emulated_is_logged_once(shop: Shop) -> None:
    await shop.save("Resources:", "Resources:\n  Table: {Type: AWS::DynamoDB::Table}")
    await shop.save("color: red", "color: blue")

    told = [line for line in shop.log() if "AWS::DynamoDB::Table" in line]
    assert told == ["template.yaml:3: AWS::DynamoDB::Table Table is not emulated: calls to it reach nothing"]
