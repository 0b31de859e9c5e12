"""API Gateway's state outlives the process: APIs, deployments with their history, usage plans and what keys used."""

from pathlib import Path
from typing import Any

from lgtui.emulator.gateway.model import (
    BasePathMappingsRequest,
    CreateAuthorizerRequest,
    CreateBasePathMappingRequest,
    CreateDeploymentRequest,
    CreateDocumentationPartRequest,
    CreateDocumentationVersionRequest,
    CreateDomainNameRequest,
    CreateModelRequest,
    CreateRequestValidatorRequest,
    CreateVpcLinkRequest,
    DeploymentCanarySettings,
    DeploymentRequest,
    DocumentationPartLocation,
    DocumentationPartsRequest,
    DomainNameRequest,
    DomainNamesRequest,
    GenerateClientCertificateRequest,
    GetAccountRequest,
    MethodRequest,
    PageRequest,
    PatchOperation,
    PutGatewayResponseRequest,
    ResourceRequest,
    ResourcesRequest,
    RestApiRequest,
    StageRequest,
    StagesRequest,
    UpdateAccountRequest,
    UpdateRestApiRequest,
    UsagePlanKeysRequest,
    UsagePlanRequest,
    UsageRequest,
)
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import STAGE, Stand, uri


def begun(folder: Path) -> Stand:
    """A region on a state folder of its own."""
    return Stand(folder, state_folder=folder / "state")


async def restarted(stand: Stand, folder: Path) -> Stand:
    """Another region on the same state folder."""
    await stand.region.stop()
    return begun(folder)


def everything(stand: Stand, api_id: str) -> dict[str, Any]:
    """What the operations that read say of an API and of the account."""
    gateway, page = stand.gateway, PageRequest(rest_api_id=api_id, limit=500)
    return {
        "api": gateway.get_rest_api(RestApiRequest(rest_api_id=api_id)),
        "resources": gateway.get_resources(ResourcesRequest(rest_api_id=api_id, limit=500, embed=["methods"])),
        "stages": gateway.get_stages(StagesRequest(rest_api_id=api_id)),
        "deployments": gateway.get_deployments(page),
        "models": gateway.get_models(page),
        "validators": gateway.get_request_validators(page),
        "authorizers": gateway.get_authorizers(page),
        "responses": gateway.get_gateway_responses(PageRequest(rest_api_id=api_id)),
        "account": gateway.get_account(GetAccountRequest()),
    }


async def test_an_api_is_after_a_restart_what_it_was(tmp_path: Path) -> None:
    stand = begun(tmp_path)
    gateway = stand.gateway
    role = PatchOperation(op="replace", path="/cloudwatchRoleArn", value="arn:aws:iam::123456789012:role/logs")
    gateway.update_account(UpdateAccountRequest(patch_operations=[role]))
    api_id = stand.api("GET /orders/{id}", "ANY /files/{path+}", variables={"a": "b"}, binary=("image/*",))
    gateway.create_model(
        CreateModelRequest(rest_api_id=api_id, name="M", schema='{"type": "object"}', content_type="a/b")
    )
    gateway.create_request_validator(
        CreateRequestValidatorRequest(rest_api_id=api_id, name="v", validate_request_body=True)
    )
    header = "method.request.header.A"
    gateway.create_authorizer(
        CreateAuthorizerRequest(
            rest_api_id=api_id, name="a", type="TOKEN", authorizer_uri=uri("f"), identity_source=header
        )
    )
    gateway.put_gateway_response(
        PutGatewayResponseRequest(rest_api_id=api_id, response_type="DEFAULT_4XX", response_templates={"a/b": "x"})
    )
    stand.throttle(api_id, "~1orders~1{id}/GET", 7, 8)
    stand.patch(api_id, "/*/*/logging/loglevel", "INFO")
    description = PatchOperation(op="replace", path="/description", value="by hand")
    gateway.update_rest_api(UpdateRestApiRequest(rest_api_id=api_id, patch_operations=[description]))
    stand.resource(api_id, "/gone/below")
    gateway.delete_resource(ResourceRequest(rest_api_id=api_id, resource_id=stand.resource(api_id, "/gone")))
    before = everything(stand, api_id)

    stand = await restarted(stand, tmp_path)

    assert everything(stand, api_id) == before
    assert stand.resource(api_id, "/orders/{id}/lines") not in {each.id for each in before["resources"].items}
    await stand.region.stop()


async def test_an_api_that_was_deleted_stays_away_with_all_that_belonged_to_it(tmp_path: Path) -> None:
    stand = begun(tmp_path)
    kept, gone = stand.api("GET /x"), stand.api("GET /x")
    await stand.region.objects.committed()
    stand.gateway.delete_rest_api(RestApiRequest(rest_api_id=gone))
    await stand.region.objects.committed()
    owners = {owner for (owner,) in await stand.region.store.read("SELECT DISTINCT owner FROM object")}
    assert owners == {"", kept}

    stand = await restarted(stand, tmp_path)

    assert [api.id for api in stand.gateway.apis()] == [kept]
    await stand.region.stop()


