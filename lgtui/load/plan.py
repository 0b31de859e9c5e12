"""What a burst is asked to do and what it tells: typed values that the command line, the console and the run share."""

from typing import Literal

import msgspec

from lgtui.load.shapes import Profile, Shape, profile_of_count

DEFAULT_CONNECTIONS = 100
MOST_CONNECTIONS = 1_000
"""More would not fit into the number of files a process may have open by default."""

REQUEST_TIMEOUT = 35.0
"""Seconds to wait for an answer: API Gateway itself gives up after 29."""


Outcome = Literal["ok", "throttled", "client_error", "server_error", "failed"]
"""What became of a request: below 400, 429, another 4xx, 5xx, or no answer."""


def outcome_of(status: int) -> Outcome:
    """The outcome that an HTTP status stands for."""
    if status == 429:
        return "throttled"
    if status >= 500:
        return "server_error"
    return "client_error" if status >= 400 else "ok"


class BurstPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Requests to send at a given rate, whatever the answers take.

    Attributes:
        url: an http or https URL.
        method: the HTTP method.
        headers: name and value pairs, sent as they are.
        body: the request's body.
        rate: requests per second, at the highest where the shape is not constant.
        shape: how the rate runs over time.
        base: requests per second where another shape than the constant one begins.
        count: requests to send in all.
        connections: connections open at once at most; a request that finds none free waits, and its latency counts
            from the moment it was due.
    """

    url: str
    rate: float
    count: int
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    connections: int = DEFAULT_CONNECTIONS
    shape: Shape = "constant"
    base: float = 0.0

    @property
    def profile(self) -> Profile:
        """The rate over time."""
        return profile_of_count(self.shape, self.rate, self.base, self.count)


class BurstSlot(msgspec.Struct, frozen=True, kw_only=True):
    """The requests that were due in a stretch of time.

    Attributes:
        at: seconds after the start at which it begins.
        sent: requests that were due in it and were sent.
        outcomes: what became of them so far.
        p50, p95, p99: latencies in seconds, 0 where none was answered.
    """

    at: int
    sent: int = 0
    outcomes: dict[Outcome, int] = {}
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0


class Latency(msgspec.Struct, frozen=True):
    """Latencies in seconds from the moment a request was due to the end of its answer, each within 2 %."""

    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0


class BurstProgress(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """How far a burst is.

    Attributes:
        elapsed: seconds since it began.
        planned: requests to send in all.
        sent: requests sent so far.
        by_status: HTTP status → answers.
        failed: requests without an answer.
        rate: requests per second that are due now.
        latency: of the requests answered so far.
        slots: the newest of the burst's slots: those that may have changed since the last report.
    """

    elapsed: float
    planned: int
    sent: int
    by_status: dict[int, int]
    failed: int
    rate: float = 0.0
    latency: Latency = Latency()
    slots: tuple[BurstSlot, ...] = ()


class BurstResult(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """How a burst came out.

    Attributes:
        elapsed: seconds from the first request to the last answer.
        planned: requests that were to be sent.
        sent: requests that were; fewer where the burst was stopped.
        by_status: HTTP status → answers.
        errors: why requests got no answer, in words → how many.
        latency: of the answered requests.
        stopped: whether it was ended before its end.
        slots: the burst over time.
        slot_width: seconds that one of them covers.
    """

    elapsed: float
    planned: int
    sent: int
    by_status: dict[int, int]
    errors: dict[str, int]
    latency: Latency
    stopped: bool = False
    slots: tuple[BurstSlot, ...] = ()
    slot_width: int = 1

    @property
    def answered(self) -> int:
        """Requests that got an answer of whatever status."""
        return sum(self.by_status.values())


class BurstRefused(msgspec.Struct, frozen=True, tag=True):
    """Why a burst did not begin: one sentence."""

    message: str


BurstReport = BurstProgress | BurstResult | BurstRefused

encode_report = msgspec.json.Encoder().encode
decode_report = msgspec.json.Decoder(BurstReport).decode
