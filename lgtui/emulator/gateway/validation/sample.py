"""A sample mapping template made of a model, as GetModelTemplate gives it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import Model

ROOT = "#set($inputRoot = $input.path('$'))\n"
DEPTH = 8
"""Levels of a schema that are written out; one that refers to itself would have no end."""

_SAMPLES = {"integer": "42", "number": "3.149", "boolean": "true", "string": '"foo"', "null": "null"}
_LOOP = "##TODO: Update this foreach loop to reference array from input json\n#foreach($elem in {})\n"


def sample_template(model: Model, models: Mapping[str, Model]) -> str:
    """The template of `model`; `models` are those it may refer to."""
    schemas = {name: msgspec.json.decode(other.schema) for name, other in models.items()}
    return ROOT + _Writer(schemas, schemas[model.name]).value(schemas[model.name], "$inputRoot", 0)


class _Writer:
    """Writes a schema's sample values out."""

    def __init__(self, schemas: Mapping[str, Any], root: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._root = root

    def value(self, schema: Mapping[str, Any], place: str, depth: int) -> str:
        """A value of `schema`; `place` is where a template finds it."""
        schema = self._resolved(schema)
        if depth >= DEPTH:
            return "{}"
        if "properties" in schema:
            return self._object(schema["properties"], place, depth)
        if schema.get("type") == "array":
            items = schema.get("items")
            item = self.value(items if isinstance(items, dict) else {}, "$elem", depth + 1)
            return (
                f"[\n{_LOOP.format(place)}{'  ' * (depth + 1)}{item}\n#if($foreach.hasNext),#end\n#end\n{'  ' * depth}]"
            )
        kind = schema.get("type", "object")
        return _SAMPLES.get(kind if isinstance(kind, str) else kind[0], "{}")

    def _object(self, properties: Mapping[str, Any], place: str, depth: int) -> str:
        inner = "  " * (depth + 1)
        members = [
            f'{inner}"{name}" : {self.value(schema, f"{place}.{name}", depth + 1)}'
            for name, schema in properties.items()
        ]
        return "{\n" + ",\n".join(members) + "\n" + "  " * depth + "}"

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema that a reference leads to; chains of references end after some steps."""
        for _ in range(DEPTH):
            ref = schema.get("$ref")
            if not isinstance(ref, str):
                return schema
            schema = self._definition(ref) if ref.startswith("#") else self._schemas.get(ref.rpartition("/")[2], {})
        return {}

    def _definition(self, ref: str) -> Mapping[str, Any]:
        found: Any = self._root
        for part in ref.split("/")[1:]:
            found = found.get(part, {}) if isinstance(found, dict) else {}
        return found if isinstance(found, dict) else {}
