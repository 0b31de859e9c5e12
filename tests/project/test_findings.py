"""What is listed as not emulated, with its line."""

import pytest

from tests.project.conftest import MakePlan
from tests.project.test_cloudformation_projects import TREE
from tests.project.test_sam_projects import API, FUNCTION


def listed(plan_of: MakePlan, template: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.what) for finding in plan_of(template).not_emulated]


def test_other_resources_are_listed_and_harmless_ones_are_not(plan_of: MakePlan) -> None:
    others = """\
  Table: {Type: AWS::DynamoDB::Table}
  Role: {Type: AWS::IAM::Role}
  Logs: {Type: AWS::Logs::LogGroup}
  Queue: {Type: AWS::SQS::Queue}
"""
    assert listed(plan_of, FUNCTION + others) == [(8, "AWS::DynamoDB::Table Table"), (11, "AWS::SQS::Queue Queue")]


def test_events_that_are_no_api_are_listed(plan_of: MakePlan) -> None:
    events = """\
        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        Web: {Type: HttpApi, Properties: {Path: /x, Method: get}}
"""
    template = API.replace("  Api:\n", events + "  Api:\n", 1)

    assert listed(plan_of, template) == [(12, "Schedule event Nightly of Orders"), (13, "HttpApi event Web of Orders")]


def test_a_reference_to_what_an_omitted_event_would_make_is_no_fault(plan_of: MakePlan) -> None:
    template = FUNCTION + "      Environment: {Variables: {URL: !Sub 'https://${ServerlessHttpApi}'}}\n"

    assert plan_of(template).functions["Orders"].request.variables["URL"] == "https://ServerlessHttpApi"


def test_properties_without_effect_are_listed_where_they_stand(plan_of: MakePlan) -> None:
    template = FUNCTION.replace("Resources:", "Globals:\n  Function:\n    SnapStart: {ApplyOn: None}\nResources:")
    template += "      FileSystemConfigs: [{Arn: x, LocalMountPath: /mnt/x}]\n"

    assert listed(plan_of, template) == [(4, "SnapStart of Globals.Function"), (11, "FileSystemConfigs of Orders")]


def test_settings_of_a_stage_that_have_no_effect_are_listed(plan_of: MakePlan) -> None:
    stage = """\
  Traced:
    Type: AWS::ApiGateway::Stage
    Properties: {RestApiId: x, DeploymentId: y, StageName: z, TracingEnabled: true, CanarySetting: {PercentTraffic: 5}}
  Moved:
    Type: AWS::ApiGateway::Deployment
    Properties:
      RestApiId: x
      DeploymentCanarySettings: {PercentTraffic: 5}
      StageDescription:
        TracingEnabled: true
"""
    assert listed(plan_of, FUNCTION + stage) == [
        (10, "CanarySetting of Traced"),
        (10, "TracingEnabled of Traced"),
        (15, "DeploymentCanarySettings of Moved"),
        (17, "TracingEnabled of Moved"),
    ]


def test_function_urls_that_would_refuse_requests_are_listed(plan_of: MakePlan) -> None:
    signed = plan_of(FUNCTION + "      FunctionUrlConfig: {AuthType: AWS_IAM}\n").not_emulated
    (streaming,) = plan_of(
        FUNCTION + "      FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM}\n"
    ).not_emulated

    assert signed == []
    assert (streaming.line, streaming.what) == (8, "function URL of Orders")
    assert "streaming is not emulated" in streaming.detail


def test_destinations_that_nothing_takes_are_listed_and_functions_are_not(plan_of: MakePlan) -> None:
    settings = """\
      DeadLetterQueue: {Type: SQS, TargetArn: arn:aws:sqs:us-east-1:123456789012:dead}
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig:
          OnSuccess: {Type: Lambda, Destination: arn:aws:lambda:us-east-1:123456789012:function:Done}
          OnFailure: {Type: SNS, Destination: arn:aws:sns:us-east-1:123456789012:failed}
"""
    plan = plan_of(FUNCTION + settings)

    assert [(finding.line, finding.what) for finding in plan.not_emulated] == [
        (8, "dead-letter target arn:aws:sqs:us-east-1:123456789012:dead of Orders"),
        (9, "destination arn:aws:sns:us-east-1:123456789012:failed of Orders"),
    ]
    (events,) = plan.functions["Orders"].event_settings
    assert (events.qualifier, events.maximum_retry_attempts) == ("$LATEST", 1)


def test_what_sam_would_have_to_build_is_listed(plan_of: MakePlan) -> None:
    template = FUNCTION + "    Metadata:\n      BuildMethod: esbuild\n"

    assert listed(plan_of, template) == [(9, "BuildMethod of Orders")]


def test_cors_is_emulated(plan_of: MakePlan) -> None:
    plan = plan_of(API + "      Cors: \"'*'\"\n")
    (api,) = plan.apis.values()
    preflight = api.methods["/orders", "OPTIONS"].method_integration
    assert plan.not_emulated == []
    assert preflight is not None
    assert preflight.integration_responses["200"].response_parameters == {
        "method.response.header.Access-Control-Allow-Origin": "'*'",
        "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
    }


def test_integrations_of_a_written_out_api_are_listed_at_the_method(plan_of: MakePlan) -> None:
    service = "Type: AWS, IntegrationHttpMethod: POST, Uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q'"
    template = TREE.replace("Type: MOCK", service)
    assert template != TREE
    assert listed(plan_of, template) == [(23, "integration of ANY / with sqs")]


def test_a_lambda_authorizer_is_emulated(plan_of: MakePlan) -> None:
    auth = "      Auth: {DefaultAuthorizer: C, Authorizers: {C: {FunctionArn: !GetAtt Orders.Arn}}}\n"

    assert listed(plan_of, API + auth) == []


@pytest.mark.parametrize("auth", ["", "      Auth: {DefaultAuthorizer: AWS_IAM}\n"])
def test_a_method_that_wants_a_signature_is_emulated(plan_of: MakePlan, auth: str) -> None:
    event = "RestApiId: !Ref Api}" if auth else "RestApiId: !Ref Api, Auth: {Authorizer: AWS_IAM}}"
    plan = plan_of(API.replace("RestApiId: !Ref Api}", event) + auth)

    (api,) = plan.apis.values()
    assert api.methods["/orders", "GET"].authorization_type == "AWS_IAM"
    assert plan.not_emulated == []


def test_definitions_of_what_is_not_emulated_are_not_read(plan_of: MakePlan) -> None:
    web = "  Web:\n    Type: AWS::Serverless::HttpApi\n    Properties: {DefinitionUri: gone.yaml}\n"

    assert listed(plan_of, FUNCTION + web) == [(8, "AWS::Serverless::HttpApi Web")]
