"""Lambda authorizers of templates: SAM's `Auth` and AWS::ApiGateway::Authorizer."""

import pytest

from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.gateway.model import Authorizer
from lgtui.emulator.region import Region
from lgtui.project.plan import Plan
from lgtui.project.project import Project
from tests.project.conftest import Fail, MakePlan, WriteProject

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Keeper:
    Type: AWS::Serverless::Function
    Properties: {Handler: app.handler, Runtime: python3.12, CodeUri: .}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: .
      Events:
        List:
          Type: Api
          Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}
        Add:
          Type: Api
          Properties: {Path: /orders, Method: post, RestApiId: !Ref Api, Auth: {Authorizer: ByRequest}}
        Health:
          Type: Api
          Properties: {Path: /health, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Cors: "'*'"
      Auth:
        DefaultAuthorizer: ByToken
        Authorizers:
          ByToken:
            FunctionArn: !GetAtt Keeper.Arn
            Identity: {Header: X-Token, ValidationExpression: "Bearer .*", ReauthorizeEvery: 30}
          ByRequest:
            FunctionPayloadType: REQUEST
            FunctionArn: !GetAtt Keeper.Arn
            Identity: {QueryStrings: [user], Context: [identity.sourceIp]}
"""

WRITTEN_OUT = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: shop}
  ByToken:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: !Ref Api
      Name: keeper
      Type: TOKEN
      AuthorizerUri: !Sub
        - arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Arn}/invocations
        - Arn: arn:aws:lambda:us-east-1:123456789012:function:Keeper
      IdentitySource: method.request.header.Authorization
      AuthorizerResultTtlInSeconds: 0
  Root:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref ByToken
      Integration: {Type: MOCK}
"""


def authorizer_of(plan: Plan, path: str, verb: str) -> Authorizer | None:
    """The authorizer that a planned method has."""
    (api,) = plan.apis.values()
    method = api.methods[path, verb]
    assert (method.authorization_type == "CUSTOM") == bool(method.authorizer_id)
    return api.definitions.authorizers[method.authorizer_id] if method.authorizer_id else None


def test_sams_default_authorizer_guards_what_asks_for_no_other(plan_of: MakePlan) -> None:
    plan = plan_of(SAM)

    listed, added = authorizer_of(plan, "/orders", "GET"), authorizer_of(plan, "/orders", "POST")

    assert listed is not None
    assert (listed.name, listed.type, listed.identity_source) == ("ByToken", "TOKEN", "method.request.header.X-Token")
    assert (listed.identity_validation_expression, listed.authorizer_result_ttl_in_seconds) == ("Bearer .*", 30)
    assert listed.authorizer_uri.endswith("function:Keeper/invocations")
    assert added is not None
    assert (added.name, added.type) == ("ByRequest", "REQUEST")
    assert added.identity_source == "method.request.querystring.user, context.identity.sourceIp"
    assert authorizer_of(plan, "/health", "GET") is None
    assert plan.not_emulated == []


@pytest.mark.parametrize(("asked", "guarded"), [("", True), ("false", False), ("true", True)])
def test_a_preflight_is_guarded_only_where_sam_says_so(plan_of: MakePlan, asked: str, guarded: bool) -> None:
    member = f"        AddDefaultAuthorizerToCorsPreflight: {asked}\n" if asked else ""

    plan = plan_of(SAM.replace("      Auth:\n", f"      Auth:\n{member}"))

    assert (authorizer_of(plan, "/orders", "OPTIONS") is not None) == guarded


def test_an_authorizer_that_is_written_out_is_its_methods(plan_of: MakePlan) -> None:
    plan = plan_of(WRITTEN_OUT)

    authorizer = authorizer_of(plan, "/", "GET")

    assert authorizer is not None
    assert (authorizer.name, authorizer.authorizer_result_ttl_in_seconds) == ("keeper", 0)
    assert plan.not_emulated == []


def test_an_authorizer_of_no_known_type_is_a_fault_of_its_api(fault_of: Fail) -> None:
    fault = fault_of(WRITTEN_OUT.replace("Type: TOKEN", "Type: JWT"))

    assert "Invalid authorizer type 'jwt'" in str(fault)


HANDLER = """\
def handler(event, context):
    if "methodArn" not in event:
        return {"statusCode": 200, "body": event["requestContext"]["authorizer"]["principalId"]}
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": event["methodArn"]}
    return {"principalId": event["authorizationToken"][7:], "policyDocument": {"Statement": [statement]}}
"""


async def send(region: Region, token: str) -> HttpResponse:
    (api,) = region.gateway.apis()
    return await region.gateway.handle(
        api.id, HttpRequest(method="GET", path="/dev/orders", headers=[("X-Token", token)])
    )


async def test_a_project_that_is_loaded_asks_its_authorizer(write_project: WriteProject, region: Region) -> None:
    folder = write_project(SAM.replace("python3.12", "python3.11"), **{"app.py": HANDLER})
    project = Project(folder, region)
    await project.load()

    passed, refused = await send(region, "Bearer alice"), await send(region, "alice")

    assert (passed.status, passed.body) == (200, b"alice")
    assert refused.status == 401


async def test_a_changed_authorizer_is_asked_anew(write_project: WriteProject, region: Region) -> None:
    template = SAM.replace("python3.12", "python3.11")
    folder = write_project(template, **{"app.py": HANDLER})
    project = Project(folder, region)
    await project.load()

    write_project(template.replace("Bearer .*", "Letter .*"), **{"app.py": HANDLER})
    await project.load()

    assert (await send(region, "Bearer alice")).status == 401
    assert (await send(region, "Letter alice")).status == 200
