"""Resource policies of templates: SAM's `Auth.ResourcePolicy`, CloudFormation's `Policy`, and OpenAPI's extension."""

import json
from typing import Any

import pytest

from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.region import Region
from lgtui.project.plan import ApiPlan, Plan
from lgtui.project.project import Project
from tests.project.conftest import MakePlan, WriteProject

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.11
      CodeUri: .
      Events:
        List: {Type: Api, Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth:
        ResourcePolicy: {IpRangeBlacklist: [192.0.2.0/24]}
"""

TREE = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      Policy: POLICY
  Root:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration: {Type: MOCK}
"""

ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}


def only_api(plan: Plan) -> ApiPlan:
    (api,) = plan.apis.values()
    return api


def tree(*statements: Any) -> str:
    return TREE.replace("POLICY", json.dumps({"Statement": list(statements)}))


def test_sams_policy_is_the_apis(plan_of: MakePlan) -> None:
    plan = plan_of(SAM)

    allowed, denied = json.loads(only_api(plan).settings.policy)["Statement"]
    assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
    assert denied["Condition"] == {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}
    assert denied["Resource"] == ["execute-api:/dev/GET/orders"]
    assert plan.not_emulated == []


@pytest.mark.parametrize("as_text", [False, True])
def test_cloudformations_policy_is_an_object_or_a_text(plan_of: MakePlan, as_text: bool) -> None:
    document = {"Statement": [ALLOW]}
    written = json.dumps(document)

    api = only_api(plan_of(TREE.replace("POLICY", json.dumps(written) if as_text else written)))

    assert json.loads(api.settings.policy) == document


def test_conditions_that_nothing_here_meets_are_listed(plan_of: MakePlan) -> None:
    conditions = {"StringEquals": {"aws:SourceVpce": "vpce-1", "aws:Unheard": "x", "aws:UserAgent": "curl"}}

    findings = plan_of(tree({**ALLOW, "Condition": conditions})).not_emulated

    assert [(finding.line, finding.what, finding.detail) for finding in findings] == [
        (
            2,
            "condition StringEquals aws:SourceVpce in the resource policy of shop",
            "requests come through no VPC here: the key is absent",
        ),
        (
            2,
            "condition StringEquals aws:Unheard in the resource policy of shop",
            "requests are answered with 501 where it would decide",
        ),
    ]


async def statuses(region: Region, *addresses: str) -> list[int]:
    """What each of these addresses is answered."""
    (api,) = region.gateway.apis()
    requests = [HttpRequest(method="GET", path="/dev/orders", source_ip=address) for address in addresses]
    return [(await region.gateway.handle(api.id, request)).status for request in requests]


HANDLER = "def handler(event, context):\n    return {'statusCode': 200}\n"


async def test_a_changed_policy_counts_after_a_save(write_project: WriteProject, region: Region) -> None:
    project = Project(write_project(SAM, **{"app.py": HANDLER}), region)
    await project.load()
    assert await statuses(region, "192.0.2.1", "198.51.100.1") == [403, 200]

    write_project(SAM.replace("192.0.2.0", "198.51.100.0"), **{"app.py": HANDLER})
    await project.load()
    assert await statuses(region, "192.0.2.1", "198.51.100.1") == [200, 403]

    write_project(SAM.partition("      Auth:")[0], **{"app.py": HANDLER})
    await project.load()
    assert await statuses(region, "192.0.2.1", "198.51.100.1") == [200, 200]


async def test_a_policy_that_is_none_is_a_fault_of_its_api(write_project: WriteProject, region: Region) -> None:
    project = Project(write_project(tree({**ALLOW, "Principal": "nobody"})), region)

    await project.load()

    assert project.problem is not None
    assert project.problem.line == 2
    assert "Invalid policy document" in project.problem.message
