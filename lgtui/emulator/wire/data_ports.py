"""The data plane's ports: the first API listens on the first one, each further API on the next free one."""

import socket
from collections.abc import Callable

from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.execute_api import ExecuteApi
from lgtui.emulator.wire.http import (
    HttpAnswer,
    Receive,
    Refusal,
    Refused,
    Scope,
    Send,
    plain_refusal,
    send_answer,
)
from lgtui.emulator.wire.ports import ADDRESS, bind_from
from lgtui.emulator.wire.server import RunningServer, serve_socket


class DataPort:
    """One port: an ASGI application that serves the API it has been given, and says so while it has none."""

    def __init__(self, execute_api: ExecuteApi, bound: socket.socket, no_api: Callable[[], Answer]) -> None:
        self._execute_api = execute_api
        self._no_api = no_api
        self.bound = bound
        self.number: int = bound.getsockname()[1]
        self.api_id = ""
        self.server: RunningServer | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: of the domain name that its `Host` is, or of the port's own API."""
        path = scope["raw_path"].decode("latin-1")
        if domain_name := self._execute_api.domain_of(scope):
            await self._execute_api.handle_domain(domain_name, path, scope, receive, send)
        elif self.api_id:
            await self._execute_api.handle(self.api_id, path, scope, receive, send)
        else:
            await send_answer(send, self._no_api())

    def refuse(self, refusal: Refusal, refused: Refused) -> HttpAnswer:
        """Answer what is no request."""
        if not self.api_id:
            return plain_refusal(refusal, refused)
        return self._execute_api.refuse(self.api_id, refused.target, refusal, refused)


class DataPorts:
    """Gives each API a port of its own, for as long as it exists.

    Args:
        first: the socket of the first API; it answers from the start, whether there is an API or not.
        no_api: what a port without an API answers.
    """

    def __init__(self, execute_api: ExecuteApi, first: socket.socket, no_api: Callable[[], Answer]) -> None:
        self._execute_api = execute_api
        self._no_api = no_api
        self._ports = [DataPort(execute_api, first, no_api)]
        self._followed: list[str] | None = None

    async def follow(self, api_ids: list[str]) -> None:
        """Open ports for APIs that have none; the port of an API that is gone waits for the next one."""
        if api_ids == self._followed:
            return
        self._followed = api_ids
        for port in self._ports:
            if port.api_id not in api_ids:
                port.api_id = ""
        served = {port.api_id for port in self._ports}
        for api_id in api_ids:
            if api_id not in served:
                self._free_port().api_id = api_id
        for port in self._ports:
            if port.server is None:
                port.server = await serve_socket(port, port.bound, answer_refused=port.refuse)

    def url(self, api_id: str) -> str:
        """Where `api_id` is reached, without a stage; empty while it has no port."""
        numbers = [port.number for port in self._ports if port.api_id == api_id]
        return f"http://{ADDRESS}:{numbers[0]}" if numbers else ""

    async def stop(self) -> None:
        """Close every port."""
        for port in self._ports:
            if port.server is not None:
                await port.server.stop()

    def _free_port(self) -> DataPort:
        for port in self._ports:
            if not port.api_id:
                return port
        port = DataPort(self._execute_api, bind_from(self._ports[-1].number + 1), self._no_api)
        self._ports.append(port)
        return port
