"""Recorded facts of versions, aliases, layers, function URLs and permissions: a test bears the fact's id."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    PreconditionFailedException,
    ResourceConflictException,
    ServiceError,
    ValidationException,
)
from lgtui.emulator.functions.model import (
    AddPermissionRequest,
    AliasRequest,
    AliasRoutingConfiguration,
    CreateAliasRequest,
    LayerVersionRequest,
    PublishVersionRequest,
    UpdateAliasRequest,
)
from tests.emulator.functions.bench import Bench
from tests.emulator.wire.test_lambda_urls import Front, headers_of

ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"

CONTEXT = """
def handler(event, context):
    return {
        "invoked_function_arn": context.invoked_function_arn,
        "function_version": context.function_version,
        "memory_limit_in_mb": context.memory_limit_in_mb,
        "log_group_name": context.log_group_name,
        "client_context": context.client_context,
    }
"""


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A Lambda whose function `f` has the versions 1 and 2, stopped after the test."""
    bench = Bench(tmp_path)
    bench.create(CONTEXT)
    for number in ("1", "2"):
        bench.write("number.txt", number)
        await bench.functions.publish_version(PublishVersionRequest(function_name="f"))
    yield bench
    await bench.functions.stop()


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    """A region with function URLs, stopped after the test."""
    front = Front(tmp_path)
    yield front
    await front.region.stop()


def create_alias(bench: Bench, version: str = "1", name: str = "alias1", **weights: float) -> None:
    routing = AliasRoutingConfiguration(
        additional_version_weights={number.removeprefix("v"): weight for number, weight in weights.items()}
    )
    bench.functions.create_alias(
        CreateAliasRequest(function_name="f", name=name, function_version=version, routing_config=routing)
    )


def refusal(error: pytest.ExceptionInfo[ServiceError]) -> tuple[int, str, str]:
    return error.value.status, error.value.code, error.value.message


async def test_ali_001_two_further_versions_are_too_many(bench: Bench) -> None:
    with pytest.raises(ServiceError) as error:
        create_alias(bench, v1=0.1, v2=0.1)
    message = "Number of items in AdditionalVersionWeights cannot be greater than 1"
    assert refusal(error) == (400, "InvalidParameterValueException", message)


async def test_ali_002_a_weight_over_1(bench: Bench) -> None:
    with pytest.raises(ValidationException) as error:
        create_alias(bench, v2=2.0)
    assert error.value.message == (
        "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy "
        "constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must "
        "have value greater than or equal to 0.0, Member must not be null]"
    )


async def test_ali_003_a_weight_of_the_version_that_the_alias_points_to(bench: Bench) -> None:
    with pytest.raises(InvalidParameterValueException) as error:
        create_alias(bench, v1=0.5)
    assert error.value.message == (
        "Invalid function version 1. Function version 1 is already included in routing configuration."
    )


async def test_ali_006_a_version_that_does_not_exist(bench: Bench) -> None:
    with pytest.raises(ServiceError) as error:
        create_alias(bench, "10")
    assert refusal(error)[::2] == (404, f"Function not found: {ARN}:10")


async def test_ali_007_an_alias_that_does_not_exist_cannot_be_changed(bench: Bench) -> None:
    with pytest.raises(ServiceError) as error:
        bench.functions.update_alias(UpdateAliasRequest(function_name="f", name="non-existent", function_version="1"))
    assert refusal(error)[::2] == (404, f"Cannot find alias arn: {ARN}:non-existent")


async def test_ali_008_both_versions_of_a_weighted_alias_run(bench: Bench) -> None:
    create_alias(bench, v2=0.5)
    executed = Counter([(await bench.invoke(qualifier="alias1")).executed_version for _ in range(60)])
    assert set(executed) == {"1", "2"}


