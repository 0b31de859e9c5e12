"""What the execution log says of API keys, usage plans and validation."""

import pytest

from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import STAGE, Answer, Stand
from tests.emulator.gateway.test_logging import execution_log, set_role
from tests.emulator.gateway.test_validation import ValidatedApi

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def api(stand: Stand) -> KeyedApi:
    """An API with one method that requires a key, and a full execution log."""
    api = KeyedApi(stand)
    set_role(stand)
    stand.patch(api.id, "/*/*/logging/loglevel", "INFO")
    return api


def verifying(api: KeyedApi, answer: Answer, key: str) -> str:
    """The first line about a key."""
    request_id = answer.headers["x-amzn-requestid"]
    return f"Verifying Usage Plan for request: {request_id}. API Key: {key} API Stage: {api.id}/{STAGE}"


async def test_a_key_that_passes_is_verified_by_its_last_six_characters(api: KeyedApi) -> None:
    key = api.key(api.plan())
    shown = f"{'*' * 34}{key.value[-6:]}"

    answer = await api.send(key)

    assert execution_log(api.stand, api.id, answer)[1:4] == [
        verifying(api, answer, shown),
        f"Usage Plan check succeeded for API Key {shown} and API Stage {api.id}/{STAGE}",
        f"Starting execution for request: {answer.headers['x-amzn-requestid']}",
    ]


async def test_a_key_that_is_refused_is_followed_by_the_reason_and_the_end(api: KeyedApi) -> None:
    answer = await api.send(None)

    log = execution_log(api.stand, api.id, answer)
    assert log[1] == verifying(api, answer, "")
    assert log[2].startswith("API Key  not authorized because method 'GET /orders' requires API Key and API Key is not")
    assert log[3:] == ["Method completed with status: 403"]


async def test_a_throttled_key_has_no_line_of_success(api: KeyedApi) -> None:
    key = api.key(api.plan(throttle=(0, 0)))

    log = execution_log(api.stand, api.id, await api.send(key))

    assert [line.partition(" ")[0] for line in log[1:]] == ["Verifying", "API", "Method"]
    assert log[-1] == "Method completed with status: 429"


async def test_a_good_body_is_noted_after_the_request(stand: Stand) -> None:
    api = ValidatedApi(stand)
    set_role(stand)
    stand.patch(api.id, "/*/*/logging/loglevel", "INFO")

    log = execution_log(stand, api.id, await api.post({"a": 1, "b": 2}))

    at = log.index("Request validation succeeded for content type application/json")
    assert log[at - 1].startswith("HTTP Method: POST, Resource Path: /orders/1")
