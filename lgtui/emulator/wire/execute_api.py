"""The execute-api face: HTTP requests to a REST API, on a port of its own and below the control port."""

from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.wire.http import BODY_TOO_LONG, MAX_BODY, Receive, Scope, Send, read_body, send_answer

_TOO_LONG = HttpResponse(
    BODY_TOO_LONG.status,
    [(b"content-type", b"application/json")],
    f'{{"message":"{BODY_TOO_LONG.message}"}}'.encode(),
)


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
        if body is None:
            await send_answer(send, _TOO_LONG)
        else:
            await send_answer(send, await self._gateway.handle(api_id, http_request(path, scope, body)))


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
