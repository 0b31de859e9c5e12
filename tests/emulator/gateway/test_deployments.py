"""Deployments: what they freeze, how they differ, and how a stage moves between them."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.model import (
    CreateAuthorizerRequest,
    CreateDeploymentRequest,
    CreateModelRequest,
    CreateStageRequest,
    DeploymentCanarySettings,
    GetDeploymentRequest,
    MethodRequest,
    PageRequest,
    PatchOperation,
    PutGatewayResponseRequest,
    PutIntegrationResponseRequest,
    StageRequest,
    UpdateDeploymentRequest,
    UpdateMethodRequest,
)
from lgtui.frames import Difference, MemberChange
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import STAGE, Stand, uri

pytestmark = pytest.mark.asyncio(loop_scope="module")

OK = {"application/json": '{"statusCode": 200}'}


def says(text: str) -> dict[str, dict[str, Any]]:
    """A 200 with a body."""
    return {"200": {"response_templates": {"application/json": text}}}


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with a method, deployed once."""
    api = CustomApi(stand)
    api.mock("GET /x", OK, says("one"))
    return api


def newest(api: CustomApi) -> str:
    """The deployment that the stage points to."""
    return api.stand.gateway.get_stage(StageRequest(rest_api_id=api.id, stage_name=STAGE)).deployment_id


def differences(api: CustomApi, deployment: str, against: str = "") -> list[Difference]:
    """What a deployment has otherwise."""
    return api.stand.gateway.differences(api.id, deployment, against).differences


async def test_a_stage_goes_back_to_an_earlier_deployment_and_forth(api: CustomApi) -> None:
    first = newest(api)
    api.stand.gateway.put_integration_response(
        PutIntegrationResponseRequest(
            **api.last_place, status_code="200", response_templates={"application/json": "two"}
        )
    )
    second = api.stand.deploy(api.id)
    answers = []
    for deployment in (first, second):
        api.stand.patch(api.id, "/deploymentId", deployment)
        answers.append((await api.send("GET", "/x")).body)
    assert answers == [b"one", b"two"]


async def test_a_description_is_all_that_changes_of_a_deployment(api: CustomApi) -> None:
    place: dict[str, Any] = {"rest_api_id": api.id, "deployment_id": newest(api)}
    described = api.stand.gateway.update_deployment(
        UpdateDeploymentRequest(
            **place, patch_operations=[PatchOperation(op="replace", path="/description", value="v1")]
        )
    )
    assert described.description == api.stand.gateway.get_deployment(GetDeploymentRequest(**place)).description == "v1"
    with pytest.raises(BadRequestException) as refused:
        api.stand.gateway.update_deployment(
            UpdateDeploymentRequest(**place, patch_operations=[PatchOperation(op="replace", path="/id", value="x")])
        )
    assert refused.value.message == (
        "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description]"
    )


async def test_a_summary_is_embedded_where_it_is_asked_for(api: CustomApi) -> None:
    place: dict[str, Any] = {"rest_api_id": api.id, "deployment_id": newest(api)}
    told = api.stand.gateway.get_deployment(GetDeploymentRequest(**place, embed=["apisummary"]))
    assert told.api_summary is not None
    assert {path: list(methods) for path, methods in told.api_summary.items()} == {"/x": ["GET"]}
    assert told.api_summary["/x"]["GET"].authorization_type == "NONE"
    assert api.stand.gateway.get_deployment(GetDeploymentRequest(**place)).api_summary is None
    with pytest.raises(BadRequestException):
        api.stand.gateway.get_deployment(GetDeploymentRequest(**place, embed=["methods"]))


async def test_the_first_deployment_added_everything(api: CustomApi) -> None:
    found = differences(api, newest(api))
    assert Difference("method", "GET /x", "added") in found
    assert {difference.change for difference in found} == {"added"}


async def test_a_deployment_of_the_same_has_no_difference(api: CustomApi) -> None:
    assert differences(api, api.stand.deploy(api.id)) == []


async def test_methods_that_came_and_went_are_told(api: CustomApi) -> None:
    first = newest(api)
    api.mock("POST /x", OK, says(""))
    place = {"rest_api_id": api.id, "resource_id": api.last_place["resource_id"]}
    api.stand.gateway.delete_method(MethodRequest(**place, http_method="GET"))
    second = api.stand.deploy(api.id)
    assert differences(api, second, first) == [
        Difference("method", "POST /x", "added"),
        Difference("method", "GET /x", "removed"),
    ]


