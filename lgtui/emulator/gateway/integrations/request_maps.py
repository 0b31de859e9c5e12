"""A request's headers and query string as events, templates and mappings have them."""

from urllib.parse import parse_qsl

from lgtui.emulator.gateway.lifecycle.context import RequestContext

NOT_PASSED_ON = frozenset(
    {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
        "www-authenticate",
    }
)
"""Request headers that do not reach the function (fact http-013)."""


class HeaderMaps:
    """The request's headers as the event has them; few requests need more than one of the maps.

    Attributes:
        by_name: lower-case name → last value, of all headers, those too that are not passed on.
    """

    __slots__ = ("_headers", "_multi", "_own", "by_name")

    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.by_name = {name.lower(): value for name, value in headers}
        self._headers = headers
        self._own: dict[str, str] = {}
        self._multi: dict[str, list[str]] | None = None

    @property
    def single(self) -> dict[str, str]:
        """Name → last value."""
        return {name: values[-1] for name, values in self.multi.items()}

    @property
    def multi(self) -> dict[str, list[str]]:
        """Name → all values."""
        if self._multi is None:
            replaced = NOT_PASSED_ON.union(map(str.lower, self._own))
            self._multi = {}
            for name, value in self._headers:
                if name.lower() not in replaced:
                    self._multi.setdefault(name, []).append(value)
            self._multi |= {name: [value] for name, value in self._own.items()}
        return self._multi

    def values(self, name: str) -> list[str]:
        """Every value of the header of that lower-case name."""
        return [value for key, values in self.multi.items() if key.lower() == name for value in values]

    def put(self, name: str, value: str) -> None:
        """Set a header of API Gateway's own, in place of any of that name in whatever casing."""
        self._own[name] = value
        self._multi = None


def query_maps(query: str) -> tuple[dict[str, str] | None, dict[str, list[str]] | None]:
    """`queryStringParameters` (last value wins) and `multiValueQueryStringParameters` (fact proxy-013)."""
    if not query:
        return None, None
    single: dict[str, str] = {}
    multi: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        single[name] = value
        multi.setdefault(name, []).append(value)
    return single or None, multi or None


def add_gateway_headers(context: RequestContext, headers: HeaderMaps) -> None:
    """Add what API Gateway adds: the trace id, kept where the client sent one, and the forwarding headers."""
    by_name = headers.by_name
    sent_trace = by_name.get("x-amzn-trace-id", "")
    if "Root=" in sent_trace:
        context.trace_id = sent_trace
    else:
        headers.put("X-Amzn-Trace-Id", context.trace_id)
    forwarded = by_name.get("x-forwarded-for")
    source = context.request.source_ip
    headers.put("X-Forwarded-For", f"{forwarded}, {source}" if forwarded else source)
    headers.put("X-Forwarded-Port", _port(by_name.get("host", "")))
    headers.put("X-Forwarded-Proto", "http")


def _port(host: str) -> str:
    """The port that a `Host` header names, or HTTP's own."""
    port = host.rpartition(":")[2]
    return port if port.isdecimal() else "80"
