"""Direct invocations: an event as it is typed, the Invoke it becomes, and what its answer says."""

import base64
from urllib.parse import quote

import msgspec

from lgtui.console.region.outcomes import Answer
from lgtui.console.requests.drafts import Request

INVOCATION_TYPES = ("RequestResponse", "Event", "DryRun")

LATEST = "$LATEST"


class EventDraft(msgspec.Struct, frozen=True, tag=True):
    """An event as typed for one function.

    Attributes:
        qualifier: a version or an alias, or empty for the unqualified function, which is `$LATEST`.
        invocation_type: one of `INVOCATION_TYPES`.
        event: text, sent as UTF-8.
    """

    qualifier: str = ""
    invocation_type: str = "RequestResponse"
    event: str = "{}"


def invoke_request(function: str, draft: EventDraft, control_url: str) -> Request:
    """The Invoke that a draft becomes, with the tail of the log asked for."""
    query = f"?Qualifier={quote(draft.qualifier, safe='')}" if draft.qualifier else ""
    url = f"{control_url}/2015-03-31/functions/{quote(function, safe='')}/invocations{query}"
    headers = (("X-Amz-Invocation-Type", draft.invocation_type), ("X-Amz-Log-Type", "Tail"))
    return Request("POST", url, headers, draft.event.encode(errors="replace"))


def log_tail(answer: Answer) -> list[str]:
    """The last 4 KB of the invocation's log, line by line; empty where the answer brings none."""
    return base64.b64decode(answer.header("x-amz-log-result")).decode(errors="replace").splitlines()


def invocation_id(answer: Answer) -> str:
    """The id that the invocation's log lines bear: the log tail's, or without one the answer's own."""
    report = next((line.split() for line in reversed(log_tail(answer)) if line.startswith("REPORT RequestId: ")), [])
    return report[2] if len(report) > 2 else answer.request_id


def is_answered(answer: Answer) -> bool:
    """Whether the function ran and answered, be it with an error: such an invocation has a life cycle."""
    return answer.status == 200


def start_of(answer: Answer) -> str:
    """`cold` or `warm` by the REPORT line of the log tail; empty where there is none."""
    report = next((line for line in log_tail(answer) if line.startswith("REPORT ")), "")
    return ("cold" if "Init Duration" in report else "warm") if report else ""


def in_words(answer: Answer) -> str:
    """What an answer to Invoke means and what to do about it; empty where the payload says it all."""
    if answer.status == 202:
        return (
            "Queued. The function gets the event in its own time and nobody waits for what it returns; "
            "follow it in the logs (6) and the queue in pane 5."
        )
    if answer.status == 204:
        return "Dry run: the function is there and would take this event. Nothing ran."
    if answer.header("x-amz-function-error"):
        return _function_error(_document(answer))
    return "" if answer.status < 300 else _refusal(answer)


def _function_error(payload: dict[str, object]) -> str:
    """Why a function failed; the payload is what its runtime or the sandbox reported."""
    kind, message = str(payload.get("errorType", "")), str(payload.get("errorMessage", ""))
    said = ": ".join(part for part in (kind, message) if part) or "it gave no reason"
    return f"The function failed: {said}\n{_remedy(kind, message)}"


def _remedy(kind: str, message: str) -> str:
    if kind == "Sandbox.Timedout" or "Task timed out" in message:
        return "It took longer than its Timeout: raise that in the template, or find in the log where it waits."
    if kind == "Runtime.OutOfMemory" or "signal: killed" in message:
        return "Its environment was ended: raise MemorySize in the template, or use less memory."
    if kind == "Runtime.ExitError":
        return "Its process ended before it answered: look in the log for what ended it."
    if kind in ("Runtime.ImportModuleError", "Runtime.HandlerNotFound", "Runtime.MalformedHandlerName"):
        return "Handler in the template does not lead to a function, or an import fails: e opens the file."
    return "The stack trace is in the payload and in the log; e opens the handler."


_THROTTLES = {
    "ReservedFunctionConcurrentInvocationLimitExceeded": (
        "The function's reserved concurrency is used up (0 refuses all): raise it with c, or wait for a running one."
    ),
    "ConcurrentInvocationLimitExceeded": (
        "The account's concurrency, less what others have reserved, is used up: wait, or reserve some with c."
    ),
    "ReservedFunctionInvocationRateLimitExceeded": (
        "Too many requests a second: ten for each unit of reserved concurrency. Send slower, or raise it with c."
    ),
    "FunctionInvocationRateLimitExceeded": "Too many requests a second for this function: send slower.",
    "CallerRateLimitExceeded": "Too many requests a second from one caller: send slower.",
    "ConcurrentSnapshotCreateLimitExceeded": "Too many snapshots are made at once: wait.",
}
"""Invoke's 429 by its member Reason: the API reference's page `API_Invoke`."""

_REFUSALS = {
    "ResourceNotFoundException": "There is no such function, version or alias: choose another qualifier.",
    "InvalidRequestContentException": "The event is no JSON: the line above the editor says where.",
    "RequestTooLargeException": "The event is too large: 6 MB for RequestResponse, 1 MB for Event.",
    "InvalidParameterValueException": "A parameter is not what Invoke takes.",
    "ResourceConflictException": "The function is being changed: send again in a moment.",
    "ResourceNotReadyException": "The function is not ready yet: send again in a moment.",
    "RecursiveInvocationException": "The function has kept invoking itself and was stopped: break the loop.",
    "InvalidRuntimeException": "No interpreter here runs this function: the tree says which is missing.",
    "ServiceException": "The emulator failed; the log (6) says more.",
}


def _refusal(answer: Answer) -> str:
    """Why Invoke refused: AWS's words, and what to do."""
    document = _document(answer)
    message = str(document.get("Message") or document.get("message") or answer.reason)
    kind = answer.header("x-amzn-ErrorType").partition(":")[0]
    reason = str(document.get("Reason", ""))
    advice = _THROTTLES.get(reason, "") if answer.status == 429 else _REFUSALS.get(kind, "")
    after = answer.header("retry-after")
    wait = f" AWS's clients would wait {after} s and try again." if after else ""
    names = " · ".join(name for name in (kind, reason) if name)
    return "\n".join(part for part in (f"{names or answer.status}: {message}", advice + wait) if part)


def _document(answer: Answer) -> dict[str, object]:
    try:
        document = msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        return {}
    return document if isinstance(document, dict) else {}
