"""What a template says of its stages: throttles, logs, metrics, cache; and of its gateway responses."""

from typing import Any

import pytest

from lgtui.emulator.gateway.model import GatewayResponse
from lgtui.project.stage_settings import method_path, stage_settings
from tests.project.conftest import MakePlan
from tests.project.test_sam_projects import API

GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:x"
LOG_GROUP = "  AccessLog: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: access}}\n"


@pytest.mark.parametrize(
    ("resource_path", "path"),
    [
        ("/*", "/*/GET"),
        ("*", "/*/GET"),
        ("/", "/~1/GET"),
        ("/orders/{id}", "/~1orders~1{id}/GET"),
        ("/~1orders~1{id}", "/~1orders~1{id}/GET"),
        ("~1orders~1{id}", "/~1orders~1{id}/GET"),
    ],
)
def test_a_path_is_read_in_all_the_ways_templates_write_it(resource_path: str, path: str) -> None:
    assert method_path(resource_path, "get") == path


def test_every_setting_becomes_a_patch() -> None:
    properties: dict[str, Any] = {
        "CacheClusterEnabled": True,
        "CacheClusterSize": "1.6",
        "AccessLogSetting": {
            "DestinationArn": f"{GROUP}:*",
            "Format": "$context.requestId",
        },
        "MethodSettings": [
            {
                "ResourcePath": "/*",
                "HttpMethod": "*",
                "LoggingLevel": "INFO",
                "DataTraceEnabled": True,
                "MetricsEnabled": False,
                "CachingEnabled": True,
                "CacheTtlInSeconds": 60,
            }
        ],
    }
    assert dict(stage_settings(properties)) == {
        "/cacheClusterSize": "1.6",
        "/cacheClusterEnabled": "true",
        "/accessLogSettings/destinationArn": GROUP,
        "/accessLogSettings/format": "$context.requestId",
        "/*/*/logging/loglevel": "INFO",
        "/*/*/logging/dataTrace": "true",
        "/*/*/metrics/enabled": "false",
        "/*/*/caching/enabled": "true",
        "/*/*/caching/ttlInSeconds": "60",
    }


def test_a_stage_that_logs_supposes_the_accounts_role_and_says_so(plan_of: MakePlan) -> None:
    plan = plan_of(API + "      MethodSettings: [{ResourcePath: /*, HttpMethod: '*', LoggingLevel: INFO}]\n")
    assert plan.cloudwatch_role == "arn:aws:iam::123456789012:role/apigateway-logs"
    assert any("AWS::ApiGateway::Account" in notice.text for notice in plan.notices)


def test_the_templates_own_role_is_the_accounts(plan_of: MakePlan) -> None:
    role = "arn:aws:iam::123456789012:role/own"
    account = f"  Account: {{Type: AWS::ApiGateway::Account, Properties: {{CloudWatchRoleArn: '{role}'}}}}\n"
    assert plan_of(API + account).cloudwatch_role == role


def test_an_access_log_goes_to_a_log_group_of_the_template(plan_of: MakePlan) -> None:
    setting = "      AccessLogSetting: {DestinationArn: !GetAtt AccessLog.Arn, Format: $context.requestId}\n"
    (api,) = plan_of(API + setting + LOG_GROUP).apis.values()
    assert api.stages[0].settings["/accessLogSettings/destinationArn"].endswith(":log-group:access")


def test_an_access_log_that_goes_elsewhere_is_left_out_aloud(plan_of: MakePlan) -> None:
    stream = "arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-x"
    plan = plan_of(API + f"      AccessLogSetting: {{DestinationArn: '{stream}', Format: x}}\n")
    (api,) = plan.apis.values()
    assert api.stages[0].settings == {}
    assert any(stream in notice.text for notice in plan.notices)


def test_gateway_responses_come_from_the_api_and_from_resources(plan_of: MakePlan) -> None:
    own = "      GatewayResponses: {DEFAULT_4XX: {ResponseTemplates: {application/json: '{}'}}}\n"
    resource = """\
  Gone:
    Type: AWS::ApiGateway::GatewayResponse
    Properties: {RestApiId: !Ref Api, ResponseType: MISSING_AUTHENTICATION_TOKEN, StatusCode: '404'}
"""
    (api,) = plan_of(API + own + resource).apis.values()
    assert api.gateway_responses == (
        GatewayResponse(response_type="DEFAULT_4XX", response_templates={"application/json": "{}"}),
        GatewayResponse(response_type="MISSING_AUTHENTICATION_TOKEN", status_code="404"),
    )
