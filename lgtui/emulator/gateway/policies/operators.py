"""Condition operators: how a request's value is compared with a policy's (IAM guide, condition operators)."""

from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, NamedTuple

from lgtui.emulator.gateway.policies.wildcards import matches

_ARN_PARTS = 6

Compare = Callable[[Any, Any], bool]
"""Whether a policy's value, the first, fits a request's."""


class Operator(NamedTuple):
    """An operator.

    Attributes:
        wanted: makes a policy's value of its text; ValueError where that is none.
        found: makes a request's value of its text; ValueError where that is none, and then nothing fits.
        compare: whether they fit.
        negated: whether it holds where no value fits.
    """

    wanted: Callable[[str], Any]
    found: Callable[[str], Any]
    compare: Compare
    negated: bool = False


def _arn_pattern(text: str) -> list[str]:
    return ["*"] * _ARN_PARTS if text == "*" else text.split(":", _ARN_PARTS - 1)


def _arn(text: str) -> list[str]:
    return text.split(":", _ARN_PARTS - 1)


def _arn_fits(wanted: list[str], found: list[str]) -> bool:
    """Part by part: a star does not go beyond a colon, but in the last part."""
    return len(wanted) == len(found) == _ARN_PARTS and all(map(matches, wanted, found))


def _date(text: str) -> float:
    """Seconds since the epoch of `2026-11-22T23:00:00Z`, or of such a number."""
    try:
        return float(text)
    except ValueError:
        read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def _network(text: str) -> IPv4Network | IPv6Network:
    return ip_network(text, strict=False)


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(f"{text} is neither true nor false")
    return text.lower() == "true"


def _both(name: str, operator: Operator, negative: str) -> dict[str, Operator]:
    return {name: operator, negative: operator._replace(negated=True)}


def _ordered(kind: str, read: Callable[[str], Any]) -> dict[str, Operator]:
    return {
        **_both(f"{kind}Equals", Operator(read, read, lambda wanted, found: bool(wanted == found)), f"{kind}NotEquals"),
        f"{kind}LessThan": Operator(read, read, lambda wanted, found: bool(found < wanted)),
        f"{kind}LessThanEquals": Operator(read, read, lambda wanted, found: bool(found <= wanted)),
        f"{kind}GreaterThan": Operator(read, read, lambda wanted, found: bool(found > wanted)),
        f"{kind}GreaterThanEquals": Operator(read, read, lambda wanted, found: bool(found >= wanted)),
    }


_EQUALS = Operator(str, str, lambda wanted, found: bool(wanted == found))

OPERATORS: dict[str, Operator] = {
    **_both("StringEquals", _EQUALS, "StringNotEquals"),
    **_both("StringEqualsIgnoreCase", Operator(str.lower, str.lower, _EQUALS.compare), "StringNotEqualsIgnoreCase"),
    **_both("StringLike", Operator(str, str, matches), "StringNotLike"),
    **_ordered("Numeric", float),
    **_ordered("Date", _date),
    "Bool": Operator(_truth, _truth, _EQUALS.compare),
    **_both(
        "IpAddress",
        Operator(_network, ip_address, lambda wanted, found: found in wanted),
        "NotIpAddress",
    ),
    **_both("ArnEquals", Operator(_arn_pattern, _arn, _arn_fits), "ArnNotEquals"),
    **_both("ArnLike", Operator(_arn_pattern, _arn, _arn_fits), "ArnNotLike"),
}
"""By name; `Null`, `…IfExists`, `ForAllValues:` and `ForAnyValue:` are in conditions."""
