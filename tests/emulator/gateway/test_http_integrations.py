"""HTTP and HTTP proxy integrations: what a web server is sent, what its answer becomes, and how it may fail."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.integrations.http_client import ANSWER_LIMIT
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand
from tests.load.http_server import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

SENT_BY_BROWSERS = {"Accept": "text/html", "Accept-Language": "de", "Referer": "http://x/", "Authorization": "Bearer x"}


class Backend:
    """The web server behind the integrations: `answer` is what it says next."""

    def __init__(self) -> None:
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        self.server = Server()

    async def say(self, _: int) -> bytes:
        """The answer to a request."""
        return self.answer

    @property
    def url(self) -> str:
        """Its root."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def last(self) -> tuple[str, dict[str, str], bytes]:
        """The last request: its first line, its headers by lower-case name, its body."""
        head, _, body = self.server.requests[-1].partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return first, {name.lower(): value for name, value in headers.items()}, body


@pytest_asyncio.fixture(loop_scope="module")
async def backend() -> AsyncIterator[Backend]:
    """A web server that listens while the test runs."""
    backend = Backend()
    async with serving(backend.say) as backend.server:
        yield backend


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(stand)


def http(url: str, **members: Any) -> dict[str, Any]:
    """An HTTP integration with a web server."""
    return {"type": "HTTP", "uri": url, "integration_http_method": "GET", **members}


def proxy(url: str, **members: Any) -> dict[str, Any]:
    """An HTTP proxy integration with a web server."""
    return {"type": "HTTP_PROXY", "uri": url, "integration_http_method": "ANY", **members}


async def test_http_008_an_endpoint_gets_no_header_that_is_not_mapped(api: CustomApi, backend: Backend) -> None:
    api.put("GET /", {"200": {}}, **http(f"{backend.url}/x"))
    await api.send("GET", "/", headers=SENT_BY_BROWSERS)
    line, headers, _ = backend.last
    assert line == "GET /x HTTP/1.1"
    assert headers.keys() - {"content-length"} == {
        "accept", "host", "user-agent", "x-amzn-apigateway-api-id", "x-amzn-trace-id",
    }  # fmt: skip
    assert (headers["accept"], headers["user-agent"]) == ("application/json", f"AmazonAPIGateway_{api.id}")


async def test_mapped_parameters_reach_the_endpoint(api: CustomApi, backend: Backend) -> None:
    parameters = {
        "integration.request.path.id": "method.request.path.order",
        "integration.request.querystring.page": "method.request.querystring.p",
        "integration.request.header.X-Who": "method.request.header.who",
        "integration.request.header.X-Deep": "method.request.body.a.b",
        "integration.request.header.X-Absent": "method.request.header.absent",
    }
    api.put("POST /{order}", {"200": {}}, **http(f"{backend.url}/orders/{{id}}", request_parameters=parameters))
    await api.send("POST", "/7%208?p=2", headers={"Who": "Ada"}, body=b'{"a": {"b": [1, 2]}}')
    line, headers, _ = backend.last
    assert line == "GET /orders/7%208?page=2 HTTP/1.1"
    assert (headers["x-who"], headers["x-deep"]) == ("Ada", "[1,2]")
    assert "x-absent" not in headers


async def test_a_template_may_override_what_is_mapped(api: CustomApi, backend: Backend) -> None:
    template = '#set($context.requestOverride.querystring.page = "9")#set($context.requestOverride.header.X-New = "n")x'
    parameters = {"integration.request.querystring.page": "'1'"}
    templates = {"application/json": template}
    api.put("POST /", {"200": {}}, **http(backend.url, request_parameters=parameters, request_templates=templates))
    await api.send("POST", "/", body=b"{}")
    line, headers, body = backend.last
    assert (line, body) == ("GET /?page=9 HTTP/1.1", b"x")
    assert headers["x-new"] == "n"


async def test_the_answers_status_selects_the_response_and_its_headers_may_be_mapped(
    api: CustomApi, backend: Backend
) -> None:
    backend.answer = b'HTTP/1.1 404 Not Found\r\nX-Reason: gone\r\nContent-Length: 12\r\n\r\n{"a": "bcd"}'
    responses: dict[str, dict[str, Any]] = {
        "200": {},
        "410": {
            "selection_pattern": "4\\d{2}",
            "response_parameters": {"method.response.header.Reason": "integration.response.header.X-Reason"},
            "response_templates": {"application/json": "$input.path('$.a')"},
        },
    }
    api.put("GET /", responses, **http(backend.url))
    answer = await api.send("GET", "/")
    assert (answer.status, answer.headers["reason"], answer.body) == (410, "gone", b"bcd")


async def test_http_003_a_proxys_server_header_is_remapped(api: CustomApi, backend: Backend) -> None:
    backend.answer = b"HTTP/1.1 200 OK\r\nServer: gunicorn/19.9.0\r\nX-Own: 1\r\nContent-Length: 2\r\n\r\nok"
    api.put("GET /", {}, **proxy(backend.url))
    answer = await api.send("GET", "/")
    assert (answer.headers["x-amzn-remapped-server"], answer.headers["x-own"]) == ("gunicorn/19.9.0", "1")
    assert "server" not in answer.headers


