"""User pool authorizers of templates, and the option that gives their keys."""

import subprocess
import sys
from pathlib import Path

import pytest

from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.runtime_api import listen
from lgtui.project.plan import ApiPlan, Plan
from lgtui.project.planner import make_plan
from lgtui.project.project import Project
from tests.emulator.gateway.pooled import POOL, signed, write_keys
from tests.project.conftest import MakePlan, WriteProject

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Users: {Type: AWS::Cognito::UserPool}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.11
      CodeUri: .
      Events:
        List:
          Type: Api
          Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}
        Add:
          Type: Api
          Properties:
            Path: /orders
            Method: post
            RestApiId: !Ref Api
            Auth: {Authorizer: Pool, AuthorizationScopes: [shop/buy]}
        Health:
          Type: Api
          Properties: {Path: /health, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth:
        DefaultAuthorizer: Pool
        Authorizers:
          Pool: {UserPoolArn: !GetAtt Users.Arn, Identity: {Header: X-Token}}
"""

WRITTEN_OUT = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}
  Users: {Type: AWS::Cognito::UserPool}
  Pool:
    Type: AWS::ApiGateway::Authorizer
    Properties: {RestApiId: !Ref Api, Name: users, Type: COGNITO_USER_POOLS, ProviderARNs: [!GetAtt Users.Arn]}
  Root:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: COGNITO_USER_POOLS
      AuthorizationScopes: [shop/buy]
      AuthorizerId: !Ref Pool
      Integration: {Type: MOCK}
"""

HANDLER = """\
def handler(event, context):
    return {"statusCode": 200, "body": event["requestContext"]["authorizer"]["claims"]["sub"]}
"""


def only_api(plan: Plan) -> ApiPlan:
    (api,) = plan.apis.values()
    return api


def test_sams_authorizer_guards_with_the_scopes_of_each_method(plan_of: MakePlan) -> None:
    api = only_api(plan_of(SAM))

    listed, added = api.methods["/orders", "GET"], api.methods["/orders", "POST"]
    authorizer = api.definitions.authorizers[listed.authorizer_id]
    assert authorizer.provider_arns == [f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL}"]
    assert authorizer.identity_source == "method.request.header.X-Token"
    assert (listed.authorization_scopes, added.authorization_scopes) == ([], ["shop/buy"])
    assert api.methods["/health", "GET"].authorization_type == "NONE"


def test_a_method_that_is_written_out_has_its_scopes(plan_of: MakePlan) -> None:
    assert only_api(plan_of(WRITTEN_OUT)).methods["/", "GET"].authorization_scopes == ["shop/buy"]


@pytest.mark.parametrize(("template", "line"), [(SAM, 14), (WRITTEN_OUT, 7)])
def test_a_pool_without_keys_is_listed_with_the_option_that_gives_them(
    plan_of: MakePlan, template: str, line: int
) -> None:
    pool, authorizer = plan_of(template).not_emulated

    assert pool.what == "AWS::Cognito::UserPool Users"
    assert authorizer.line == line
    assert authorizer.detail.endswith(f"give them with --jwks {POOL}=FILE_OR_URL")


def test_a_pool_from_elsewhere_has_the_name_that_stands_in_for_it(write_project: WriteProject) -> None:
    folder = write_project(SAM.replace("!GetAtt Users.Arn", "!ImportValue users-arn"))

    findings = [make_plan(folder, "123456789012", "us-east-1", pools).not_emulated for pools in ((), {"users-arn"})]

    assert findings[0][-1].detail.endswith("give them with --jwks users-arn=FILE_OR_URL")
    assert [finding.what for finding in findings[1]] == ["AWS::Cognito::UserPool Users"]


def test_a_pool_with_keys_is_not_listed(write_project: WriteProject) -> None:
    plan = make_plan(write_project(SAM), "123456789012", "us-east-1", {POOL})

    assert [finding.what for finding in plan.not_emulated] == ["AWS::Cognito::UserPool Users"]


async def test_a_project_that_is_loaded_takes_tokens(write_project: WriteProject, tmp_path: Path) -> None:
    keys = write_keys(tmp_path / "keys.json", "first")
    region = Region(Settings(work_folder=tmp_path / "work", jwks={POOL: keys}), listen)
    try:
        project = Project(write_project(SAM, **{"app.py": HANDLER}), region)
        await project.load()
        (api,) = region.gateway.apis()
        token = signed(region.clock.time())

        statuses = {
            header: await region.gateway.handle(
                api.id, HttpRequest(method="GET", path="/dev/orders", headers=[(header, token)])
            )
            for header in ("X-Token", "Authorization")
        }

        assert (statuses["X-Token"].status, statuses["X-Token"].body) == (200, b"1-2-3")
        assert statuses["Authorization"].status == 401
    finally:
        await region.stop()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (f"{POOL}=gone.json", "gone.json cannot be read: No such file or directory"),
        (f"{POOL}=template.yaml", "template.yaml holds no keys: it is no JSON Web Key Set"),
        ("=keys.json", "a user pool and its keys are us-east-1_Users=FILE_OR_URL, not =keys.json"),
        (f"{POOL}=", f"not {POOL}="),
        ("keys.json", "not keys.json"),
    ],
)
def test_keys_that_cannot_be_had_end_the_start(write_project: WriteProject, value: str, why: str) -> None:
    folder = write_project(SAM)
    command = [sys.executable, "-m", "lgtui", "serve", ".", "--port", "0", "--control-port", "0", "--jwks", value]

    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=folder)

    assert ended.returncode == 2
    assert why in ended.stderr
    assert "Traceback" not in ended.stderr
