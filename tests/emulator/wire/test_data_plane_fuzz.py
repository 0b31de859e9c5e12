"""Whatever bytes a client sends to an API: an answer with a trace, never a traceback, a hang or a file."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.data_ports import DataPort
from lgtui.emulator.wire.execute_api import ExecuteApi
from lgtui.emulator.wire.ports import bind_exactly
from lgtui.emulator.wire.server import serve_socket
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand
from tests.emulator.wire.sockets import RawAnswer, connected
from tests.load.http_server import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

ECHO = """{"body": $input.json("$"), "raw": "$util.escapeJavaScript($input.body)", "q": "$input.params('q')",
"path": "$input.params('proxy')", "all": "$util.escapeJavaScript($input.params())", "agent": "$context.identity"}"""

FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

TOKENS = st.text("abcXYZ09!#$%&'*+-.^_`|~", min_size=1, max_size=12)
BYTES = st.binary(max_size=24)
ROOTS = st.sampled_from(["/stage/mock/", "/stage/proxy/", "/stage/lambda/", "/stage/http/", "/", "//stage//mock/"])
SEGMENTS = st.lists(
    st.sampled_from(["..", ".", "", "%2e%2e", "%2F", "%00", "%zz", "%", "a", "é", "{proxy+}", "$input", "~", ";x=1"])
    | st.text(max_size=6),
    max_size=5,
)
QUERIES = st.text("aq&=%+;[]{}|\\ é\x01", max_size=12).map(lambda text: quote(text, safe="&=%+;[]{}|"))
METHODS = st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "TRACE", "PURGE", "M-SEARCH"])
NAMES = TOKENS | st.sampled_from(
    [
        *("Content-Type", "Accept", "Content-Encoding", "Accept-Encoding", "Expect", "Upgrade", "Connection", "Host"),
        *("X-Amzn-Trace-Id", "x-amzn-RequestId", "X-Forwarded-For", "X-Api-Key", "Cookie", "Range", "Cache-Control"),
        *("Authorization", "TE", "Trailer", "Via", "X-HTTP-Method-Override", "X-Amz-Invocation-Type"),
    ]
)
VALUES = st.binary(max_size=20).map(
    lambda raw: bytes(byte for byte in raw if byte > 31 and byte != 127)
) | st.sampled_from(
    [
        b"application/json",
        b"image/png",
        b"*/*",
        b"text/html;q=0.8, */*",
        b"gzip",
        b"100-continue",
        b"Root=1-x",
        b"close",
    ]
)
BODIES = BYTES | st.sampled_from(
    [b"{}", b"[", b"null", b'{"a": 1e999}', b'{"a":' * 500, b"\xff\xfe", b'{"\xed\xa0\x80": 1}', b'{"return": 5}']
)


def no_api() -> Answer:
    """What a port says that has no API."""
    return Answer(503, [], b"none")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[Server]:
    """A web server behind the HTTP integrations."""
    async with serving() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    yield stand
    await stand.region.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(stand: Stand, backend: Server) -> AsyncIterator[int]:
    """The port of an API with an integration of every type, each below a greedy parameter."""
    api = CustomApi(stand)
    url = f"http://127.0.0.1:{backend.port}/{{proxy}}"
    path = {"integration.request.path.proxy": "method.request.path.proxy"}
    mapped = {**path, "integration.request.header.X-Mapped": "method.request.querystring.q"}
    templates = {"application/json": '{"statusCode": 200}', "text/html": ECHO}
    responses = {"200": {"response_templates": {"application/json": ECHO}}}
    api.mock("ANY /mock/{proxy+}", templates, responses)
    api.put(
        "ANY /http/{proxy+}",
        {"200": {}},
        type="HTTP",
        uri=url,
        integration_http_method="ANY",
        request_parameters=mapped,
    )
    api.put(
        "ANY /proxy/{proxy+}", {}, type="HTTP_PROXY", uri=url, integration_http_method="ANY", request_parameters=path
    )
    api.put("ANY /lambda/{proxy+}", {})
    port = DataPort(ExecuteApi(stand.gateway), bind_exactly(0), no_api)
    port.api_id = api.id
    server = await serve_socket(port, port.bound, answer_refused=port.refuse)
    yield port.number
    await server.stop()


async def ask(port: int, request: bytes) -> tuple[RawAnswer, bytes]:
    """The answer to one request, and what comes after it until the connection's end."""
    async with connected(port) as connection:
        answer = await connection.ask(request)
        while answer.status < 200:
            answer = await connection.answer(with_body=not request.startswith(b"HEAD "))
        connection.writer.write_eof()
        return answer, await connection.rest()


