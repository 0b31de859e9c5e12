"""Values that nobody who looks over a shoulder, or at a screenshot, is to read."""

import re

SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-amz-security-token"}
)
"""Headers whose values are masked until they are asked for, in lower case."""

_SECRET_VARIABLE = re.compile(r"secret|token|passw|key|credential", re.IGNORECASE)
"""What names of variables have in them whose values are masked."""

_SHOWN = 4
_LONG = 12


def is_secret(header: str) -> bool:
    """Whether a header's value is masked."""
    return header.strip().lower() in SECRET_HEADERS


def is_secret_variable(name: str) -> bool:
    """Whether the value of an environment variable is masked."""
    return _SECRET_VARIABLE.search(name) is not None


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
    return "•" * 8 + (value[-_SHOWN:] if len(value) >= _LONG else "")


def masked_json(text: str, *, shown: bool = False) -> str:
    """JSON, or its beginning, in which the values of members called like secret headers are dots unless `shown`."""
    return text if shown else _SECRET_MEMBER.sub(lambda found: f"{found[1]}{masked(found[2], found[3])}", text)


_SECRET_MEMBER = re.compile(rf'("({"|".join(sorted(SECRET_HEADERS))})"\s*:\s*\[?\s*")((?:[^"\\]|\\.)*)', re.IGNORECASE)
