"""SAM templates as people write them, planned."""

from pathlib import Path

import pytest

from lgtui.project.plan import Plan
from tests.project.conftest import MakePlan

PYTHON_HELLO = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: >
  my-app

Globals:
  Function:
    Timeout: 3

Resources:
  GreetingFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: greeting/
      Handler: app.lambda_handler
      Runtime: python3.11
      Architectures:
        - x86_64
      Events:
        Greeting:
          Type: Api
          Properties:
            Path: /greeting
            Method: get

Outputs:
  GreetingApi:
    Value: !Sub "https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/greeting/"
  GreetingFunction:
    Value: !GetAtt GreetingFunction.Arn
  GreetingFunctionIamRole:
    Value: !GetAtt GreetingFunctionRole.Arn
"""

NODE_HELLO = PYTHON_HELLO.replace("app.lambda_handler", "app.lambdaHandler").replace("python3.11", "nodejs20.x")

FUNCTION = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
"""

API = (
    FUNCTION
    + """\
      Events:
        List:
          Type: Api
          Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
"""
)


def methods(plan: Plan) -> set[tuple[str, str]]:
    return {key for api in plan.apis.values() for key in api.methods}


@pytest.mark.parametrize(
    ("template", "file", "handler"),
    [(PYTHON_HELLO, "greeting/app.py", "app.lambda_handler"), (NODE_HELLO, "greeting/app.mjs", "app.lambdaHandler")],
)
def test_what_sam_init_writes_is_planned(plan_of: MakePlan, template: str, file: str, handler: str) -> None:
    plan = plan_of(template, **{file: ""})

    function = plan.functions["GreetingFunction"]
    (api,) = plan.apis.values()
    assert function.request.handler == handler
    assert function.request.timeout == 3
    assert function.folder == plan.template.parent / "greeting"
    assert methods(plan) == {("/greeting", "GET")}
    assert [stage.name for stage in api.stages] == ["Prod", "Stage"]
    assert (plan.not_emulated, plan.notices) == ([], [])


def test_binary_media_types_are_told_once_and_as_texts_not_the_translators_own(plan_of: MakePlan) -> None:
    (api,) = plan_of(API + "      BinaryMediaTypes: [image/png]\n").apis.values()

    assert [(type(media_type), media_type) for media_type in api.binary_media_types] == [(str, "image/png")]


def test_an_integration_names_the_function_by_its_arn(plan_of: MakePlan) -> None:
    (api,) = plan_of(API).apis.values()

    integration = api.methods["/orders", "GET"].method_integration
    assert integration is not None
    assert integration.type == "AWS_PROXY"
    assert integration.uri == (
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:123456789012:function:Orders/invocations"
    )


def test_globals_reach_every_function(plan_of: MakePlan) -> None:
    template = FUNCTION.replace(
        "Resources:",
        "Globals:\n  Function:\n    MemorySize: 512\n    CodeUri: src/\n"
        "    Environment: {Variables: {A: 1, B: true}}\nResources:",
    )

    function = plan_of(template, **{"src/app.py": ""}).functions["Orders"]

    assert function.request.memory_size == 512
    assert function.request.variables == {"A": "1", "B": "true"}
    assert function.folder is not None
    assert function.folder.name == "src"


@pytest.mark.parametrize(
    ("code", "folder"),
    [
        ("", "shop"),
        ("      CodeUri: .\n", "shop"),
        ("      CodeUri: ./src/\n", "src"),
        ("      CodeUri: src/app.py\n", "src"),
    ],
)
def test_code_uri_is_a_folder_a_file_or_absent(plan_of: MakePlan, code: str, folder: str) -> None:
    planned = plan_of(FUNCTION + code, **{"src/app.py": ""}).functions["Orders"].folder

    assert planned is not None
    assert planned.name == folder


def test_inline_code_is_source(plan_of: MakePlan) -> None:
    plan = plan_of(FUNCTION + "      InlineCode: |\n        def handler(event, context): return 1\n")

    assert plan.functions["Orders"].request.code.source == "def handler(event, context): return 1\n"


@pytest.mark.parametrize("code", ["s3://bucket/code.zip", "{Bucket: bucket, Key: code.zip}"])
def test_code_in_s3_is_listed_and_the_rest_planned(plan_of: MakePlan, code: str) -> None:
    plan = plan_of(API.replace("      Handler: app.handler\n", f"      Handler: app.handler\n      CodeUri: {code}\n"))

    (finding,) = plan.not_emulated
    assert finding.what == "function Orders"
    assert finding.line == 8
    assert "S3" in finding.detail
    assert plan.functions == {}
    assert methods(plan) == {("/orders", "GET")}


