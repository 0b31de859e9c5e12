"""Request validators and models, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import PatchOperation, Shape, told


class RequestValidator(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """What of a request is checked before its integration."""

    id: str
    name: str
    validate_request_body: bool = False
    validate_request_parameters: bool = False


class Model(Shape, frozen=True, kw_only=True):
    """A named JSON schema (draft 4) for bodies of one content type."""

    id: str
    name: str
    description: str = ""
    schema: str = told("")
    content_type: str = told("application/json")


class CreateRequestValidatorRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateRequestValidator."""

    rest_api_id: str
    name: str = ""
    validate_request_body: bool = False
    validate_request_parameters: bool = False


class RequestValidatorRequest(Shape, frozen=True, kw_only=True):
    """Input of GetRequestValidator and DeleteRequestValidator."""

    rest_api_id: str
    request_validator_id: str


class UpdateRequestValidatorRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateRequestValidator."""

    rest_api_id: str
    request_validator_id: str
    patch_operations: list[PatchOperation] = []


class RequestValidators(Shape, frozen=True, kw_only=True):
    """A page of request validators."""

    items: list[RequestValidator]
    position: str = ""


class CreateModelRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateModel."""

    rest_api_id: str
    name: str
    description: str = ""
    schema: str = ""
    content_type: str = "application/json"


class ModelRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a model; `flatten` puts what it refers to into it."""

    rest_api_id: str
    model_name: str
    flatten: bool = False


class UpdateModelRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateModel."""

    rest_api_id: str
    model_name: str
    patch_operations: list[PatchOperation] = []


class Models(Shape, frozen=True, kw_only=True):
    """A page of models."""

    items: list[Model]
    position: str = ""


class Template(Shape, frozen=True, kw_only=True):
    """A sample mapping template that makes a payload of a model."""

    value: str
