"""The Runtime API over HTTP, as any runtime client may speak it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest

from lgtui.emulator.functions.extensions import Extensions
from lgtui.emulator.functions.runtime import RESPONSE_LIMIT, RuntimeEvent, Verdict
from lgtui.emulator.wire.runtime_api import RuntimeApi, listen

EVENT = RuntimeEvent("id-1", 1_700_000_000_123, "arn:aws:lambda:x:1:function:f", "Root=1-2;Sampled=0", "", b'{"a": 1}')
NEXT = b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"


class Host:
    """Notes what a runtime and its extensions report; knows the request id-1, and is out of turn when told to."""

    def __init__(self) -> None:
        self.reports: list[tuple[object, ...]] = []
        self.ready = asyncio.Event()
        self.out_of_turn = False
        self.extensions = Extensions(self)
        self.description = {"functionName": "f", "functionVersion": "7", "handler": "app.handler", "accountId": "1"}

    def runtime_ready(self) -> Verdict:
        self.reports.append(("next",))
        self.ready.set()
        return Verdict.OUT_OF_TURN if self.out_of_turn else Verdict.ACCEPTED

    def runtime_responded(self, request_id: str, body: bytes) -> Verdict:
        self.reports.append(("response", request_id, body))
        return self._verdict(request_id)

    def runtime_response_too_large(self, request_id: str) -> Verdict:
        self.reports.append(("too large", request_id))
        return self._verdict(request_id)

    def runtime_failed(self, request_id: str, error_type: str, body: bytes) -> Verdict:
        self.reports.append(("error", request_id, error_type, body))
        return self._verdict(request_id)

    def runtime_init_failed(self, error_type: str, body: bytes) -> Verdict:
        self.reports.append(("init error", error_type, body))
        return Verdict.ACCEPTED

    def runtime_refused(self, text: str) -> None:
        self.reports.append(("refused", text))

    def extensions_registered(self) -> None:
        self.reports.append(("extensions registered",))

    def extensions_ready(self) -> None:
        self.reports.append(("extensions ready",))

    def _verdict(self, request_id: str) -> Verdict:
        return Verdict.ACCEPTED if request_id == "id-1" else Verdict.UNKNOWN


class Line:
    """A connection to the API."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        """The next answer: status, headers by lower-case name, body."""
        async with asyncio.timeout(10):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            return int(head[0].split()[1]), headers, await self._reader.readexactly(int(headers["content-length"]))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the server run until `condition` holds."""
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.to_thread(lambda: None)


async def connect(api: RuntimeApi) -> Line:
    """Open a connection to the API."""
    address, port = api.address.split(":")
    return Line(*await asyncio.open_connection(address, int(port)))


@pytest.fixture
def host() -> Host:
    """The environment's side."""
    return Host()


@pytest.fixture
async def api(host: Host) -> AsyncIterator[RuntimeApi]:
    """An API that listens."""
    api = await listen(host)
    yield api
    api.close()


@pytest.fixture
async def line(api: RuntimeApi) -> AsyncIterator[Line]:
    """A connection to it."""
    line = await connect(api)
    yield line
    line.writer.close()


def _post(path: str, body: bytes, fields: str = "") -> bytes:
    head = f"POST /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: x\r\n{fields}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def test_the_next_event_carries_awss_headers(api: RuntimeApi, host: Host, line: Line) -> None:
    line.writer.write(NEXT)
    await host.ready.wait()
    api.deliver(EVENT)
    status, headers, body = await line.answer()
    assert (status, body) == (200, b'{"a": 1}')
    assert headers["lambda-runtime-aws-request-id"] == "id-1"
    assert headers["lambda-runtime-deadline-ms"] == "1700000000123"
    assert headers["lambda-runtime-invoked-function-arn"] == "arn:aws:lambda:x:1:function:f"
    assert headers["lambda-runtime-trace-id"] == "Root=1-2;Sampled=0"
    assert "lambda-runtime-client-context" not in headers


