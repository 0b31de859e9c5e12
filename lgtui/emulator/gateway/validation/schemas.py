"""A deployment's models, compiled: each once, when the first request needs it."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import Model
from lgtui.emulator.gateway.validation import messages
from lgtui.emulator.gateway.validation.keywords import BUDGET, validator_class
from lgtui.emulator.gateway.validation.model_schema import subschemas

MOST_ERRORS = 50
"""Errors of one body that are looked at."""

MODEL_URL = "https://apigateway.amazonaws.com/restapis/{}/models/{}"


class Schema:
    """One model's schema; whatever its `$schema` says it is read as draft 4."""

    def __init__(self, validator: Any) -> None:
        self._validator = validator

    def complaints(self, body: bytes) -> list[str]:
        """What is wrong with a body; empty where it fits.

        Raises:
            TooSlow: the schema takes too long on it.
        """
        BUDGET.begin(len(body))
        try:
            document = msgspec.json.decode(body)
            if self._validator.is_valid(document):
                return []
            return messages.words(islice(self._validator.iter_errors(document), MOST_ERRORS))
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return [messages.UNREADABLE]


class Schemas:
    """The models of one deployment, which may refer to each other.

    Args:
        api_id: by which references name them.
        models: by name.
    """

    def __init__(self, api_id: str, models: Mapping[str, Model]) -> None:
        self._api_id = api_id
        self._models = models
        self._compiled: dict[str, Schema] = {}
        self._registry: Any = None

    def get(self, name: str) -> Schema:
        """The schema of that model."""
        schema = self._compiled.get(name)
        if schema is None:
            schema = self._compiled[name] = self._compile(name)
        return schema

    def _compile(self, name: str) -> Schema:
        if self._registry is None:
            self._registry = self._build_registry()
        reference = {"$ref": model_url(self._api_id, name)}
        return Schema(validator_class()(reference, registry=self._registry))

    def _build_registry(self) -> Any:
        """Every model by its URL; nothing else is ever looked up."""
        from referencing import Registry
        from referencing.jsonschema import DRAFT4

        documents = {name: _document(model) for name, model in self._models.items()}
        resources = [
            (model_url(self._api_id, name), DRAFT4.create_resource(document)) for name, document in documents.items()
        ]
        return Registry().with_resources(resources)


def _document(model: Model) -> Any:
    """A model's schema without what leads jsonschema elsewhere: `$schema` to another draft, `id` to another base."""
    document = msgspec.json.decode(model.schema)
    for schema in subschemas(document):
        schema.pop("$schema", None)
        schema.pop("id", None)
    return document


def model_url(api_id: str, name: str) -> str:
    """How a schema refers to a model."""
    return MODEL_URL.format(api_id, name)
