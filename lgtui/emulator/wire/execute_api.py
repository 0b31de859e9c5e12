"""The execute-api face: HTTP requests to a REST API, on a port of its own and below the control port."""

import msgspec

from lgtui.emulator.gateway import failures
from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.wire.http import (
    BODY_TOO_LONG,
    HEADERS_TOO_LONG,
    MALFORMED,
    MAX_BODY,
    MAX_HEADERS,
    MAX_URL,
    URL_TOO_LONG,
    Receive,
    Refusal,
    Refused,
    Scope,
    Send,
    read_body,
    send_answer,
)

_REFUSALS = {
    BODY_TOO_LONG: (
        failures.REQUEST_TOO_LARGE,
        f"The request's body is over {MAX_BODY // 1024**2} MB, which is API Gateway's limit. Have the client upload to "
        "S3 and send where it lies.",
    ),
    HEADERS_TOO_LONG: (
        failures.HEADERS_TOO_LONG,
        f"The request's headers are over {MAX_HEADERS} bytes, names and values together, which is API Gateway's limit. "
        "Cookies and tokens are the usual reason.",
    ),
    URL_TOO_LONG: (
        failures.URI_TOO_LONG,
        f"The request's path and query are over {MAX_URL} bytes, which is API Gateway's limit. Send them as a body.",
    ),
    MALFORMED: (
        failures.BAD_REQUEST,
        "What came is no HTTP/1.1 request. Does the client speak TLS (https://) or HTTP/2? This port speaks HTTP/1.1 "
        "alone.",
    ),
}
"""Why a request never reaches the life cycle, and what to do."""


class ExecuteApi:
    """Hands HTTP requests to the gateway and its answers back."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def handle(self, api_id: str, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to the API `api_id`.

        Args:
            path: the raw path from the stage on, percent escapes as sent: `/Prod/orders/42`.
        """
        body = await read_body(receive, MAX_BODY)
        request = http_request(path, scope, body or b"")
        if body is None:
            await send_answer(send, self._gateway.refuse(api_id, request, _failure(BODY_TOO_LONG)))
        else:
            await send_answer(send, await self._gateway.handle(api_id, request))

    def domain_of(self, scope: Scope) -> str:
        """The domain name that a request's `Host` header stands for; empty where there is none."""
        if not self._gateway.has_domain_names:
            return ""
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        return self._gateway.domain_named(host.decode("latin-1"))

    async def handle_named_domain(self, name: str, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request whose path names the domain name; its API sees that name as the `Host`."""
        domain_name = self._gateway.domain_named(name)
        if not domain_name:
            message = msgspec.json.encode({"message": f"There is no domain name {name}: make it by CreateDomainName."})
            await send_answer(send, HttpResponse(404, [(b"content-type", b"application/json")], message))
            return
        headers = [pair for pair in scope["raw_headers"] if pair[0].lower() != b"host"]
        named = {**scope, "raw_headers": [(b"Host", name.encode()), *headers]}
        await self.handle_domain(domain_name, path, named, receive, send)

    async def handle_domain(self, domain_name: str, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to a domain name.

        Args:
            path: the raw path from the base path on.
        """
        body = await read_body(receive, MAX_BODY)
        request = http_request(path, scope, body or b"")
        if body is None:
            await send_answer(send, self._gateway.refuse("", request, _failure(BODY_TOO_LONG)))
        else:
            await send_answer(send, await self._gateway.handle_domain(domain_name, request))

    def refuse(self, api_id: str, path: str, refusal: Refusal, refused: Refused) -> HttpResponse:
        """Answer what is over a limit, or no request at all, so that it leaves a trace and a line in the log.

        Args:
            path: as of `handle`, with the query.
        """
        path, _, query = path.partition("?")
        request = HttpRequest(
            method=refused.method, path=path, query=query, headers=refused.headers, source_ip=refused.client
        )
        return self._gateway.refuse(api_id, request, _failure(refusal))


def _failure(refusal: Refusal) -> GatewayFailure:
    response_type, explanation = _REFUSALS[refusal]
    log = f"Execution failed: {refusal.message}"
    return GatewayFailure(response_type, refusal.message, log=log, explanation=explanation)


def http_request(path: str, scope: Scope, body: bytes) -> HttpRequest:
    """The request that an ASGI scope and a body stand for, with `path` in place of the scope's own."""
    client = scope["client"]
    return HttpRequest(
        method=scope["method"],
        path=path,
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["raw_headers"]],
        body=body,
        source_ip=client[0] if client else "",
        protocol=f"HTTP/{scope['http_version']}",
        wire_path=scope["raw_path"].decode("latin-1"),
    )
