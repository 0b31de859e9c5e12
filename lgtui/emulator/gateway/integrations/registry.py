"""Which module serves which integration type."""

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.integrations.aws_lambda import compile_aws
from lgtui.emulator.gateway.integrations.base import Backend, Compiler, Place
from lgtui.emulator.gateway.integrations.broken import Broken
from lgtui.emulator.gateway.integrations.http_endpoint import compile_http
from lgtui.emulator.gateway.integrations.http_proxy import compile_http_proxy
from lgtui.emulator.gateway.integrations.lambda_proxy import compile_lambda_proxy
from lgtui.emulator.gateway.integrations.lambda_uri import function_of
from lgtui.emulator.gateway.integrations.mock import compile_mock
from lgtui.emulator.gateway.model import Integration

COMPILERS: dict[str, Compiler] = {
    "AWS": compile_aws,
    "AWS_PROXY": compile_lambda_proxy,
    "HTTP": compile_http,
    "HTTP_PROXY": compile_http_proxy,
    "MOCK": compile_mock,
}


def is_emulated(integration: Integration) -> bool:
    """Whether requests to a method with this integration can be answered."""
    return integration.type != "AWS" or function_of(integration.uri) is not None


def compile_backend(route: Route, place: Place) -> Backend:
    """The backend of `route` at `place`; one that fails every request where the integration cannot work."""
    try:
        return COMPILERS[route.integration.type](route, place)
    except GatewayFailure as failure:
        return Broken(failure)
