"""Which headers reach an endpoint and which a client, under which name: LocalStack's record of AWS, header by header.

The record is TestApiGatewayHeaderRemapping in localstack/localstack, tests/aws/services/apigateway.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Answer, Stand, uri
from tests.load.http_server import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

STANDARD = {
    "Accept": "application/json",
    "Accept-Charset": "UTF-8",
    "Accept-Encoding": "br",
    "Age": "request_Age",
    "Authorization": "Unauthorized",
    "Connection": "keep-alive",
    "Content-Encoding": "identity",
    "Content-MD5": "request_Content-MD5",
    "Date": "request_Date",
    "Expect": "request_Expect",
    "Max-Forwards": "2",
    "Pragma": "cache",
    "Proxy-Authenticate": "request_Proxy-Authenticate",
    "Range": "bytes=500-999",
    "Referer": "https://example.com/",
    "Server": "request_Server",
    "TE": "deflate",
    "Trailer": "Expires",
    "Upgrade": "HTTP/2.0",
    "User-Agent": "localStack/0.0",
    "Warn": "299 localStack/0.0",
    "WWW-Authenticate": "request_WWW-Authenticate",
}
"""What the client sends; Host and Content-Type besides."""

OWN = {"X-Amzn-Apigateway-Api-Id", "X-Amzn-Trace-Id"}

FORWARDED = {"X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"}
"""Of these the record says nothing: its endpoint hides them, as it hides Connection and Via."""

PASSED_ON = {
    *("Accept", "Accept-Charset", "Accept-Encoding", "Age", "Authorization", "Date", "Pragma", "Range", "Referer"),
    *("User-Agent", "Warn"),
}
"""The client's, as an HTTP proxy's endpoint gets them."""

MAPPABLE = {
    *("Accept", "Accept-Charset", "Accept-Encoding", "Age", "Authorization", "Content-Encoding", "Content-MD5", "Date"),
    *("Max-Forwards", "Pragma", "Range", "Referer", "Server", "Trailer", "Upgrade", "User-Agent", "Warn"),
    "WWW-Authenticate",
}
"""Those that reach an endpoint where they are mapped."""

REMAPPED = {
    *("Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards"),
    *("Proxy-Authenticate", "Server", "Trailer", "Upgrade", "User-Agent", "WWW-Authenticate"),
}
"""Those that a custom integration maps and the client gets under another name."""

UNCHANGED = {
    *("Accept", "Accept-Charset", "Accept-Encoding", "Age", "Content-Encoding", "Content-Type", "Pragma", "Range"),
    *("Referer", "TE", "Via", "Warn"),
}
"""Those that it gets as they are."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[Server]:
    """A web server behind the integrations."""
    own = b"Server: gunicorn/19.9.0\r\nDate: then\r\nConnection: keep-alive\r\nContent-Length: 2\r\n"

    async def answer(_: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + own + b"\r\n{}"

    async with serving(answer) as server:
        yield server


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(stand)


def received(backend: Server) -> dict[str, str]:
    """The headers of the endpoint's last request, names in lower case."""
    head = backend.requests[-1].partition(b"\r\n\r\n")[0].decode("latin-1")
    lines = (line.partition(": ") for line in head.split("\r\n")[1:])
    return {name.lower(): value for name, _, value in lines}


def lower(names: set[str]) -> set[str]:
    """Names in lower case."""
    return {name.lower() for name in names}


async def send(api: CustomApi, backend: Server, kind: str, *mapped: str) -> Answer:
    """Send every standard header through an integration that maps `mapped` to texts of their own."""
    parameters = {f"integration.request.header.{name}": f"'mapped {name}'" for name in mapped}
    members: dict[str, Any] = {
        "type": kind,
        "uri": f"http://127.0.0.1:{backend.port}/",
        "integration_http_method": "POST",
        "request_parameters": parameters,
    }
    api.put("POST /", {} if kind == "HTTP_PROXY" else {"200": {}}, **members)
    return await api.send("POST", "/", headers={**STANDARD, "Content-Type": "application/json"}, body=b"{}")


async def test_an_http_endpoint_gets_none_of_the_clients_headers(api: CustomApi, backend: Server) -> None:
    await send(api, backend, "HTTP")
    expected = lower({*OWN, "Accept", "Content-Length", "Content-Type", "Host", "User-Agent"})
    assert set(received(backend)) == expected


async def test_an_http_proxys_endpoint_gets_those_that_are_passed_on(api: CustomApi, backend: Server) -> None:
    answer = await send(api, backend, "HTTP_PROXY")
    assert answer.status == 200, api.stand.trace(answer).explanation
    headers = received(backend)
    assert set(headers) == lower({*OWN, *FORWARDED, *PASSED_ON, "Content-Length", "Content-Type", "Host"})
    assert {name: headers[name.lower()] for name in PASSED_ON} == {name: STANDARD[name] for name in PASSED_ON}


@pytest.mark.parametrize("kind", ["HTTP", "HTTP_PROXY"])
async def test_an_endpoint_gets_what_is_mapped_but_for_a_few(api: CustomApi, backend: Server, kind: str) -> None:
    refused = {"Connection", "Expect", "Proxy-Authenticate", "TE", "Via"}
    await send(api, backend, kind, *MAPPABLE, *refused)
    headers = received(backend)
    got = {name for name in MAPPABLE | refused if headers.get(name.lower()) == f"mapped {name}"}
    assert got == MAPPABLE


@pytest.mark.parametrize("kind", ["HTTP", "HTTP_PROXY"])
@pytest.mark.parametrize("name", ["Content-Length", "Transfer-Encoding"])
async def test_the_framing_of_a_request_cannot_be_mapped(api: CustomApi, backend: Server, kind: str, name: str) -> None:
    answer = await send(api, backend, kind, name)
    assert (answer.status, answer.json()) == (500, {"message": "Internal server error"})
    assert "x-amzn-trace-id" not in answer.headers


async def test_an_http_proxys_client_gets_the_endpoints_own_headers_renamed(api: CustomApi, backend: Server) -> None:
    answer = await send(api, backend, "HTTP_PROXY")
    remapped = {name: value for name, value in answer.headers.items() if "remapped" in name}
    assert remapped == {
        "x-amzn-remapped-connection": "keep-alive",
        "x-amzn-remapped-content-length": "2",
        "x-amzn-remapped-date": "then",
        "x-amzn-remapped-server": "gunicorn/19.9.0",
    }
    assert "x-amzn-trace-id" not in answer.headers


@pytest.mark.parametrize("kind", ["HTTP", "AWS"])
async def test_a_custom_integrations_client_gets_what_is_mapped(api: CustomApi, backend: Server, kind: str) -> None:
    every = REMAPPED | UNCHANGED | {"Transfer-Encoding"}
    parameters = {f"method.response.header.{name}": f"'mapped {name}'" for name in every}
    target = uri("obedient") if kind == "AWS" else f"http://127.0.0.1:{backend.port}/"
    templates = {"application/json": json.dumps({"body": None, "isBase64Encoded": False})}
    api.put(
        "POST /",
        {"200": {"response_parameters": parameters}},
        type=kind,
        uri=target,
        integration_http_method="POST",
        request_templates=templates,
    )
    answer = await api.send("POST", "/", body=b"{}")
    assert answer.status == 200
    remapped = {name for name in every if answer.headers.get(f"x-amzn-remapped-{name.lower()}") == f"mapped {name}"}
    unchanged = {name for name in every if answer.headers.get(name.lower()) == f"mapped {name}"}
    assert (remapped, unchanged) == (REMAPPED, UNCHANGED)
    assert "x-amzn-trace-id" in answer.headers


async def test_an_answer_without_a_type_is_said_to_be_json(api: CustomApi) -> None:
    async with serving() as plain:
        api.put("GET /", {}, type="HTTP_PROXY", uri=f"http://127.0.0.1:{plain.port}/", integration_http_method="GET")
        answer = await api.send("GET", "/")
    assert (answer.headers["content-type"], answer.body) == ("application/json", b"ok")


async def test_an_endpoints_own_trace_reaches_a_proxys_client_and_its_request_id_remapped(api: CustomApi) -> None:
    async def answer(_: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\nX-Amzn-Trace-Id: Root=1-2-3\r\nx-amzn-RequestId: 4\r\nContent-Length: 0\r\n\r\n"

    async with serving(answer) as backend:
        uri = f"http://127.0.0.1:{backend.port}/"
        api.put("GET /", {}, type="HTTP_PROXY", uri=uri, integration_http_method="GET")
        answered = await api.send("GET", "/")

    assert answered.headers["x-amzn-trace-id"] == "Root=1-2-3"
    assert answered.headers["x-amzn-remapped-x-amzn-requestid"] == "4"
