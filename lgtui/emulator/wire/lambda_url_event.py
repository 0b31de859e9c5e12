"""The event of a function URL, payload format 2.0, member by member as AWS sends it (guide, urls-invocation)."""

import base64
from time import gmtime, strftime
from urllib.parse import parse_qsl

import msgspec

from lgtui.emulator.credentials import Credential
from lgtui.emulator.gateway.exchange import HttpRequest

DEFAULT = "$default"

NOT_PASSED_ON = frozenset({"connection", "cookie", "expect", "te", "trailer", "transfer-encoding", "upgrade"})
"""Headers that the function does not see; cookies have a member of their own."""

_TEXT_TYPES = ("text/", "application/json", "application/xml", "application/javascript")


class Http(msgspec.Struct, rename="camel", frozen=True):
    """`requestContext.http`."""

    method: str
    path: str
    protocol: str
    source_ip: str
    user_agent: str


class Iam(msgspec.Struct, rename="camel", frozen=True):
    """`requestContext.authorizer.iam`: who signed the request (guide, urls-invocation)."""

    access_key: str
    account_id: str
    caller_id: str
    user_arn: str
    user_id: str
    cognito_identity: None = None
    principal_org_id: None = None


class RequestContext(msgspec.Struct, rename="camel", frozen=True, omit_defaults=True):
    """`requestContext`; `domain_name` is the host as the client wrote it."""

    account_id: str
    api_id: str
    domain_name: str
    domain_prefix: str
    http: Http
    request_id: str
    route_key: str
    stage: str
    time: str
    time_epoch: int
    authorizer: dict[str, Iam] | None = None


class UrlEvent(msgspec.Struct, rename="camel", frozen=True, omit_defaults=True):
    """The event, in AWS's order of members; what a request does not have is left out."""

    version: str
    route_key: str
    raw_path: str
    raw_query_string: str
    cookies: list[str] | None = None
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    query_string_parameters: dict[str, str] | None = None
    request_context: RequestContext | None = None
    body: str | None = None
    is_base64_encoded: bool | None = None


_encode = msgspec.json.Encoder().encode


def build_event(
    request: HttpRequest, url_id: str, request_id: str, trace_id: str, time: float, caller: Credential | None
) -> bytes:
    """The event for one request, JSON.

    Args:
        request: `path` is the path below the URL, as it was sent.
        request_id, trace_id: what the answer will name.
        time: emulated seconds since the epoch.
        caller: who signed it, where the URL wants that.
    """
    headers = joined_headers(request.headers)
    cookies = [cookie.strip() for cookie in headers.get("cookie", "").split(";") if cookie.strip()]
    body, is_base64 = event_body(request.body, headers.get("content-type", ""))
    return _encode(
        UrlEvent(
            version="2.0",
            route_key=DEFAULT,
            raw_path=request.path,
            raw_query_string=request.query,
            cookies=cookies or None,
            headers=_event_headers(headers, request.source_ip, trace_id),
            query_string_parameters=_query(request.query),
            request_context=_context(request, headers, url_id, request_id, time, caller),
            body=body,
            is_base64_encoded=is_base64,
        )
    )


def joined_headers(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name; several of one name are joined by commas, cookies by semicolons."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        separator = "; " if key == "cookie" else ","
        joined[key] = f"{joined[key]}{separator}{value}" if key in joined else value
    return joined


def event_body(body: bytes, content_type: str) -> tuple[str | None, bool]:
    """The event's `body` and `isBase64Encoded`: text for text types, base64 for everything else.

    That text which is no UTF-8 is sent as base64 too is [guess].
    """
    if not body:
        return None, False
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(_TEXT_TYPES) or kind.endswith(("+json", "+xml")):
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode(), True


def _event_headers(headers: dict[str, str], source_ip: str, trace_id: str) -> dict[str, str]:
    """What the client sent, and what Lambda adds."""
    passed_on = {name: value for name, value in headers.items() if name not in NOT_PASSED_ON}
    port = headers.get("host", "").rpartition(":")[2]
    return {
        **passed_on,
        "x-amzn-trace-id": trace_id,
        "x-forwarded-for": source_ip,
        "x-forwarded-port": port if port.isdecimal() else "80",
        "x-forwarded-proto": "http",
    }


def _query(query: str) -> dict[str, str] | None:
    """`queryStringParameters`: several of one name are joined by commas."""
    joined: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined or None


def _context(
    request: HttpRequest,
    headers: dict[str, str],
    url_id: str,
    request_id: str,
    time: float,
    caller: Credential | None,
) -> RequestContext:
    return RequestContext(
        account_id="anonymous" if caller is None else caller.account_id,
        api_id=url_id,
        domain_name=headers.get("host", ""),
        domain_prefix=url_id,
        http=Http(request.method, request.path, request.protocol, request.source_ip, headers.get("user-agent", "")),
        request_id=request_id,
        route_key=DEFAULT,
        stage=DEFAULT,
        time=strftime("%d/%b/%Y:%H:%M:%S +0000", gmtime(time)),
        time_epoch=int(time * 1000),
        authorizer=None if caller is None else {"iam": _iam(caller)},
    )


def _iam(caller: Credential) -> Iam:
    return Iam(caller.access_key_id, caller.account_id, caller.user_id, caller.user_arn, caller.user_id)
