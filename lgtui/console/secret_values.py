"""Values that nobody who looks over a shoulder, or at a screenshot, is to read."""

SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-amz-security-token"}
)
"""Headers whose values are masked until they are asked for, in lower case."""

_SHOWN = 4
_LONG = 12


def is_secret(header: str) -> bool:
    """Whether a header's value is masked."""
    return header.strip().lower() in SECRET_HEADERS


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
