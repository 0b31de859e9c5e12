"""Reads what an OpenAPI document defines for its methods: models, request validators, where API keys come from."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import ApiKeySource, Authorizer, Model, RequestValidator
from lgtui.emulator.gateway.openapi.node import Node, Trail, written
from lgtui.emulator.gateway.openapi.schemas import LOCAL, SchemaReader

VALIDATOR = "x-amazon-apigateway-request-validator"
VALIDATORS = "x-amazon-apigateway-request-validators"
KEY_SOURCE = "x-amazon-apigateway-api-key-source"

JSON = "application/json"


@dataclass(frozen=True)
class Definitions:
    """What methods refer to.

    Attributes:
        validators: by the name that methods have for them, which is their id too until they are made.
        models: by name; references among them name the API `THIS_API`.
        authorizers: by the name that methods have for them, which is their id too until they are made.
        trails: where the document has each, by kind and name: `("model", "Order")`.
    """

    validators: dict[str, RequestValidator] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    api_key_source: ApiKeySource = "HEADER"
    authorizers: dict[str, Authorizer] = field(default_factory=dict)
    trails: dict[tuple[str, str], Trail] = field(default_factory=dict, compare=False)


class DefinitionReader:
    """Reads one document's definitions, and the models that its operations ask for.

    Args:
        rename: whether models whose names AWS refuses are called otherwise, with a warning, and not refused.

    Attributes:
        models: by name; grows by those that operations write out in place.
        trails: where each model is.
    """

    def __init__(self, document: Node, *, rename: bool = False) -> None:
        self._document = document
        self._rename = rename
        self._schemas = SchemaReader(self.model_of)
        self._written = self._written_schemas()
        self.trails: dict[tuple[str, str], Trail] = {}
        self.models: dict[str, Model] = {}
        for name, schema in self._written.items():
            self._add(self._name(name, schema), schema)
        self._validators = dict(self._read_validators())

    def definitions(self) -> Definitions:
        """All that was found so far.

        Raises:
            DocumentError: the API key source is none.
        """
        return Definitions(self._validators, self.models, self._key_source(), trails=self.trails)

    def validator_of(self, operation: Node) -> str:
        """The name of the validator that an operation has, or empty.

        Raises:
            DocumentError: the document does not define it.
        """
        owner = operation if operation.has(VALIDATOR) else self._document
        name = owner.get(VALIDATOR).text()
        if name and name not in self._validators:
            raise owner.get(VALIDATOR).error(
                f"Invalid Request Validator specified: {name} is not defined in {VALIDATORS}"
            )
        return name

    def model_of(self, ref: str) -> str:
        """The model that a reference to a schema of the document means; empty where there is no such schema."""
        match = LOCAL.fullmatch(ref)
        if match is None:
            return ""
        name = re.sub("%[0-9A-Fa-f]{2}", lambda code: chr(int(code[0][1:], 16)), match["name"])
        name = name.replace("~1", "/").replace("~0", "~")
        return self._called(name) if name in self._written else ""

    def models_of(self, content: Node) -> dict[str, str]:
        """The models by content type of OpenAPI 3's `content`."""
        return self._named((content_type, media.get("schema")) for content_type, media in content.entries())

    def models_for(self, schema: Node, content_types: list[str]) -> dict[str, str]:
        """The model of Swagger's `schema`, for each of the content types."""
        return self._named((content_type, schema) for content_type in content_types)

    def request_models_of(self, operation: Node, parameters: list[Node]) -> dict[str, str]:
        """The models of an operation's request body by content type: `requestBody`, or Swagger's `in: body`."""
        models = self.models_of(operation.get("requestBody").resolved().get("content"))
        for parameter in parameters:
            if parameter.get("in").value == "body":
                models |= self.models_for(parameter.get("schema"), self.content_types(operation, "consumes"))
        return models

    def content_types(self, operation: Node, member: str) -> list[str]:
        """What a Swagger operation consumes or produces: its own, the document's, or JSON."""
        own, shared = operation.get(member), self._document.get(member)
        return [item.text() for item in (own or shared).items()] or [JSON]

    def _named(self, schemas: Iterator[tuple[str, Node]]) -> dict[str, str]:
        named = ((content_type, self._name_of(schema)) for content_type, schema in schemas if schema)
        return {content_type: name for content_type, name in named if name}

    def _name_of(self, schema: Node) -> str:
        """The model that a body's schema is; one that is written out in place becomes one."""
        ref = schema.get("$ref").value
        match = LOCAL.fullmatch(ref) if isinstance(ref, str) else None
        if match is not None:
            name = self.model_of(match[0])
            if not name:
                schema.warn(f"Reference to model '{match['name']}' not found. Ignoring.")
            return name
        name = f"MODEL{hashlib.sha256(msgspec.json.encode(schema.value)).hexdigest()[:6]}"
        if name not in self.models:
            self._add(name, schema)
        return name

    def _add(self, name: str, schema: Node) -> None:
        read = self._schemas.read(schema) or {"type": "object"}
        description = schema.get("description").value
        self.models[name] = Model(
            id=name,
            name=name,
            description=description if isinstance(description, str) else "",
            schema=written(read),
        )
        self.trails["model", name] = schema.trail

    def _name(self, name: str, schema: Node) -> str:
        called = self._called(name)
        if called != name:
            schema.warn(f"AWS refuses the model name {name}, which must be alphanumeric; here it is {called}")
        return called

    def _called(self, name: str) -> str:
        return model_name(name) if self._rename else name

    def _written_schemas(self) -> dict[str, Node]:
        swagger = self._document.get("definitions")
        return dict((swagger or self._document.get("components").get("schemas")).entries())

    def _read_validators(self) -> Iterator[tuple[str, RequestValidator]]:
        for name, flags in self._document.get(VALIDATORS).entries():
            validator = RequestValidator(
                id=name,
                name=name,
                validate_request_body=flags.get("validateRequestBody").flag(),
                validate_request_parameters=flags.get("validateRequestParameters").flag(),
            )
            yield name, validator

    def _key_source(self) -> ApiKeySource:
        node = self._document.get(KEY_SOURCE)
        try:
            return key_source(node.value)
        except BadRequestException as error:
            raise node.error(error.message) from None


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
