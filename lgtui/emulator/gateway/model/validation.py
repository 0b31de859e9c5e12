"""Request validators and models, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import Shape


class RequestValidator(Shape, frozen=True, kw_only=True):
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
    schema: str = ""
    content_type: str = "application/json"
