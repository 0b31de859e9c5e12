"""API keys, usage plans, request validators and models of templates, brought into a region."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.model import (
    ApiKey,
    ApiKeysRequest,
    PageRequest,
    UsagePlan,
    UsagePlanKeysRequest,
    UsagePlansRequest,
)
from lgtui.emulator.region import Region
from lgtui.project.project import Project
from tests.project.conftest import Fail, MakePlan, WriteProject

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth:
        ApiKeyRequired: true
        UsagePlan:
          CreateUsagePlan: PER_API
          UsagePlanName: basic
          Throttle: {RateLimit: 5, BurstLimit: 10}
          Quota: {Limit: 100, Period: DAY}
      Models:
        Order:
          type: object
          required: [id]
          properties:
            id: {type: integer}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
      Events:
        Post:
          Type: Api
          Properties:
            RestApiId: !Ref Api
            Path: /orders
            Method: post
            RequestModel: {Model: Order, Required: true, ValidateBody: true, ValidateParameters: true}
            RequestParameters:
              - method.request.querystring.page: {Required: true}
"""

CLOUDFORMATION = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: orders}
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: POST
      AuthorizationType: NONE
      ApiKeyRequired: true
      RequestValidatorId: !Ref Validator
      RequestModels: {application/json: !Ref Orders}
      Integration:
        Type: MOCK
        RequestTemplates: {application/json: '{"statusCode": 200}'}
        IntegrationResponses: [{StatusCode: 200}]
      MethodResponses: [{StatusCode: 200}]
  Validator:
    Type: AWS::ApiGateway::RequestValidator
    Properties: {RestApiId: !Ref Api, Name: body, ValidateRequestBody: true}
  Order:
    Type: AWS::ApiGateway::Model
    Properties:
      RestApiId: !Ref Api
      ContentType: application/json
      Schema: {type: object, required: [id]}
  Orders:
    Type: AWS::ApiGateway::Model
    Properties:
      RestApiId: !Ref Api
      ContentType: application/json
      Schema:
        type: array
        items: {$ref: !Sub 'https://apigateway.amazonaws.com/restapis/${Api}/models/${Order}'}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    Properties: {RestApiId: !Ref Api}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: dev}
  Key:
    Type: AWS::ApiGateway::ApiKey
    Properties: {Name: alice, Enabled: true, Value: alices-key-0123456789}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: basic
      ApiStages:
        - ApiId: !Ref Api
          Stage: !Ref Stage
          Throttle:
            /POST: {RateLimit: 0.001, BurstLimit: 2}
      Throttle: {RateLimit: 50, BurstLimit: 100}
      Quota: {Limit: 1000, Period: MONTH}
  PlanKey:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: {UsagePlanId: !Ref Plan, KeyId: !Ref Key, KeyType: API_KEY}
