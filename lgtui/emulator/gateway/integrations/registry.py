"""Which module serves which integration type."""

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.integrations.aws_lambda import compile_lambda
from lgtui.emulator.gateway.integrations.aws_service import compile_service
from lgtui.emulator.gateway.integrations.base import Backend, Compiler, Place
from lgtui.emulator.gateway.integrations.broken import Broken
from lgtui.emulator.gateway.integrations.http_endpoint import compile_http
from lgtui.emulator.gateway.integrations.http_proxy import compile_http_proxy
from lgtui.emulator.gateway.integrations.lambda_proxy import compile_lambda_proxy
from lgtui.emulator.gateway.integrations.lambda_uri import function_of
from lgtui.emulator.gateway.integrations.mock import compile_mock
from lgtui.emulator.gateway.integrations.service_uri import service_of
from lgtui.emulator.gateway.model import Integration


def _compile_aws(route: Route, place: Place) -> Backend:
    """Lambda's own Invoke needs no service elsewhere."""
    compiler = compile_service if function_of(route.integration.uri) is None else compile_lambda
    return compiler(route, place)


_OF_THE_REGION = frozenset({"lambda", "apigateway", "logs", "monitoring", "sts"})
"""Services that the region itself is."""

COMPILERS: dict[str, Compiler] = {
    "AWS": _compile_aws,
    "AWS_PROXY": compile_lambda_proxy,
    "HTTP": compile_http,
    "HTTP_PROXY": compile_http_proxy,
    "MOCK": compile_mock,
}


def service_elsewhere(integration: Integration) -> str:
    """The service that requests to a method with this integration need from elsewhere; empty where they need none."""
    service = service_of(integration.uri) if integration.type == "AWS" else ""
    return "" if service in _OF_THE_REGION else service


def compile_backend(route: Route, place: Place) -> Backend:
    """The backend of `route` at `place`; one that fails every request where the integration cannot work."""
    try:
        return COMPILERS[route.integration.type](route, place)
    except GatewayFailure as failure:
        return Broken(failure)