async def test_http_005_a_proxys_status_and_body_pass(api: CustomApi, backend: Backend) -> None:
    body = b'{"status_code": 400, "message": ""}'
    backend.answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    api.put("GET /", {}, **proxy(backend.url))
    answer = await api.send("GET", "/")
    assert (answer.status, answer.body) == (400, body)


@pytest.mark.parametrize("http_method", ["PUT", "GET"])
async def test_http_006_the_integrations_method_is_used(api: CustomApi, backend: Backend, http_method: str) -> None:
    api.put("ANY /", {}, **proxy(backend.url, integration_http_method="POST"))
    await api.send(http_method, "/")
    assert backend.last[0].startswith("POST ")


async def test_a_proxy_forwards_path_query_headers_and_body(api: CustomApi, backend: Backend) -> None:
    parameters = {"integration.request.path.proxy": "method.request.path.proxy"}
    api.put("ANY /{proxy+}", {}, **proxy(f"{backend.url}/base/{{proxy}}", request_parameters=parameters))
    await api.send("PATCH", "/a/b?q=1&q=2&e=", headers={**SENT_BY_BROWSERS, "Connection": "close"}, body=b"{}")
    line, headers, body = backend.last
    assert (line, body) == ("PATCH /base/a/b?q=1&q=2&e= HTTP/1.1", b"{}")
    assert headers["authorization"] == "Bearer x"
    assert headers.get("connection") != "close"


async def test_a_query_in_the_uri_the_clients_and_what_is_mapped_all_reach_the_endpoint(
    api: CustomApi, backend: Backend
) -> None:
    """LocalStack's record of test_http_proxy_integration_request_data_mappings."""
    parameters = {
        "integration.request.header.headerVar": "method.request.header.foobar",
        "integration.request.path.qsVar": "method.request.querystring.testVar",
        "integration.request.path.pathVar": "method.request.path.pathVariable",
        "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
        "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
        "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader",
    }
    uri = f"{backend.url}/?testVar={{pathVar}}&testQs={{qsVar}}"
    api.put("POST /{pathVariable}", {}, **proxy(uri, request_parameters=parameters))

    sent = {"foobar": "mapped-value", "headerVar": "request-value"}
    await api.send("POST", "/foobar?testQueryString=foo&testVar=bar", headers=sent)

    line, headers, _ = backend.last
    assert parse_qs(urlsplit(line.split(" ")[1]).query) == {
        "queryString": ["foo"],
        "testQs": ["bar", "foo"],
        "testQueryString": ["foo"],
        "testVar": ["foobar", "bar"],
    }
    assert (headers["foobar"], headers["headervar"]) == ("mapped-value", "mapped-value")


async def test_a_redirect_is_an_answer(api: CustomApi, backend: Backend) -> None:
    backend.answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    api.put("GET /", {}, **proxy(backend.url))
    answer = await api.send("GET", "/")
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:1/")


async def test_a_path_parameter_without_a_mapping_is_a_configuration_error(api: CustomApi, backend: Backend) -> None:
    api.put("GET /{id}", {}, **proxy(f"{backend.url}/{{id}}"))
    answer = await api.send("GET", "/1")
    assert (answer.status, answer.body) == (500, b'{"message": "Internal server error"}')
    assert "integration.request.path.id" in api.stand.trace(answer).explanation


async def test_an_endpoint_that_does_not_listen_is_a_network_error(api: CustomApi) -> None:
    api.put("GET /", {}, **proxy("http://127.0.0.1:1/"))
    answer = await api.send("GET", "/")
    assert (answer.status, answer.json()) == (504, {"message": "Network error communicating with endpoint"})


async def test_an_endpoint_that_hangs_up_is_a_network_error(api: CustomApi, backend: Backend) -> None:
    backend.answer = b""
    api.put("GET /", {}, **proxy(backend.url))
    assert (await api.send("GET", "/")).status == 504


async def test_an_endpoint_that_sends_half_an_answer_is_a_network_error(api: CustomApi, stand: Stand) -> None:
    async def half(_: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"

    async with serving(half, close_after=True) as server:
        api.put("GET /", {}, **proxy(f"http://127.0.0.1:{server.port}/"))
        assert (await api.send("GET", "/")).status == 504


async def test_an_endpoint_that_stalls_is_given_up_after_the_integrations_timeout(api: CustomApi) -> None:
    async def never(_: int) -> bytes:
        await asyncio.Event().wait()
        return b""

    async with serving(never) as server:
        api.put("GET /", {}, **proxy(f"http://127.0.0.1:{server.port}/", timeout_in_millis=50))
        answer = await api.send("GET", "/")
        assert (answer.status, answer.json()) == (504, {"message": "Endpoint request timed out"})


async def test_an_endpoint_that_never_ends_is_cut_off(api: CustomApi, backend: Backend) -> None:
    backend.answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (10 * ANSWER_LIMIT) + b"x" * (ANSWER_LIMIT + 1)
    api.put("GET /", {}, **proxy(backend.url))
    answer = await api.send("GET", "/")
    assert answer.status == 502
    assert "10 MB" in api.stand.trace(answer).explanation