"""


class Loaded:
    """A project in a region, and what the region has of keys and plans."""

    def __init__(self, folder: Path, region: Region) -> None:
        self.template = folder / "template.yaml"
        self.project = Project(folder, region)
        self.gateway = region.gateway

    async def save(self, old: str, new: str) -> None:
        """Change the template and load it again."""
        text = self.template.read_text()
        assert old in text
        self.template.write_text(text.replace(old, new))
        await self.load()

    async def load(self) -> None:
        """Load what is on disk."""
        await self.project.load()
        assert self.project.problem is None, self.project.problem

    def keys(self) -> list[ApiKey]:
        """Every key, with its value."""
        return self.gateway.get_api_keys(ApiKeysRequest(include_values=True)).items

    def plan(self) -> UsagePlan:
        """The only usage plan."""
        (plan,) = self.gateway.get_usage_plans(UsagePlansRequest()).items
        return plan

    def keys_of_plan(self) -> list[str]:
        """Names of the keys in it."""
        request = UsagePlanKeysRequest(usage_plan_id=self.plan().id)
        return [key.name for key in self.gateway.get_usage_plan_keys(request).items]

    async def post(self, body: bytes, key: str = "", path: str = "/dev/") -> int:
        """The status of a request."""
        (api,) = self.gateway.apis()
        path, _, query = path.partition("?")
        request = HttpRequest(method="POST", path=path, query=query, headers=[("x-api-key", key)], body=body)
        return (await self.gateway.handle(api.id, request)).status


Load = Callable[[str], Awaitable[Loaded]]


@pytest.fixture
async def load(write_project: WriteProject, region: Region) -> AsyncIterator[Load]:
    """Load a template into the region."""

    async def loaded(template: str) -> Loaded:
        project = Loaded(write_project(template), region)
        await project.load()
        return project

    yield loaded


async def test_a_sam_apis_usage_plan_is_made_with_its_key(load: Load) -> None:
    loaded = await load(SAM)

    plan, (key,) = loaded.plan(), loaded.keys()
    assert (plan.name, len(plan.api_stages)) == ("basic", 1)
    assert plan.throttle is not None and (plan.throttle.rate_limit, plan.throttle.burst_limit) == (5.0, 10)
    assert plan.quota is not None and (plan.quota.limit, plan.quota.period) == (100, "DAY")
    assert key.enabled
    assert loaded.keys_of_plan() == [key.name]


async def test_a_sam_function_s_request_model_is_applied(load: Load) -> None:
    loaded = await load(SAM)
    (key,) = loaded.keys()

    assert await loaded.post(b'{"id": 1}') == 403
    assert await loaded.post(b'{"id": 1}', key.value, "/dev/orders") == 400
    assert await loaded.post(b'{"id": "x"}', key.value, "/dev/orders?page=1") == 400
    assert await loaded.post(b'{"id": 1}', key.value, "/dev/orders?page=1") == 200


async def test_nothing_of_keys_and_models_is_listed_as_not_emulated(plan_of: MakePlan) -> None:
    assert [finding.what for template in (SAM, CLOUDFORMATION) for finding in plan_of(template).not_emulated] == []


async def test_written_out_resources_act_together(load: Load) -> None:
    loaded = await load(CLOUDFORMATION)

    statuses = [await loaded.post(body, "alices-key-0123456789") for body in (b'[{"id": 1}]', b"[{}]", b"[]")]

    assert await loaded.post(b"[]") == 403
    assert statuses == [200, 400, 429]


async def test_a_changed_limit_keeps_what_keys_have_used(load: Load) -> None:
    loaded = await load(CLOUDFORMATION)
    await loaded.post(b"[]", "alices-key-0123456789")

    await loaded.save("Limit: 1000, Period: MONTH", "Limit: 1, Period: MONTH")

    assert await loaded.post(b"[]", "alices-key-0123456789") == 429


async def test_a_changed_model_is_deployed(load: Load) -> None:
    loaded = await load(CLOUDFORMATION)

    await loaded.save("required: [id]", "required: [name]")

    assert await loaded.post(b'[{"id": 1}]', "alices-key-0123456789") == 400


async def test_a_stage_that_is_made_anew_is_opened_anew(load: Load) -> None:
    loaded = await load(CLOUDFORMATION)

    await loaded.save("{Name: orders}", "{Name: renamed}")

    assert await loaded.post(b"[]", "alices-key-0123456789") == 200


async def test_what_leaves_the_template_leaves_the_region(load: Load) -> None:
    loaded = await load(CLOUDFORMATION)

    loaded.template.write_text(CLOUDFORMATION[: CLOUDFORMATION.index("  Key:\n")])
    await loaded.load()

    assert (loaded.keys(), loaded.gateway.get_usage_plans(UsagePlansRequest()).items) == ([], [])


async def test_a_validator_that_leaves_the_template_checks_nothing_any_more(load: Load) -> None:
    loaded = await load(CLOUDFORMATION)
    (api,) = loaded.gateway.apis()

    await loaded.save("      RequestValidatorId: !Ref Validator\n", "")
    await loaded.save("    Properties: {RestApiId: !Ref Api, Name: body, ValidateRequestBody: true}\n", "")

    assert await loaded.post(b"[{}]", "alices-key-0123456789") == 200
    assert loaded.gateway.get_request_validators(PageRequest(rest_api_id=api.id)).items == []


def test_a_quota_period_that_is_none_is_told_at_its_line(fault_of: Fail) -> None:
    fault = fault_of(CLOUDFORMATION.replace("Period: MONTH", "Period: YEAR"))

    assert "the quota's period is DAY, WEEK or MONTH, not YEAR" in str(fault)
    assert fault.line > 0


def test_a_stage_of_another_template_is_left_out_with_a_notice(plan_of: MakePlan) -> None:
    plan = plan_of(CLOUDFORMATION.replace("- ApiId: !Ref Api", "- ApiId: elsewhere"))

    assert plan.usage_plans[0].stages == ()
    assert any("the API elsewhere is not of this template" in notice.text for notice in plan.notices)
