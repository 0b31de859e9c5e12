"""Whatever an integration is set up with, and whatever comes through it: an answer with a trace, no fault of ours."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.model import (
    CreateRestApiRequest,
    PutIntegrationResponseRequest,
    PutMethodResponseRequest,
)
from tests.emulator.gateway.stand import STAGE, Stand, uri
from tests.load.http_server import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEDIA_TYPES = st.sampled_from(
    [
        "application/json",
        "text/plain",
        "image/png",
        "*/*",
        "image/*",
        "application/json; charset=utf-8",
        "",
        "a/b;c",
        "é",
    ]
)
NAMES = st.sampled_from(
    ["X-A", "x-a", "Host", "Content-Type", "Content-Length", "Connection", "Cookie", "é", "a b", "", "X"]
)
PLACES = st.sampled_from(["header", "querystring", "path", "nowhere", ""])
SOURCES = st.sampled_from(
    [
        *("'text'", "''", "'", "'a\nb'", "'é🙂'", "method.request.body", "method.request.body.a.b[0]"),
        *(
            "method.request.body.$..*",
            "method.request.body.[?(@.a =~ /(a+)+$/)]",
            "method.request.body..",
            "context.stage",
        ),
        *("method.request.header.X-A", "method.request.multivalueheader.X-A", "method.request.querystring.q"),
        *("method.request.multivaluequerystring.q", "method.request.path.proxy", "stageVariables.v", "stageVariables."),
        *(
            "context.identity",
            "context.identity.sourceIp",
            "context.authorizer.x.y",
            "context.error.message",
            "context.",
        ),
        *(
            "integration.response.header.X-A",
            "integration.response.body.a",
            "integration.response.body",
            "nonsense",
            "",
        ),
    ]
)
TEMPLATES = st.sampled_from(
    [
        *('{"statusCode": 200}', '{"statusCode": 999}', '{"statusCode": "x"}', "", "$input.body", "$input.json('$')"),
        *("$input.path('$.a.b.c')", "#set($context.requestOverride.header.Host = $input.body)", "$util.parseJson('[')"),
        *(
            "#set($context.responseOverride.status = $input.body)",
            "#set($context.requestOverride.path = 1)",
            "#if(",
            "$x.y()",
        ),
        *(
            "#set($context.responseOverride.header['a b'] = 'x')",
            "#foreach($i in $input.path('$'))$i#end",
            "$input.params()",
        ),
        '#set($context.requestOverride.querystring.q = ["a"]){"statusCode": 200}',
        '#set($context.responseOverride.status = "abc")#set($context.responseOverride.header.X = {}){"statusCode":200}',
    ]
)
PATTERNS = st.sampled_from(["", "2..", ".*", "(a+)+$", "(", "4\\d{2}", "[", ".*\n.*", "200|é"])
STATUSES = st.sampled_from(["200", "204", "304", "404", "500", "599"])
HANDLING = st.sampled_from(["", "CONVERT_TO_BINARY", "CONVERT_TO_TEXT"])
BODIES = st.sampled_from(
    [
        b"",
        b"{}",
        b'{"a": {"b": [1]}}',
        b"[1, 2]",
        b"aaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
        b"\xff\x00",
        b"null",
        b"{'a': b}",
        b"418",
    ]
)
ANSWERS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 404 No\r\nX-A: \xe9\r\nX-A: b\r\nContent-Type: image/png\r\nContent-Length: 2\r\n\r\n\xff\x00",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 500 Oh\r\nContent-Type: ;;\r\nContent-Length: 3\r\n\r\n[1,",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 299 \r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n",
        b"",
    ]
)


class Backend:
    """The web server and every other service: `answer` is what it says next."""

    def __init__(self) -> None:
        self.answer = b""
        self.server = Server()

    async def say(self, _: int) -> bytes:
        """The answer to a request."""
        return self.answer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[Backend]:
    """A server that listens for the module's life."""
    backend = Backend()
    async with serving(backend.say) as backend.server:
        yield backend


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region beside it."""
    stand = Stand(tmp_path_factory.mktemp("region"), services_endpoint=f"http://127.0.0.1:{backend.server.port}")
    stand.create_obedient()
    yield stand
    await stand.region.stop()


MAPPINGS = st.dictionaries(st.tuples(PLACES, NAMES), SOURCES, max_size=3)


@given(
    kind=st.sampled_from(["HTTP", "HTTP_PROXY", "AWS", "LAMBDA", "MOCK"]),
    tail=st.sampled_from(["", "{proxy}", "{absent}", "${stageVariables.v}", "?a=b", "é b", "#x", "\\"]),
    mappings=MAPPINGS,
    templates=st.dictionaries(MEDIA_TYPES, TEMPLATES, max_size=2),
    passthrough=st.sampled_from(["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]),
    handling=st.tuples(HANDLING, HANDLING),
    responses=st.dictionaries(
        STATUSES, st.tuples(PATTERNS, st.dictionaries(NAMES, SOURCES, max_size=2), TEMPLATES | st.none()), max_size=2
    ),
    binary=st.lists(MEDIA_TYPES, max_size=2),
    headers=st.lists(st.tuples(st.sampled_from(["Content-Type", "Accept", "X-A"]), MEDIA_TYPES), max_size=3),
    body=BODIES,
    answer=ANSWERS,
)
@settings(max_examples=250, deadline=None)
async def test_any_integration_answers_any_request_with_a_trace(
    stand: Stand,
    backend: Backend,
    kind: str,
    tail: str,
    mappings: dict[tuple[str, str], str],
    templates: dict[str, str],
    passthrough: str,
    handling: tuple[str, str],
    responses: dict[str, tuple[str, dict[str, str], str | None]],
    binary: list[str],
    headers: list[tuple[str, str]],
    body: bytes,
    answer: bytes,
) -> None:
    backend.answer = answer
    targets = {
        "AWS": f"arn:aws:apigateway:us-east-1:sqs:path/1/q{tail}",
        "LAMBDA": uri("obedient"),
        "MOCK": "",
    }
    integration: dict[str, Any] = {
        "type": "AWS" if kind == "LAMBDA" else kind,
        "uri": targets.get(kind, f"http://127.0.0.1:{backend.server.port}/x/{tail}"),
        "integration_http_method": "POST",
        "request_parameters": {f"integration.request.{place}.{name}": s for (place, name), s in mappings.items()},
        "request_templates": templates,
        "passthrough_behavior": passthrough,
        "content_handling": handling[0],
    }
    try:
        api_id = furnish(stand, integration, responses, handling[1], binary)
    except ServiceError:
        return  # It was refused in AWS's words, so no request can come through it.

    request = HttpRequest(
        method="POST",
        path=f"/{STAGE}/a%20b/c",
        query="q=1&q=é",
        headers=[("Host", "x"), *headers],
        body=body,
    )
    response = await stand.gateway.handle(api_id, request)
    raw = {name.lower(): value for name, value in response.headers}
    trace = stand.gateway.traces.find(raw[b"x-amzn-requestid"].decode())

    assert trace is not None
    assert "lgtui broke" not in trace.explanation
    assert 200 <= response.status <= 599


def furnish(
    stand: Stand,
    integration: dict[str, Any],
    responses: dict[str, tuple[str, dict[str, str], str | None]],
    handling: str,
    binary: list[str],
) -> str:
    """Make and deploy an API with that integration; its id.

    Raises:
        ServiceError: AWS would not have it either.
    """
    gateway = stand.gateway
    api_id = gateway.create_rest_api(CreateRestApiRequest(name="fuzz", binary_media_types=binary)).id
    resource_id = stand.put(api_id, "POST", "/{proxy+}", **integration)
    place: dict[str, Any] = {"rest_api_id": api_id, "resource_id": resource_id, "http_method": "POST"}
    for status, (pattern, mapped, template) in responses.items():
        parameters = {f"method.response.header.{name}": source for name, source in mapped.items()}
        gateway.put_method_response(
            PutMethodResponseRequest(**place, status_code=status, response_parameters=dict.fromkeys(parameters, False))
        )
        gateway.put_integration_response(
            PutIntegrationResponseRequest(
                **place,
                status_code=status,
                selection_pattern=pattern,
                response_parameters=parameters,
                response_templates={"application/json": template},
                content_handling=handling,
            )
        )
    stand.deploy(api_id, {"v": "value"})
    return api_id
