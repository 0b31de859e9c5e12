"""Reads what an OpenAPI document defines for its methods: models, request validators, where API keys come from."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import ApiKeySource, Authorizer, Model, RequestValidator
from lgtui.emulator.gateway.validation.model_schema import KEYWORDS
from lgtui.emulator.gateway.validation.schemas import MODEL_URL

VALIDATOR = "x-amazon-apigateway-request-validator"
VALIDATORS = "x-amazon-apigateway-request-validators"
KEY_SOURCE = "x-amazon-apigateway-api-key-source"

THIS_API = "{this}"
"""Stands for the API's id in references between models until the API is there."""

JSON = "application/json"

_LOCAL = re.compile(r"#/(?:definitions|components/schemas)/(?P<name>[^/]+)")
_MAPS = frozenset({"definitions", "dependencies", "patternProperties", "properties"})
_DATA = frozenset({"default", "enum", "required"})


@dataclass(frozen=True)
class Definitions:
    """What methods refer to.

    Attributes:
        validators: by the name that methods have for them, which is their id too until they are made.
        models: by name; references among them name the API `THIS_API`.
        authorizers: by the name that methods have for them, which is their id too until they are made.
    """

    validators: dict[str, RequestValidator] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    api_key_source: ApiKeySource = "HEADER"
    authorizers: dict[str, Authorizer] = field(default_factory=dict)


class DefinitionReader:
    """Reads one document's definitions, and the models that its operations ask for.

    Attributes:
        models: by name; grows by those that operations write out in place.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        components = _mapping(document.get("components"))
        written = _mapping(document.get("definitions") or components.get("schemas"))
        self.models = {model_name(name): _model(model_name(name), schema) for name, schema in written.items()}
        self._validators = dict(_validators(_mapping(document.get(VALIDATORS))))
        self._default_validator = str(document.get(VALIDATOR) or "")

    def definitions(self) -> Definitions:
        """All that was found so far."""
        return Definitions(self._validators, self.models, key_source(self._document.get(KEY_SOURCE)))

    def validator_of(self, operation: Mapping[str, Any]) -> str:
        """The name of the validator that an operation has, or empty.

        Raises:
            BadRequestException: the document does not define it.
        """
        name = str(operation.get(VALIDATOR, self._default_validator) or "")
        if name and name not in self._validators:
            raise BadRequestException(f"Invalid Request Validator specified: {name} is not defined in {VALIDATORS}")
        return name

    def request_models_of(self, operation: Mapping[str, Any]) -> dict[str, str]:
        """The models of an operation's request body by content type."""
        return {content_type: self._name_of(schema) for content_type, schema in self._bodies(operation) if schema}

    def resolved(self, value: Any) -> dict[str, Any]:
        """A parameter, or a request body, or what its `$ref` within the document leads to."""
        found = _mapping(value)
        ref = found.get("$ref")
        if not isinstance(ref, str) or not ref.startswith("#/"):
            return found
        place: Any = self._document
        for part in ref.split("/")[1:]:
            place = _mapping(place).get(part)
        return _mapping(place)

    def _bodies(self, operation: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The schemas of a request's body by content type: OpenAPI 3's `requestBody`, Swagger's `in: body`."""
        content = _mapping(self.resolved(operation.get("requestBody")).get("content"))
        for content_type, media in content.items():
            yield content_type, _mapping(media).get("schema")
        consumed = operation.get("consumes") or self._document.get("consumes") or [JSON]
        for parameter in map(self.resolved, operation["parameters"]):
            if parameter.get("in") == "body":
                yield from ((str(content_type), parameter.get("schema")) for content_type in consumed)

    def _name_of(self, schema: Any) -> str:
        """The model that a body's schema is; one that is written out in place becomes one."""
        match = _LOCAL.fullmatch(str(_mapping(schema).get("$ref", "")))
        if match:
            return model_name(match["name"])
        name = f"MODEL{hashlib.sha256(msgspec.json.encode(schema)).hexdigest()[:6]}"
        self.models.setdefault(name, _model(name, schema))
        return name


def key_source(written: Any) -> ApiKeySource:
    """Where an API takes keys from: the header where it does not say.

    Raises:
        BadRequestException: it is neither HEADER nor AUTHORIZER.
    """
    match str(written or "HEADER").upper():
        case "HEADER":
            return "HEADER"
        case "AUTHORIZER":
            return "AUTHORIZER"
    raise BadRequestException(f"Invalid API key source '{written}': it is HEADER or AUTHORIZER")


def model_name(name: str) -> str:
    """A model's name as API Gateway allows it: letters and digits alone."""
    return re.sub(r"[^A-Za-z0-9]", "", name)


def _model(name: str, schema: Any) -> Model:
    document = _schema(schema) or {"type": "object"}
    return Model(id=name, name=name, schema=msgspec.json.encode(document).decode())


def _schema(schema: Any) -> Any:
    """A schema without what draft 4 does not know, its references to models in the form that models have."""
    if not isinstance(schema, Mapping):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "$ref":
            made[key] = _LOCAL.sub(lambda match: MODEL_URL.format(THIS_API, model_name(match["name"])), str(value))
        elif key in _DATA:
            made[key] = value
        elif key in _MAPS:
            made[key] = {str(name): _schema(item) for name, item in _mapping(value).items()}
        elif key in KEYWORDS:
            made[key] = [_schema(item) for item in value] if isinstance(value, list) else _schema(value)
    return made


def _validators(written: Mapping[str, Any]) -> Iterator[tuple[str, RequestValidator]]:
    for name, flags in written.items():
        checked = {key: _is_true(_mapping(flags).get(key)) for key in _FLAGS}
        yield (
            name,
            RequestValidator(
                id=name,
                name=name,
                validate_request_body=checked["validateRequestBody"],
                validate_request_parameters=checked["validateRequestParameters"],
            ),
        )


def _is_true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _mapping(value: Any) -> dict[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


_FLAGS = ("validateRequestBody", "validateRequestParameters")