def test_a_container_image_is_listed(plan_of: MakePlan) -> None:
    image = "  Img:\n    Type: AWS::Serverless::Function\n    Properties: {PackageType: Image, ImageUri: x}\n"

    (finding,) = plan_of(FUNCTION + image).not_emulated

    assert "container images" in finding.detail
    assert finding.line == 10


def test_auto_publish_alias_is_a_version_that_follows_the_code_and_an_alias_of_it(plan_of: MakePlan) -> None:
    plan = plan_of(API.replace("app.handler\n", "app.handler\n      AutoPublishAlias: live\n"))

    (version,) = plan.functions["Orders"].versions
    (alias,) = plan.functions["Orders"].aliases
    (api,) = plan.apis.values()
    integration = api.methods["/orders", "GET"].method_integration
    assert (alias.name, alias.version, alias.line) == ("live", version.logical_id, 8)
    assert version.follows
    assert integration is not None
    assert ":function:Orders:live/" in integration.uri
    assert plan.notices == []


def test_stage_variables_and_throttles_are_the_stages(plan_of: MakePlan) -> None:
    settings = """\
      Variables: {table: orders}
      MethodSettings:
        - {ResourcePath: /*, HttpMethod: "*", ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10}
        - {ResourcePath: "/orders/{id}", HttpMethod: GET, ThrottlingRateLimit: 1}
        - {ResourcePath: /~1orders, HttpMethod: POST, ThrottlingBurstLimit: 3}
        - {ResourcePath: /, HttpMethod: GET, LoggingLevel: INFO}
"""
    (api,) = plan_of(API + settings).apis.values()

    stage = api.stages[0]
    assert (stage.name, stage.variables) == ("dev", {"table": "orders"})
    assert stage.settings == {
        "/*/*/throttling/rateLimit": "5",
        "/*/*/throttling/burstLimit": "10",
        "/~1orders~1{id}/GET/throttling/rateLimit": "1",
        "/~1orders/POST/throttling/burstLimit": "3",
        "/~1/GET/logging/loglevel": "INFO",
    }


def test_sams_stage_called_stage_is_gone_with_open_api_version(plan_of: MakePlan) -> None:
    (api,) = plan_of(API + "      OpenApiVersion: 3.0.1\n").apis.values()

    assert [stage.name for stage in api.stages] == ["dev"]


def test_several_apis_each_have_their_methods(plan_of: MakePlan) -> None:
    implicit = "        Show:\n          Type: Api\n          Properties: {Path: '/orders/{id}', Method: any}\n"
    plan = plan_of(API.replace("  Api:\n", implicit + "  Api:\n", 1))

    assert {api.logical_id: set(api.methods) for api in plan.apis.values()} == {
        "Api": {("/orders", "GET")},
        "ServerlessRestApi": {("/orders/{id}", "ANY")},
    }


def test_a_method_knows_the_line_of_its_event(plan_of: MakePlan) -> None:
    (api,) = plan_of(API).apis.values()

    assert api.method_lines == {("/orders", "GET"): 9}


def test_parameters_come_from_samconfig_then_their_default_then_are_made_up(plan_of: MakePlan) -> None:
    template = FUNCTION.replace(
        "Resources:",
        "Parameters:\n  A: {Type: String, Default: x}\n  B: {Type: String, Default: y}\n  C: {Type: String}\n"
        "  D: {Type: String, AllowedValues: [one, two]}\n  E: {Type: Number}\nResources:",
    )
    template += "      Environment: {Variables: {A: !Ref A, B: !Ref B, C: !Ref C, D: !Ref D, E: !Ref E}}\n"
    configuration = '[default.deploy.parameters]\nparameter_overrides = "B=\\"z z\\" Other=1"\n'

    plan = plan_of(template, **{"samconfig.toml": configuration})

    variables = plan.functions["Orders"].request.variables
    assert variables == {"A": "x", "B": "z z", "C": "c", "D": "one", "E": "1"}
    assert [(notice.line, notice.text.split()[2]) for notice in plan.notices] == [(5, "C"), (6, "D"), (7, "E")]


