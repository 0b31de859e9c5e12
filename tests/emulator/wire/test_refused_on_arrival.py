"""Requests that never reach the life cycle: over a limit, or none at all; each is answered, traced and logged."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.model import PutGatewayResponseRequest
from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.data_ports import DataPort
from lgtui.emulator.wire.execute_api import ExecuteApi
from lgtui.emulator.wire.http import MAX_BODY, MAX_HEADERS, MAX_URL
from lgtui.emulator.wire.ports import bind_exactly
from lgtui.emulator.wire.server import serve_socket
from tests.emulator.gateway.stand import Stand
from tests.emulator.wire.sockets import Connection, RawAnswer, connected

pytestmark = pytest.mark.asyncio(loop_scope="module")


def no_api() -> Answer:
    """What a port says that has no API."""
    return Answer(503, [], b"none")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    yield stand
    await stand.region.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def data_port(stand: Stand) -> AsyncIterator[DataPort]:
    """A port of an API."""
    port = DataPort(ExecuteApi(stand.gateway), bind_exactly(0), no_api)
    port.api_id = stand.api("ANY /{proxy+}")
    server = await serve_socket(port, port.bound, answer_refused=port.refuse)
    yield port
    await server.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def connection(data_port: DataPort) -> AsyncIterator[Connection]:
    """A connection to it."""
    async with connected(data_port.number) as connection:
        yield connection


def header(answer: RawAnswer, name: bytes) -> str:
    """The value of a header of the answer, whose name is in lower case."""
    lines = (line.partition(b": ") for line in answer.head.split(b"\r\n"))
    return next(value.decode() for key, _, value in lines if key.lower() == name)


LONG_HEADER = b"GET /stage/x HTTP/1.1\r\nHost: x\r\nx: %b\r\n\r\n"
LONG_TARGET = b"GET /stage/%b HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status", "message", "error_type", "explained"),
    [
        pytest.param(
            b"POST /stage/x HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY + 1),
            *(413, "Request Too Long", "RequestTooLargeException", "over 10 MB"),
            id="body",
        ),
        pytest.param(
            LONG_HEADER % (b"a" * MAX_HEADERS),
            *(431, "The request's headers are over 10240 bytes", "RequestHeaderFieldsTooLargeException", "Cookies"),
            id="headers",
        ),
        pytest.param(
            LONG_TARGET % (b"a" * MAX_URL),
            *(414, "The request's target is over 10240 bytes", "RequestURITooLongException", "as a body"),
            id="target",
        ),
        pytest.param(
            b"\x16\x03\x01\x02\x00\x01\x00", *(400, "Bad Request", "BadRequestException", "TLS"), id="no HTTP"
        ),
    ],
)
async def test_what_never_becomes_a_request_is_answered_with_a_trace_and_a_log_line(
    stand: Stand,
    connection: Connection,
    request_bytes: bytes,
    status: int,
    message: str,
    error_type: str,
    explained: str,
) -> None:
    answer = await connection.ask(request_bytes)

    assert (answer.status, json.loads(answer.body)) == (status, {"message": message})
    assert header(answer, b"x-amzn-errortype") == error_type
    request_id = header(answer, b"x-amzn-requestid")
    trace = stand.gateway.traces.find(request_id)
    assert trace is not None
    assert [(entry.name, entry.verdict) for entry in trace.entries] == [("arrival", "refused")]
    assert explained in trace.explanation
    logged = [line.text for line in stand.region.logs.after(0, 10_000)[0] if line.request_id == request_id]
    assert logged[0] == f"({request_id}) Execution failed: {message}"


@pytest.mark.parametrize("size", [0, 1])
async def test_doc_006_headers_may_have_10240_bytes_and_no_more(connection: Connection, size: int) -> None:
    fits = MAX_HEADERS - len(b"Hostxx")
    answer = await connection.ask(LONG_HEADER % (b"a" * (fits + size)))
    assert answer.status == (431 if size else 200)


async def test_doc_006_a_body_may_have_10_mb(connection: Connection, stand: Stand) -> None:
    before = stand.region.metrics.client_errors
    head = b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % MAX_BODY
    assert (await connection.ask(head + bytes(MAX_BODY))).status == 403
    assert stand.region.metrics.client_errors == before + 1


async def test_a_request_after_others_on_its_connection_is_told_apart_from_them(
    stand: Stand, connection: Connection
) -> None:
    await connection.ask(b"POST /stage/first HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    answer = await connection.ask(b"GARBAGE\r\n\r\n")

    trace = stand.gateway.traces.find(header(answer, b"x-amzn-requestid"))
    assert trace is not None
    assert (trace.http_method, trace.path) == ("", "")


async def test_the_stages_own_gateway_response_answers(stand: Stand, data_port: DataPort) -> None:
    stand.gateway.put_gateway_response(
        PutGatewayResponseRequest(rest_api_id=data_port.api_id, response_type="DEFAULT_4XX", status_code="499")
    )
    stand.deploy(data_port.api_id)
    async with connected(data_port.number) as connection:
        answer = await connection.ask(LONG_HEADER % (b"a" * MAX_HEADERS))
    assert answer.status == 499


async def test_a_port_without_an_api_refuses_in_words_of_its_own(stand: Stand) -> None:
    port = DataPort(ExecuteApi(stand.gateway), bind_exactly(0), no_api)
    server = await serve_socket(port, port.bound, answer_refused=port.refuse)
    async with connected(port.number) as connection:
        answer = await connection.ask(b"GARBAGE\r\n\r\n")
    await server.stop()
    assert (answer.status, answer.body) == (400, b'{"message":"Bad Request"}')
