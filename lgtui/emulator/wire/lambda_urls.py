"""The function URLs' face: an HTTP request becomes an event of payload format 2.0, the function's answer a response."""

import re

import msgspec

from lgtui.emulator.credentials import Credential
from lgtui.emulator.errors import ServiceError
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse
from lgtui.emulator.functions.policy import INVOKE_BY_URL
from lgtui.emulator.functions.url import FunctionUrl
from lgtui.emulator.functions.validation import PAYLOAD_LIMIT
from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.region import Region
from lgtui.emulator.sigv4 import SignatureRefused, SignedRequest, Verifier, is_signed
from lgtui.emulator.wire.execute_api import http_request
from lgtui.emulator.wire.http import Receive, Scope, Send, read_body, send_answer
from lgtui.emulator.wire.lambda_url_cors import is_preflight, preflight_response, with_cors
from lgtui.emulator.wire.lambda_url_event import build_event, joined_headers
from lgtui.emulator.wire.lambda_url_response import JSON_TYPE, MalformedResponse, read_response

PREFIX = "/_aws/lambda-url/"
"""Where function URLs are on the control port, besides their own host names."""

FORBIDDEN = (
    "Forbidden. For troubleshooting Function URL authorization issues, see: "
    "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
)

_HOST = re.compile(
    r"(?P<id>[a-z0-9]{1,63})\.lambda-url\.[a-z0-9-]+\.localhost(?:\.localstack\.cloud)?(?::\d+)?", re.IGNORECASE
)


def url_and_path(host: str, path: str) -> tuple[str, str] | None:
    """The id of the function URL that a request is for, and the path below it; None where it is for none.

    Args:
        host: the `Host` header; `{id}.lambda-url.{region}.localhost`, with or without a port, names a URL.
        path: the raw path; below `PREFIX` it begins with a URL's id.
    """
    match = _HOST.fullmatch(host)
    if match:
        return match["id"].lower(), path
    if not path.startswith(PREFIX):
        return None
    url_id, _, rest = path.removeprefix(PREFIX).partition("/")
    return url_id, f"/{rest}"


class LambdaUrls:
    """Answers the requests to function URLs."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self._random = RandomBytes()
        self._signatures = Verifier(
            region.clock, region.credentials, region.settings.region_name, "lambda", unsigned_payload=False
        )

    async def handle(self, url_id: str, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to the URL `url_id`.

        Args:
            path: the raw path below the URL, percent escapes as sent: `/orders/42`.
        """
        body = await read_body(receive, PAYLOAD_LIMIT)
        if body is None:
            text = f"Request must be smaller than {PAYLOAD_LIMIT} bytes for the InvokeFunction operation"
            await send_answer(send, _refusal(413, "RequestEntityTooLargeException", text))
        else:
            await send_answer(send, await self.answer(url_id, http_request(path, scope, body)))

    async def answer(self, url_id: str, request: HttpRequest) -> HttpResponse:
        """The response to one request (facts url-003 to url-005)."""
        url = self._region.functions.find_url(url_id)
        if url is None:
            return _refusal(403, "AccessDeniedException", None)
        if url.not_emulated:
            self._warn(url, url.not_emulated)
            return _refusal(501, "NotImplementedException", f"lgtui: {url.function_name}: {url.not_emulated}")
        headers = joined_headers(request.headers)
        if url.cors is not None and is_preflight(request.method, headers):
            return preflight_response(url.cors, headers)
        response = await self._admit(url, request)
        return response if url.cors is None else with_cors(url.cors, headers.get("origin"), response)

    async def _admit(self, url: FunctionUrl, request: HttpRequest) -> HttpResponse:
        """Call the function for whoever may call it; a body has to be signed with the rest (guide, urls-auth)."""
        caller = None
        signed = SignedRequest(
            request.method, request.wire_path or request.path, request.query, request.headers, request.body
        )
        if url.auth_type == "AWS_IAM" and is_signed(signed):
            try:
                caller = self._signatures.verify(signed)
            except SignatureRefused as refused:
                self._warn(url, f"a request to its function URL is refused ({refused.code}): {refused.explanation}")
                return _unauthentic(refused)
        if not self._region.functions.may_call(url, caller):
            return self._forbidden(url)
        return await self._call(url, request, caller)

    async def _call(self, url: FunctionUrl, request: HttpRequest, caller: Credential | None) -> HttpResponse:
        """Invoke the function and read its answer."""
        request_id = uuid4(self._random.take(16))
        now = self._region.clock.time()
        trace_id = f"Root=1-{int(now):08x}-{self._random.take(12).hex()}"
        event = build_event(request, url.id, request_id, trace_id, now, caller)
        invocation = InvocationRequest(function_name=url.function_name, qualifier=url.qualifier, payload=event)
        try:
            answer = await self._region.functions.run(invocation, request_id)
        except ServiceError as error:
            return _refused(error)
        response = self._read(url, answer)
        told = [(b"x-amzn-RequestId", request_id.encode()), (b"x-amzn-Trace-Id", trace_id.encode())]
        return msgspec.structs.replace(response, headers=[*response.headers, *told])

    def _read(self, url: FunctionUrl, answer: InvocationResponse) -> HttpResponse:
        """The response of a function's answer: 502 where it failed or returned what cannot be sent (fact url-003)."""
        if not answer.function_error:
            try:
                return read_response(answer.payload)
            except MalformedResponse as error:
                self._warn(url, f"its answer to a function URL is malformed: {error}.")
        return HttpResponse(502, [JSON_TYPE], b"Internal Server Error")

    def _forbidden(self, url: FunctionUrl) -> HttpResponse:
        """AWS's refusal, and in the log what is missing (fact url-005)."""
        qualifier = f":{url.qualifier}" if url.qualifier else ""
        cure = (
            "the request is not signed by a key of this account. Sign it for the service lambda; `lgtui serve` prints "
            "a key."
            if url.auth_type == "AWS_IAM"
            else f"lacks the permission. Add it: AddPermission with Action {INVOKE_BY_URL}, Principal * and "
            "FunctionUrlAuthType NONE."
        )
        self._warn(
            url,
            f"its function URL is refused, as AWS does it: {url.function_name}{qualifier} does not exist, or {cure}",
        )
        return _refusal(403, "AccessDeniedException", FORBIDDEN)

    def _warn(self, url: FunctionUrl, text: str) -> None:
        self._region.logs.write(LogRecord(self._region.clock.time(), url.function_name, "url", "warn", text))


def _refusal(status: int, code: str, message: str | None) -> HttpResponse:
    headers = [JSON_TYPE, (b"x-amzn-ErrorType", code.encode())]
    return HttpResponse(status, headers, msgspec.json.encode({"Message": message}))


def _unauthentic(refused: SignatureRefused) -> HttpResponse:
    """What a client gets whose signature is refused."""
    headers = [JSON_TYPE, (b"x-amzn-ErrorType", refused.code.encode())]
    return HttpResponse(403, headers, msgspec.json.encode({"message": refused.message}))


def _refused(error: ServiceError) -> HttpResponse:
    """What a client gets where Lambda does not take the invocation."""
    headers = [JSON_TYPE, (b"x-amzn-ErrorType", error.code.encode())]
    return HttpResponse(error.status, headers, msgspec.json.encode({**error.fields, "message": error.message}))
