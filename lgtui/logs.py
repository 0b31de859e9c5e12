"""`lgtui logs`: a function's log lines out of a running emulator's store, also those of earlier runs."""

import math
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

import msgspec

from lgtui.invoke import fail, refusal

POLL_INTERVAL = 0.5
"""Seconds between two looks for new lines."""

PATIENCE = 30
"""Seconds to wait for an answer."""


class Line(msgspec.Struct, frozen=True):
    """A line: `time` in emulated seconds since the epoch."""

    time: float
    text: str


class Lines(msgspec.Struct, frozen=True):
    """What `GET /_lgtui/logs` answers for a group, as far as it is printed."""

    events: list[Line]


def print_logs(function: str, since: float | None, text: str, follow: bool, endpoint: str) -> int:
    """Print a function's lines.

    Args:
        function: its name, or a log group's, which begins with a slash.
        since: emulated seconds back from now; None for the last thousand lines.
        text: words that each line must hold, or empty.
        follow: go on with new lines until interrupted.
        endpoint: the control port's URL.

    Returns:
        0, 2 where there is no emulator.
    """
    try:
        for line in _lines(function, since, text, follow, endpoint):
            moment = datetime.fromtimestamp(line.time)
            print(f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03} {line.text}", flush=follow)
    except KeyboardInterrupt:
        return 0
    except urllib.error.HTTPError as error:
        return fail(refusal(error.read()))
    except urllib.error.URLError as error:
        return fail(f"no emulator answers at {endpoint} ({error.reason}); start one with `lgtui serve`")
    except BrokenPipeError:
        sys.stderr.close()  # The reader is gone, and Python would complain of it at exit.
    return 0


def _lines(function: str, since: float | None, text: str, follow: bool, endpoint: str) -> Iterator[Line]:
    """Lines that are there, then those that come."""
    query: dict[str, str | float] = {"group" if function.startswith("/") else "function": function, "text": text}
    lines = _read(endpoint, {**query, **({} if since is None else {"since": since})})
    yield from lines
    seen = lines[-1].time if lines else 0.0
    while follow:
        time.sleep(POLL_INTERVAL)
        lines = _read(endpoint, {**query, "start": math.nextafter(seen, math.inf)})
        yield from lines
        seen = lines[-1].time if lines else seen


def _read(endpoint: str, query: dict[str, str | float]) -> list[Line]:
    url = f"{endpoint.rstrip('/')}/_lgtui/logs?{urlencode(query)}"
    with urllib.request.urlopen(url, timeout=PATIENCE) as response:
        return msgspec.json.decode(response.read(), type=Lines).events
