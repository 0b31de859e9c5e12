"""What the data plane takes and gives: one HTTP request and its response, free of any server."""

import msgspec

RawHeaders = list[tuple[bytes, bytes]]


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A request as it came over the wire.

    Attributes:
        path: with the stage, percent escapes as sent: `/Prod/orders/a%20b`.
        query: what stood after the `?`, as sent.
        headers: names in the client's casing, in order.
        source_ip: the client's address.
        protocol: `HTTP/1.1`.
        wire_path: the path as it came over the wire where `path` is a part of it, which a signature is about.
        wire_method: the method as it came, where a header names another.
        base_path: what stood before the resource's path where a domain name is asked; None where the stage did.
    """

    method: str
    path: str
    query: str = ""
    headers: list[tuple[str, str]] = []
    body: bytes = b""
    source_ip: str = "127.0.0.1"
    protocol: str = "HTTP/1.1"
    wire_path: str = ""
    wire_method: str = ""
    base_path: str | None = None


class HttpResponse(msgspec.Struct, frozen=True, gc=False):
    """A response ready for the wire; `headers` lack nothing but `content-length`."""

    status: int
    headers: RawHeaders
    body: bytes
