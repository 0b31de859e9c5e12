"""The formats of JSON schema's draft 4: what a text must look like to be one."""

import ipaddress
import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import regex

from lgtui.emulator.gateway.validation.budget import compile_pattern

DATE_FORMATS = "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]"

_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,12})?(Z|[+-]\d\d:?\d\d)", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def is_date_time(text: str) -> bool:
    """An instant with its zone: `2026-11-22T21:40:44Z`."""
    match = _DATE_TIME.fullmatch(text)
    return match is not None and _holds(datetime.fromisoformat, match[1])


def is_email(text: str) -> bool:
    """An address: something, one `@`, something without blanks."""
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and not any(map(str.isspace, text)) and "@" not in name


def is_hostname(text: str) -> bool:
    """A host's name."""
    return len(text) <= 255 and all(_LABEL.fullmatch(label) for label in text.removesuffix(".").split("."))


def is_ipv4(text: str) -> bool:
    """An IPv4 address."""
    return _holds(ipaddress.IPv4Address, text)


def is_ipv6(text: str) -> bool:
    """An IPv6 address."""
    return _holds(ipaddress.IPv6Address, text)


def is_uri(text: str) -> bool:
    """A URI: no blanks, and parts that can be told from each other."""
    return not any(map(str.isspace, text)) and _holds(urlsplit, text)


def is_regex(text: str) -> bool:
    """A regular expression."""
    try:
        compile_pattern(text)
    except (regex.error, RecursionError):
        return False
    return True


def _holds(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "date-time": (is_date_time, f"is invalid against requested date format(s) {DATE_FORMATS}"),
    "email": (is_email, "is not a valid email address"),
    "hostname": (is_hostname, "is not a valid hostname"),
    "ipv4": (is_ipv4, "is not a valid IPv4 address"),
    "ipv6": (is_ipv6, "is not a valid IPv6 address"),
    "uri": (is_uri, "is not a valid URI"),
    "regex": (is_regex, "is not a valid ECMA 262 regular expression"),
}
"""By name: the check, and what is said of a text that fails it. Other formats are not checked."""
