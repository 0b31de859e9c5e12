"""`lgtui invoke`: one invocation through a running emulator's control port, as any AWS client makes it."""

import base64
import sys
import time
import urllib.error
import urllib.request
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import quote

import msgspec

from lgtui.sample_events import Occasion, sample

INVOCATION_TYPES = {"request": "RequestResponse", "event": "Event", "dry-run": "DryRun"}

FUNCTION_FAILED = 1
USAGE_ERROR = 2

LONGEST_INVOCATION = 910
"""Seconds to wait for the answer: Lambda's longest timeout and some."""


def invoke(
    function: str, payload: str, invocation_type: str, tail: bool, endpoint: str, template: str | None = None
) -> int:
    """Invoke `function` and print what it returns.

    Args:
        function: name or ARN, with `:qualifier` where wanted.
        payload: the event as JSON, or `@FILE`.
        invocation_type: a key of `INVOCATION_TYPES`.
        tail: print the last 4 KB of the log on stderr.
        endpoint: the control port's URL.
        template: the name of a sample event to send instead of `payload`.

    Returns:
        0, 1 where the function failed, 2 where it could not be invoked.
    """
    try:
        event = _sample_event(endpoint, function, template) if template else _event(payload)
        request = _request(endpoint, function, event, invocation_type, tail)
        with urllib.request.urlopen(request, timeout=LONGEST_INVOCATION) as response:
            return _print_answer(response)
    except urllib.error.HTTPError as error:
        return fail(refusal(error.read()))
    except urllib.error.URLError as error:
        return fail(f"no emulator answers at {endpoint} ({error.reason}); start one with `lgtui serve`")
    except (OSError, ValueError) as error:
        return fail(str(error))


def _event(payload: str) -> bytes:
    return Path(payload[1:]).read_bytes() if payload.startswith("@") else payload.encode()


def _sample_event(endpoint: str, function: str, name: str) -> bytes:
    """The sample event of this name, with the region and account of the function's own ARN."""
    with urllib.request.urlopen(f"{_function_url(endpoint, function)}/configuration") as response:
        configuration = msgspec.json.decode(response.read(), type=dict[str, object])
    return sample(name, Occasion(str(configuration["FunctionArn"]), time.time())).encode()


def _function_url(endpoint: str, function: str) -> str:
    return f"{endpoint.rstrip('/')}/2015-03-31/functions/{quote(function, safe='')}"


def _request(endpoint: str, function: str, event: bytes, invocation_type: str, tail: bool) -> urllib.request.Request:
    url = f"{_function_url(endpoint, function)}/invocations"
    headers = {
        "Content-Type": "application/json",
        "X-Amz-Invocation-Type": INVOCATION_TYPES[invocation_type],
        "X-Amz-Log-Type": "Tail" if tail else "None",
    }
    return urllib.request.Request(url, event, headers, method="POST")


def _print_answer(response: HTTPResponse) -> int:
    log = response.headers.get("X-Amz-Log-Result")
    if log:
        print(base64.b64decode(log).decode(errors="replace"), file=sys.stderr, end="")
    body = response.read().decode(errors="replace")
    if body:
        print(body)
    return FUNCTION_FAILED if response.headers.get("X-Amz-Function-Error") else 0


def refusal(body: bytes) -> str:
    """AWS's sentence out of an error's body, or the body where it has none."""
    try:
        document = msgspec.json.decode(body, type=dict[str, object])
    except msgspec.DecodeError:
        return body.decode(errors="replace")
    return str(document.get("Message") or document.get("message") or document)


def fail(message: str) -> int:
    """Say on stderr what is wrong; returns the exit code of a usage error."""
    print(f"lgtui: {message}", file=sys.stderr)
    return USAGE_ERROR
