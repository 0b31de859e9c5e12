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
    """The request's headers as the event has them.

    Attributes:
        single: name → last value.
        multi: name → all values.
        by_name: lower-case name → last value, of all headers, those too that are not passed on.
    """

    __slots__ = ("by_name", "multi", "single")

    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.single: dict[str, str] = {}
        self.multi: dict[str, list[str]] = {}
        self.by_name: dict[str, str] = {}
        for name, value in headers:
            key = name.lower()
            self.by_name[key] = value
            if key in NOT_PASSED_ON:
                continue
            self.single[name] = value
            if name in self.multi:
                self.multi[name].append(value)
            else:
                self.multi[name] = [value]

    def values(self, name: str) -> list[str]:
        """Every value of the header of that lower-case name."""
        return [value for key, values in self.multi.items() if key.lower() == name for value in values]

    def put(self, name: str, value: str) -> None:
        """Set a header of API Gateway's own, in place of any of that name in whatever casing."""
        if name.lower() in self.by_name:
            for other in [n for n in self.single if n.lower() == name.lower()]:
                del self.single[other], self.multi[other]
        self.single[name] = value
        self.multi[name] = [value]


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
