"""Canaries: which requests go to them, with what, and how they are promoted."""

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    DeploymentCanarySettings,
    DeploymentRequest,
    PatchOperation,
    PutIntegrationResponseRequest,
    StageRequest,
    UpdateStageRequest,
)
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import STAGE, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEMPLATE = (
    '{"isCanary": "$context.isCanaryRequest", "message": "MESSAGE", "variable": "$stageVariables.testVar", '
    '"nonExistingDefault": "$stageVariables.noStageVar", "nonOverridden": "$stageVariables.defaultVar"}'
)
OVERRIDES = {"testVar": "canary", "noStageVar": "canary"}
OK = {"application/json": '{"statusCode": 200}'}


class CanaryApi(CustomApi):
    """An API with a default deployment and a canary that says so."""

    def release(self, percent: float) -> str:
        """Deploy the canary to `percent` of the requests; its deployment's id."""
        self.respond("default deployment", {"testVar": "default", "defaultVar": "default"})
        self.respond_instead("canary deployment")
        settings = DeploymentCanarySettings(percent_traffic=percent, stage_variable_overrides=OVERRIDES)
        return self.deploy(STAGE, settings)

    def deploy(self, stage: str, settings: DeploymentCanarySettings) -> str:
        """Make a deployment that is a stage's canary; its id."""
        request = CreateDeploymentRequest(rest_api_id=self.id, stage_name=stage, canary_settings=settings)
        return self.stand.gateway.create_deployment(request).id

    def respond(self, message: str, variables: dict[str, str]) -> None:
        """Put a method that says `message`, and deploy it."""
        responses = {"200": {"response_templates": {"application/json": TEMPLATE.replace("MESSAGE", message)}}}
        self.mock("GET /", OK, responses, variables=variables)

    def respond_instead(self, message: str) -> None:
        """Let the method say `message` from its next deployment on."""
        templates: dict[str, str | None] = {"application/json": TEMPLATE.replace("MESSAGE", message)}
        self.stand.gateway.put_integration_response(
            PutIntegrationResponseRequest(**self.last_place, status_code="200", response_templates=templates)
        )


@pytest.fixture
def api(stand: Stand) -> CanaryApi:
    """An API with nothing in it yet."""
    return CanaryApi(stand)


async def test_canary_001_no_request_goes_to_a_canary_of_no_share(api: CanaryApi) -> None:
    api.release(0)
    assert (await api.send("GET", "/")).json() == {
        "isCanary": "false",
        "message": "default deployment",
        "variable": "default",
        "nonExistingDefault": "",
        "nonOverridden": "default",
    }


async def test_canary_002_every_request_goes_to_a_canary_of_all(api: CanaryApi) -> None:
    api.release(100)
    answer = await api.send("GET", "/")
    assert answer.json() == {
        "isCanary": "true",
        "message": "canary deployment",
        "variable": "canary",
        "nonExistingDefault": "canary",
        "nonOverridden": "default",
    }
    resolve = api.stand.trace(answer).entries[0]
    assert resolve.summary.endswith("canary")
    assert resolve.saw["the canary's share"] == "100 % of the requests go to it, by chance: this one did"


async def test_both_get_their_share(api: CanaryApi) -> None:
    api.release(50)
    answers = [(await api.send("GET", "/")).json()["isCanary"] for _ in range(200)]
    assert set(answers) == {"true", "false"}


async def test_canary_005_a_canary_needs_a_stage(api: CanaryApi) -> None:
    api.respond("x", {})
    with pytest.raises(BadRequestException) as refused:
        api.deploy("", DeploymentCanarySettings())
    assert refused.value.message == (
        "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. "
        "Provided value is null"
    )


async def test_canary_006_its_stage_must_be_there(api: CanaryApi) -> None:
    api.respond("x", {})
    with pytest.raises(BadRequestException) as refused:
        api.deploy("non-existing", DeploymentCanarySettings())
    assert refused.value.message == (
        "Invalid deployment content specified.Stage non-existing must already be created before making a canary "
        "release deployment"
    )


async def test_canary_009_without_a_canary_its_variables_cannot_be_removed(api: CanaryApi) -> None:
    api.respond("x", {})
    with pytest.raises(BadRequestException) as refused:
        api.stand.patch(api.id, "/canarySettings/stageVariableOverrides", op="remove")
    assert refused.value.message == (
        "Cannot remove method setting canarySettings/stageVariableOverrides because there is no method setting for "
        "this method "
    )


def copy(api: CanaryApi, source: str, target: str) -> None:
    """Copy one part of the stage to another."""
    operation = PatchOperation(op="copy", path=target, from_=source)
    api.stand.gateway.update_stage(
        UpdateStageRequest(rest_api_id=api.id, stage_name=STAGE, patch_operations=[operation])
    )


async def test_canary_011_a_copy_goes_from_the_canary_to_the_stage_alone(api: CanaryApi) -> None:
    api.release(0)
    with pytest.raises(BadRequestException) as refused:
        copy(api, "/variables", "/canarySettings/stageVariableOverrides")
    assert refused.value.message == (
        "Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. Valid copy:path "
        "are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, "
        "/canarySettings/stageVariableOverrides]"
    )


async def test_canary_012_promotion_merges_variables_and_leaves_the_canary(api: CanaryApi) -> None:
    canary = api.release(0)
    copy(api, "/canarySettings/stageVariableOverrides", "/variables")
    copy(api, "/canarySettings/deploymentId", "/deploymentId")
    stage = api.stand.gateway.get_stage(StageRequest(rest_api_id=api.id, stage_name=STAGE))
    assert stage.variables == {"testVar": "canary", "defaultVar": "default", "noStageVar": "canary"}
    assert stage.deployment_id == canary
    assert stage.canary_settings is not None
    assert (await api.send("GET", "/")).json()["message"] == "canary deployment"


async def test_a_canary_is_changed_and_removed_by_patches(api: CanaryApi) -> None:
    api.release(0)
    api.stand.patch(api.id, "/canarySettings/percentTraffic", "100")
    api.stand.patch(api.id, "/canarySettings/stageVariableOverrides/testVar", "patched")
    assert (await api.send("GET", "/")).json()["variable"] == "patched"
    api.stand.patch(api.id, "/canarySettings", op="remove")
    assert (await api.send("GET", "/")).json()["message"] == "default deployment"


@pytest.mark.parametrize("value", ["101", "-1", "half"])
async def test_a_share_is_a_percentage(api: CanaryApi, value: str) -> None:
    api.release(0)
    with pytest.raises(BadRequestException):
        api.stand.patch(api.id, "/canarySettings/percentTraffic", value)


async def test_a_canarys_deployment_stays(api: CanaryApi) -> None:
    canary = api.release(0)
    with pytest.raises(BadRequestException, match="Active stages"):
        api.stand.gateway.delete_deployment(DeploymentRequest(rest_api_id=api.id, deployment_id=canary))
