"""API Gateway's recorded facts about API keys, usage plans and refusals: a test's name begins with the fact's id."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.failures import BAD_INTEGRATION_ANSWER, QUOTA_EXCEEDED, RESPONSE_TYPES
from lgtui.emulator.gateway.model import CreateApiKeyRequest, PatchOperation, UpdateApiKeyRequest
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """One region for all facts."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    yield stand
    await stand.region.stop()


@pytest.fixture
def api(stand: Stand) -> KeyedApi:
    """An API with one method that requires a key."""
    return KeyedApi(stand)


async def test_key_001_a_request_without_its_key_is_forbidden(api: KeyedApi) -> None:
    api.key(api.plan())

    assert (await api.send(None)).status == 403


@pytest.mark.parametrize("value", ["", "no-stage", ":stage", "api:"])
async def test_key_006_a_stage_that_is_not_named_whole(api: KeyedApi, value: str) -> None:
    with pytest.raises(BadRequestException) as caught:
        api.patch(api.plan(), "/apiStages", value, "add")

    assert caught.value.message == "Invalid API Stage specified"


async def test_key_007_a_stage_that_does_not_exist(api: KeyedApi) -> None:
    plan = api.plan()

    with pytest.raises(NotFoundException) as caught:
        api.patch(plan, "/apiStages", f"{api.id}:fakestagename", "add")

    assert caught.value.message == (
        f"Invalid API Stage {{api: {api.id}, stage: fakestagename}} specified for usageplan {plan.id}"
    )


async def test_key_009_a_value_that_is_too_long(stand: Stand) -> None:
    with pytest.raises(BadRequestException) as caught:
        stand.gateway.create_api_key(CreateApiKeyRequest(value="x" * 129))

    assert caught.value.message == "API Key value exceeds maximum size of 128 characters"


async def test_key_010_a_keys_id_cannot_be_replaced(api: KeyedApi) -> None:
    change = PatchOperation(op="replace", path="/id", value="other")

    with pytest.raises(BadRequestException) as caught:
        api.gateway.update_api_key(UpdateApiKeyRequest(api_key=api.key().id, patch_operations=[change]))

    assert caught.value.message == (
        "Invalid patch path  '/id' specified for op 'replace'. "
        "Must be one of: [/description, /enabled, /name, /customerId]"
    )


async def test_throttle_002_the_second_request_of_a_quota_of_one(api: KeyedApi) -> None:
    key = api.key(api.plan(quota=(1, "DAY")))
    await api.send(key)

    answer = await api.send(key)

    assert (answer.status, answer.body) == (429, b'{"message":"Limit Exceeded"}')
    assert answer.headers["x-amzn-errortype"] == QUOTA_EXCEEDED.error_type


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("BAD_REQUEST_PARAMETERS", "BadRequestException"),
        ("BAD_REQUEST_BODY", "BadRequestException"),
        ("UNSUPPORTED_MEDIA_TYPE", "BadRequestException"),
        ("INVALID_API_KEY", "ForbiddenException"),
        ("MISSING_AUTHENTICATION_TOKEN", "MissingAuthenticationTokenException"),
        ("QUOTA_EXCEEDED", "LimitExceededException"),
        ("THROTTLED", "TooManyRequestsException"),
        ("UNAUTHORIZED", "UnauthorizedException"),
        ("INTEGRATION_FAILURE", "InternalServerErrorException"),
        ("INTEGRATION_TIMEOUT", "InternalServerErrorException"),
    ],
)
async def test_errtype_001_the_header_by_type(name: str, header: str) -> None:
    assert RESPONSE_TYPES[name].error_type == header


async def test_errtype_001_the_header_of_what_has_no_type_of_its_own() -> None:
    assert BAD_INTEGRATION_ANSWER.error_type == "InternalServerErrorException"