async def test_a_client_that_waits_for_each_answer_gets_each_at_once(line: Line, host: Host) -> None:
    line.writer.write(_post("invocation/id-1/response", b"1"))
    assert (await line.answer())[0] == 202
    line.writer.write(_post("invocation/id-1/error", b"{}", "Lambda-Runtime-Function-Error-Type: Own.Type\r\n"))
    assert (await line.answer())[0] == 202
    line.writer.write(_post("init/error", b"{}", "lambda-runtime-function-error-type: Init.Type\r\n"))
    assert (await line.answer())[0] == 202
    reports = [("response", "id-1", b"1"), ("error", "id-1", "Own.Type", b"{}"), ("init error", "Init.Type", b"{}")]
    assert host.reports == reports


async def test_a_response_and_the_next_request_in_one_segment_are_answered_in_order(
    api: RuntimeApi, host: Host, line: Line
) -> None:
    line.writer.write(_post("invocation/id-1/response", b"1") + NEXT)
    await host.ready.wait()
    api.deliver(EVENT)
    assert (await line.answer())[0] == 202
    assert (await line.answer())[2] == b'{"a": 1}'


async def test_a_body_in_chunks_is_put_together(line: Line, host: Host) -> None:
    head = (
        b"POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    for piece in (head, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n", b"\r\n"):
        line.writer.write(piece)
        await line.writer.drain()
    assert (await line.answer())[0] == 202
    assert host.reports == [("response", "id-1", b"abcde")]


async def test_an_unknown_request_id_is_refused(line: Line) -> None:
    for report in ("response", "error"):
        line.writer.write(_post(f"invocation/id-2/{report}", b"1"))
        status, _, body = await line.answer()
        assert (status, json.loads(body)["errorType"]) == (400, "InvalidRequestID")


async def test_a_response_over_the_limit_is_refused_and_the_connection_stays(line: Line, host: Host) -> None:
    line.writer.write(_post("invocation/id-1/response", b"x" * (RESPONSE_LIMIT + 1)))
    status, _, body = await line.answer()
    assert (status, json.loads(body)["errorType"]) == (413, "RequestEntityTooLarge")
    line.writer.write(_post("invocation/id-1/response", b"x" * RESPONSE_LIMIT))
    assert (await line.answer())[0] == 202
    assert [report[0] for report in host.reports] == ["too large", "response"]


@pytest.mark.parametrize(
    "request_line", ["GET /", "GET /2018-06-01/runtime/other", "PUT /2018-06-01/runtime/init/error"]
)
async def test_other_paths_and_methods_are_not_found(line: Line, request_line: str) -> None:
    line.writer.write(f"{request_line} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert (await line.answer())[0] == 404


async def test_bytes_that_are_no_http_are_answered_400_and_the_connection_ends(line: Line) -> None:
    line.writer.write(b"\x00\x01\x02 nothing\r\n\r\n")
    assert (await line.answer())[0] == 400
    with pytest.raises(asyncio.IncompleteReadError):
        await line.answer()


async def test_a_web_page_may_not_ask(line: Line, host: Host) -> None:
    line.writer.write(NEXT.replace(b"\r\n\r\n", b"\r\nOrigin: https://example.com\r\n\r\n"))
    assert (await line.answer())[0] == 403
    assert host.reports == []


async def test_a_runtime_that_asks_for_the_next_event_out_of_turn_is_refused(
    api: RuntimeApi, host: Host, line: Line
) -> None:
    host.out_of_turn = True
    line.writer.write(NEXT)
    status, _, body = await line.answer()
    assert (status, json.loads(body)["errorType"]) == (403, "InvalidStateTransition")
    assert api.waiting is None


async def test_a_response_in_the_streaming_mode_is_refused_aloud(line: Line, host: Host) -> None:
    line.writer.write(_post("invocation/id-1/response", b"1", "Lambda-Runtime-Function-Response-Mode: streaming\r\n"))
    status, _, body = await line.answer()
    assert (status, json.loads(body)["errorType"]) == (400, "InvalidFunctionResponseMode")
    assert "does not emulate response streaming" in str(host.reports)


async def test_a_client_that_went_away_gets_no_event(api: RuntimeApi, host: Host, line: Line) -> None:
    line.writer.write(NEXT)
    await host.ready.wait()
    line.writer.close()
    await line.until(lambda: api.waiting is None)
    api.deliver(EVENT)
    assert api.connections == set()
