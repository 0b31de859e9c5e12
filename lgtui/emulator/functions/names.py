"""Function names as callers give them: a name, a partial ARN or an ARN, each with or without a qualifier."""

import re
from typing import NamedTuple

from lgtui.emulator.errors import InvalidParameterValueException, ValidationException

LATEST = "$LATEST"

FUNCTION_NAME = re.compile(
    r"(?:(?:arn:aws[\w-]*:lambda:)?(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?P<account>\d{12}):)?function:)?"
    r"(?P<name>[\w.-]{1,170})(?::(?P<qualifier>\$LATEST|[\w-]{1,129}))?",
    re.ASCII,
)
PATTERN = (
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?"
    r"([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?"
)
"""AWS's pattern of a function's name, as its refusals say it."""

QUALIFIER = re.compile(r"[\w$-]{1,129}", re.ASCII)
ALIAS = re.compile(r"(?!\d+$)[\w-]{1,128}", re.ASCII)


class FunctionReference(NamedTuple):
    """A function and what of it: `qualifier` is a version or an alias, empty where none was given."""

    name: str
    qualifier: str


class NameParts(NamedTuple):
    """All that a function's name says; what it leaves out is empty."""

    name: str
    qualifier: str
    account_id: str
    region_name: str


def parse(function_name: str, qualifier: str = "") -> NameParts:
    """Take a caller's function name and qualifier apart.

    Args:
        function_name: `orders`, `123456789012:function:orders`,
            `arn:aws:lambda:us-east-1:123456789012:function:orders:live`.
        qualifier: the separate Qualifier, which must not contradict the one in the name.

    Raises:
        ValidationException: it is no function name.
        InvalidParameterValueException: the two qualifiers differ.
    """
    match = FUNCTION_NAME.fullmatch(function_name)
    if match is None:
        raise ValidationException(
            f"1 validation error detected: Value '{function_name}' at 'functionName' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {PATTERN}"
        )
    given = match["qualifier"] or ""
    if qualifier and not QUALIFIER.fullmatch(qualifier):
        raise ValidationException(
            f"1 validation error detected: Value '{qualifier}' at 'qualifier' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)"
        )
    if given and qualifier and given != qualifier:
        raise InvalidParameterValueException(
            "The derived qualifier from the function name does not match the specified qualifier.", Type="User"
        )
    return NameParts(match["name"], given or qualifier, match["account"] or "", match["region"] or "")
