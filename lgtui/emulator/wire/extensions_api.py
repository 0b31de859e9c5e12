"""The Extensions API over HTTP: what an extension may ask of its environment, on the same port as the runtime.

Paths and words are the runtime interface emulator's (aws-lambda-runtime-interface-emulator, rapi/handler). The Logs
API and the Telemetry API are refused aloud.
"""

import json
import uuid
from typing import Any, NamedTuple

from lgtui.emulator.functions.extensions import Refusal
from lgtui.emulator.functions.runtime import RuntimeEvent, RuntimeHost, ShutdownEvent
from lgtui.emulator.wire.runtime_answers import ACCEPTED, error
from lgtui.emulator.wire.runtime_answers import answer as http_answer

PREFIX = "/2020-01-01/extension/"
NOT_EMULATED = {"/2020-08-15/logs": "Logs API", "/2022-07-01/telemetry": "Telemetry API"}


class ExtensionRequest(NamedTuple):
    """One request: `headers` by lower-case name, the body in pieces."""

    method: str
    path: str
    headers: dict[bytes, str]
    pieces: list[bytes]

    @property
    def identifier(self) -> str:
        """Whom the request says it is from, or empty."""
        return self.headers.get(b"lambda-extension-identifier", "")


def answer(host: RuntimeHost, request: ExtensionRequest) -> bytes | None:
    """Carry out one request; None where it waits for the next event."""
    try:
        return _answer(host, request)
    except Refusal as refusal:
        return error(403, refusal.error_type, str(refusal))


def event(event: RuntimeEvent | ShutdownEvent) -> bytes:
    """An answer to a request for the next event."""
    body = _shutdown(event) if isinstance(event, ShutdownEvent) else _invoke(event)
    return http_answer(200, json.dumps(body).encode(), f"Lambda-Extension-Event-Identifier: {uuid.uuid4()}")


def _answer(host: RuntimeHost, request: ExtensionRequest) -> bytes | None:
    extensions = host.extensions
    if request.path in NOT_EMULATED:
        return _refuse(host, NOT_EMULATED[request.path])
    match request.method, request.path.removeprefix(PREFIX):
        case "POST", "register":
            return _register(host, request)
        case "GET", "event/next":
            extensions.find(request.identifier)
            return None
        case "POST", "init/error":
            extensions.fail(extensions.find(request.identifier), _error_type(request), "InitError")
            return ACCEPTED
        case "POST", "exit/error":
            extensions.fail(extensions.find(request.identifier), _error_type(request), "ExitError")
            return ACCEPTED
    return error(404, "NotFound", f"the Runtime API has no {request.method} of this path")


def _register(host: RuntimeHost, request: ExtensionRequest) -> bytes:
    """Register the extension; it learns of the account only where it says that it can."""
    extension = host.extensions.register(request.headers.get(b"lambda-extension-name", ""), _events(request))
    description = dict(host.description)
    if "accountId" not in request.headers.get(b"lambda-extension-accept-feature", ""):
        del description["accountId"]
    return http_answer(200, json.dumps(description).encode(), f"Lambda-Extension-Identifier: {extension.identifier}")


def _events(request: ExtensionRequest) -> list[str]:
    try:
        body: Any = json.loads(b"".join(request.pieces))
    except ValueError as failure:
        raise Refusal("InvalidRequestFormat", str(failure)) from None
    events = body.get("events", []) if isinstance(body, dict) else None
    if not isinstance(events, list) or not all(isinstance(each, str) for each in events):
        raise Refusal("InvalidRequestFormat", "the body has to be an object whose member events lists names of events")
    return events


def _error_type(request: ExtensionRequest) -> str:
    return request.headers.get(b"lambda-extension-function-error-type", "")


def _refuse(host: RuntimeHost, name: str) -> bytes:
    text = f"lgtui does not emulate the {name}: an extension that subscribes to it gets no logs here"
    host.runtime_refused(text)
    return error(501, "NotImplemented", text)


def _invoke(event: RuntimeEvent) -> dict[str, object]:
    return {
        "eventType": "INVOKE",
        "deadlineMs": event.deadline_ms,
        "requestId": event.request_id,
        "invokedFunctionArn": event.function_arn,
        "tracing": {"type": "X-Amzn-Trace-Id", "value": event.trace_id},
    }


def _shutdown(event: ShutdownEvent) -> dict[str, object]:
    return {"eventType": "SHUTDOWN", "deadlineMs": event.deadline_ms, "shutdownReason": event.reason}
