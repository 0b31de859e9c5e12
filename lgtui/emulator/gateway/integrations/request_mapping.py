"""Request parameter mapping: which headers, query parameters and path parameters an endpoint is sent."""

from collections.abc import Mapping

from lgtui.emulator.gateway.failures import configuration_error
from lgtui.emulator.gateway.integrations.sources import mapping_source
from lgtui.emulator.gateway.integrations.transformation import EndpointParameters, Transformation

PLACES = ("header", "querystring", "path")

RESERVED = frozenset({"content-length", "transfer-encoding", "x-amzn-apigateway-api-id", "x-amzn-trace-id"})
"""Headers that no mapping may set, as LocalStack recorded it on AWS (test_apigateway_integrations)."""

RESERVED_BY_AWS = RESERVED | {"authorization", "connection", "expect", "proxy-authenticate", "te"}
"""Headers that no mapping may set for AWS's own services (fact http-012)."""

NOT_SENT = frozenset({"connection", "expect", "proxy-authenticate", "te", "via"})
"""Headers that may be mapped for a web server and do not reach it (the same record)."""


class RequestMapping:
    """An integration's request parameters: `integration.request.header.X` → where its value comes from.

    Args:
        parameters: by target.
        of_aws: whether the endpoint is a service of AWS's own.

    Raises:
        GatewayFailure: 500, a target or a source is none, or the target is a header that API Gateway sets itself;
            every request to the method fails.
    """

    def __init__(self, parameters: Mapping[str, str], *, of_aws: bool = False) -> None:
        self._reserved = RESERVED_BY_AWS if of_aws else RESERVED
        self._sources = [
            (*_target(target), mapping_source(target, source, is_answered=False))
            for target, source in parameters.items()
        ]
        for place, name, _ in self._sources:
            self._check(place, name)

    def apply(self, state: Transformation) -> EndpointParameters:
        """The mapped parameters, and over them what the template has set in `$context.requestOverride`.

        Raises:
            GatewayFailure: 500, an override is a header that API Gateway sets itself.
        """
        parameters = EndpointParameters()
        for place, name, source in self._sources:
            if (value := source(state)) is not None:
                getattr(parameters, place)[name] = value
        if overrides := state.request_overrides():
            for place in PLACES:
                for name, value in getattr(overrides, place).items():
                    self._check(place, name)
                    getattr(parameters, place)[name] = value
        return parameters

    def _check(self, place: str, name: str) -> None:
        if place == "header" and name.lower() in self._reserved:
            raise configuration_error(
                f"{name} header already present",
                f"The integration request maps the header {name}, which API Gateway sets. Take the mapping away.",
            )


def _target(target: str) -> tuple[str, str]:
    place, _, name = target.removeprefix("integration.request.").partition(".")
    if place not in PLACES or not name:
        raise configuration_error(
            f"Invalid mapping expression specified: {target}", f"{target} is nothing that a mapping can set."
        )
    return place, name
