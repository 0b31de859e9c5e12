"""Lays an API's models and request validators by operations, before its methods, and takes the rest away after them."""

from typing import Any, Protocol

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

    def lay(self) -> dict[str, str]:
        """Make and change what is wanted.

        Returns:
            The ids of the validators by the names that methods have for them.

        Raises:
            BadRequestException: a model is refused.
        """
        standing = self._standing_models()
        for name, wanted in self._wanted.models.items():
            if name not in standing:
                self._create_model(wanted)
        for wanted in self._wanted.models.values():
            self._set_schema(wanted.name, wanted.schema.replace(MODEL_URL.format(THIS_API, ""), self._url))
        return {name: self._create_validator(each) for name, each in self._wanted.validators.items()}

    def prune(self) -> None:
        """Take away what was there before and is not wanted any more; no method refers to it now."""
        for validator_id in self._former:
            self._gateway.delete_request_validator(
                model.RequestValidatorRequest(rest_api_id=self._api, request_validator_id=validator_id)
            )
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

    def _standing_models(self) -> set[str]:
        return {each.name for each in every(self._gateway.get_models, self._api)}