def test_a_resource_whose_condition_is_false_is_absent(plan_of: MakePlan) -> None:
    template = FUNCTION.replace("Resources:", "Conditions:\n  Never: !Equals [a, b]\nResources:")
    other = FUNCTION.split("Resources:\n")[1].replace("  Orders:\n", "  Other:\n    Condition: Never\n")

    assert list(plan_of(template + other).functions) == ["Orders"]


def test_a_referenced_parameter_as_authorizer_is_settled_before_sam_sees_it(plan_of: MakePlan) -> None:
    template = API.replace("Resources:", "Parameters:\n  Who: {Type: String, Default: NONE}\nResources:")
    template = template.replace("RestApiId: !Ref Api}", "RestApiId: !Ref Api, Auth: {Authorizer: !Ref Who}}")
    pool = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_x"
    auth = f"      Auth: {{DefaultAuthorizer: C, Authorizers: {{C: {{UserPoolArn: '{pool}'}}}}}}\n"

    (api,) = plan_of(template + auth).apis.values()

    assert api.methods["/orders", "GET"].authorization_type == "NONE"


def test_bad_policies_do_not_matter(plan_of: MakePlan) -> None:
    assert "Orders" in plan_of(FUNCTION + "      Policies:\n        - NoSuchTemplatePolicy: {Nonsense: 1}\n").functions


OPENAPI = """\
swagger: 2.0
info: {title: included}
paths:
  /included:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:${AWS::Region}:lambda:path//2015-03-31/functions/${Orders.Arn}/invocations
"""


@pytest.mark.parametrize(
    "definition",
    [
        "      DefinitionUri: api.yaml\n",
        "      DefinitionBody:\n        Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}\n",
        "      DefinitionBody:\n        Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://b/k/api.yaml'}}\n",
    ],
)
def test_a_definition_in_a_file_is_taken_in_and_watched(plan_of: MakePlan, definition: str) -> None:
    api = "  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: dev\n"

    plan = plan_of(FUNCTION + api + definition, **{"api.yaml": OPENAPI})

    (planned,) = plan.apis.values()
    integration = planned.methods["/included", "GET"].method_integration
    assert integration is not None
    assert "us-east-1:lambda" in integration.uri
    assert "function:Orders/" in integration.uri
    assert plan.template.parent / "api.yaml" in plan.files
    assert any("lacks Fn::Sub" in notice.text for notice in plan.notices)


def test_sam_types_without_the_transform_are_translated_and_told(plan_of: MakePlan) -> None:
    plan = plan_of(API.replace("Transform: AWS::Serverless-2016-10-31\n", "Transform: AWS::Serverles\n"))

    assert methods(plan) == {("/orders", "GET")}
    assert [(notice.line, "needs the line" in notice.text) for notice in plan.notices] == [(1, True)]


def test_a_secret_stays_text_and_is_told(plan_of: MakePlan) -> None:
    template = FUNCTION + "      Environment:\n        Variables:\n          KEY: '{{resolve:ssm:key}}'\n"

    plan = plan_of(template)

    assert plan.functions["Orders"].request.variables == {"KEY": "{{resolve:ssm:key}}"}
    assert [notice.line for notice in plan.notices] == [10]


def test_a_parameter_from_ssm_is_told(plan_of: MakePlan) -> None:
    parameter = "Parameters:\n  Key: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/key}\nResources:"

    plan = plan_of(FUNCTION.replace("Resources:", parameter))

    assert [(notice.line, "not looked up" in notice.text) for notice in plan.notices] == [(3, True)]


@pytest.mark.parametrize("handler", ["gone.handler", "src/gone.handler", "src.gone.handler"])
def test_a_missing_handler_file_is_told_and_no_fault(plan_of: MakePlan, handler: str) -> None:
    plan = plan_of(FUNCTION.replace("app.handler", handler))

    assert "Orders" in plan.functions
    assert [(notice.line, "for its handler" in notice.text) for notice in plan.notices] == [(7, True)]


def test_a_handler_in_a_package_is_found(plan_of: MakePlan) -> None:
    plan = plan_of(FUNCTION.replace("app.handler", "src.shop.orders.handler"), **{"src/shop/orders.py": ""})

    assert plan.notices == []


def test_the_stack_is_called_after_the_folder(plan_of: MakePlan, tmp_path: Path) -> None:
    plan = plan_of(FUNCTION + "      Environment: {Variables: {STACK: !Ref AWS::StackName}}\n")

    assert plan.name == "shop"
    assert plan.functions["Orders"].request.variables["STACK"] == "shop"
