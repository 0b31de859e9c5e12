"""Log groups of templates, and functions that log to them."""

import pytest

from lgtui.emulator.cloudwatch_logs.model import (
    DescribeLogGroupsRequest,
    DescribeLogStreamsRequest,
    FilterLogEventsRequest,
    GroupRequest,
    LogGroupDescription,
)
from lgtui.emulator.functions.model import FunctionNameRequest, InvocationRequest
from lgtui.emulator.region import Region
from lgtui.project.project import Project
from tests.project.conftest import Fail, WriteProject

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.11
    Handler: app.handler
    LoggingConfig: {LogGroup: !Ref Shared}
Resources:
  Shared:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: shared
      RetentionInDays: 14
      Tags: [{Key: team, Value: shop}]
  First: {Type: AWS::Serverless::Function}
  Second:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: second}
"""


HANDLER = """\
import os
def handler(event, context):
    print(os.environ["AWS_LAMBDA_LOG_GROUP_NAME"], context.log_group_name)
"""


async def described(region: Region) -> list[LogGroupDescription]:
    """Every log group."""
    return (await region.cloudwatch_logs.describe_log_groups(DescribeLogGroupsRequest())).log_groups


async def test_a_template_s_group_is_there_before_anything_logs(region: Region, write_project: WriteProject) -> None:
    await Project(write_project(TEMPLATE), region).load()

    (group,) = await described(region)
    assert (group.log_group_name, group.retention_in_days) == ("shared", 14)
    tags = await region.cloudwatch_logs.list_tags_log_group(GroupRequest(log_group_name="shared"))
    assert tags.tags == {"team": "shop"}


async def test_functions_that_share_a_group_have_streams_of_their_names(
    region: Region, write_project: WriteProject
) -> None:
    await Project(write_project(TEMPLATE, **{"app.py": HANDLER}), region).load()
    for name in ("First", "second"):
        await region.functions.invoke(InvocationRequest(function_name=name, payload=b"{}"))

    assert [group.log_group_name for group in await described(region)] == ["shared"]
    request = DescribeLogStreamsRequest(log_group_name="shared")
    streams = (await region.cloudwatch_logs.describe_log_streams(request)).log_streams
    assert [stream.log_stream_name.split("[")[0].split("/")[-1] for stream in streams] == ["First", "second"]
    words = FilterLogEventsRequest(log_group_name="shared", filter_pattern='"shared shared"')
    found = (await region.cloudwatch_logs.filter_log_events(words)).events
    assert [event.message for event in found] == ["shared shared\n"] * 2


async def test_a_change_of_the_template_changes_its_group_and_its_functions(
    region: Region, write_project: WriteProject
) -> None:
    project = Project(write_project(TEMPLATE), region)
    await project.load()
    write_project(
        TEMPLATE.replace("    LoggingConfig: {LogGroup: !Ref Shared}\n", "")
        .replace("      RetentionInDays: 14\n", "")
        .replace("team, Value: shop", "owner, Value: shop")
    )
    await project.load()

    (group,) = await described(region)
    assert group.retention_in_days is None
    tags = await region.cloudwatch_logs.list_tags_log_group(GroupRequest(log_group_name="shared"))
    assert tags.tags == {"owner": "shop"}
    configuration = region.functions.get_function_configuration(FunctionNameRequest(function_name="second"))
    assert configuration.logging_config.log_group == "/aws/lambda/second"


async def test_a_group_that_is_left_out_of_the_template_can_still_be_read(
    region: Region, write_project: WriteProject
) -> None:
    project = Project(write_project(TEMPLATE), region)
    await project.load()
    write_project(TEMPLATE.replace("!Ref Shared", "elsewhere").replace("AWS::Logs::LogGroup", "AWS::CDK::Metadata"))
    await project.load()
    assert [group.log_group_name for group in await described(region)] == ["shared"]

    write_project(TEMPLATE.replace("14", "30"))
    await project.load()
    (group,) = await described(region)
    assert group.retention_in_days == 30


@pytest.mark.parametrize("days", ["2", "forever", "[1]"])
def test_days_that_there_are_none_of_are_said(fault_of: Fail, days: str) -> None:
    error = fault_of(TEMPLATE.replace("14", days))

    assert "Shared: RetentionInDays is one of 1, 3, 5, 7, 14" in str(error)
    assert error.line == 12
