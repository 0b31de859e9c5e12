"""Requests to the gateway as they are typed: a draft for each method, and the exact request it becomes."""

import re
from urllib.parse import quote

import msgspec

from lgtui.console.region.state import MethodTarget
from lgtui.console.requests.signing import SIGNATURE_HEADERS, Signing, signature
from lgtui.console.secret_values import secrets_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
"""The methods that API Gateway knows; ANY stands for all of them."""

_PLACEHOLDER = re.compile(r"\{([^{}/+]+)(\+?)\}")
_WITH_BODY = ("POST", "PUT", "PATCH")
# What may stand in a request's target as typed; anything else is percent-encoded.
_TARGET_SAFE = "/?&=%:@!$'()*+,;~[]"

Pairs = tuple[tuple[str, str], ...]


class Draft(msgspec.Struct, frozen=True, tag=True):
    """A request as typed.

    Attributes:
        http_method: the method that will be sent.
        line: path and query below the stage, with `{placeholders}`: `/orders/{id}?expand=items`.
        path_values: placeholder → value.
        headers: names and values in the order and casing to be sent.
        body: text, sent as UTF-8.
        signing: with what it is signed (AWS IAM), or None.
    """

    http_method: str
    line: str
    path_values: dict[str, str] = {}
    headers: Pairs = ()
    body: str = ""
    signing: Signing | None = None

    @property
    def secrets(self) -> list[str]:
        """What of it nobody else is to see."""
        signed_with = [self.signing.secret_access_key, self.signing.session_token] if self.signing else []
        return [*secrets_of(self.headers, self.line), *signed_with]


class Request(msgspec.Struct, frozen=True):
    """A request as it goes out: `url` is sent as it stands."""

    http_method: str
    url: str
    headers: Pairs
    body: bytes


def new_draft(target: MethodTarget) -> Draft:
    """What the composer shows for a method that was never edited."""
    http_method = "GET" if target.http_method == "ANY" else target.http_method
    headers = (("Content-Type", "application/json"),) if http_method in _WITH_BODY else ()
    return Draft(http_method, target.path, headers=headers)


def placeholders(line: str) -> list[str]:
    """The names of the path's `{placeholders}`, in order."""
    return [name for name, _ in _PLACEHOLDER.findall(line.partition("?")[0])]


def missing_values(draft: Draft) -> list[str]:
    """The placeholders of a draft's path that have no value: the request would be another resource's."""
    return [name for name in placeholders(draft.line) if not draft.path_values.get(name)]


def query_pairs(line: str) -> Pairs:
    """The query's names and values as typed, still encoded."""
    query = line.partition("?")[2]
    return tuple((name, value) for name, _, value in (part.partition("=") for part in query.split("&")) if name)


def with_query(line: str, pairs: Pairs) -> str:
    """The line with its query replaced."""
    query = "&".join(f"{name}={value}" for name, value in pairs if name)
    path = line.partition("?")[0]
    return f"{path}?{query}" if query else path


def gateway_request(draft: Draft, stage_url: str) -> Request:
    """The request a draft becomes on a stage's URL.

    A path value is percent-encoded whole, except that the value of a greedy `{proxy+}` keeps its slashes.
    """

    def value(found: re.Match[str]) -> str:
        return quote(draft.path_values.get(found[1], ""), safe="/" if found[2] else "")

    path, mark, query = draft.line.partition("?")
    target = quote(_PLACEHOLDER.sub(value, path), safe=_TARGET_SAFE) + mark + quote(query, safe=_TARGET_SAFE)
    separator = "" if target.startswith("/") else "/"
    url = stage_url.rstrip("/") + separator + target
    return Request(draft.http_method, url, _named(draft.headers), draft.body.encode(errors="replace"))


def unsigned(request: Request) -> Request:
    """A request without what a signature consists of."""
    headers = tuple(pair for pair in request.headers if pair[0].lower() not in SIGNATURE_HEADERS)
    return msgspec.structs.replace(request, headers=headers)


def signed(request: Request, key: Signing, region: str, at: float) -> Request:
    """A request with the signature that it has at a time, in emulated seconds since the epoch."""
    headers = signature(key, region, request.http_method, request.url, request.body, at)
    return msgspec.structs.replace(request, headers=(*unsigned(request).headers, *headers))


def _named(pairs: Pairs) -> Pairs:
    return tuple((name.strip(), value) for name, value in pairs if name.strip())
