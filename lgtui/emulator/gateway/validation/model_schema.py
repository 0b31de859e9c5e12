"""What a model's schema must be like for API Gateway to take it."""

from collections.abc import Container, Iterator
from typing import Any
from urllib.parse import unquote

import msgspec
import regex

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.validation.budget import TooSlow, compile_pattern
from lgtui.emulator.gateway.validation.keywords import BUDGET, validator_class

KEYWORDS = frozenset(
    {
        *("$ref", "$schema", "id", "title", "description", "default", "definitions", "format"),
        *("type", "enum", "allOf", "anyOf", "oneOf", "not"),
        *("multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
        *("maxLength", "minLength", "pattern"),
        *("additionalItems", "items", "maxItems", "minItems", "uniqueItems"),
        *("maxProperties", "minProperties", "required", "properties", "patternProperties", "additionalProperties"),
        "dependencies",
    }
)
"""Draft 4's; AWS refuses others (`example`, `nullable`, `const`, …) by name."""

_OF_ONE = ("additionalItems", "additionalProperties", "items", "not")
_OF_MANY = ("allOf", "anyOf", "items", "oneOf")
_BY_NAME = ("definitions", "dependencies", "patternProperties", "properties")

_CANONICAL = "https://apigateway.amazonaws.com/restapis/"
_INVALID = "Invalid model schema specified"


def check_schema(text: str, models: Container[str]) -> None:
    """Refuse a schema that AWS refuses.

    Args:
        text: the schema.
        models: names that it may refer to.

    Raises:
        BadRequestException: it is empty (fact ctl-015), no schema of draft 4, or refers to what is not there.
    """
    document = _parse(text)
    if not document:
        raise BadRequestException("Model schema must have at least 1 property or array items defined")
    validator = validator_class()
    BUDGET.begin(len(text))
    try:
        schemas = list(subschemas(document))
        _check_keywords(schemas)
        if not validator(validator.META_SCHEMA).is_valid(document):
            raise _refused(_INVALID)
        _check_references(document, schemas, models)
        _check_patterns(schemas)
    except (RecursionError, TooSlow):
        raise _refused(_INVALID) from None


def references(text: str) -> set[str]:
    """Names of the models that a schema refers to."""
    refs = (_reference(schema) for schema in subschemas(msgspec.json.decode(text)))
    return {ref.rpartition("/")[2] for ref in refs if ref.startswith(_CANONICAL)}


def _parse(text: str) -> Any:
    if not text:
        return None
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise _refused(_INVALID) from None
    if not isinstance(document, dict):
        raise _refused(_INVALID)
    return document


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for name in _OF_ONE:
        yield from subschemas(schema.get(name))
    for name in _OF_MANY:
        inner = schema.get(name)
        for item in inner if isinstance(inner, list) else ():
            yield from subschemas(item)
    for name in _BY_NAME:
        named = schema.get(name)
        for item in named.values() if isinstance(named, dict) else ():
            yield from subschemas(item)


def _check_keywords(schemas: list[dict[str, Any]]) -> None:
    unknown = sorted({name for schema in schemas for name in schema if name not in KEYWORDS})
    if unknown:
        raise _refused(f"{_INVALID}. Unsupported keyword(s): {msgspec.json.encode(unknown).decode()}")


def _check_references(document: dict[str, Any], schemas: list[dict[str, Any]], models: Container[str]) -> None:
    for schema in schemas:
        ref = _reference(schema)
        if ref.startswith(_CANONICAL):
            if ref.rpartition("/")[2] not in models:
                raise _refused(f"Model reference {ref} does not exist")
        elif ref == "#" or ref.startswith("#/"):
            if not _is_there(document, ref):
                raise _refused(_INVALID)
        elif ref:
            raise _refused("Model reference must be in canonical form")


def _reference(schema: dict[str, Any]) -> str:
    ref = schema.get("$ref", "")
    return ref if isinstance(ref, str) else ""


def _is_there(document: Any, ref: str) -> bool:
    """Whether a JSON pointer within the schema leads somewhere."""
    for part in ref.removeprefix("#").split("/")[1:]:
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        elif isinstance(document, dict) and name in document:
            document = document[name]
        else:
            return False
    return isinstance(document, dict)


def _check_patterns(schemas: list[dict[str, Any]]) -> None:
    for schema in schemas:
        own = [schema["pattern"]] if "pattern" in schema else []
        for pattern in (*own, *schema.get("patternProperties", ())):
            try:
                compile_pattern(pattern)
            except regex.error:
                raise _refused(_INVALID) from None


def _refused(error: str) -> BadRequestException:
    return BadRequestException(f"Invalid model specified: Validation Result: warnings : [], errors : [{error}]")
