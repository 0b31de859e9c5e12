"""Where a burst goes: a URL taken apart and checked, because lgtui is a tool for one's own machine."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
SAFE = "/?:@!$&'()*+,;=%-._~[]"
"""Characters of a path and query that stand for themselves; all others are percent-encoded."""


class BurstRefusal(Exception):
    """The burst cannot be carried out; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Target:
    """Host, port and request target of a URL; `host_header` is the value of `Host`."""

    scheme: str
    host: str
    port: int
    path: str
    host_header: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, for sentences."""
        return f"{self.scheme}://{self.host_header}"


def parse_target(url: str) -> Target:
    """Take a URL apart.

    Raises:
        BurstRefusal: it is no http(s) URL, or its host is not this machine.
    """
    parts = _split(url)
    host = parts.hostname or ""
    if parts.scheme not in DEFAULT_PORTS or not host or not url.isprintable():
        raise BurstRefusal(f"{url!r} is no http(s) URL: give one such as http://127.0.0.1:3000/Prod/hello.")
    if not is_loopback(host):
        raise BurstRefusal(f"{host} is not this machine: lgtui sends bursts to loopback addresses alone.")
    path = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    host_header = parts.netloc.rpartition("@")[2]
    return Target(parts.scheme, host, parts.port or DEFAULT_PORTS[parts.scheme], path, host_header)


def is_loopback(host: str) -> bool:
    """Whether `host` is a loopback address or a name under `localhost`."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise BurstRefusal(f"{url!r} is no URL: {error}.") from error
    return parts
