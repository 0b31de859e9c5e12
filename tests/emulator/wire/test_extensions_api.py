"""The Extensions API over HTTP: answers in AWS's form, events for those who wait and for those who come later."""

import json
from collections.abc import AsyncIterator

import pytest

from lgtui.emulator.functions.runtime import ShutdownEvent
from lgtui.emulator.wire.runtime_api import RuntimeApi, listen
from tests.emulator.wire.test_runtime_api import EVENT, Host, Line, connect


@pytest.fixture
async def api() -> AsyncIterator[tuple[RuntimeApi, Host]]:
    """An API that listens, with the environment's side."""
    host = Host()
    api = await listen(host)
    yield api, host
    api.close()


@pytest.fixture
async def line(api: tuple[RuntimeApi, Host]) -> AsyncIterator[Line]:
    """A connection to it."""
    line = await connect(api[0])
    yield line
    line.writer.close()


async def ask(line: Line, request_line: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Send a request and read its answer; underscores in names of headers stand for hyphens."""
    send(line, request_line, body, **headers)
    return await line.answer()


def send(line: Line, request_line: str, body: bytes = b"", **headers: str) -> None:
    """Send a request."""
    method, path = request_line.split()
    fields = "".join(f"Lambda-Extension-{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\n{fields}Content-Length: {len(body)}\r\n\r\n"
    line.writer.write(head.encode() + body)


async def register(line: Line, name: str = "e", events: str = '["INVOKE"]') -> str:
    """Register an extension; its identifier."""
    _, headers, _ = await ask(
        line, "POST /2020-01-01/extension/register", f'{{"events": {events}}}'.encode(), Name=name
    )
    return headers["lambda-extension-identifier"]


async def test_registering_tells_of_the_function_and_of_the_account_where_asked_for(line: Line) -> None:
    register = ("POST /2020-01-01/extension/register", b'{"events": []}')
    status, headers, body = await ask(line, *register, Name="e")
    assert (status, len(headers["lambda-extension-identifier"])) == (200, 36)
    assert json.loads(body) == {"functionName": "f", "functionVersion": "7", "handler": "app.handler"}
    _, _, body = await ask(line, *register, Name="e2", Accept_Feature="accountId")
    assert json.loads(body)["accountId"] == "1"


@pytest.mark.parametrize(
    ("name", "body", "error_type"),
    [
        ("", '{"events": []}', "Extension.InvalidExtensionName"),
        ("e", "{", "InvalidRequestFormat"),
        ("e", '{"events": 1}', "InvalidRequestFormat"),
        ("e", '{"events": ["WAKE"]}', "Extension.InvalidEventType"),
        ("e", '{"events": ["SHUTDOWN"]}', "Extension.InvalidEventType"),
        ("taken", '{"events": []}', "Extension.InvalidExtensionState"),
    ],
)
async def test_a_registration_that_cannot_be_is_forbidden(line: Line, name: str, body: str, error_type: str) -> None:
    await register(line, "taken")
    status, _, answer = await ask(line, "POST /2020-01-01/extension/register", body.encode(), Name=name)
    assert (status, json.loads(answer)["errorType"]) == (403, error_type)


async def test_an_eleventh_extension_and_one_after_the_init_are_refused(
    api: tuple[RuntimeApi, Host], line: Line
) -> None:
    for number in range(10):
        await register(line, f"e{number}")
    request = ("POST /2020-01-01/extension/register", b'{"events": []}')
    assert json.loads((await ask(line, *request, Name="e10"))[2])["errorType"] == "Extension.TooManyExtensions"
    api[1].extensions.close()
    assert json.loads((await ask(line, *request, Name="late"))[2])["errorType"] == "Extension.RegistrationClosed"


@pytest.mark.parametrize("path", ["GET /2020-01-01/extension/event/next", "POST /2020-01-01/extension/init/error"])
@pytest.mark.parametrize(
    ("headers", "error_type"),
    [
        ({}, "Extension.MissingExtensionIdentifier"),
        ({"Identifier": "b1c4ac60-0000-0000-0000-000000000000"}, "Extension.UnknownExtensionIdentifier"),
    ],
)
async def test_whoever_has_not_registered_is_refused(
    line: Line, path: str, headers: dict[str, str], error_type: str
) -> None:
    status, _, body = await ask(line, path, b"", **headers)
    assert (status, json.loads(body)["errorType"]) == (403, error_type)


async def test_an_error_needs_its_type(line: Line) -> None:
    identifier = await register(line)
    path = "POST /2020-01-01/extension/exit/error"
    status, _, body = await ask(line, path, Identifier=identifier)
    assert (status, json.loads(body)["errorType"]) == (403, "Extension.MissingHeader")
    assert (await ask(line, path, Identifier=identifier, Function_Error_Type="My.Error"))[0] == 202


async def test_an_event_reaches_who_waits_and_who_asks_later(api: tuple[RuntimeApi, Host], line: Line) -> None:
    identifier = await register(line)
    api[0].tell(identifier, EVENT)
    status, headers, body = await ask(line, "GET /2020-01-01/extension/event/next", Identifier=identifier)
    assert (status, len(headers["lambda-extension-event-identifier"])) == (200, 36)
    assert json.loads(body) == {
        "eventType": "INVOKE",
        "deadlineMs": 1_700_000_000_123,
        "requestId": "id-1",
        "invokedFunctionArn": "arn:aws:lambda:x:1:function:f",
        "tracing": {"type": "X-Amzn-Trace-Id", "value": "Root=1-2;Sampled=0"},
    }
    send(line, "GET /2020-01-01/extension/event/next", Identifier=identifier)
    await line.until(lambda: identifier in api[0].extensions)
    api[0].tell(identifier, ShutdownEvent(17, "spindown"))
    shutdown = {"eventType": "SHUTDOWN", "deadlineMs": 17, "shutdownReason": "spindown"}
    assert json.loads((await line.answer())[2]) == shutdown
    assert ("extensions ready",) in api[1].reports


@pytest.mark.parametrize("path", ["/2020-08-15/logs", "/2022-07-01/telemetry"])
async def test_logs_and_telemetry_are_refused_aloud(api: tuple[RuntimeApi, Host], line: Line, path: str) -> None:
    status, _, body = await ask(line, f"PUT {path}", b"{}")
    message = json.loads(body)["errorMessage"]
    assert (status, "does not emulate the" in message) == (501, True)
    assert api[1].reports == [("refused", message)]
