"""Patch operations, by which API Gateway's things are changed member by member."""

from collections.abc import Sequence
from typing import Any

Operation = dict[str, str]


def replace(path: str, value: str) -> Operation:
    """The operation that sets what is at a path."""
    return {"op": "replace", "path": path, "value": value}


def remove(path: str) -> Operation:
    """The operation that takes away what is at a path."""
    return {"op": "remove", "path": path}


def escaped(name: str) -> str:
    """A name as one part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def in_text(value: object) -> str:
    """A value as operations bear it: `true`, `5`, `0.5`."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def patch(operations: Sequence[Operation]) -> dict[str, Any]:
    """The document of an Update operation."""
    return {"patchOperations": list(operations)}
