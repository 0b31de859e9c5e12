"""AWS's limits on what is typed into forms: each check says in words what is wrong, and nothing where all is well."""

import math
import re
from collections.abc import Mapping

WHOLE_MOST = 2**31 - 1
"""The most that AWS's shape Integer holds."""

STAGE_VARIABLES = 100
"""Variables that a stage may have."""

DESCRIPTION_MOST = 1024
"""Characters of a description in API Gateway."""

_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_VALUE = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]{1,512}")
_NOT_IN_VALUE = re.compile(r"[^A-Za-z0-9\-._~:/?#&=,]")


def whole_problem(text: str, least: int = 0, most: int = WHOLE_MOST) -> str:
    """Why a text is no whole number within limits."""
    if re.fullmatch(r"[0-9]{1,18}", text) and least <= int(text) <= most:
        return ""
    return f"a whole number, {least:,} to {most:,}" if most < WHOLE_MOST else f"a whole number, at least {least:,}"


def rate_problem(text: str) -> str:
    """Why a text is no rate of a throttle, in requests a second."""
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    return "" if 0 <= rate < math.inf and "_" not in text else "a number of at least 0"


def variable_problem(name: str, value: str) -> str:
    """What is wrong with a stage variable (guide: limits; API reference: Stage)."""
    if not _NAME.fullmatch(name):
        return "a name is 1 to 64 of A-Z a-z 0-9 _"
    if _VALUE.fullmatch(value):
        return ""
    if found := _NOT_IN_VALUE.search(value):
        return f"a value cannot have {found[0]!r}; it is of A-Z a-z 0-9 - . _ ~ : / ? # & = ,"
    return "a value is 1 to 512 characters long"


def variables_problem(variables: Mapping[str, str]) -> str:
    """What is wrong with the first stage variable that is not allowed, or with how many there are."""
    if len(variables) > STAGE_VARIABLES:
        return f"a stage has {STAGE_VARIABLES} variables at most, not {len(variables)}"
    problems = ((name, variable_problem(name, value)) for name, value in variables.items())
    return next((f"{name}: {problem}" for name, problem in problems if problem), "")


def length_problem(text: str, most: int) -> str:
    """Why a text is too long."""
    return f"{most:,} characters at most, not {len(text):,}" if len(text) > most else ""
