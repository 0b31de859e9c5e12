"""UpdateRestApi: an API that is there gets another name, key source or binary types."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, NotImplementedException
from lgtui.emulator.gateway.model import PatchOperation, RestApi, UpdateRestApiRequest
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def api(stand: Stand) -> KeyedApi:
    """An API with a method that requires a key."""
    return KeyedApi(stand)


def update(api: KeyedApi, path: str, value: str = "", op: Any = "replace") -> RestApi:
    """Change the API."""
    patch = PatchOperation(op=op, path=path, value=value)
    return api.gateway.update_rest_api(UpdateRestApiRequest(rest_api_id=api.id, patch_operations=[patch]))


async def test_another_key_source_acts_from_the_next_deployment_on(api: KeyedApi) -> None:
    key = api.key(api.plan())
    update(api, "/apiKeySource", "AUTHORIZER")
    before = await api.send(key)

    api.stand.deploy(api.id)

    assert (before.status, (await api.send(key)).status) == (200, 403)


async def test_binary_types_come_and_go_with_their_slash_escaped(api: KeyedApi) -> None:
    assert update(api, "/binaryMediaTypes/image~1png", op="add").binary_media_types == ["image/png"]
    assert update(api, "/binaryMediaTypes/image~1png", op="remove").binary_media_types == []


@pytest.mark.parametrize("value", ["-1", "text", "10485761"])
async def test_ctl_017_a_compression_size_that_is_none(api: KeyedApi, value: str) -> None:
    with pytest.raises(BadRequestException) as caught:
        update(api, "/minimumCompressionSize", value)

    assert caught.value.message == "Invalid minimum compression size, must be between 0 and 10485760"


async def test_compression_is_refused_aloud(api: KeyedApi) -> None:
    with pytest.raises(NotImplementedException):
        update(api, "/minimumCompressionSize", "1024")


@pytest.mark.parametrize(("path", "value"), [("/name", ""), ("/apiKeySource", "COOKIE"), ("/id", "other")])
async def test_a_change_that_is_not_allowed_is_refused(api: KeyedApi, path: str, value: str) -> None:
    with pytest.raises(BadRequestException):
        update(api, path, value)
