"""Where the keys of user pools come from: files that change, and URLs that fail."""

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.integrations.http_client import HttpClient
from lgtui.emulator.gateway.user_pools import keys
from lgtui.emulator.gateway.user_pools.keys import KeyFile, KeysUnavailable, KeyUrl, Pools, read_key_file
from lgtui.emulator.settings import Settings
from tests.emulator.gateway.pooled import ISSUER, POOL, key_set, write_keys

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


# Files ------------------------------------------------------------------------------------------------------------


async def test_a_file_that_has_changed_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    write_keys(file, "first")
    source = KeyFile(file)
    assert await source.find("second") is None

    write_keys(file, "first", "second")
    os.utime(file, (1, 1))

    assert await source.find("second") is not None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is no JSON Web Key Set"),
        ("[]", "is no JSON Web Key Set"),
        ('{"keys": {}}', "is no JSON Web Key Set"),
        ('{"keys": []}', "holds no RSA key with an id"),
        ('{"keys": [{"kty": "EC", "kid": "a"}, {"kty": "RSA"}]}', "holds no RSA key with an id"),
        ('{"keys": [{"kty": "RSA", "kid": "a", "n": "x"}]}', "the key a is none"),
        ('{"keys": [{"kty": "RSA", "kid": "a", "n": "!", "e": "!"}]}', "the key a is none"),
        (" " * (keys.MAX_FILE + 1), "more than 1024 KB"),
    ],
)
def test_a_file_that_holds_no_keys_is_named(tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content)

    with pytest.raises(KeysUnavailable, match=why) as refused:
        read_key_file(file)
    assert str(refused.value).startswith(str(file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeysUnavailable, match=r"gone\.json cannot be read: No such file"):
        read_key_file(tmp_path / "gone.json")
    with pytest.raises(KeysUnavailable, match="cannot be read"):
        read_key_file(tmp_path)


# URLs -------------------------------------------------------------------------------------------------------------


class Publisher:
    """A web server that publishes keys, and counts who asks."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ("first",)
        self.status = 200
        self.asked = 0
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(status=self.status, text=json.dumps(key_set(*self.names)))


@pytest_asyncio.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher()
    application = web.Application()
    application.router.add_get("/pool/.well-known/jwks.json", publisher.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    publisher.url = f"http://127.0.0.1:{port}/pool/.well-known/jwks.json"
    yield publisher
    await runner.cleanup()


@pytest_asyncio.fixture
async def http() -> AsyncIterator[HttpClient]:
    client = HttpClient()
    yield client
    await client.stop()


async def test_keys_at_an_url_are_asked_for_once(publisher: Publisher, http: HttpClient) -> None:
    source = KeyUrl(Clock(), http, publisher.url)

    found = [await source.find("first"), await source.find("first"), await source.find("none")]

    assert [key is not None for key in found] == [True, True, False]
    assert publisher.asked == 1


async def test_a_new_key_is_found_after_a_rest(
    publisher: Publisher, http: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = KeyUrl(Clock(), http, publisher.url)
    await source.find("first")
    publisher.names = ("first", "second")
    assert await source.find("second") is None

    monkeypatch.setattr(keys, "REST", 0.0)

    assert await source.find("second") is not None


async def test_an_url_that_fails_is_named_and_left_alone_for_a_while(publisher: Publisher, http: HttpClient) -> None:
    publisher.status = 503
    source = KeyUrl(Clock(), http, publisher.url)

    for _ in range(2):
        with pytest.raises(KeysUnavailable, match=r"jwks.json holds no keys: it answers with status 503"):
            await source.find("first")
    assert publisher.asked == 1


async def test_nobody_at_the_url_is_said(http: HttpClient) -> None:
    with pytest.raises(KeysUnavailable, match=r"http://127\.0\.0\.1:1/keys cannot be reached"):
        await KeyUrl(Clock(), http, "http://127.0.0.1:1/keys").find("first")


def test_a_pool_elsewhere_has_its_own_name_besides(http: HttpClient) -> None:
    url = f"http://localhost:9229/{POOL}/.well-known/jwks.json"

    pools = Pools(Clock(), http, Settings(work_folder=Path(), region_name="eu-west-1", jwks={POOL: url, "users": "f"}))

    own, named = pools.find(POOL), pools.find("users")
    assert own is not None
    assert own.issuers == (ISSUER, f"http://localhost:9229/{POOL}")
    assert named is not None
    assert named.issuers == ("https://cognito-idp.eu-west-1.amazonaws.com/users",)
    assert pools.find("other") is None
