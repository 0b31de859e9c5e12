"""HTTP on a socket: limits, malformed requests, clients that leave, and the end of a server."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from lgtui.emulator.gateway.exchange import HttpResponse
from lgtui.emulator.wire import server
from lgtui.emulator.wire.http import MAX_BODY, MAX_HEADERS, Receive, Scope, Send, read_body, send_answer
from tests.emulator.wire.sockets import Connection, connected, listening, served

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the size of the body; the path `/empty` with 204."""
    body = await read_body(receive, MAX_BODY)
    assert body is not None
    status = 204 if scope["raw_path"] == b"/empty" else 200
    await send_answer(
        send, HttpResponse(status, [(b"x-names", b",".join(n for n, _ in scope["raw_headers"]))], b"%d" % len(body))
    )


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a server that runs `echo`."""
    async with served(echo) as port:
        yield port


@pytest.fixture
async def connection(port: int) -> AsyncIterator[Connection]:
    """A connection to it."""
    async with connected(port) as connection:
        yield connection


async def test_header_names_keep_their_casing(connection: Connection) -> None:
    answer = await connection.ask(b"GET / HTTP/1.1\r\nHoSt: x\r\ntEsT-HEADeR: y\r\n\r\n")

    assert b"x-names: HoSt,tEsT-HEADeR\r\n" in answer.head


async def test_one_connection_serves_many_requests(connection: Connection) -> None:
    answers = [await connection.ask(GET) for _ in range(3)]

    assert [(answer.status, answer.body) for answer in answers] == [(200, b"0")] * 3


async def test_head_gets_the_head_alone(connection: Connection) -> None:
    answer = await connection.ask(GET.replace(b"GET", b"HEAD"))

    assert (answer.status, answer.body) == (200, b"")
    assert (await connection.ask(GET)).body == b"0"


async def test_a_204_has_no_body_and_no_length(connection: Connection) -> None:
    answer = await connection.ask(GET.replace(b"/ ", b"/empty "))

    assert answer.status == 204
    assert b"content-length" not in answer.head
    assert (await connection.ask(GET)).body == b"0"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        pytest.param(b"GARBAGE\r\n\r\n", 400, id="no request line"),
        pytest.param(b"GET / HTTP/9.9\r\n\r\n", 400, id="unknown version"),
        pytest.param(b"G\xff\xfe / HTTP/1.1\r\n\r\n", 400, id="bytes that are no method"),
        pytest.param(b"GET nowhere HTTP/1.1\r\n\r\n", 400, id="a target that is no path"),
        pytest.param(b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="a target that is not ASCII"),
        pytest.param(b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400, id="a header without a colon"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", 400, id="TLS"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400, id="a length that is no number"),
        pytest.param(b"GET /" + b"a" * 11_000 + b" HTTP/1.1\r\n\r\n", 414, id="a long target"),
        pytest.param(b"GET / HTTP/1.1\r\nx: " + b"a" * MAX_HEADERS + b"\r\n\r\n", 431, id="a long header"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"x: aaaaaaaaaaaaaa\r\n" * 1_000 + b"\r\n", 431, id="many headers"),
        pytest.param(b"GET / HTTP/1.1\r\nx: " + b"a" * 500_000, 431, id="a header without end"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: 20000000\r\n\r\n", 413, id="a long body announced"),
    ],
)
async def test_bad_input_is_refused_in_json_and_the_connection_ends(
    connection: Connection, request_bytes: bytes, status: int
) -> None:
    answer = await connection.ask(request_bytes)

    assert answer.status == status
    assert answer.body.startswith(b'{"message":"')
    assert await connection.rest() == b""


async def test_a_long_body_is_refused_though_the_client_goes_on_sending(connection: Connection) -> None:
    connection.writer.write(b"POST / HTTP/1.1\r\nContent-Length: 20000000\r\n\r\n")
    connection.writer.write(bytes(20_000_000))
    await connection.writer.drain()

    assert (await connection.answer()).status == 413


async def test_a_long_body_of_unknown_length_is_refused_once_it_is_too_long(connection: Connection) -> None:
    connection.writer.write(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(12):
        connection.writer.write(b"100000\r\n" + bytes(0x100000) + b"\r\n")

    assert (await connection.answer()).status == 413


async def test_a_body_of_the_greatest_length_passes(connection: Connection) -> None:
    answer = await connection.ask(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % MAX_BODY + bytes(MAX_BODY))

    assert (answer.status, answer.body) == (200, b"%d" % MAX_BODY)


async def test_a_server_goes_on_after_bad_input(port: int) -> None:
    async with connected(port) as bad:
        await bad.ask(b"GARBAGE\r\n\r\n")

    async with connected(port) as good:
        assert (await good.ask(GET)).status == 200


async def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_error(
    port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    async with connected(port) as leaving:
        leaving.writer.write(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")
        await leaving.writer.drain()

    async with connected(port) as other:
        assert (await other.ask(GET)).status == 200
    assert capfd.readouterr().err == ""


async def test_a_stopping_server_lets_a_running_request_end() -> None:
    running, release = asyncio.Event(), asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        running.set()
        await release.wait()
        await echo(scope, receive, send)

    async with listening(slow) as (port, server), connected(port) as connection:
        connection.writer.write(GET)
        await running.wait()
        stopping = asyncio.create_task(server.stop())
        asyncio.get_running_loop().call_soon(release.set)

        assert (await connection.answer()).status == 200
        await stopping


async def test_a_stopped_server_ends_a_request_that_takes_too_long(capfd: pytest.CaptureFixture[str]) -> None:
    running = asyncio.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        running.set()
        await asyncio.Event().wait()

    async with listening(endless) as (port, server), connected(port) as connection:
        connection.writer.write(GET)
        await running.wait()

        await server.stop()

        assert await connection.rest() == b""
    assert capfd.readouterr().err == ""


async def test_a_stopped_server_ends_idle_connections_at_once() -> None:
    async with listening(echo) as (port, server), connected(port) as connection:
        await connection.ask(GET)

        await server.stop()

        assert await connection.rest() == b""


async def test_a_connection_that_is_idle_for_too_long_is_closed(
    port: int, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "KEEP_ALIVE", 0.05)

    answers = [await connection.ask(GET) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert await connection.rest() == b""


async def test_the_connection_alone_decides_how_an_answer_is_framed() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        own = [(b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"1"), (b"X-Own", b"a")]
        await send_answer(send, HttpResponse(200, own, b"hello"))

    async with served(app) as port, connected(port) as connection:
        answer = await connection.ask(GET)

    assert answer.head == b"HTTP/1.1 200 OK\r\nx-own: a\r\ncontent-length: 5\r\n\r\n"
    assert answer.body == b"hello"


@pytest.mark.parametrize("header", [(b"x a", b"b"), (b"x-a", b"b\r\nset-cookie: c")])
async def test_a_header_that_http_cannot_carry_is_never_sent(header: tuple[bytes, bytes]) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send_answer(send, HttpResponse(200, [header], b""))

    async with served(app) as port, connected(port) as connection:
        assert (await connection.ask(GET)).status == 500
