"""Request parameter mapping: which headers, query parameters and path parameters an endpoint is sent."""

from collections.abc import Mapping

from lgtui.emulator.gateway.failures import configuration_error
from lgtui.emulator.gateway.integrations.sources import Source, compile_source
from lgtui.emulator.gateway.integrations.transformation import EndpointParameters, Transformation

PLACES = ("header", "querystring", "path")

RESERVED = frozenset(
    {"authorization", "connection", "content-length", "expect", "proxy-authenticate", "te", "transfer-encoding"}
)
"""Headers that no mapping may set for AWS's own services (fact http-012)."""


class RequestMapping:
    """An integration's request parameters: `integration.request.header.X` → where its value comes from.

    Raises:
        GatewayFailure: 500, a target or a source is none; every request to the method fails.
    """

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._sources = [(*_target(target), _source(target, source)) for target, source in parameters.items()]

    def refuse_reserved_headers(self) -> None:
        """Fail where a header is mapped that AWS's services set themselves.

        Raises:
            GatewayFailure: 500 (fact http-012).
        """
        for place, name, _ in self._sources:
            if place == "header" and name.lower() in RESERVED:
                raise configuration_error(
                    f"Invalid mapping expression specified: integration.request.header.{name}",
                    f"The integration maps the header {name}, which API Gateway sets itself. Take the mapping away.",
                )

    def apply(self, state: Transformation) -> EndpointParameters:
        """The mapped parameters, and over them what the template has set in `$context.requestOverride`."""
        parameters = EndpointParameters()
        for place, name, source in self._sources:
            if (value := source(state)) is not None:
                getattr(parameters, place)[name] = value
        if overrides := state.request_overrides():
            for place in PLACES:
                getattr(parameters, place).update(getattr(overrides, place))
        return parameters


def _target(target: str) -> tuple[str, str]:
    place, _, name = target.removeprefix("integration.request.").partition(".")
    if place not in PLACES or not name:
        raise configuration_error(
            f"Invalid mapping expression specified: {target}", f"{target} is nothing that a mapping can set."
        )
    return place, name


def _source(target: str, expression: str) -> Source:
    try:
        return compile_source(expression)
    except ValueError as error:
        raise configuration_error(
            f"Invalid mapping expression specified: {expression}", f"The mapping of {target}: {error}."
        ) from None
