"""What a burst is asked to do and what it tells: typed values that the command line, the console and the run share."""

import msgspec

DEFAULT_CONNECTIONS = 100
REQUEST_TIMEOUT = 35.0
"""Seconds to wait for an answer: API Gateway itself gives up after 29."""


class BurstPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Requests to send at a constant rate, whatever the answers take.

    Attributes:
        url: an http or https URL.
        method: the HTTP method.
        headers: name and value pairs, sent as they are.
        body: the request's body.
        rate: requests per second.
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
    """

    elapsed: float
    planned: int
    sent: int
    by_status: dict[int, int]
    failed: int


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
    """

    elapsed: float
    planned: int
    sent: int
    by_status: dict[int, int]
    errors: dict[str, int]
    latency: Latency
    stopped: bool = False

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
