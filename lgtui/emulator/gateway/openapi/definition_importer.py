"""Lays what an API's methods refer to by operations, before the methods, and takes the rest away after them."""

from collections.abc import Collection
from typing import Any, NamedTuple, Protocol

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway import model
from lgtui.emulator.gateway.openapi.definitions import Definitions
from lgtui.emulator.gateway.openapi.faults import Faults
from lgtui.emulator.gateway.openapi.paging import every
from lgtui.emulator.gateway.openapi.schemas import THIS_API
from lgtui.emulator.gateway.validation.schemas import MODEL_URL

DEFAULT_MODELS = frozenset({"Empty", "Error"})
"""Those that AWS makes with each API by CreateRestApi."""

_PLACEHOLDER = '{"type": "object"}'


class Operations(Protocol):
    """The operations that this needs."""

    def get_models(self, request: model.PageRequest, /) -> model.Models: ...

    def create_model(self, request: model.CreateModelRequest, /) -> model.Model: ...

    def update_model(self, request: model.UpdateModelRequest, /) -> model.Model: ...

    def delete_model(self, request: model.ModelRequest, /) -> Any: ...

    def get_request_validators(self, request: model.PageRequest, /) -> model.RequestValidators: ...

    def create_request_validator(self, request: model.CreateRequestValidatorRequest, /) -> model.RequestValidator: ...

    def update_request_validator(self, request: model.UpdateRequestValidatorRequest, /) -> model.RequestValidator: ...

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
        faults: takes down what is refused.
        overwrite: whether what is not wanted goes after the methods; else methods that stay go on referring to it.
        standing: kind and name of what stays as it is where it is there: `("model", "Order")`.
    """

    def __init__(
        self,
        gateway: Operations,
        rest_api_id: str,
        wanted: Definitions,
        faults: Faults,
        *,
        overwrite: bool,
        standing: Collection[tuple[str, str]] = (),
    ) -> None:
        self._gateway = gateway
        self._api = rest_api_id
        self._wanted = wanted
        self._faults = faults
        self._overwrite = overwrite
        self._standing = standing
        self._former = list(every(gateway.get_request_validators, rest_api_id))
        self._authorizers = {each.name: each for each in every(gateway.get_authorizers, rest_api_id)}

    def lay(self) -> Ids:
        """Make and change what is wanted.

        Raises:
            DocumentError: models or authorizers are refused.
        """
        self._lay_models()
        ids = Ids(
            {name: self._put_validator(name, each) for name, each in self._wanted.validators.items()},
            {name: self._put_authorizer(name, each) for name, each in self._wanted.authorizers.items()},
        )
        self._faults.check()
        return ids

    def prune(self, *, default_models: bool) -> None:
        """Take away what was there before and is not wanted any more; no method refers to it now.

        Args:
            default_models: whether those that AWS makes with each API stay.
        """
        for validator in self._former:
            self._gateway.delete_request_validator(
                model.RequestValidatorRequest(rest_api_id=self._api, request_validator_id=validator.id)
            )
        for authorizer in self._authorizers.values():
            self._gateway.delete_authorizer(model.AuthorizerRequest(rest_api_id=self._api, authorizer_id=authorizer.id))
        kept = {*self._wanted.models, *(DEFAULT_MODELS if default_models else ())}
        stale = sorted(self._standing_models().keys() - kept)
        for name in stale:  # so that they do not refer to each other
            self._update_model(name, "/schema", _PLACEHOLDER)
        for name in stale:
            self._gateway.delete_model(model.ModelRequest(rest_api_id=self._api, model_name=name))

    # Models -----------------------------------------------------------------------------------------------------

    def _lay_models(self) -> None:
        """Make all models before any refers to another: those that one refers to may come after it."""
        standing = self._standing_models()
        models = {
            name: wanted
            for name, wanted in self._wanted.models.items()
            if name not in standing or ("model", name) not in self._standing
        }
        for name, wanted in models.items():
            with self._faults.doing(f"create model for '{name}'", self._trail("model", name)):
                if name not in standing:
                    self._create_model(wanted)
                elif standing[name].description != wanted.description:
                    self._update_model(name, "/description", wanted.description)
        self._faults.check()
        for name, wanted in models.items():
            with self._faults.doing(f"create model for '{name}'", self._trail("model", name)):
                schema = wanted.schema.replace(MODEL_URL.format(THIS_API, ""), MODEL_URL.format(self._api, ""))
                self._update_model(name, "/schema", schema)

    def _create_model(self, wanted: model.Model) -> None:
        self._gateway.create_model(
            model.CreateModelRequest(
                rest_api_id=self._api,
                name=wanted.name,
                description=wanted.description,
                schema=_PLACEHOLDER,
                content_type=wanted.content_type,
            )
        )

    def _update_model(self, name: str, path: str, value: str) -> None:
        request = model.UpdateModelRequest(
            rest_api_id=self._api, model_name=name, patch_operations=[_replace(path, value)]
        )
        self._gateway.update_model(request)

    def _standing_models(self) -> dict[str, model.Model]:
        return {each.name: each for each in every(self._gateway.get_models, self._api)}

    # Validators and authorizers ---------------------------------------------------------------------------------

    def _put_validator(self, name: str, wanted: model.RequestValidator) -> str:
        """The id of a validator as wanted: where others stay, its namesake is changed."""
        former = next((each for each in self._former if each.name == wanted.name), None)
        if former is None or self._overwrite:
            return self._create_validator(wanted)
        if ("validator", name) in self._standing:
            return former.id
        patches = [
            _replace("/validateRequestBody", str(wanted.validate_request_body).lower()),
            _replace("/validateRequestParameters", str(wanted.validate_request_parameters).lower()),
        ]
        return self._gateway.update_request_validator(
            model.UpdateRequestValidatorRequest(
                rest_api_id=self._api, request_validator_id=former.id, patch_operations=patches
            )
        ).id

    def _create_validator(self, wanted: model.RequestValidator) -> str:
        return self._gateway.create_request_validator(
            model.CreateRequestValidatorRequest(
                rest_api_id=self._api,
                name=wanted.name,
                validate_request_body=wanted.validate_request_body,
                validate_request_parameters=wanted.validate_request_parameters,
            )
        ).id

    def _put_authorizer(self, name: str, wanted: model.Authorizer) -> str:
        """The id of an authorizer as wanted: the one that stands, or a new one, before which its namesake gives way."""
        former = self._authorizers.get(wanted.name)
        if former is not None and ("authorizer", name) in self._standing:
            return former.id
        if former is not None and msgspec.structs.replace(wanted, id=former.id) == former:
            del self._authorizers[wanted.name]
            return former.id
        made = ""
        with self._faults.doing(f"create authorizer '{wanted.name}'", self._trail("authorizer", name)):
            if former is None:
                made = self._create_authorizer(wanted)
            elif self._overwrite:
                self._patch_authorizer(former.id, [_replace("/name", f"{former.name} {former.id}")])
                made = self._create_authorizer(wanted)
            else:
                made = self._change_authorizer(former, wanted)
        return made

    def _create_authorizer(self, wanted: model.Authorizer) -> str:
        members = {**msgspec.structs.asdict(wanted), "rest_api_id": self._api}
        del members["id"]
        return self._gateway.create_authorizer(model.CreateAuthorizerRequest(**members)).id

    def _change_authorizer(self, former: model.Authorizer, wanted: model.Authorizer) -> str:
        """Bring an authorizer to what is wanted; methods that stay go on asking it.

        Raises:
            BadRequestException: it would be of another type.
        """
        if former.type != wanted.type:
            raise BadRequestException(f"the authorizer that stands is of type {former.type}")
        was, now = (msgspec.to_builtins(each) for each in (former, wanted))
        lists = [
            *(model.PatchOperation(op="remove", path="/providerARNs", value=arn) for arn in former.provider_arns),
            *(model.PatchOperation(op="add", path="/providerARNs", value=arn) for arn in wanted.provider_arns),
        ]
        changed = [name for name in (*was, *now) if was.get(name) != now.get(name) and name not in _NOT_PATCHED]
        patches = [_replace(f"/{name}", str(now.get(name, _ABSENT.get(name, "")))) for name in dict.fromkeys(changed)]
        self._patch_authorizer(former.id, [*patches, *(lists if was != now else ())])
        return former.id

    def _patch_authorizer(self, authorizer_id: str, patches: list[model.PatchOperation]) -> None:
        self._gateway.update_authorizer(
            model.UpdateAuthorizerRequest(rest_api_id=self._api, authorizer_id=authorizer_id, patch_operations=patches)
        )

    def _trail(self, kind: str, name: str) -> tuple[str | int, ...]:
        return self._wanted.trails.get((kind, name), ())


_NOT_PATCHED = ("id", "name", "type", "providerARNs")
_ABSENT = {"authorizerResultTtlInSeconds": "300"}
"""What members that are not there mean, where that is not the empty text."""


def _replace(path: str, value: str) -> model.PatchOperation:
    return model.PatchOperation(op="replace", path=path, value=value)
