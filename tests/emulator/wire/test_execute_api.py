"""A REST API over HTTP: what only shows on the wire."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lgtui.emulator.wire.execute_api import ExecuteApi
from lgtui.emulator.wire.http import Receive, Scope, Send
from tests.emulator.gateway.stand import Stand
from tests.emulator.wire.sockets import Connection, connected, served

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[int]:
    """The port of an API whose every request reaches the function `obedient`."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    api_id, execute_api = stand.api("ANY /{proxy+}", binary=("image/png",)), ExecuteApi(stand.gateway)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await execute_api.handle(api_id, scope["raw_path"].decode("latin-1"), scope, receive, send)

    async with served(serve) as port:
        yield port
    await stand.region.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def connection(port: int) -> AsyncIterator[Connection]:
    """A connection to it."""
    async with connected(port) as connection:
        yield connection


def post(order: object, *headers: bytes) -> bytes:
    """A POST that tells `obedient` what to do."""
    body = json.dumps(order).encode()
    lines = [b"POST /stage/x HTTP/1.1", b"Host: x", b"Content-Length: %d" % len(body), *headers, b"", body]
    return b"\r\n".join(lines)


@pytest.mark.parametrize("target", [b"//stage/proxy-value", b"/stage/proxy-value"])
async def test_proxy_008_a_double_slash_before_the_stage_does_not_count(connection: Connection, target: bytes) -> None:
    answer = await connection.ask(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % target)

    event = json.loads(answer.body)
    assert (event["path"], event["requestContext"]["path"]) == ("/proxy-value", "/stage/proxy-value")


async def test_proxy_004_the_clients_casing_reaches_the_function(connection: Connection) -> None:
    answer = await connection.ask(b"GET /stage/x HTTP/1.1\r\nHost: x\r\ntEsT-HEADeR: aValUE\r\n\r\n")

    assert json.loads(answer.body)["headers"]["tEsT-HEADeR"] == "aValUE"


async def test_percent_escapes_stay_in_the_path_and_are_decoded_in_the_query(connection: Connection) -> None:
    answer = await connection.ask(b"GET /stage/a%2Fb?q=%C3%A9+x HTTP/1.1\r\nHost: x\r\n\r\n")

    event = json.loads(answer.body)
    assert (event["path"], event["queryStringParameters"]) == ("/a%2Fb", {"q": "é x"})


@pytest.mark.parametrize("method", [b"OPTIONS", b"PUT", b"DELETE", b"PATCH"])
async def test_every_method_reaches_the_function(connection: Connection, method: bytes) -> None:
    answer = await connection.ask(method + b" /stage/x HTTP/1.1\r\nHost: x\r\n\r\n")

    assert json.loads(answer.body)["httpMethod"] == method.decode()


async def test_bytes_travel_both_ways_as_base64(connection: Connection) -> None:
    head = b"POST /stage/x HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\n"
    event = json.loads((await connection.ask(head + b"\x00\xff\x01")).body)
    answer = await connection.ask(
        post({"return": {"isBase64Encoded": True, "body": event["body"]}}, b"Accept: image/png")
    )

    assert event["isBase64Encoded"] is True
    assert answer.body == b"\x00\xff\x01"


async def test_values_of_one_header_are_sent_on_lines_of_their_own(connection: Connection) -> None:
    answer = await connection.ask(post({"return": {"multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}}}))

    assert b"set-cookie: a=1\r\nset-cookie: b=2\r\n" in answer.head.lower()


@pytest.mark.parametrize("status", [204, 304])
async def test_statuses_without_a_body_leave_the_connection_in_order(connection: Connection, status: int) -> None:
    answer = await connection.ask(post({"return": {"statusCode": status, "body": "not sent"}}))

    assert answer.status == status
    assert (await connection.ask(post({"return": {"body": "next"}}))).body == b"next"


async def test_a_header_that_would_split_the_response_is_answered_502(connection: Connection) -> None:
    answer = await connection.ask(post({"return": {"headers": {"x": "a\r\nset-cookie: stolen"}}}))

    assert answer.status == 502
    assert b"stolen" not in answer.head


async def test_a_client_that_leaves_before_the_answer_harms_nobody(port: int) -> None:
    async with connected(port) as leaving:
        leaving.writer.write(post({"wait": 0.05}))
        await leaving.writer.drain()

    async with connected(port) as other:
        assert (await other.ask(post({"return": {"body": "fine"}}))).body == b"fine"
