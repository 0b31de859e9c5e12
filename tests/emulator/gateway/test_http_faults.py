"""Web servers that stall, break off, never end, or are none: what the client gets, the log says, and it costs."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lgtui.emulator.gateway.integrations.http_client import ANSWER_LIMIT
from lgtui.emulator.gateway.integrations.http_failures import OUT_OF_DATE, UNTRUSTED
from lgtui.emulator.gateway.model import TlsConfig
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

NETWORK = (504, "Network error communicating with endpoint")
NETWORK_LOG = "Execution failed due to a network error communicating with endpoint"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
MIB = 1024 * 1024


class Backend:
    """What a server does with one connection: `sent` counts the bytes that the gateway took."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.sent = 0

    async def say(self, data: bytes) -> None:
        """Send bytes, no faster than they are taken."""
        self._writer.write(data)
        await self._writer.drain()
        self.sent += len(data)

    async def say_without_end(self, data: bytes) -> None:
        """Send the same again and again."""
        while True:
            await self.say(data)

    def reset(self) -> None:
        """End the connection with a reset."""
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


Behaviour = Callable[[Backend], Awaitable[None]]


@asynccontextmanager
async def serving(
    behave: Behaviour, tls: ssl.SSLContext | None = None, *, awaited: bytes = b"\r\n\r\n"
) -> AsyncIterator[tuple[str, list[Backend]]]:
    """A server that reads up to what it awaits and then behaves so; its URL and its connections."""
    connections: list[Backend] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(Backend(writer))
        try:
            await reader.readuntil(awaited)
            await behave(connections[-1])
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}/", connections


async def ask(stand: Stand, url: str, *, milliseconds: int = 20_000, verify: bool = True) -> Answer:
    """What a client gets through an HTTP proxy integration with that URL."""
    api = CustomApi(stand)
    api.put(
        "GET /",
        {},
        type="HTTP_PROXY",
        uri=url,
        integration_http_method="GET",
        timeout_in_millis=milliseconds,
        tls_config=TlsConfig(insecure_skip_verification=not verify),
    )
    return await api.send("GET", "/")


def saying(data: bytes) -> Behaviour:
    """Send that, and end."""

    async def behave(backend: Backend) -> None:
        await backend.say(data)

    return behave


async def reset_at_once(backend: Backend) -> None:
    backend.reset()


async def reset_in_the_middle(backend: Backend) -> None:
    await backend.say(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    backend.reset()


@pytest.mark.parametrize(
    ("behave", "explained"),
    [
        pytest.param(reset_at_once, "Connection reset by peer", id="reset at once"),
        pytest.param(reset_in_the_middle, "", id="reset in the middle"),
        pytest.param(saying(b""), "ended the connection without an answer", id="no answer"),
        pytest.param(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), "in the midst", id="half a body"),
        pytest.param(saying(CHUNKED + b"10\r\nhalf"), "in the midst", id="half a chunk"),
        pytest.param(saying(CHUNKED + b"zz\r\nhalf"), "", id="a chunk of no size"),
        pytest.param(saying(b"SSH-2.0-OpenSSH_9.6\r\n"), "no HTTP/1.1: Bad status line.", id="another protocol"),
        pytest.param(saying(b"HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n"), "no HTTP/1.1", id="a header that is none"),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            "no HTTP/1.1",
            id="two lengths",
        ),
    ],
)
async def test_a_broken_answer_is_a_network_error(stand: Stand, behave: Behaviour, explained: str) -> None:
    async with serving(behave) as (url, _):
        answer = await ask(stand, url)

    assert (answer.status, answer.json()["message"]) == NETWORK
    assert stand.log(answer)[0] == NETWORK_LOG
    assert url in stand.trace(answer).explanation
    assert explained in stand.trace(answer).explanation


async def never(_: Backend) -> None:
    await asyncio.Event().wait()


async def drip(backend: Backend) -> None:
    await backend.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        await backend.say(b"a")
        await asyncio.sleep(0.01)


