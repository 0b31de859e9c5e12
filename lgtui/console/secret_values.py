"""Values that nobody who looks over a shoulder, or at a screenshot, is to read."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-amz-security-token"}
)
"""Headers whose values are masked until they are asked for, in lower case."""

_SECRET_VARIABLE = re.compile(r"secret|token|passw|key|credential", re.IGNORECASE)
"""What names of variables have in them whose values are masked."""

_SECRET_PARAMETER = re.compile(r"secret|token|passw|api.?key|signature|credential", re.IGNORECASE)
"""What names of query parameters have in them whose values are masked."""

MASK = "•" * 8
"""Stands for a secret, however long that is."""

_SHOWN = 4
_LONG = 12


def is_secret(header: str) -> bool:
    """Whether a header's value is masked."""
    return header.strip().lower() in SECRET_HEADERS


def is_secret_variable(name: str) -> bool:
    """Whether the value of an environment variable is masked."""
    return _SECRET_VARIABLE.search(name) is not None


def is_secret_parameter(name: str) -> bool:
    """Whether the value of a query parameter is masked."""
    return _SECRET_PARAMETER.search(unquote(name)) is not None


def secrets_of(headers: Iterable[tuple[str, str]], url: str = "") -> list[str]:
    """The secrets themselves that a request or an answer holds: tokens and keys without scheme, name or attributes.

    Args:
        headers: names and values.
        url: whole, or path and query alone.
    """
    query = urlsplit(url).query if url else ""
    found = [secret for name, value in headers if is_secret(name) for secret in _in_header(name.strip().lower(), value)]
    found += [value for name, value in parse_qsl(query) if is_secret_parameter(name)]
    found += [
        value for name, _, value in (part.partition("=") for part in query.split("&")) if is_secret_parameter(name)
    ]
    return [secret for secret in found if secret.isascii()]


def _in_header(name: str, value: str) -> list[str]:
    """A header's secrets: of a signature by SigV4 the signature alone, the rest of it tells nothing."""
    if name in ("cookie", "set-cookie"):
        cookies = value.partition(";")[0] if name == "set-cookie" else value
        return [cookie.partition("=")[2].strip() for cookie in cookies.split(";")]
    if value.startswith("AWS4-HMAC-SHA256"):
        return [value.rpartition("Signature=")[2].strip()]
    return value.split()[-1:]


def masked_key(value: str, *, shown: bool = False) -> str:
    """An API key's value as it may be shown; see `masked`."""
    return masked("x-api-key", value, shown=shown)


def masked(header: str, value: str, *, shown: bool = False) -> str:
    """A header's value as it may be shown: a secret one as dots, with its last characters where it is long.

    Args:
        header: its name.
        value: its value.
        shown: True where it was asked for.
    """
    if shown or not is_secret(header) or not value:
        return value
    return MASK + (value[-_SHOWN:] if len(value) >= _LONG else "")


def masked_json(text: str, *, shown: bool = False) -> str:
    """JSON, or its beginning, in which the values of members called like secret headers are dots unless `shown`."""
    return text if shown else _SECRET_MEMBER.sub(lambda found: f"{found[1]}{masked(found[2], found[3])}", text)


_SECRET_MEMBER = re.compile(rf'("({"|".join(sorted(SECRET_HEADERS))})"\s*:\s*\[?\s*")((?:[^"\\]|\\.)*)', re.IGNORECASE)
