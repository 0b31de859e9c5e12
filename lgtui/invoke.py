"""`lgtui invoke`: one invocation through a running emulator's control port, as any AWS client makes it."""

import base64
import sys
import urllib.error
import urllib.request
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import quote

import msgspec

INVOCATION_TYPES = {"request": "RequestResponse", "event": "Event", "dry-run": "DryRun"}

FUNCTION_FAILED = 1
USAGE_ERROR = 2

LONGEST_INVOCATION = 910
"""Seconds to wait for the answer: Lambda's longest timeout and some."""


def invoke(function: str, payload: str, invocation_type: str, tail: bool, endpoint: str) -> int:
    """Invoke `function` and print what it returns.

    Args:
        function: name or ARN, with `:qualifier` where wanted.
        payload: the event as JSON, or `@FILE`.
        invocation_type: a key of `INVOCATION_TYPES`.
        tail: print the last 4 KB of the log on stderr.
        endpoint: the control port's URL.

    Returns:
        0, 1 where the function failed, 2 where it could not be invoked.
    """
    try:
        request = _request(endpoint, function, _event(payload), invocation_type, tail)
        with urllib.request.urlopen(request, timeout=LONGEST_INVOCATION) as response:
            return _print_answer(response)
    except urllib.error.HTTPError as error:
        return _fail(_refusal(error.read()))
    except urllib.error.URLError as error:
        return _fail(f"no emulator answers at {endpoint} ({error.reason}); start one with `lgtui serve`")
    except (OSError, ValueError) as error:
        return _fail(str(error))


def _event(payload: str) -> bytes:
    return Path(payload[1:]).read_bytes() if payload.startswith("@") else payload.encode()


def _request(endpoint: str, function: str, event: bytes, invocation_type: str, tail: bool) -> urllib.request.Request:
    url = f"{endpoint.rstrip('/')}/2015-03-31/functions/{quote(function, safe='')}/invocations"
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


def _refusal(body: bytes) -> str:
    """AWS's sentence out of an error's body, or the body where it has none."""
    try:
        document = msgspec.json.decode(body, type=dict[str, object])
    except msgspec.DecodeError:
        return body.decode(errors="replace")
    return str(document.get("Message") or document.get("message") or document)


def _fail(message: str) -> int:
    print(f"lgtui: {message}", file=sys.stderr)
    return USAGE_ERROR