async def test_ali_009_what_the_handler_sees_of_the_alias_it_is_invoked_by(bench: Bench) -> None:
    create_alias(bench)
    answer = await bench.invoke(qualifier="alias1")
    seen = json.loads(answer.payload)
    assert answer.executed_version == "1"
    assert (seen["invoked_function_arn"], seen["function_version"]) == (f"{ARN}:alias1", "1")


async def test_inv_010_what_the_handler_sees_of_the_version_it_is_invoked_by(bench: Bench) -> None:
    answer = await bench.invoke(qualifier="1")
    assert answer.executed_version == "1"
    assert json.loads(answer.payload) == {
        "invoked_function_arn": f"{ARN}:1",
        "function_version": "1",
        "memory_limit_in_mb": "128",
        "log_group_name": "/aws/lambda/f",
        "client_context": None,
    }


async def test_ver_002_a_wrong_revision_and_a_wrong_hash(bench: Bench) -> None:
    with pytest.raises(PreconditionFailedException) as revision:
        await bench.functions.publish_version(PublishVersionRequest(function_name="f", revision_id="wrong"))
    with pytest.raises(InvalidParameterValueException) as digest:
        await bench.functions.publish_version(PublishVersionRequest(function_name="f", code_sha256="wrong"))
    assert revision.value.message == (
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve "
        "the latest Revision Id"
    )
    assert digest.value.message.startswith("CodeSHA256 (wrong) is different from current CodeSHA256 in $LATEST (")
    assert digest.value.message.endswith("). Please try again with the CodeSHA256 in $LATEST.")


@pytest.mark.parametrize("number", [0, -1])
async def test_layer_001_layer_versions_are_counted_from_1(bench: Bench, number: int) -> None:
    with pytest.raises(InvalidParameterValueException) as error:
        bench.functions.get_layer_version(LayerVersionRequest(layer_name="any", version_number=number))
    assert error.value.message == "Layer Version Cannot be less than 1"


async def test_perm_001_statements_that_are_refused(bench: Bench) -> None:
    def add(statement_id: str, qualifier: str = "") -> None:
        bench.functions.add_permission(
            AddPermissionRequest(
                function_name="f",
                qualifier=qualifier,
                statement_id=statement_id,
                action="lambda:InvokeFunction",
                principal="s3.amazonaws.com",
            )
        )

    add("s3")
    with pytest.raises(InvalidParameterValueException) as latest:
        add("other", "$LATEST")
    with pytest.raises(ResourceConflictException) as twice:
        add("s3")
    with pytest.raises(ValidationException) as invalid:
        add("example.com")
    assert latest.value.message == "We currently do not support adding policies for $LATEST."
    assert twice.value.message == (
        "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing "
        "statement."
    )
    assert invalid.value.message == (
        "1 validation error detected: Value 'example.com' at 'statementId' failed to satisfy constraint: Member must "
        "satisfy regular expression pattern: ([a-zA-Z0-9-_]+)"
    )


async def test_url_003_a_handler_that_raises_is_a_502(front: Front) -> None:
    front.create("def handler(event, context): raise ValueError")
    response = await front.send()
    assert (response.status, response.body) == (502, b"Internal Server Error")


async def test_url_004_a_url_that_does_not_exist(front: Front) -> None:
    front.url_id = "gone"
    response = await front.send()
    told = headers_of(response)
    assert (response.status, response.body) == (403, b'{"Message":null}')
    assert (told["content-type"], told["x-amzn-errortype"]) == ("application/json", "AccessDeniedException")


async def test_url_005_a_url_outlives_its_alias_and_is_forbidden(front: Front) -> None:
    front.create()
    front.functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="$LATEST"))
    front.add_url(qualifier="live")
    before = await front.send()

    front.functions.delete_alias(AliasRequest(function_name="f", name="live"))

    response = await front.send()
    assert (before.status, response.status) == (200, 403)
    assert headers_of(response)["x-amzn-errortype"] == "AccessDeniedException"
    assert json.loads(response.body) == {
        "Message": "Forbidden. For troubleshooting Function URL authorization issues, see: "
        "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
    }
