"""UpdateRestApi: an API that is there gets another name, key source or binary types."""

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import PatchOperation, RestApi, UpdateRestApiRequest
from tests.emulator.gateway.keyed import KeyedApi
from tests.emulator.gateway.stand import Answer, Stand

INFLATE: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "deflate": zlib.decompress, "": bytes}

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def api(stand: Stand) -> KeyedApi:
    """An API with a method that requires a key."""
    return KeyedApi(stand)


def update(api: KeyedApi, path: str, value: str = "", op: Any = "replace") -> RestApi:
    """Change the API."""
    patch = PatchOperation(op=op, path=path, value=value)
    return api.gateway.update_rest_api(UpdateRestApiRequest(rest_api_id=api.id, patch_operations=[patch]))


async def accepting(api: KeyedApi, encoding: str, size: int | None) -> Answer:
    """Send a request that accepts an encoding to an API whose answers, of 40 bytes, are compressed from a size on."""
    api.put("GET /told", response_templates={"application/json": json.dumps("x" * 38)})
    update(api, "/minimumCompressionSize", "" if size is None else str(size))
    api.stand.deploy(api.id)
    headers = {"X-Api-Key": api.key(api.plan()).value, "Accept-Encoding": encoding}
    return await api.stand.send(api.id, "GET", "/told", headers=headers)


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


@pytest.mark.parametrize(("size", "encoding"), [(10, "gzip"), (10, "deflate, gzip;q=0.5"), (100_000, ""), (None, "")])
async def test_answers_from_a_size_on_are_compressed(api: KeyedApi, size: int | None, encoding: str) -> None:
    answer = await accepting(api, encoding or "gzip", size)

    coding = answer.headers.get("content-encoding", "")
    assert coding == encoding.partition(",")[0]
    assert len(json.loads(INFLATE[coding](answer.body))) == 38


async def test_an_answer_is_not_compressed_for_a_client_that_takes_no_coding(api: KeyedApi) -> None:
    answer = await accepting(api, "br, gzip;q=0, deflate;q=x", 0)

    assert "content-encoding" not in answer.headers


async def test_a_binary_type_is_named_by_its_path(api: KeyedApi) -> None:
    """Recorded on AWS: the value of an `add` says nothing."""
    assert update(api, "/binaryMediaTypes/-", "image/png", "add").binary_media_types == ["-"]


async def test_a_replaced_binary_type_comes_last(api: KeyedApi) -> None:
    """Recorded on AWS."""
    for name in ("png", "jpeg"):
        update(api, f"/binaryMediaTypes/image~1{name}", op="add")

    changed = update(api, "/binaryMediaTypes/image~1png", "image/gif")

    assert changed.binary_media_types == ["image/jpeg", "image/gif"]


@pytest.mark.parametrize(
    ("op", "path", "value", "message"),
    [
        ("add", "/binaryMediaTypes", "image/gif", "Invalid patch path /binaryMediaTypes"),
        ("remove", "/binaryMediaTypes", "", "Invalid patch path /binaryMediaTypes"),
        ("add", "/minimumCompressionSize", "10", "Invalid patch operation specified. Must be one of: [replace]"),
        ("replace", "/endpointConfiguration/ipAddressType", "x", "ipAddressType must be either ipv4 or dualstack."),
        (
            "replace",
            "/endpointConfiguration/types/EDGE",
            "x",
            "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE",
        ),
    ],
)
async def test_a_refusal_is_worded_as_awss(api: KeyedApi, op: Any, path: str, value: str, message: str) -> None:
    """Recorded on AWS."""
    with pytest.raises(BadRequestException) as caught:
        update(api, path, value, op)

    assert caught.value.message == message


async def test_a_private_api_speaks_both_versions_of_ip(api: KeyedApi) -> None:
    """Recorded on AWS."""
    endpoint = update(api, "/endpointConfiguration/types/EDGE", "PRIVATE").endpoint_configuration
    assert (endpoint.types, endpoint.ip_address_type) == (["PRIVATE"], "dualstack")

    with pytest.raises(BadRequestException, match=r"Only dualstack ipAddressType is supported for Private APIs\."):
        update(api, "/endpointConfiguration/ipAddressType", "ipv4")


@pytest.mark.parametrize(("path", "value"), [("/name", ""), ("/apiKeySource", "COOKIE"), ("/id", "other")])
async def test_a_change_that_is_not_allowed_is_refused(api: KeyedApi, path: str, value: str) -> None:
    with pytest.raises(BadRequestException):
        update(api, path, value)
