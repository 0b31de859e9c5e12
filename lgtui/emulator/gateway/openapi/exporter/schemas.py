"""Writes models as the schemas of a document."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import Method, Model
from lgtui.emulator.gateway.openapi.definition_importer import DEFAULT_MODELS
from lgtui.emulator.gateway.validation.model_schema import references


def exported_models(models: Mapping[str, Model], methods: Iterable[Method]) -> list[Model]:
    """The models that a document has: all but those that each API has from AWS and no method uses.

    Exports of APIs that were made in AWS's console have `Empty`, and no `Error`.
    """
    used = {name for method in methods for name in _named(method)}
    waiting = [models[name] for name in used if name in models]
    while waiting:
        further = references(waiting.pop().schema) & models.keys() - used
        used |= further
        waiting += [models[name] for name in further]
    return [model for name, model in models.items() if name in used or name not in DEFAULT_MODELS]


def schema_object(model: Model, place: str) -> Any:
    """A model's schema as a document has it.

    Args:
        place: where the document has its schemas: `#/definitions/`.
    """
    schema = _placed(msgspec.json.decode(model.schema), place, model.name)
    return {name: value for name, value in schema.items() if name not in ("$schema", "id")}


def _named(method: Method) -> list[str]:
    of_responses = (each.response_models or {} for each in method.method_responses.values())
    return [*method.request_models.values(), *(name for models in of_responses for name in models.values())]


def _placed(value: Any, place: str, owner: str) -> Any:
    """`value` with its references leading to the document's schemas."""
    if isinstance(value, list):
        return [_placed(item, place, owner) for item in value]
    if not isinstance(value, dict):
        return value
    made = {name: _placed(item, place, owner) for name, item in value.items()}
    ref = value.get("$ref")
    if isinstance(ref, str):
        made["$ref"] = place + (f"{owner}{ref[1:]}" if ref.startswith("#") else ref.rpartition("/")[2])
    return made
