"""Plain CloudFormation templates, planned."""

from tests.project.conftest import Fail, MakePlan

TREE = """\
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Item:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !Ref Items, PathPart: "{id}"}
  Items:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: items}
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: shop-api, BinaryMediaTypes: [image/png]}
  GetItem:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Item
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations
  Root:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: ANY
      ApiKeyRequired: "true"
      Integration: {Type: MOCK, RequestTemplates: {application/json: '{"statusCode": 200}'}}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    DependsOn: GetItem
    Properties: {RestApiId: !Ref Api, StageName: direct, StageDescription: {Variables: {a: b}}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Deployment
      StageName: live
      MethodSettings: [{ResourcePath: /*, HttpMethod: "*", ThrottlingRateLimit: 7, ThrottlingBurstLimit: 8}]
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: shop-items
      Runtime: python3.11
      Handler: index.handler
      Role: !GetAtt Role.Arn
      ReservedConcurrentExecutions: 5
      Code:
        ZipFile: |
          def handler(event, context):
            return {"statusCode": 200}
  Role:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {}}
  Permission:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: !Ref Function, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com}
"""


def test_a_tree_of_resources_and_methods_is_planned(plan_of: MakePlan) -> None:
    (api,) = plan_of(TREE).apis.values()

    assert api.name == "shop-api"
    assert api.binary_media_types == ("image/png",)
    assert set(api.methods) == {("/items/{id}", "GET"), ("/", "ANY")}
    assert api.methods["/", "ANY"].api_key_required
    assert list(api.bare_paths) == ["/items"]
    assert api.method_lines["/items/{id}", "GET"] == 12


def test_stages_come_from_stage_and_from_deployment(plan_of: MakePlan) -> None:
    (api,) = plan_of(TREE).apis.values()

    live, direct = api.stages
    assert (live.name, live.settings["/*/*/throttling/rateLimit"]) == ("live", "7")
    assert (direct.name, direct.variables) == ("direct", {"a": "b"})


def test_a_function_with_inline_code_is_planned(plan_of: MakePlan) -> None:
    function = plan_of(TREE).functions["shop-items"]

    assert function.request.code.source is not None
    assert function.request.role == "arn:aws:iam::123456789012:role/Role"
    assert function.reserved_concurrency == 5


def test_a_tree_without_its_parent_is_refused_with_the_line(fault_of: Fail) -> None:
    fault = fault_of(TREE.replace("ParentId: !Ref Items", "ParentId: elsewhere"))

    assert fault.line == 3
    assert "ParentId" in fault.message


def test_code_as_a_local_path_is_a_folder(plan_of: MakePlan) -> None:
    template = """\
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.11, Handler: app.handler, Code: .}
"""
    plan = plan_of(template)

    assert plan.functions["Function"].folder == plan.template.parent


def test_json_templates_are_read(plan_of: MakePlan) -> None:
    template = """\
{
\t"Resources": {
\t\t"Function": {"Type": "AWS::Lambda::Function",
\t\t\t"Properties": {"Runtime": "python3.11", "Handler": "app.handler", "Code": "."}}
\t}
}
"""
    assert plan_of(template).functions["Function"].line == 3