def request_id(answer: RawAnswer) -> str:
    """The id that the answer names."""
    lines = (line.partition(b": ") for line in answer.head.split(b"\r\n"))
    return next(value.decode() for name, _, value in lines if name.lower() == b"x-amzn-requestid")


def check(stand: Stand, answer: RawAnswer, request: bytes) -> None:
    """Hold an answer against what every answer has."""
    said = f"{request!r} → {answer.head!r}"
    trace = stand.gateway.traces.find(request_id(answer))
    assert trace is not None, said
    assert trace.entries, said
    assert "lgtui broke" not in trace.explanation, f"{said}: {trace.explanation}"


@given(METHODS, ROOTS, SEGMENTS, QUERIES, st.lists(st.tuples(NAMES, VALUES), max_size=4), BODIES)
@FUZZ
async def test_a_request_of_odd_parts_is_answered_with_a_trace(
    stand: Stand,
    port: int,
    method: str,
    root: str,
    segments: list[str],
    query: str,
    headers: list[tuple[str, bytes]],
    body: bytes,
) -> None:
    target = root + "/".join(quote(segment, safe="%./{}+$~;=") for segment in segments)
    lines = [f"{method} {target}?{query} HTTP/1.1".encode(), b"Host: x", b"Content-Length: %d" % len(body)]
    lines += [name.encode() + b": " + value for name, value in headers]
    request = b"\r\n".join([*lines, b"", body])

    answer, _ = await ask(port, request)

    check(stand, answer, request)


@given(
    st.lists(
        BYTES | st.sampled_from([b"GET ", b"/stage/mock/x", b" HTTP/1.1", b"\r\n", b"Host: x", b": "]), max_size=12
    )
)
@FUZZ
async def test_bytes_of_any_kind_are_answered_or_waited_for(stand: Stand, port: int, pieces: list[bytes]) -> None:
    request = b"".join(pieces)
    async with connected(port) as connection:
        connection.writer.write(request)
        connection.writer.write_eof()
        came = await connection.rest()

    if came:
        head, _, body = came.partition(b"\r\n\r\n")
        check(stand, RawAnswer(int(head.split(b" ")[1]), head, body), request)


@given(st.lists(st.binary(max_size=12), max_size=4), BYTES)
@FUZZ
async def test_chunks_of_any_kind_are_answered(stand: Stand, port: int, chunks: list[bytes], junk: bytes) -> None:
    pieces = [b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks if chunk]
    head = b"POST /stage/mock/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    request = head + b"".join(pieces) + junk + b"\r\n0\r\n\r\n"
    async with connected(port) as connection:
        connection.writer.write(request)
        connection.writer.write_eof()
        came = await connection.rest()

    if came:
        answer = RawAnswer(int(came.split(b" ")[1]), came.partition(b"\r\n\r\n")[0], b"")
        check(stand, answer, request)


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "//etc//passwd",
        "/stage/../../etc/passwd",
        "/stage/lambda/../../../../etc/passwd",
        "/stage/lambda/%2e%2e/%2e%2e/etc/passwd",
        "/stage/lambda/%00/etc/passwd",
        "/stage/lambda//etc/passwd",
        "/stage/lambda/file:///etc/passwd",
        "/stage/http/..%2f..%2fetc%2fpasswd",
        "/_lgtui/health",
        "/_aws/execute-api/x/stage/",
    ],
)
async def test_no_path_reaches_a_file_or_the_control_plane(stand: Stand, port: int, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    answer, _ = await ask(port, request)

    check(stand, answer, request)
    assert b"root:" not in answer.body
    if answer.status == 200 and "/lambda/" in path:
        assert json.loads(answer.body)["path"] == path.removeprefix("/stage")
    else:
        assert answer.status in (200, 403)


async def test_many_clients_that_leave_in_the_middle_harm_nobody(stand: Stand, port: int) -> None:
    whole = b"POST /stage/lambda/x HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n" + b"x" * 20

    async def leave(sent: int) -> None:
        async with connected(port) as connection:
            connection.writer.write(whole[:sent])
            await connection.writer.drain()

    await asyncio.gather(*(leave(sent) for sent in range(len(whole))))

    answer, _ = await ask(port, whole)
    check(stand, answer, whole)
    assert answer.status == 200
