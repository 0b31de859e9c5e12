"""Operations on request validators and models."""

import re
from collections.abc import Iterator

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    CreateModelRequest,
    CreateRequestValidatorRequest,
    Empty,
    Method,
    Model,
    ModelRequest,
    Models,
    PageRequest,
    RequestValidator,
    RequestValidatorRequest,
    RequestValidators,
    Template,
    UpdateModelRequest,
    UpdateRequestValidatorRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, page
from lgtui.emulator.gateway.operations.patching import REPLACE, Patcher, Path, boolean, member
from lgtui.emulator.gateway.store import ApiState
from lgtui.emulator.gateway.validation.flatten import flatten
from lgtui.emulator.gateway.validation.model_schema import check_schema, references
from lgtui.emulator.gateway.validation.sample import sample_template

NO_VALIDATOR = "Invalid Request Validator identifier specified"
_NAME = re.compile(r"[A-Za-z0-9]+")


class ValidationOperations(Operations):
    """Create, Get, GetAll, Update and Delete of RequestValidator and Model, and GetModelTemplate."""

    def create_request_validator(self, request: CreateRequestValidatorRequest) -> RequestValidator:
        """Make a validator.

        Raises:
            BadRequestException: there is no such API, or it has no name (recorded).
        """
        state = self._store.apis.get(request.rest_api_id)
        if state is None:
            raise BadRequestException("Invalid REST API identifier specified")
        _check_name(request.name)
        validator = RequestValidator(
            id=short_id(state.ids, 6, state.definitions.validators),
            name=request.name,
            validate_request_body=request.validate_request_body,
            validate_request_parameters=request.validate_request_parameters,
        )
        return self._keep_validator(state, validator)

    def get_request_validator(self, request: RequestValidatorRequest) -> RequestValidator:
        """The validator of that id."""
        return _validator(self._store.api(request.rest_api_id, NO_VALIDATOR), request.request_validator_id)

    def get_request_validators(self, request: PageRequest) -> RequestValidators:
        """A page of an API's validators, oldest first."""
        validators = list(self._store.api(request.rest_api_id).definitions.validators.values())
        items, position = page(validators, request.position, request.limit)
        return RequestValidators(items=items, position=position)

    def update_request_validator(self, request: UpdateRequestValidatorRequest) -> RequestValidator:
        """Change a validator, for the API's next deployment.

        Raises:
            BadRequestException: a path or a value is not allowed.
        """
        state = self._store.api(request.rest_api_id, NO_VALIDATOR)
        validator = _VALIDATOR_PATCHER.apply(_validator(state, request.request_validator_id), request.patch_operations)
        _check_name(validator.name)
        return self._keep_validator(state, validator)

    def delete_request_validator(self, request: RequestValidatorRequest) -> Empty:
        """Remove a validator.

        Raises:
            ConflictException: a method has it.
        """
        state = self._store.api(request.rest_api_id, NO_VALIDATOR)
        validator = _validator(state, request.request_validator_id)
        users = [name for name, method in _methods(state) if method.request_validator_id == validator.id]
        if users:
            raise ConflictException(f"Cannot delete the request validator {validator.id}: {users[0]} has it")
        del state.definitions.validators[validator.id]
        self._changed(state.api.id)
        return Empty()

    # Models -----------------------------------------------------------------------------------------------------

    def create_model(self, request: CreateModelRequest) -> Model:
        """Make a model.

        Raises:
            BadRequestException: its name or its schema is not allowed (fact ctl-015).
            ConflictException: there is a model of that name (fact ctl-014).
        """
        state = self._store.api(request.rest_api_id)
        models = state.definitions.models
        if not request.name:
            raise BadRequestException("Model name must be non-empty")
        if not _NAME.fullmatch(request.name):
            raise BadRequestException(f"Model name must be alphanumeric: {request.name}")
        if request.name in models:
            raise ConflictException("Model name already exists for this REST API")
        check_schema(request.schema, {*models, request.name})
        model = Model(
            id=short_id(state.ids, 6, {model.id for model in models.values()}),
            name=request.name,
            description=request.description,
            schema=request.schema,
            content_type=request.content_type,
        )
        return self._keep_model(state, model)

    def get_model(self, request: ModelRequest) -> Model:
        """The model of that name."""
        state = self._store.api(request.rest_api_id, _no_model(request.model_name))
        model = _model(state, request.model_name)
        return flatten(model, state.definitions.models) if request.flatten else model

    def get_models(self, request: PageRequest) -> Models:
        """A page of an API's models, oldest first."""
        models = list(self._store.api(request.rest_api_id).definitions.models.values())
        items, position = page(models, request.position, request.limit)
        return Models(items=items, position=position)

    def update_model(self, request: UpdateModelRequest) -> Model:
        """Change a model, for the API's next deployment.

        Raises:
            BadRequestException: a path or the schema is not allowed.
        """
        state = self._store.api(request.rest_api_id, _no_model(request.model_name))
        model = _MODEL_PATCHER.apply(_model(state, request.model_name), request.patch_operations)
        check_schema(model.schema, state.definitions.models)
        return self._keep_model(state, model)

    def delete_model(self, request: ModelRequest) -> Empty:
        """Remove a model.

        Raises:
            ConflictException: a method or another model refers to it.
        """
        state = self._store.api(request.rest_api_id, _no_model(request.model_name))
        model = _model(state, request.model_name)
        user = _user_of(state, model.name)
        if user:
            raise ConflictException(f"Cannot delete model '{model.name}', is referenced in {user}")
        del state.definitions.models[model.name]
        self._changed(state.api.id)
        return Empty()

    def get_model_template(self, request: ModelRequest) -> Template:
        """A mapping template that makes a sample of the model."""
        state = self._store.api(request.rest_api_id)
        return Template(value=sample_template(_model(state, request.model_name), state.definitions.models))

    def _keep_validator(self, state: ApiState, validator: RequestValidator) -> RequestValidator:
        state.definitions.validators[validator.id] = validator
        self._changed(state.api.id)
        return validator

    def _keep_model(self, state: ApiState, model: Model) -> Model:
        state.definitions.models[model.name] = model
        self._changed(state.api.id)
        return model


