"""From the schemas of OpenAPI documents to those of models: draft 4, references to models as API Gateway has them."""

import re
from collections.abc import Callable
from typing import Any

from lgtui.emulator.gateway.openapi.node import Node
from lgtui.emulator.gateway.validation.model_schema import KEYWORDS
from lgtui.emulator.gateway.validation.schemas import MODEL_URL

THIS_API = "{this}"
"""Stands for the API's id in references between models until the API is there."""

MOST_INLINED = 1_000
"""References into the midst of other schemas that are written out in place, in one document."""

LOCAL = re.compile(r"#/(?:definitions|components/schemas)/(?P<name>[^/]+)")

_MAPS = frozenset({"dependencies", "patternProperties", "properties"})
_DATA = frozenset({"default", "enum", "required"})
_LIMITS = {"exclusiveMaximum": "maximum", "exclusiveMinimum": "minimum"}


class SchemaReader:
    """Reads the schemas of one document.

    Args:
        model_of: the name of the model that a schema of the document is, empty where there is none.
    """

    def __init__(self, model_of: Callable[[str], str]) -> None:
        self._model_of = model_of
        self._inlined = 0
        self._following: list[str] = []

    def read(self, node: Node) -> Any:
        """A schema without what draft 4 does not know; of what is no schema an empty one.

        Raises:
            DocumentError: a reference leads nowhere, out of the document, or in a circle that no model breaks.
        """
        if isinstance(node.value, bool):
            return {} if node.value else {"not": {}}
        made: dict[str, Any] = {}
        for key, value in node.entries():
            if key == "$ref":
                made |= self._reference(value)
            elif key in _MAPS:
                made[key] = {name: self._member(key, item) for name, item in value.entries()}
            elif key in _DATA:
                made |= _data(key, value)
            elif key == "const":
                made.setdefault("enum", [value.value])
            elif key in KEYWORDS - {"definitions"}:
                made[key] = self._keyword(value)
        return _as_draft_4(made)

    def _keyword(self, node: Node) -> Any:
        if isinstance(node.value, list):
            return [self._keyword(item) for item in node.items()]
        return self.read(node) if isinstance(node.value, dict) else node.value

    def _member(self, key: str, node: Node) -> Any:
        """A property's schema; a dependency may be a list of names too."""
        if key == "dependencies" and isinstance(node.value, list):
            return node.value
        return self.read(node)

    def _reference(self, node: Node) -> dict[str, Any]:
        """A reference to a model, or what stands in the midst of a schema, written out."""
        ref = node.text()
        match = LOCAL.fullmatch(ref)
        if match is None:
            return self._written_out(node, ref)
        name = self._model_of(ref)
        if not name:
            node.warn(f"Reference to model '{match['name']}' not found. Ignoring.")
            return {}
        return {"$ref": MODEL_URL.format(THIS_API, name)}

    def _written_out(self, node: Node, ref: str) -> dict[str, Any]:
        self._inlined += 1
        if ref in self._following:
            raise node.error(f"The reference {ref} leads in a circle; let it lead to a schema of its own name")
        if self._inlined > MOST_INLINED:
            raise node.error(f"More than {MOST_INLINED} references lead into the midst of schemas")
        self._following.append(ref)
        try:
            schema: dict[str, Any] = self.read(node.follow(ref))
        finally:
            self._following.pop()
        return schema


def _data(key: str, node: Node) -> dict[str, Any]:
    """A keyword whose value is no schema; an empty list, and draft 3's `required: true`, draft 4 refuses."""
    if key == "default" or (isinstance(node.value, list) and node.value):
        return {key: node.value}
    return {}


def _as_draft_4(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose exclusive limits are draft 4's: OpenAPI 3.1's are the limits themselves."""
    for exclusive, limit in _LIMITS.items():
        value = schema.get(exclusive)
        if isinstance(value, int | float) and not isinstance(value, bool):
            schema |= {limit: value, exclusive: True}
    return schema
