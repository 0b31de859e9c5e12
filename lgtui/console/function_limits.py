"""AWS's rules for an alias's weights and for reserved concurrency, checked while one types."""

import re

UNRESERVED_LEAST = 100
"""Concurrency that an account always keeps for functions without any of their own."""


def weight_problem(text: str) -> str:
    """What is wrong with a weight, or nothing: AWS takes 0.0 to 1.0 (fact ali-002)."""
    try:
        weight = float(text)
    except ValueError:
        return "a number, such as 0.1"
    return "" if 0.0 <= weight <= 1.0 else "from 0 (none) to 1 (all)"


def routing_problem(version: str, other: str, published: list[str]) -> str:
    """What is wrong with the second version of an alias, or nothing.

    Only published versions share an alias (guide: configuring-alias-routing), and not one with itself (fact ali-003).
    """
    if not other:
        return ""
    if version == other:
        return f"v{version} is already the first"
    if not version.isdigit():
        return f"{version} cannot share an alias"
    return "" if other in published else f"v{other} was not published"


def reserved_problem(text: str, limit: int) -> str:
    """What is wrong with reserved concurrency, or nothing; an empty text gives it back.

    Args:
        text: as typed.
        limit: the account's concurrency, 0 where it is not known.
    """
    if not text:
        return ""
    if not re.fullmatch(r"\d{1,9}", text):
        return "a whole number; 0 refuses every invocation"
    most = max(0, limit - UNRESERVED_LEAST)
    if limit and int(text) > most:
        return f"at most {most:,}: {UNRESERVED_LEAST} of the account's {limit:,} stay unreserved"
    return ""


def routing(other: str, weight: str) -> dict[str, object]:
    """UpdateAlias's routing configuration for a second version with its weight; without one, none."""
    return {"AdditionalVersionWeights": {other: float(weight)} if other else {}}