def _validator(state: ApiState, validator_id: str) -> RequestValidator:
    validator = state.definitions.validators.get(validator_id)
    if validator is None:
        raise NotFoundException(NO_VALIDATOR)
    return validator


def _check_name(name: str) -> None:
    if not name:
        raise BadRequestException("Request Validator name cannot be blank")


def _model(state: ApiState, name: str) -> Model:
    model = state.definitions.models.get(name)
    if model is None:
        raise NotFoundException(_no_model(name))
    return model


def _no_model(name: str) -> str:
    return f"Invalid model name specified: {name}"


def _methods(state: ApiState) -> Iterator[tuple[str, Method]]:
    """Every method of an API with its name as AWS writes it: `/orders/GET`, and `//GET` at the root (recorded)."""
    for resource in state.resources.values():
        for http_method, method in resource.resource_methods.items():
            yield f"{resource.path}/{http_method}", method


def _user_of(state: ApiState, name: str) -> str:
    """What refers to a model, in words, or empty."""
    for method_name, method in _methods(state):
        if name in method.request_models.values():
            return f"method request: {method_name}"
        if any(
            name in response.response_models.values()
            for response in method.method_responses.values()
            if response.response_models
        ):
            return f"method response: {method_name}"
    others = (model for model in state.definitions.models.values() if model.name != name)
    return next((f"model: {model.name}" for model in others if name in references(model.schema)), "")


_VALIDATOR_PATCHER: Patcher[RequestValidator] = Patcher(
    [
        Path("/name", REPLACE, member("name")),
        Path("/validateRequestParameters", REPLACE, member("validate_request_parameters", boolean)),
        Path("/validateRequestBody", REPLACE, member("validate_request_body", boolean)),
    ]
)
_MODEL_PATCHER: Patcher[Model] = Patcher(
    [
        Path("/description", REPLACE, member("description")),
        Path("/schema", REPLACE, member("schema")),
    ]
)
