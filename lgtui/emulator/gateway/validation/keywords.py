"""Draft 4's validator on a budget: keywords that could take too long are written anew, all look at the clock."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import msgspec

from lgtui.emulator.gateway.validation.budget import Budget
from lgtui.emulator.gateway.validation.formats import FORMATS

BUDGET = Budget()

Keyword = Callable[[Any, Any, Any, Any], Iterator[Any] | None]


@cache
def validator_class() -> Any:
    """The class of validators, made when the first model is compiled: the import takes a tenth of a second."""
    from jsonschema import Draft4Validator, validators

    own = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "uniqueItems": _unique_items,
        "multipleOf": _multiple_of,
        "format": _format,
    }
    keywords = {**Draft4Validator.VALIDATORS, **own}
    limited = {name: _on_a_budget(check) for name, check in keywords.items()}
    return validators.extend(Draft4Validator, limited)  # type: ignore[no-untyped-call]


def _on_a_budget(check: Keyword) -> Keyword:
    def limited(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any] | None:
        BUDGET.check()
        return check(validator, value, instance, schema)

    return limited


def _error(message: str) -> Any:
    from jsonschema import ValidationError

    return ValidationError(message)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, str) and not BUDGET.search(pattern, instance):
        yield _error("does not match")


def _pattern_properties(validator: Any, patterns: Mapping[str, Any], instance: Any, schema: Any) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    for pattern, inner in patterns.items():
        for name, value in instance.items():
            if BUDGET.search(pattern, name):
                yield from validator.descend(value, inner, path=name, schema_path=pattern)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    extras = additional_properties(instance, schema)
    if isinstance(allowed, dict):
        for name in extras:
            yield from validator.descend(instance[name], allowed, path=name)
    elif allowed is False and extras:
        yield _error("not allowed")


def additional_properties(instance: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """The properties that neither `properties` nor `patternProperties` speak of."""
    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [
        name for name in instance if name not in named and not any(BUDGET.search(pattern, name) for pattern in patterns)
    ]


def _unique_items(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if not wanted or not isinstance(instance, list):
        return
    texts = set()
    for item in instance:
        BUDGET.check()
        texts.add(msgspec.json.encode(item, order="deterministic"))
    if len(texts) < len(instance):
        yield _error("not unique")


def _multiple_of(validator: Any, divisor: Any, instance: Any, schema: Any) -> Iterator[Any]:
    """Exact, as Java's decimals are: 0.07 is a multiple of 0.01, and no number is too large."""
    if isinstance(instance, int | float) and not isinstance(instance, bool) and _exact(instance) % _exact(divisor):
        yield _error("a remainder")


def _exact(number: float) -> Fraction:
    return Fraction(number) if isinstance(number, int) else Fraction(str(number))


def _format(validator: Any, name: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, str) and name in FORMATS and not FORMATS[name][0](instance):
        yield _error("another format")
