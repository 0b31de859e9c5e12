"""A signed request, and the signature that it carries in its Authorization header or in its query."""

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import unquote_plus

from lgtui.emulator.sigv4 import refusals

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"

STAMP = "%Y%m%dT%H%M%SZ"
"""How dates are written."""

_PARAMETERS = ("Credential", "Signature", "SignedHeaders")
_IN_QUERY = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")


class SignedRequest(NamedTuple):
    """A request as it came over the wire.

    Attributes:
        path, query: as sent, percent escapes and all.
        headers: names in any case, in order.
    """

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes

    def values_of(self, name: str) -> list[str]:
        """The values of every header of that name, which is in lower case."""
        return [value for key, value in self.headers if key.lower() == name]

    def header(self, name: str) -> str:
        """The first header of that name, which is in lower case; empty where there is none."""
        return next(iter(self.values_of(name)), "").strip()

    def parameters(self) -> list[tuple[str, str]]:
        """Names and values in the query, decoded."""
        pairs = (pair.partition("=") for pair in self.query.split("&") if pair)
        return [(unquote_plus(name), unquote_plus(value)) for name, _, value in pairs]


class Signature(NamedTuple):
    """What a request says of its signature.

    Attributes:
        credential: `keyid/date/region/service/aws4_request`, not taken apart.
        signed_headers: names, in lower case.
        date: `20261122T230000Z`.
        token: the session's; empty for none.
        expires: seconds that a presigned URL counts; None for a signature in a header.
    """

    algorithm: str
    credential: str
    signed_headers: list[str]
    signature: str
    date: str
    token: str
    expires: int | None


def is_signed(request: SignedRequest) -> bool:
    """Whether there is anything that may be a signature."""
    return bool(request.header("authorization")) or any(
        name in ("X-Amz-Algorithm", "X-Amz-Signature") for name, _ in request.parameters()
    )


def read_signature(request: SignedRequest) -> Signature:
    """The signature of a request.

    Raises:
        SignatureRefused: there is none, or a part of it is missing.
    """
    header = request.header("authorization")
    if header:
        return _from_header(request, header)
    if is_signed(request):
        return _from_query(dict(request.parameters()))
    raise refusals.missing()


def _from_header(request: SignedRequest, header: str) -> Signature:
    algorithm, _, rest = header.partition(" ")
    parameters = dict(_pairs(header, rest))
    date = _date(request)
    lacking = [f"Authorization header requires '{name}' parameter. " for name in _PARAMETERS if name not in parameters]
    if not date:
        lacking.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
    if lacking:
        raise refusals.incomplete(
            f"{''.join(lacking)}(Hashed with SHA-256 and encoded with Base64) Authorization={refusals.hashed(header)}",
            f"The Authorization header is no signature of Version 4 ({algorithm[:40]!r} …): the method has IAM "
            "authorization, or does not exist. Sign the request, or check path and method.",
        )
    return Signature(
        algorithm,
        parameters["Credential"],
        parameters["SignedHeaders"].lower().split(";"),
        parameters["Signature"],
        date,
        request.header("x-amz-security-token"),
        None,
    )


def _pairs(header: str, text: str) -> list[tuple[str, str]]:
    """The pairs behind the algorithm; commas and blanks stand between them."""
    pairs = [part.partition("=") for part in text.replace(",", " ").split()]
    if not all(equals for _, equals, _ in pairs):
        raise refusals.incomplete(
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with "
            f"Base64): '{refusals.hashed(header)}'.",
            "The Authorization header is no signature of Version 4, such as a Bearer token is none: the method has "
            "IAM authorization, or does not exist. Sign the request, or check path and method.",
        )
    return [(name, value) for name, _, value in pairs]


def _date(request: SignedRequest) -> str:
    """The header X-Amz-Date, else Date, which may be written as HTTP writes dates."""
    stamp = request.header("x-amz-date")
    date = request.header("date")
    if stamp or not date:
        return stamp
    try:
        return parsedate_to_datetime(date).astimezone(UTC).strftime(STAMP)
    except (ValueError, OverflowError):
        return date


def _from_query(parameters: dict[str, str]) -> Signature:
    lacking = [name for name in _IN_QUERY if not parameters.get(name)]
    if lacking:
        raise refusals.incomplete(
            " ".join(
                f"AWS query-string parameters must include '{name}'. Re-examine the query-string parameters."
                for name in lacking
            ),
            "The query holds a part of a signature, not all of it.",
        )
    return Signature(
        parameters["X-Amz-Algorithm"],
        parameters["X-Amz-Credential"],
        parameters["X-Amz-SignedHeaders"].lower().split(";"),
        parameters["X-Amz-Signature"],
        parameters["X-Amz-Date"],
        parameters.get("X-Amz-Security-Token", ""),
        _seconds(parameters.get("X-Amz-Expires", "")),
    )


def _seconds(written: str) -> int | None:
    """How long a presigned URL counts; None where it does not say, which is five minutes as for a header [guess]."""
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) <= len("604800") and int(written) <= 604_800):
        raise refusals.incomplete(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
            "604800 seconds",
            f"X-Amz-Expires is {written[:40]!r}; it may be 0 to 604800 seconds.",
        )
    return int(written)
