"""Function URLs: who is let in, what the function gets, and what its answer becomes."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lgtui.emulator.errors import ResourceConflictException, ResourceNotFoundException, ValidationException
from lgtui.emulator.functions.model import (
    AddPermissionRequest,
    Code,
    Cors,
    CreateAliasRequest,
    CreateFunctionRequest,
    CreateFunctionUrlConfigRequest,
    FunctionNameRequest,
    FunctionUrlConfig,
    ListFunctionUrlConfigsRequest,
    PutFunctionConcurrencyRequest,
    UpdateFunctionUrlConfigRequest,
)
from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.lambda_urls import LambdaUrls, url_and_path
from lgtui.emulator.wire.runtime_api import listen
from tests.emulator.gateway.signed import signed_headers

ECHO = "def handler(event, context): return event"
RETURNS = "def handler(event, context): return {}"


class Front:
    """A region with one function `f` and its URL."""

    def __init__(self, folder: Path) -> None:
        self.region = Region(Settings(work_folder=folder / "work"), listen)
        self.functions = self.region.functions
        self._urls = LambdaUrls(self.region)
        self.url_id = ""

    def create(self, source: str = ECHO, *, public: bool = True, **members: Any) -> FunctionUrlConfig:
        """Make the function and a URL for it, with the permission that SAM adds."""
        self.functions.create_function(
            CreateFunctionRequest(
                function_name="f", runtime="python3.11", handler="app.handler", code=Code(source=source)
            )
        )
        return self.add_url(public=public, **members)

    def add_url(self, *, public: bool = True, auth_type: str = "NONE", **members: Any) -> FunctionUrlConfig:
        request = CreateFunctionUrlConfigRequest(function_name="f", auth_type=auth_type, **members)
        config = self.functions.create_function_url_config(request)
        if public:
            self.allow(request.qualifier)
        self.url_id = config.function_url.split("//")[1].split(".")[0]
        return config

    def allow(self, qualifier: str = "") -> None:
        self.functions.add_permission(
            AddPermissionRequest(
                function_name="f",
                qualifier=qualifier,
                statement_id="public",
                action="lambda:InvokeFunctionUrl",
                principal="*",
                function_url_auth_type="NONE",
            )
        )

    async def send(self, path: str = "/", method: str = "GET", **members: Any) -> HttpResponse:
        return await self._urls.answer(self.url_id, HttpRequest(method=method, path=path, **members))

    async def event(self, **members: Any) -> dict[str, Any]:
        """The event that a request becomes."""
        event: dict[str, Any] = json.loads((await self.send(**members)).body)
        return event

    def warnings(self) -> list[str]:
        return [line.text for line in self.region.logs.after(0, 1_000)[0] if line.level == "warn"]


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    """A region that is stopped after the test."""
    front = Front(tmp_path)
    yield front
    await front.region.stop()


def headers_of(response: HttpResponse) -> dict[str, str]:
    return {name.decode().lower(): value.decode() for name, value in response.headers}


# The event ------------------------------------------------------------------------------------------------------


async def test_the_event_of_a_bare_request_has_aws_s_members_in_aws_s_order(front: Front) -> None:
    front.create()

    event = await front.event(headers=[("Host", "here:4566"), ("User-Agent", "curl")])

    assert list(event) == [
        *("version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded"),
    ]
    context = event.pop("requestContext")
    assert event | {"headers": {}} == {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/",
        "rawQueryString": "",
        "headers": {},
        "isBase64Encoded": False,
    }
    assert context.pop("requestId") and context.pop("time") and context.pop("timeEpoch")
    http = {"method": "GET", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "curl"}
    assert context == {
        "accountId": "anonymous",
        "apiId": front.url_id,
        "domainName": "here:4566",
        "domainPrefix": front.url_id,
        "http": http,
        "routeKey": "$default",
        "stage": "$default",
    }


async def test_headers_are_in_lower_case_joined_by_commas_and_cookies_apart(front: Front) -> None:
    front.create()

    event = await front.event(
        headers=[("X-Word", "a"), ("x-word", "b"), ("Cookie", "one=1; two=2"), ("Host", "here:99")]
    )

    assert event["headers"]["x-word"] == "a,b"
    assert event["cookies"] == ["one=1", "two=2"]
    assert "cookie" not in event["headers"]
    assert event["headers"]["x-forwarded-port"] == "99"
    assert event["headers"]["x-amzn-trace-id"].startswith("Root=1-")


async def test_paths_and_queries_come_raw_and_parameters_are_joined(front: Front) -> None:
    front.create()

    event = await front.event(path="/a%20b/c", query="x=1&x=2&y=%26")

    assert (event["rawPath"], event["rawQueryString"]) == ("/a%20b/c", "x=1&x=2&y=%26")
    assert event["queryStringParameters"] == {"x": "1,2", "y": "&"}
    assert event["requestContext"]["http"]["path"] == "/a%20b/c"


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("application/json; charset=utf-8", '{"a": "ü"}'.encode(), ('{"a": "ü"}', False)),
        ("text/plain", b"words", ("words", False)),
        ("application/vnd.api+json", b"{}", ("{}", False)),
        ("application/x-www-form-urlencoded", b"a=1", ("YT0x", True)),
        ("image/png", b"\x89PNG", ("iVBORw==", True)),
        ("text/plain", b"\xff", ("/w==", True)),
        ("", b"words", ("d29yZHM=", True)),
    ],
)
async def test_a_body_is_text_or_base64_by_its_type(
    front: Front, content_type: str, body: bytes, expected: tuple[str, bool]
) -> None:
    front.create()
    event = await front.event(method="POST", body=body, headers=[("Content-Type", content_type)])
    assert (event["body"], event["isBase64Encoded"]) == expected


# The response ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("returned", "body"),
    [
        ("{'hello': 'world'}", b'{"hello":"world"}'),
        ("['hello', 3, True]", b'["hello",3,true]'),
        ("'hello'", b"hello"),
        ("3.1", b"3.1"),
        ("None", b"null"),
    ],
)
async def test_an_answer_without_a_status_is_the_body_of_a_200(front: Front, returned: str, body: bytes) -> None:
    front.create(RETURNS.format(returned))

    response = await front.send()

    assert (response.status, headers_of(response)["content-type"]) == (200, "application/json")
    assert response.body.replace(b", ", b",").replace(b": ", b":") == body


async def test_an_answer_with_a_status_is_the_response(front: Front) -> None:
    front.create(
        RETURNS.format(
            "{'statusCode': '201', 'headers': {'X-Count': 3, 'Date': 'then', 'Content-Type': 'text/plain'}, "
            "'cookies': ['a=1; Secure', 'b=2'], 'body': 'aGk=', 'isBase64Encoded': True}"
        )
    )

    response = await front.send()

    assert (response.status, response.body) == (201, b"hi")
    assert [value for name, value in response.headers if name == b"Set-Cookie"] == [b"a=1; Secure", b"b=2"]
    told = headers_of(response)
    assert (told["x-count"], told["content-type"], told["x-amzn-remapped-date"]) == ("3", "text/plain", "then")
    assert told["x-amzn-requestid"]


@pytest.mark.parametrize(
    ("returned", "problem"),
    [
        ("{'statusCode': 'many'}", "statusCode"),
        ("{'statusCode': 99}", "statusCode"),
        ("{'statusCode': 200, 'headers': {'a b': 'c'}}", "header"),
        ("{'statusCode': 200, 'headers': ['a']}", "headers"),
        ("{'statusCode': 200, 'body': '=', 'isBase64Encoded': True}", "base64|padding|Excess"),
    ],
)
async def test_a_response_that_cannot_be_sent_is_a_502_and_said_in_the_log(
    front: Front, returned: str, problem: str
) -> None:
    front.create(RETURNS.format(returned))

    response = await front.send()

    assert (response.status, response.body) == (502, b"Internal Server Error")
    assert "malformed" in front.warnings()[-1]


async def test_a_throttled_call_is_a_429(front: Front) -> None:
    front.create()
    front.functions.put_function_concurrency(
        PutFunctionConcurrencyRequest(function_name="f", reserved_concurrent_executions=0)
    )

    response = await front.send()

    assert response.status == 429
    assert json.loads(response.body)["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"


# Who is let in --------------------------------------------------------------------------------------------------


async def test_without_its_permission_a_url_is_refused_and_the_log_says_what_to_add(front: Front) -> None:
    front.create(public=False)

    refused = await front.send()
    front.allow()
    allowed = await front.send()

    assert (refused.status, allowed.status) == (403, 200)
    assert "AddPermission with Action lambda:InvokeFunctionUrl" in front.warnings()[-1]


async def test_what_is_not_emulated_is_refused_aloud_when_made_and_when_called(front: Front) -> None:
    front.create(invoke_mode="RESPONSE_STREAM")

    response = await front.send()

    assert response.status == 501
    assert "streaming" in json.loads(response.body)["Message"]
    assert ["streaming" in line for line in front.warnings()] == [True, True]


async def test_a_url_with_iam_authorization_calls_for_whoever_signs(front: Front) -> None:
    front.create(auth_type="AWS_IAM", public=False)
    headers = signed_headers("POST", "http://here:4566/x?y=1", body=b"{}", service="lambda")

    event = await front.event(
        method="POST", path="/x", query="y=1", body=b"{}", headers=[("Host", "here:4566"), *headers.items()]
    )

    assert event["requestContext"]["accountId"] == "123456789012"
    assert event["requestContext"]["authorizer"]["iam"] == {
        "accessKey": "AKIAIOSFODNN7EXAMPLE",
        "accountId": "123456789012",
        "callerId": "AIDACKCEVSQ6C2EXAMPLE",
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": "arn:aws:iam::123456789012:user/lgtui",
        "userId": "AIDACKCEVSQ6C2EXAMPLE",
    }


async def test_a_url_with_iam_authorization_is_forbidden_without_a_signature(front: Front) -> None:
    front.create(auth_type="AWS_IAM")

    response = await front.send()

    assert (response.status, headers_of(response)["x-amzn-errortype"]) == (403, "AccessDeniedException")
    assert json.loads(response.body)["Message"].startswith("Forbidden. For troubleshooting Function URL authorization")
    assert "is not signed by a key of this account" in front.warnings()[-1]


async def test_a_url_with_iam_authorization_says_what_is_wrong_with_a_signature(front: Front) -> None:
    front.create(auth_type="AWS_IAM")
    headers = signed_headers("GET", "http://here:4566/", service="execute-api")

    response = await front.send(headers=[("Host", "here:4566"), *headers.items()])

    assert (response.status, headers_of(response)["x-amzn-errortype"]) == (403, "InvalidSignatureException")
    assert json.loads(response.body) == {"message": "Credential should be scoped to correct service: 'lambda'. "}


async def test_a_url_of_an_alias_calls_its_version(front: Front) -> None:
    front.create("def handler(event, context): return context.invoked_function_arn")
    alias = CreateAliasRequest(function_name="f", name="live", function_version="$LATEST")
    front.functions.create_alias(alias)

    front.add_url(qualifier="live")

    assert (await front.send()).body.endswith(b":function:f:live")


# CORS -----------------------------------------------------------------------------------------------------------

PAGE = ("Origin", "https://shop.example")
CORS = Cors(
    allow_origins=["https://shop.example"],
    allow_methods=["POST"],
    allow_headers=["x-word"],
    expose_headers=["x-count"],
    allow_credentials=True,
    max_age=60,
)


async def test_a_preflight_is_answered_without_the_function(front: Front) -> None:
    front.create(cors=CORS)
    asked = [PAGE, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-word")]

    response = await front.send(method="OPTIONS", headers=asked)

    told = headers_of(response)
    assert (response.status, response.body, front.functions.environments()) == (200, b"", [])
    assert told == {
        "access-control-allow-origin": "https://shop.example",
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "x-word",
        "access-control-max-age": "60",
        "vary": "Origin",
    }


@pytest.mark.parametrize("asked", [("https://other.example", "POST"), ("https://shop.example", "DELETE")])
async def test_a_preflight_of_what_is_not_allowed_gets_no_cors_headers(front: Front, asked: tuple[str, str]) -> None:
    front.create(cors=CORS)
    origin, method = asked
    response = await front.send(
        method="OPTIONS", headers=[("Origin", origin), ("Access-Control-Request-Method", method)]
    )
    assert headers_of(response) == {}


async def test_answers_have_the_configuration_s_cors_headers_in_place_of_the_function_s(front: Front) -> None:
    front.create(
        RETURNS.format("{'statusCode': 200, 'headers': {'Access-Control-Allow-Origin': 'https://mine.example'}}"),
        cors=CORS,
    )
    told = headers_of(await front.send(method="POST", headers=[PAGE]))
    assert told["access-control-allow-origin"] == "https://shop.example"
    assert told["access-control-expose-headers"] == "x-count"


async def test_everybody_is_answered_with_the_wildcard(front: Front) -> None:
    front.create(cors=Cors(allow_origins=["*"]))
    assert headers_of(await front.send(headers=[PAGE]))["access-control-allow-origin"] == "*"


async def test_without_a_configuration_preflights_are_the_function_s(front: Front) -> None:
    front.create()
    event = await front.event(method="OPTIONS", headers=[PAGE, ("Access-Control-Request-Method", "POST")])
    assert event["requestContext"]["http"]["method"] == "OPTIONS"


# The operations -------------------------------------------------------------------------------------------------


async def test_a_url_is_found_changed_listed_and_deleted(front: Front) -> None:
    made = front.create(cors=CORS)
    name = FunctionNameRequest(function_name="f")

    changed = front.functions.update_function_url_config(
        UpdateFunctionUrlConfigRequest(function_name="f", cors=Cors(allow_origins=["*"]))
    )
    listed = front.functions.list_function_url_configs(ListFunctionUrlConfigsRequest(function_name="f"))
    found = front.functions.get_function_url_config(name)
    front.functions.delete_function_url_config(name)

    assert changed.function_url == made.function_url
    assert (changed.invoke_mode, found.invoke_mode) == ("", "BUFFERED")
    assert found == msgspec.structs.replace(changed, invoke_mode="BUFFERED")
    assert listed.function_url_configs == [found]
    assert (await front.send()).status == 403
    with pytest.raises(ResourceNotFoundException, match="The resource you requested does not exist"):
        front.functions.get_function_url_config(name)


async def test_a_second_url_a_missing_function_and_a_version_are_refused(front: Front) -> None:
    front.create()
    refused: list[tuple[type[Exception], str, Callable[[], object]]] = [
        (ResourceConflictException, "FunctionUrlConfig exists for this Lambda function", front.add_url),
        (ResourceNotFoundException, "Function does not exist", lambda: front.add_url(qualifier="gone")),
        (ValidationException, "'qualifier'", lambda: front.add_url(qualifier="1")),
        (ValidationException, "'authType'", lambda: front.add_url(auth_type="SOME")),
        (ValidationException, "'invokeMode'", lambda: front.add_url(invoke_mode="SOME")),
    ]
    for error, words, operation in refused:
        with pytest.raises(error, match=words):
            operation()


async def test_a_function_that_is_made_anew_gets_the_same_address_but_no_url(front: Front) -> None:
    before = front.create()
    front.functions.delete_function(FunctionNameRequest(function_name="f"))
    gone = await front.send()
    assert gone.status == 403
    assert front.create().function_url == before.function_url


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("abc.lambda-url.us-east-1.localhost:4566", "/_lgtui/health", ("abc", "/_lgtui/health")),
        ("ABC.lambda-url.us-east-1.localhost", "/", ("abc", "/")),
        ("127.0.0.1:4566", "/_aws/lambda-url/abc/a/b", ("abc", "/a/b")),
        ("127.0.0.1:4566", "/_aws/lambda-url/abc", ("abc", "/")),
        ("127.0.0.1:4566", "/2015-03-31/functions", None),
        ("abc.lambda-url.us-east-1.evil.example", "/", None),
        ("a.b.lambda-url.us-east-1.localhost", "/", None),
    ],
)
def test_hosts_and_paths_name_urls(host: str, path: str, expected: tuple[str, str] | None) -> None:
    assert url_and_path(host, path) == expected
