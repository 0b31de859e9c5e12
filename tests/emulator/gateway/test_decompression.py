"""Bodies that clients have compressed: endpoints, models and templates see what they were."""

import gzip
import json
import zlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.lifecycle.decompression import LARGEST
from tests.emulator.gateway.stand import Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLAIN = b'{"name": "Ada"}'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region with the function `obedient`."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    yield stand
    await stand.region.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api(stand: Stand) -> str:
    """An API whose function gives its event back."""
    return stand.api("POST /names")


async def post(stand: Stand, api: str, body: bytes, coding: str) -> Answer:
    """Send a body with a content coding."""
    return await stand.send(api, "POST", "/names", body=body, headers={"Content-Encoding": coding})


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PLAIN, mtime=0)),
        ("GZip", gzip.compress(PLAIN, mtime=0)),
        ("deflate", zlib.compress(PLAIN)),
    ],
)
async def test_an_endpoint_sees_the_body_without_its_coding(stand: Stand, api: str, coding: str, body: bytes) -> None:
    event = (await post(stand, api, body, coding)).json()

    assert event["body"] == PLAIN.decode()
    assert "Content-Encoding" not in event["headers"]


async def test_identity_is_no_coding(stand: Stand, api: str) -> None:
    event = (await post(stand, api, PLAIN, "identity")).json()
    assert (event["body"], event["headers"]["Content-Encoding"]) == (PLAIN.decode(), "identity")


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("br", PLAIN, "not the content coding 'br'"),
        ("gzip", PLAIN, "not what its Content-Encoding gzip says"),
        ("gzip", gzip.compress(PLAIN, mtime=0)[:-9], "ends before"),
    ],
)
async def test_what_cannot_be_decompressed_is_unsupported(
    stand: Stand, api: str, coding: str, body: bytes, reason: str
) -> None:
    answer = await post(stand, api, body, coding)

    assert (answer.status, json.loads(answer.body)) == (415, {"message": "Unsupported Media Type"})
    assert reason in str(stand.trace(answer))


async def test_a_bomb_is_not_blown_up(stand: Stand, api: str) -> None:
    answer = await post(stand, api, gzip.compress(bytes(LARGEST + 1)), "gzip")
    assert (answer.status, json.loads(answer.body)) == (413, {"message": "Request Too Long"})
