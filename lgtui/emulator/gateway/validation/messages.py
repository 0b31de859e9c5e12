"""What is wrong with a body in the words of AWS's validator, which is Java's json-schema-validator."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from lgtui.emulator.gateway.validation.formats import FORMATS
from lgtui.emulator.gateway.validation.keywords import additional_properties

UNREADABLE = "Unknown error parsing request body"
"""Of a body that is no JSON document, an empty one too."""


def words(errors: Iterable[Any]) -> list[str]:
    """One sentence for each error; of what is inside a part that is wrong itself nothing is said.

    Args:
        errors: jsonschema's.
    """
    found = sorted(((tuple(error.absolute_path), error) for error in errors), key=lambda pair: len(pair[0]))
    wrong: set[tuple[Any, ...]] = set()
    sentences: dict[str, None] = {}
    for path, error in found:
        if not any(path[:length] in wrong for length in range(len(path))):
            wrong.add(path)
            sentences[_sentence(error)] = None
    return list(sentences)


def _sentence(error: Any) -> str:
    make = _SENTENCES.get(error.validator)
    return error.message if make is None else make(error)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _type(error: Any) -> str:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    allowed = sorted({*wanted, "integer"} if "number" in wanted else set(wanted))
    found = _type_of(error.instance)
    return f"instance type ({found}) does not match any allowed primitive type (allowed: {_json(allowed)})"


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {dict: "object", list: "array", str: "string", int: "integer", float: "number", type(None): "null"}
    return names[type(value)]


def _required(error: Any) -> str:
    missing = sorted(name for name in error.validator_value if name not in error.instance)
    return f"object has missing required properties ({_json(missing)})"


def _additional(error: Any) -> str:
    extras = sorted(additional_properties(error.instance, error.schema))
    return f"object instance has properties which are not allowed by the schema: {_json(extras)}"


def _bound(word: str, name: str, exclusive: str) -> Callable[[Any], str]:
    def sentence(error: Any) -> str:
        limit, found = _json(error.validator_value), _json(error.instance)
        if error.schema.get(exclusive) and error.instance == error.validator_value:
            strictly = "greater" if word == "lower" else "lower"
            return f"numeric instance is not strictly {strictly} than the required {name} {limit}"
        return f"numeric instance is {word} than the required {name} ({name}: {limit}, found: {found})"

    return sentence


def _count(noun: str, complaint: str, limit: str) -> Callable[[Any], str]:
    def sentence(error: Any) -> str:
        return f"{noun} is {complaint}: must have {limit} {error.validator_value} elements but instance has " + (
            f"{len(error.instance)} elements"
        )

    return sentence


def _length(complaint: str, limit: str) -> Callable[[Any], str]:
    def sentence(error: Any) -> str:
        return (
            f'string "{error.instance}" is too {complaint} '
            f"(length: {len(error.instance)}, {limit}: {error.validator_value})"
        )

    return sentence


def _properties(complaint: str, limit: str) -> Callable[[Any], str]:
    def sentence(error: Any) -> str:
        found = len(error.instance)
        return f"object has {complaint} properties (found {found} but schema requires {limit} {error.validator_value})"

    return sentence


def _dependencies(error: Any) -> str:
    for name, needed in error.validator_value.items():
        if isinstance(needed, list) and name in error.instance:
            missing = sorted(other for other in needed if other not in error.instance)
            if missing:
                return (
                    f'property "{name}" of object has missing property dependencies '
                    f"(schema requires {_json(sorted(needed))}; missing: {_json(missing)})"
                )
    return str(error.message)


def _matched(error: Any) -> int:
    """How many of the schemas the instance fits."""
    return len(error.validator_value) - len({inner.schema_path[0] for inner in error.context})


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "type": _type,
    "required": _required,
    "additionalProperties": _additional,
    "minimum": _bound("lower", "minimum", "exclusiveMinimum"),
    "maximum": _bound("greater", "maximum", "exclusiveMaximum"),
    "multipleOf": lambda e: f"remainder of division is not zero ({_json(e.instance)} / {_json(e.validator_value)})",
    "minLength": _length("short", "required minimum"),
    "maxLength": _length("long", "maximum allowed"),
    "minItems": _count("array", "too short", "at least"),
    "maxItems": _count("array", "too long", "at most"),
    "minProperties": _properties("too few", "at least"),
    "maxProperties": _properties("too many", "at most"),
    "uniqueItems": lambda _: "array must not contain duplicate elements",
    "additionalItems": lambda e: (
        f"schema only allows {len(e.schema['items'])} elements in array but instance has {len(e.instance)} elements"
    ),
    "pattern": lambda e: f'ECMA 262 regex "{e.validator_value}" does not match input string "{e.instance}"',
    "enum": lambda e: (
        f"instance value ({_json(e.instance)}) not found in enum (possible values: {_json(e.validator_value)})"
    ),
    "format": lambda e: f'string "{e.instance}" {FORMATS[e.validator_value][1]}',
    "dependencies": _dependencies,
    "anyOf": lambda e: f"instance failed to match at least one required schema among {len(e.validator_value)}",
    "oneOf": lambda e: (
        f"instance failed to match exactly one schema (matched {_matched(e)} out of {len(e.validator_value)})"
    ),
    "not": lambda _: "instance matched a schema which it should not have",
}