async def continue_for_ever(backend: Backend) -> None:
    await backend.say_without_end(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


async def size_without_end(backend: Backend) -> None:
    await backend.say(CHUNKED)
    await backend.say_without_end(b"0" * MIB)


@pytest.mark.parametrize("behave", [never, drip, continue_for_ever, size_without_end])
async def test_an_answer_that_does_not_come_to_an_end_in_time_is_given_up(stand: Stand, behave: Behaviour) -> None:
    async with serving(behave) as (url, _):
        answer = await ask(stand, url, milliseconds=200)

    assert (answer.status, answer.json()["message"]) == (504, "Endpoint request timed out")
    assert stand.log(answer)[0] == "Execution failed due to a timeout error"
    assert "0.2 s" in stand.trace(answer).explanation


async def body_without_end(backend: Backend) -> None:
    await backend.say(CHUNKED)
    await backend.say_without_end(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")


async def chunk_without_end(backend: Backend) -> None:
    await backend.say(CHUNKED + b"ffffffffff\r\n")
    await backend.say_without_end(b"a" * 0x10000)


async def body_until_the_end(backend: Backend) -> None:
    await backend.say(b"HTTP/1.0 200 OK\r\n\r\n")
    await backend.say_without_end(b"a" * 0x10000)


@pytest.mark.parametrize("behave", [body_without_end, chunk_without_end, body_until_the_end])
async def test_a_body_without_end_is_cut_off_at_the_limit(stand: Stand, behave: Behaviour) -> None:
    async with serving(behave) as (url, connections):
        answer = await ask(stand, url)

    assert (answer.status, answer.json()["message"]) == (502, "Internal server error")
    assert "Integration response exceeds the limit" in stand.log(answer)[0]
    assert connections[0].sent < 3 * ANSWER_LIMIT


async def headers_without_end(backend: Backend) -> None:
    await backend.say(b"HTTP/1.1 200 OK\r\n")
    await backend.say_without_end(b"x: aaaaaaaaaaaaaaaa\r\n" * 1_000)


async def header_without_end(backend: Backend) -> None:
    await backend.say(b"HTTP/1.1 200 OK\r\nx: ")
    await backend.say_without_end(b"a" * 0x10000)


async def trailers_without_end(backend: Backend) -> None:
    await backend.say(CHUNKED + b"1\r\na\r\n0\r\n")
    await backend.say_without_end(b"x: aaaaaaaaaaaaaaaa\r\n" * 1_000)


@pytest.mark.parametrize("behave", [headers_without_end, header_without_end, trailers_without_end])
async def test_headers_without_end_are_cut_off(stand: Stand, behave: Behaviour) -> None:
    async with serving(behave) as (url, connections):
        answer = await ask(stand, url)

    assert (answer.status, answer.json()["message"]) == NETWORK
    assert connections[0].sent < 16 * MIB


@pytest.mark.parametrize("status", [b"101", b"099", b"999"])
async def test_a_status_that_ends_no_request_is_a_configuration_error(stand: Stand, status: bytes) -> None:
    async with serving(saying(b"HTTP/1.1 %b Odd\r\nContent-Length: 0\r\n\r\n" % status)) as (url, _):
        answer = await ask(stand, url)

    assert answer.status == 500
    assert f"Invalid status code: {int(status)}" in stand.log(answer)[0]


@pytest.mark.parametrize("url", ["http://nowhere.invalid/", "http://a..b/", "http:///x", "http://127.0.0.1:99999/"])
async def test_a_host_that_cannot_be_found_is_a_configuration_error(stand: Stand, url: str) -> None:
    answer = await ask(stand, url)

    assert (answer.status, answer.json()["message"]) == (500, "Internal server error")
    assert stand.log(answer)[0] == "Execution failed due to configuration error: Invalid endpoint address"
    assert url in stand.trace(answer).explanation


# TLS ------------------------------------------------------------------------------------------------------------


def certificate(folder: Path, *, valid: bool = True) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate that nobody else has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    end = datetime.now(UTC) + timedelta(days=1 if valid else -1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(end - timedelta(days=9))
        .not_valid_after(end)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


OK = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


async def test_a_certificate_that_nobody_trusts_is_refused(stand: Stand, tmp_path: Path) -> None:
    async with serving(OK, certificate(tmp_path)) as (url, _):
        answer = await ask(stand, url)

    assert (answer.status, answer.body) == (500, b'{"message": "Internal server error"}')
    assert stand.log(answer)[0] == f"Execution failed due to configuration error: {UNTRUSTED}"
    assert "insecureSkipVerification" in stand.trace(answer).explanation


async def test_verification_can_be_switched_off(stand: Stand, tmp_path: Path) -> None:
    async with serving(OK, certificate(tmp_path, valid=False)) as (url, _):
        answer = await ask(stand, url, verify=False)

    assert (answer.status, answer.body) == (200, b"ok")


@pytest.mark.parametrize(
    ("valid", "address", "line"),
    [(False, "localhost", OUT_OF_DATE), (True, "127.0.0.1", "Host name '127.0.0.1' does not match the certificate")],
)
async def test_a_trusted_certificate_must_be_in_date_and_the_hosts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, valid: bool, address: str, line: str
) -> None:
    server = certificate(tmp_path, valid=valid)
    trusting = ssl.create_default_context(cafile=tmp_path / "server.pem")

    def opened() -> ClientSession:
        return ClientSession(connector=TCPConnector(ssl=trusting))

    monkeypatch.setattr("lgtui.emulator.gateway.integrations.http_client.open_session", opened)
    stand = Stand(tmp_path)
    async with serving(OK, server) as (url, _):
        answer = await ask(stand, url.replace("127.0.0.1", address))
    await stand.region.stop()

    assert answer.status == 500
    assert line in stand.log(answer)[0]


async def test_a_port_without_tls_is_a_configuration_error(stand: Stand) -> None:
    client_hello = b"\x16\x03"
    async with serving(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), awaited=client_hello) as (url, _):
        answer = await ask(stand, url.replace("http:", "https:"))

    assert answer.status == 500
    assert "plaintext connection" in stand.log(answer)[0]
    assert url.replace("http:", "https:") in stand.trace(answer).explanation
