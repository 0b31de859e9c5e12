"""A model's schema with all that it refers to put into it, for GetModel's `flatten`."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import Model
from lgtui.emulator.gateway.validation.model_schema import references


def flatten(model: Model, models: Mapping[str, Model]) -> Model:
    """`model` with the models it refers to, and those that they refer to, among its definitions."""
    document = _localised(msgspec.json.decode(model.schema))
    definitions = {name: _localised(msgspec.json.decode(models[name].schema)) for name in _reached(model, models)}
    if definitions:
        document["definitions"] = {**document.get("definitions", {}), **definitions}
    return msgspec.structs.replace(model, schema=msgspec.json.encode(document).decode())


def _reached(model: Model, models: Mapping[str, Model]) -> list[str]:
    """Every model that one leads to, in the order of names."""
    reached: set[str] = set()
    waiting = [model]
    while waiting:
        found = references(waiting.pop().schema) - reached
        reached |= found
        waiting += [models[name] for name in found]
    return sorted(reached)


def _localised(value: Any) -> Any:
    """`value` with references to models turned into references to definitions."""
    if isinstance(value, list):
        return [_localised(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {name: _localised(item) for name, item in value.items()}
    ref = value.get("$ref")
    if isinstance(ref, str) and not ref.startswith("#"):
        made["$ref"] = f"#/definitions/{ref.rpartition('/')[2]}"
    return made
