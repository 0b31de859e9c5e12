"""How Java prints values: what a reference puts into the output."""

from collections.abc import Callable, Iterable
from typing import Any

from lgtui.emulator.gateway.templates.doubles import double_text
from lgtui.emulator.gateway.templates.json_writer import array_text
from lgtui.emulator.gateway.templates.limits import Budget
from lgtui.emulator.gateway.templates.values import (
    JavaArray,
    JavaObject,
    JSONArray,
    Value,
    string_hash,
)

PLAIN_NUMBERS: dict[type, Callable[[Any], str]] = {int: int.__repr__, float: double_text}
"""How the most frequent values that are no texts print."""
_SIGNATURES = {"byte": "B", "char": "C", "int": "I", "long": "J", "double": "D", "boolean": "Z"}


def java_string(value: Value) -> str:
    """`String.valueOf(value)`.

    Raises:
        LimitError: it is too large, or holds itself.
    """
    if value.__class__ is str:
        return value
    return int.__repr__(value) if value.__class__ is int else _text(value, Budget())


def _text(value: Value, budget: Budget) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return double_text(value)
    if value is None:
        return "null"
    if isinstance(value, dict):
        return _map_text(value, budget)
    if isinstance(value, JSONArray):
        budget.take(len(value))
        return array_text(value)
    if isinstance(value, JavaArray):
        return f"{array_class(value)}@{string_hash(value.component):x}"
    if isinstance(value, list):
        return list_text(value, value, budget)
    return value.java_string() if isinstance(value, JavaObject) else str(value)


def list_text(items: Iterable[Value], collection: Value, budget: Budget | None = None) -> str:
    """`[a, b]`, as AbstractCollection prints it."""
    budget = budget or Budget()
    parts = []
    for item in items:
        budget.take()
        parts.append("(this Collection)" if item is collection else _text(item, budget))
    return f"[{', '.join(parts)}]"


def _map_text(mapping: dict[Value, Value], budget: Budget) -> str:
    parts = []
    for key, value in mapping.items():
        budget.take()
        shown = "(this Map)" if value is mapping else _text(value, budget)
        name = "(this Map)" if getattr(key, "value", None) is mapping else key
        parts.append(f"{name}={shown}")
    return f"{{{', '.join(parts)}}}"


def array_class(array: JavaArray) -> str:
    """`getClass().getName()` of an array: `[B`, `[Ljava.lang.String;`."""
    return "[" + _SIGNATURES.get(array.component, f"L{array.component};")
