"""Lays what an API's methods refer to by operations, before the methods, and takes the rest away after them."""

from typing import Any, NamedTuple, Protocol

import msgspec

from lgtui.emulator.gateway import model
from lgtui.emulator.gateway.openapi.definitions import THIS_API, Definitions
from lgtui.emulator.gateway.openapi.paging import every
from lgtui.emulator.gateway.validation.schemas import MODEL_URL

DEFAULT_MODELS = frozenset({"Empty", "Error"})
"""Those that AWS makes with each API, which stay."""

_PLACEHOLDER = '{"type": "object"}'


class Operations(Protocol):
    """The operations that this needs."""

    def get_models(self, request: model.PageRequest, /) -> model.Models: ...

    def create_model(self, request: model.CreateModelRequest, /) -> model.Model: ...

    def update_model(self, request: model.UpdateModelRequest, /) -> model.Model: ...

    def delete_model(self, request: model.ModelRequest, /) -> Any: ...

    def get_request_validators(self, request: model.PageRequest, /) -> model.RequestValidators: ...

    def create_request_validator(self, request: model.CreateRequestValidatorRequest, /) -> model.RequestValidator: ...

    def delete_request_validator(self, request: model.RequestValidatorRequest, /) -> Any: ...

    def get_authorizers(self, request: model.PageRequest, /) -> model.Authorizers: ...

    def create_authorizer(self, request: model.CreateAuthorizerRequest, /) -> model.Authorizer: ...

    def update_authorizer(self, request: model.UpdateAuthorizerRequest, /) -> model.Authorizer: ...

    def delete_authorizer(self, request: model.AuthorizerRequest, /) -> Any: ...


class Ids(NamedTuple):
    """Ids of what was made, by the names that methods have for it."""

    validators: dict[str, str]
    authorizers: dict[str, str]


class DefinitionImporter:
    """Brings one API's definitions to what is wanted.

    Args:
        gateway: whose operations do it.
        rest_api_id: an API that exists.
        wanted: what methods will refer to.
    """

    def __init__(self, gateway: Operations, rest_api_id: str, wanted: Definitions) -> None:
        self._gateway = gateway
        self._api = rest_api_id
        self._wanted = wanted
        self._former = {validator.id for validator in every(gateway.get_request_validators, rest_api_id)}
        self._authorizers = {each.name: each for each in every(gateway.get_authorizers, rest_api_id)}

    def lay(self) -> Ids:
        """Make and change what is wanted.

        Raises:
            BadRequestException: a model or an authorizer is refused.
        """
        standing = self._standing_models()
        for name, wanted in self._wanted.models.items():
            if name not in standing:
                self._create_model(wanted)
        for wanted in self._wanted.models.values():
            self._set_schema(wanted.name, wanted.schema.replace(MODEL_URL.format(THIS_API, ""), self._url))
        return Ids(
            {name: self._create_validator(each) for name, each in self._wanted.validators.items()},
            {name: self._put_authorizer(each) for name, each in self._wanted.authorizers.items()},
        )

    def prune(self) -> None:
        """Take away what was there before and is not wanted any more; no method refers to it now."""
        for validator_id in self._former:
            self._gateway.delete_request_validator(
                model.RequestValidatorRequest(rest_api_id=self._api, request_validator_id=validator_id)
            )
        for authorizer in self._authorizers.values():
            self._gateway.delete_authorizer(model.AuthorizerRequest(rest_api_id=self._api, authorizer_id=authorizer.id))
        kept = {*self._wanted.models, *DEFAULT_MODELS}
        stale = sorted(self._standing_models() - kept)
        for name in stale:  # so that they do not refer to each other
            self._set_schema(name, _PLACEHOLDER)
        for name in stale:
            self._gateway.delete_model(model.ModelRequest(rest_api_id=self._api, model_name=name))

    @property
    def _url(self) -> str:
        return MODEL_URL.format(self._api, "")

    def _create_model(self, wanted: model.Model) -> None:
        """Make a model that refers to nothing yet: those that it will refer to may come after it."""
        self._gateway.create_model(
            model.CreateModelRequest(
                rest_api_id=self._api,
                name=wanted.name,
                description=wanted.description,
                schema=_PLACEHOLDER,
                content_type=wanted.content_type,
            )
        )

    def _set_schema(self, name: str, schema: str) -> None:
        change = model.PatchOperation(op="replace", path="/schema", value=schema)
        self._gateway.update_model(
            model.UpdateModelRequest(rest_api_id=self._api, model_name=name, patch_operations=[change])
        )

    def _create_validator(self, wanted: model.RequestValidator) -> str:
        return self._gateway.create_request_validator(
            model.CreateRequestValidatorRequest(
                rest_api_id=self._api,
                name=wanted.name,
                validate_request_body=wanted.validate_request_body,
                validate_request_parameters=wanted.validate_request_parameters,
            )
        ).id

    def _put_authorizer(self, wanted: model.Authorizer) -> str:
        """The id of an authorizer as wanted: the one that stands, or a new one, before which its namesake gives way."""
        former = self._authorizers.get(wanted.name)
        if former is not None and msgspec.structs.replace(wanted, id=former.id) == former:
            del self._authorizers[wanted.name]
            return former.id
        if former is not None:
            aside = model.PatchOperation(op="replace", path="/name", value=f"{former.name} {former.id}")
            self._gateway.update_authorizer(
                model.UpdateAuthorizerRequest(rest_api_id=self._api, authorizer_id=former.id, patch_operations=[aside])
            )
        members = {**msgspec.structs.asdict(wanted), "rest_api_id": self._api}
        del members["id"]
        return self._gateway.create_authorizer(model.CreateAuthorizerRequest(**members)).id

    def _standing_models(self) -> set[str]:
        return {each.name for each in every(self._gateway.get_models, self._api)}