async def test_a_changed_method_says_what_of_it_changed(api: CustomApi) -> None:
    first = newest(api)
    api.stand.gateway.update_method(
        UpdateMethodRequest(
            **api.last_place, patch_operations=[PatchOperation(op="replace", path="/apiKeyRequired", value="true")]
        )
    )
    api.stand.integrate(**_split(api.last_place), type="MOCK", uri="", request_templates={"text/plain": "x"})
    (changed,) = differences(api, api.stand.deploy(api.id), first)
    assert (changed.kind, changed.name, changed.change) == ("method", "GET /x", "changed")
    assert MemberChange("apiKeyRequired", "false", "true") in changed.members
    assert MemberChange("integration.requestTemplates.text/plain", "", "x") in changed.members
    assert MemberChange("integration.requestTemplates.application/json", OK["application/json"], "") in changed.members


async def test_what_methods_refer_to_is_compared_by_its_name(api: CustomApi) -> None:
    first, gateway = newest(api), api.stand.gateway
    gateway.create_model(
        CreateModelRequest(
            rest_api_id=api.id, name="Order", content_type="application/json", schema='{"type": "object"}'
        )
    )
    gateway.create_authorizer(
        CreateAuthorizerRequest(
            rest_api_id=api.id,
            name="door",
            type="TOKEN",
            authorizer_uri=uri("obedient"),
            identity_source="method.request.header.Authorization",
        )
    )
    gateway.put_gateway_response(
        PutGatewayResponseRequest(rest_api_id=api.id, response_type="THROTTLED", status_code="503")
    )
    found = differences(api, api.stand.deploy(api.id), first)
    assert [(difference.kind, difference.name, difference.change) for difference in found] == [
        ("model", "Order", "added"),
        ("authorizer", "door", "added"),
        ("gateway response", "THROTTLED", "added"),
    ]


async def test_a_deployment_that_does_not_exist_has_no_difference_to_tell(api: CustomApi) -> None:
    with pytest.raises(NotFoundException):
        differences(api, "nothing")
    with pytest.raises(NotFoundException):
        differences(api, newest(api), "nothing")


async def test_a_deployment_gives_its_stage_a_cache(api: CustomApi) -> None:
    def deploy(stage: str, **members: Any) -> None:
        api.stand.gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id, stage_name=stage, **members))

    def cache(stage: str) -> tuple[bool, str, str]:
        told = api.stand.gateway.get_stage(StageRequest(rest_api_id=api.id, stage_name=stage))
        return told.cache_cluster_enabled, told.cache_cluster_size, told.cache_cluster_status

    deploy("new", cache_cluster_enabled=True, cache_cluster_size="1.6")
    deploy(STAGE, cache_cluster_enabled=True)
    deploy("new")
    assert cache("new") == (True, "1.6", "CREATE_IN_PROGRESS")
    assert cache(STAGE) == (True, "0.5", "CREATE_IN_PROGRESS")


@pytest.mark.parametrize(
    "members",
    [
        {"stage_name": "no name"},
        {"stage_name": STAGE, "variables": {"a-b": "c"}},
        {"stage_name": STAGE, "cache_cluster_enabled": True, "cache_cluster_size": "2"},
        {"stage_name": STAGE, "canary_settings": DeploymentCanarySettings(stage_variable_overrides={"a-b": "c"})},
        {"stage_name": STAGE, "canary_settings": DeploymentCanarySettings(percent_traffic=101)},
    ],
)
async def test_a_deployment_that_its_stage_refuses_is_not_made(api: CustomApi, members: dict[str, Any]) -> None:
    before = api.stand.gateway.get_deployments(PageRequest(rest_api_id=api.id))
    with pytest.raises(BadRequestException):
        api.stand.gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id, **members))
    assert api.stand.gateway.get_deployments(PageRequest(rest_api_id=api.id)) == before


async def test_a_new_stage_tells_that_its_cache_is_being_made(api: CustomApi) -> None:
    place: dict[str, Any] = {"rest_api_id": api.id, "stage_name": "cached", "deployment_id": newest(api)}
    stage = api.stand.gateway.create_stage(CreateStageRequest(**place, cache_cluster_enabled=True))
    assert stage.cache_cluster_status == "CREATE_IN_PROGRESS"


def _split(place: dict[str, str]) -> dict[str, str]:
    return {"api_id": place["rest_api_id"], "resource_id": place["resource_id"], "http_method": place["http_method"]}
