"""What one method requires of its requests, worked out once: parameters that must be there, models by content type."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl

from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.model import Method, RequestValidator
from lgtui.emulator.gateway.validation.schemas import Schemas

JSON = "application/json"
ANY_TYPE = "$default"


class Parameter(NamedTuple):
    """A required parameter: `place` is `path`, `querystring` or `header`."""

    place: str
    name: str


class Verdict(NamedTuple):
    """What came of a body: the model it was held against, None where none is for its content type."""

    content_type: str
    model: str | None
    complaints: list[str]


class Checks:
    """The checks of one method."""

    def __init__(self, method: Method, validator: RequestValidator, schemas: Schemas) -> None:
        self.validator = validator
        self.parameters = tuple(_required(method)) if validator.validate_request_parameters else ()
        self._models = {name.lower(): model for name, model in method.request_models.items()}
        self._schemas = schemas

    def missing(self, request: HttpRequest, path_parameters: Mapping[str, str]) -> list[str]:
        """Names of required parameters that are not there, or blank (guide, api-gateway-method-request-validation)."""
        if not self.parameters:
            return []
        places: dict[str, Mapping[str, str]] = {"path": path_parameters}
        kinds = {parameter.place for parameter in self.parameters}
        if "querystring" in kinds:
            places["querystring"] = dict(parse_qsl(request.query, keep_blank_values=True))
        if "header" in kinds:
            places["header"] = {name.lower(): value for name, value in request.headers}
        return [name for place, name in self.parameters if not _value(places[place], place, name).strip()]

    def judge(self, request: HttpRequest) -> Verdict | None:
        """Hold the body against the model of its content type; None where bodies are not checked.

        A request without a content type has JSON; `$default` is for types without a model of their own.

        Raises:
            TooSlow: the model takes too long.
        """
        if not self.validator.validate_request_body or not self._models:
            return None
        content_type = _content_type(request)
        model = self._models.get(content_type) or self._models.get(ANY_TYPE)
        if model is None:
            return Verdict(content_type, None, [])
        return Verdict(content_type, model, self._schemas.get(model).complaints(request.body))


def _required(method: Method) -> Iterator[Parameter]:
    for source, required in method.request_parameters.items():
        place, _, name = source.removeprefix("method.request.").partition(".")
        if required and place in ("path", "querystring", "header"):
            yield Parameter(place, name)


def _value(values: Mapping[str, str], place: str, name: str) -> str:
    return values.get(name.lower() if place == "header" else name, "")


def _content_type(request: HttpRequest) -> str:
    """The media type of the body, without parameters."""
    sent = next((value for name, value in reversed(request.headers) if name.lower() == "content-type"), "")
    return sent.partition(";")[0].strip().lower() or JSON
