"""Parameter mapping: every source that AWS has, to the endpoint and back (guide, request-response-data-mappings)."""

from collections.abc import AsyncIterator
from urllib.parse import unquote

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.exchange import HttpRequest
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import STAGE, Stand, read
from tests.load.http_server import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

BODY = b'{"pets": [{"name": "Rex", "tags": ["a", "b"]}], "none": null, "count": 2, "price": 1.50}'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[Server]:
    """A web server that answers with two headers of one name and a document."""
    head = b"HTTP/1.1 200 OK\r\nX-App: one\r\nX-App: two\r\nContent-Type: application/json\r\n"

    async def answer(_: int) -> bytes:
        return head + b"Content-Length: %d\r\n\r\n%b" % (len(BODY), BODY)

    async with serving(answer) as server:
        yield server


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(stand)


def received(backend: Server) -> tuple[str, dict[str, str]]:
    """The last request's target and its headers by lower-case name."""
    first, *lines = backend.requests[-1].partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return first.split(" ")[1], {name.lower(): value for name, value in headers.items()}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("method.request.path.id", "7"),
        ("method.request.querystring.page", "2"),
        ("method.request.multivaluequerystring.page", "1,2"),
        ("method.request.header.X-Who", "Ada"),
        ("method.request.header.x-who", "Ada"),
        ("method.request.multivalueheader.X-Who", "Bob,Ada"),
        ("method.request.body.pets[0].name", "Rex"),
        ("method.request.body.pets[0].tags", '["a","b"]'),
        ("method.request.body.$.count", "2"),
        ("method.request.body.pets[*].name", '["Rex"]'),
        ("method.request.body", BODY.decode()),
        ("stageVariables.tier", "gold"),
        ("context.httpMethod", "POST"),
        ("context.identity.sourceIp", "127.0.0.1"),
        ("context.stage", "stage"),
        ("'it''s: fixed'", "it''s: fixed"),
        ("method.request.path.absent", None),
        ("method.request.querystring.absent", None),
        ("method.request.header.absent", None),
        ("method.request.body.absent.deep", None),
        ("method.request.body.none", None),
        ("stageVariables.absent", None),
        ("context.absent", None),
    ],
)
async def test_what_an_endpoint_is_sent(api: CustomApi, backend: Server, source: str, expected: str | None) -> None:
    api.put(
        "POST /{id}",
        {"200": {}},
        variables={"tier": "gold"},
        type="HTTP",
        uri=f"http://127.0.0.1:{backend.port}/x",
        integration_http_method="POST",
        request_parameters={"integration.request.header.Mapped": source, "integration.request.querystring.m": source},
    )

    request = HttpRequest(
        method="POST",
        path=f"/{STAGE}/7",
        query="page=1&page=2",
        headers=[("Host", "x"), ("X-Who", "Bob"), ("X-Who", "Ada")],
        body=BODY,
    )
    answer = read(await api.stand.gateway.handle(api.id, request))
    target, headers = received(backend)

    assert answer.status == 200
    assert headers.get("mapped") == expected
    assert target == "/x" if expected is None else unquote(target.replace("+", " ")) == f"/x?m={expected}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("integration.response.header.x-app", "two"),
        ("integration.response.header.X-App", "two"),
        ("integration.response.multivalueheader.X-App", "one,two"),
        ("integration.response.body.pets[0].name", "Rex"),
        ("integration.response.body.count", "2"),
        ("integration.response.body", BODY.decode()),
        ("stageVariables.tier", "gold"),
        ("context.resourcePath", "/{id}"),
        ("'https://example.com'", "https://example.com"),
        ("integration.response.header.absent", None),
        ("integration.response.body.absent", None),
    ],
)
async def test_what_a_client_is_sent(api: CustomApi, backend: Server, source: str, expected: str | None) -> None:
    api.put(
        "GET /{id}",
        {"200": {"response_parameters": {"method.response.header.Mapped": source}}},
        variables={"tier": "gold"},
        type="HTTP",
        uri=f"http://127.0.0.1:{backend.port}/x",
        integration_http_method="GET",
    )
    answer = await api.send("GET", "/7")
    assert answer.status == 200
    assert answer.headers.get("mapped") == expected


async def test_a_template_overrides_path_query_and_header(api: CustomApi, backend: Server) -> None:
    template = (
        '#set($context.requestOverride.path.id = "b/c d")'
        '#set($context.requestOverride.querystring.q = "a&b")'
        '#set($context.requestOverride.header.Mapped = "over")'
    )
    api.put(
        "POST /{id}",
        {"200": {}},
        type="HTTP",
        uri=f"http://127.0.0.1:{backend.port}/{{id}}",
        integration_http_method="POST",
        request_templates={"application/json": template},
        request_parameters={
            "integration.request.path.id": "method.request.path.id",
            "integration.request.header.Mapped": "'mapped'",
        },
    )
    await api.send("POST", "/7", body=b"{}")
    target, headers = received(backend)
    assert (target, headers["mapped"]) == ("/b/c%20d?q=a%26b", "over")


async def test_a_response_template_overrides_status_and_header(api: CustomApi, backend: Server) -> None:
    template = '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.Mapped = "over")tea'
    responses = {
        "200": {
            "response_templates": {"application/json": template},
            "response_parameters": {"method.response.header.Mapped": "'mapped'"},
        }
    }
    uri = f"http://127.0.0.1:{backend.port}/"
    api.put("GET /", responses, type="HTTP", uri=uri, integration_http_method="GET")
    answer = await api.send("GET", "/")
    assert (answer.status, answer.headers["mapped"], answer.body) == (418, "over", b"tea")


async def test_a_path_that_explodes_is_cut_off(api: CustomApi, backend: Server) -> None:
    deep = b'{"a": 1}'
    for _ in range(14):
        deep = b'{"a": %b, "b": %b}' % (deep, deep)
    api.put(
        "POST /",
        {"200": {}},
        type="HTTP",
        uri=f"http://127.0.0.1:{backend.port}/",
        integration_http_method="POST",
        request_parameters={"integration.request.header.Mapped": "method.request.body.$..*..*..*..*"},
    )
    answer = await api.send("POST", "/", body=deep)
    assert (answer.status, answer.json()) == (500, {"message": "Internal server error"})
    assert "method.request.body.$..*..*..*..*" in api.stand.trace(answer).explanation


@pytest.mark.parametrize("source", ["method.request.cookie.x", "nonsense", "integration.response.header.x", "'open"])
async def test_a_source_that_is_none_is_a_configuration_error(api: CustomApi, backend: Server, source: str) -> None:
    api.put(
        "GET /",
        {"200": {}},
        type="HTTP",
        uri=f"http://127.0.0.1:{backend.port}/",
        integration_http_method="GET",
        request_parameters={"integration.request.header.Mapped": source},
    )
    answer = await api.send("GET", "/")
    assert answer.status == 500
    assert "Invalid mapping expression specified" in api.stand.log(answer)[0]
