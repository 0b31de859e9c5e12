"""AWS's rules for a function's settings, its concurrency and its aliases' weights, checked while one types."""

import json
import re
from collections.abc import Mapping

from lgtui.console.changes.limits import WHOLE_MOST, whole_problem
from lgtui.frames import RESERVED_VARIABLES

UNRESERVED_LEAST = 100
"""Concurrency that an account always keeps for functions without any of their own."""


MEMORY_SIZES = (128, 10_240)
"""MB of memory that a function may have (guide, gettingstarted-limits)."""

TIMEOUTS = (1, 900)
"""Seconds that an invocation may take."""

DESCRIPTION_MOST = 256
"""Characters of a function's or a version's description."""

STORAGE_SIZES = (512, 10_240)
"""MB that a function's /tmp may have."""

VARIABLES_MOST = 4_096
"""Bytes of all environment variables together, as JSON."""

_VARIABLE = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")


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


def provisioned_problem(text: str, reserved: str, limit: int) -> str:
    """What is wrong with provisioned concurrency, or nothing; an empty text ends it.

    Args:
        text: as typed.
        reserved: the function's reserved concurrency as typed, which it cannot be more than.
        limit: the account's concurrency, 0 where it is not known.
    """
    if not text:
        return ""
    most = max(0, limit - UNRESERVED_LEAST) if limit else WHOLE_MOST
    if problem := whole_problem(text, 1, max(1, most)):
        return problem
    if reserved.isdecimal() and int(text) > int(reserved):
        return f"at most {int(reserved):,}, which is what is reserved"
    return ""


def environment_problem(variables: Mapping[str, str]) -> str:
    """What is wrong with a function's environment variables (guide, configuration-envvars)."""
    for name in variables:
        if name in RESERVED_VARIABLES:
            return f"{name}: Lambda sets this variable itself"
        if not _VARIABLE.fullmatch(name):
            return f"{name}: a name is a letter, then letters, digits and _; at least 2 in all"
    size = len(json.dumps(dict(variables), separators=(",", ":")).encode())
    return f"{size:,} bytes as JSON; all together may have {VARIABLES_MOST:,}" if size > VARIABLES_MOST else ""
