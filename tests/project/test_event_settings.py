"""How a template says that a function's events are handled, and what becomes of it in the region."""

from lgtui.emulator.functions.model import FunctionNameRequest, ListFunctionEventInvokeConfigsRequest
from lgtui.emulator.region import Region
from tests.project.conftest import WriteProject
from tests.project.test_apply import Shop

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.11, Handler: app.handler}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig: {OnSuccess: {Type: Lambda, Destination: !GetAtt Done.Arn}}
  Done:
    Type: AWS::Serverless::Function
"""


async def test_the_settings_of_an_alias_with_a_function_that_comes_later(
    write_project: WriteProject, region: Region
) -> None:
    shop = Shop(write_project(TEMPLATE), region)

    await shop.project.load()

    live = FunctionNameRequest(function_name="Orders", qualifier="live")
    config = region.functions.get_function_event_invoke_config(live)
    assert shop.project.problem is None
    assert config.maximum_retry_attempts == 1
    assert config.destination_config.on_success is not None
    assert config.destination_config.on_success.destination.endswith(":function:Done")


async def test_settings_that_the_template_drops_are_deleted(write_project: WriteProject, region: Region) -> None:
    shop = Shop(write_project(TEMPLATE), region)
    await shop.project.load()

    start, end = TEMPLATE.index("      EventInvokeConfig:"), TEMPLATE.index("  Done:")
    await shop.save(TEMPLATE[start:end], "")

    listed = region.functions.list_function_event_invoke_configs(
        ListFunctionEventInvokeConfigsRequest(function_name="Orders")
    )
    assert listed.configs == []


async def test_a_dead_letter_queue_comes_and_goes(write_project: WriteProject, region: Region) -> None:
    queue = "arn:aws:sqs:us-east-1:123456789012:dead"
    dead_letters = f"      DeadLetterQueue: {{Type: SQS, TargetArn: {queue}}}\n"
    shop = Shop(write_project(TEMPLATE.replace("      AutoPublish", f"{dead_letters}      AutoPublish")), region)
    name = FunctionNameRequest(function_name="Orders")
    await shop.project.load()
    before = region.functions.get_function_configuration(name).dead_letter_config

    await shop.save(dead_letters, "")

    after = region.functions.get_function_configuration(name).dead_letter_config
    assert before is not None
    assert before.target_arn == queue
    assert after is None or after.target_arn == ""
