"""Which module serves which integration type. A type that is not here is refused when a request reaches it."""

from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import NOT_EMULATED, GatewayFailure
from lgtui.emulator.gateway.integrations.base import Backend, Compiler, Place
from lgtui.emulator.gateway.integrations.broken import Broken
from lgtui.emulator.gateway.integrations.lambda_proxy import compile_lambda_proxy

COMPILERS: dict[str, Compiler] = {"AWS_PROXY": compile_lambda_proxy}


def compile_backend(route: Route, place: Place) -> Backend:
    """The backend of `route` at `place`; one that fails every request where the integration cannot work."""
    try:
        return _compiler(route.integration.type)(route, place)
    except GatewayFailure as failure:
        return Broken(failure)


def _compiler(integration_type: str) -> Compiler:
    compiler = COMPILERS.get(integration_type)
    if compiler is None:
        raise not_emulated(integration_type)
    return compiler


def not_emulated(integration_type: str) -> GatewayFailure:
    """The 501 for a type of integration that lgtui does not emulate."""
    sentence = f"lgtui does not emulate {integration_type} integrations yet"
    return GatewayFailure(
        NOT_EMULATED,
        sentence,
        log=f"Execution failed: {sentence}",
        explanation=f"{sentence}: on AWS this method would answer. Integrate it with a Lambda function (AWS_PROXY).",
    )