async def test_a_stage_answers_after_a_restart_and_can_go_back_to_any_deployment(tmp_path: Path) -> None:
    stand = begun(tmp_path)
    api = KeyedApi(stand, "GET /first")
    first = api_deployments(stand, api.id)[0]
    second = api.put("GET /second", api_key_required=False)
    place = {**second, "resource_id": stand.resource(api.id, "/first")}
    stand.gateway.delete_method(MethodRequest(**place))
    gone = stand.deploy(api.id)
    stand.deploy(api.id)
    stand.gateway.delete_deployment(DeploymentRequest(rest_api_id=api.id, deployment_id=gone))

    stand = await restarted(stand, tmp_path)

    assert (await stand.send(api.id, "GET", "/second")).status == 200
    stand.patch(api.id, "/deploymentId", first)
    assert (await stand.send(api.id, "GET", "/second")).headers[
        "x-amzn-errortype"
    ] == "MissingAuthenticationTokenException"
    assert (await stand.send(api.id, "GET", "/first")).headers["x-amzn-errortype"] == "ForbiddenException"
    assert len(api_deployments(stand, api.id)) == 2
    await stand.region.stop()


async def test_a_canary_outlives_a_restart(tmp_path: Path) -> None:
    stand = begun(tmp_path)
    api = KeyedApi(stand)
    api.put("GET /new", api_key_required=False)
    canary = DeploymentCanarySettings(percent_traffic=100.0, stage_variable_overrides={"a": "b"})
    stand.gateway.create_deployment(
        CreateDeploymentRequest(rest_api_id=api.id, stage_name=STAGE, canary_settings=canary)
    )
    stage = stand.gateway.get_stage(StageRequest(rest_api_id=api.id, stage_name=STAGE))
    assert stage.canary_settings is not None

    stand = await restarted(stand, tmp_path)

    assert stand.gateway.get_stage(StageRequest(rest_api_id=api.id, stage_name=STAGE)) == stage
    assert (await stand.send(api.id, "GET", "/new")).status == 200
    await stand.region.stop()


async def test_usage_plans_keys_and_what_they_used_outlive_a_restart(tmp_path: Path) -> None:
    stand = begun(tmp_path)
    api = KeyedApi(stand)
    plan = api.plan(throttle=(50, 50), quota=(3, "MONTH"))
    key, other = api.key(plan), api.key(plan, name="other")
    api.key(name="in no plan")
    api.patch(plan, "/name", "renamed")
    assert [await call(stand, api.id, key.value) for _ in range(2)] == [200, 200]
    asked = UsageRequest(usage_plan_id=plan.id, start_date=stand.today(), end_date=stand.today())
    usage = stand.gateway.get_usage(asked)

    stand = await restarted(stand, tmp_path)

    assert stand.gateway.get_usage(asked) == usage
    assert stand.gateway.get_usage_plan(UsagePlanRequest(usage_plan_id=plan.id)).name == "renamed"
    assert [await call(stand, api.id, value) for value in (key.value, key.value, other.value)] == [200, 429, 200]
    members = stand.gateway.get_usage_plan_keys(UsagePlanKeysRequest(usage_plan_id=plan.id)).items
    assert [member.name for member in members] == ["other", "alice"]
    await stand.region.stop()


async def call(stand: Stand, api_id: str, key: str) -> int:
    """The status that a request with a key gets."""
    return (await stand.send(api_id, "GET", "/orders", headers={"x-api-key": key})).status


def api_deployments(stand: Stand, api_id: str) -> list[str]:
    """The ids of an API's deployments."""
    return [each.id for each in stand.gateway.get_deployments(PageRequest(rest_api_id=api_id)).items]


async def test_what_an_account_has_beside_its_apis_outlives_a_restart(tmp_path: Path) -> None:
    stand = begun(tmp_path)
    gateway, api_id = stand.gateway, stand.api("GET /x")
    gateway.create_domain_name(CreateDomainNameRequest(domain_name="api.example.com", tags={"a": "b"}))
    gateway.create_domain_name(CreateDomainNameRequest(domain_name="gone.example.com"))
    for name in ("api.example.com", "gone.example.com"):
        gateway.create_base_path_mapping(
            CreateBasePathMappingRequest(domain_name=name, base_path="v1", rest_api_id=api_id, stage=STAGE)
        )
    gateway.delete_domain_name(DomainNameRequest(domain_name="gone.example.com"))
    gateway.create_vpc_link(CreateVpcLinkRequest(name="link", target_arns=["arn:aws:x"]))
    await gateway.generate_client_certificate(GenerateClientCertificateRequest(description="mine"))
    gateway.create_documentation_part(
        CreateDocumentationPartRequest(
            rest_api_id=api_id, location=DocumentationPartLocation(type="API"), properties="{}"
        )
    )
    gateway.create_documentation_version(
        CreateDocumentationVersionRequest(rest_api_id=api_id, documentation_version="1", stage_name=STAGE)
    )

    def told(stand: Stand) -> list[Any]:
        gateway = stand.gateway
        return [
            gateway.get_domain_names(DomainNamesRequest()).items,
            gateway.get_base_path_mappings(BasePathMappingsRequest(domain_name="api.example.com")).items,
            gateway.get_vpc_links(PageRequest()).items,
            gateway.get_client_certificates(PageRequest()).items,
            gateway.get_documentation_parts(DocumentationPartsRequest(rest_api_id=api_id)).items,
            gateway.get_documentation_versions(PageRequest(rest_api_id=api_id)).items,
        ]

    before = told(stand)
    assert [len(items) for items in before] == [1] * 6
    stand = await restarted(stand, tmp_path)

    assert told(stand) == before
    assert stand.gateway.domain_named("api.example.com:3000") == "api.example.com"
    await stand.region.stop()
