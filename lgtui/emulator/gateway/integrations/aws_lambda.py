"""AWS integrations with Lambda: the function gets what the request template makes, its result is mapped back."""

import msgspec

from lgtui.emulator.errors import InvalidRequestContentException, ServiceError
from lgtui.emulator.functions.model import InvocationRequest, InvocationResponse
from lgtui.emulator.functions.model.invocation import InvocationType
from lgtui.emulator.functions.validation import check_payload
from lgtui.emulator.gateway.deployments import Route
from lgtui.emulator.gateway.failures import BAD_REQUEST_BODY, GatewayFailure, configuration_error
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.custom import CustomIntegration
from lgtui.emulator.gateway.integrations.lambda_failures import refused, timed_out
from lgtui.emulator.gateway.integrations.lambda_trace import invocation_record
from lgtui.emulator.gateway.integrations.lambda_uri import resolve_function
from lgtui.emulator.gateway.integrations.patience import Patience
from lgtui.emulator.gateway.integrations.transformation import EndpointAnswer, Transformation
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord

INVOCATION_TYPE = "x-amz-invocation-type"
JSON = {"content-type": ["application/json"]}


class _Error(msgspec.Struct):
    """What selection patterns read of a function's error object."""

    error_message: object = msgspec.field(default="", name="errorMessage")


class LambdaEndpoint:
    """One function as the endpoint of custom integrations.

    Args:
        function: name or ARN, with a qualifier where there is one.
        place: for what the execution log says of the invocation.
        seconds: real seconds that an answer may take.
    """

    def __init__(self, function: str, place: Place, seconds: float) -> None:
        self._function = function
        self._place = place
        self._seconds = seconds
        self._patience = Patience(seconds)
        self.name = f"λ {function.rpartition(':function:')[2]}"

    async def answer(self, context: RequestContext, state: Transformation) -> EndpointAnswer:
        """Invoke the function with the rendered body; patterns select by its error message (fact intresp-003).

        Raises:
            GatewayFailure: 504 after the timeout, 400 for a body that is no JSON, 500 where Lambda refused.
        """
        functions = context.services.functions
        request = InvocationRequest(function_name=self._function, payload=state.payload)
        try:
            check_payload(request.payload)
            kind = _invocation_type(state)
            if kind != "RequestResponse":
                context.answer = await functions.invoke(msgspec.structs.replace(request, invocation_type=kind))
                return EndpointAnswer(context.answer.status_code, JSON, b"")
            context.answer = await self._patience.wait_for(functions.begin(request))
            return _answer(context.answer)
        except TimeoutError:
            raise timed_out(self._function, self._seconds) from None
        except InvalidRequestContentException as error:
            raise _no_json(error) from None
        except ServiceError as error:
            raise refused(self._function, error) from None

    def record(self, context: RequestContext, state: Transformation) -> EndpointRecord:
        """The invocation."""
        return invocation_record(context, self._place, self._function, state.payload, context.answer)


def _invocation_type(state: Transformation) -> InvocationType:
    """What a mapped header says (guide, set-up-lambda-integration-async).

    Raises:
        GatewayFailure: 500, Lambda knows no such type.
    """
    mapped = state.parameters.header.items()
    kind = next((value for name, value in mapped if name.lower() == INVOCATION_TYPE), "RequestResponse")
    try:
        known: InvocationType = msgspec.convert(kind, InvocationType)
    except msgspec.ValidationError:
        raise configuration_error(
            "Lambda invocation failed with status: 400",
            f"The integration request maps {kind[:200]!r} to X-Amz-Invocation-Type, which is RequestResponse, Event or "
            "DryRun.",
        ) from None
    return known


def _answer(response: InvocationResponse) -> EndpointAnswer:
    selector = ""
    if response.function_error:
        error = msgspec.json.decode(response.payload, type=_Error).error_message
        selector = error if isinstance(error, str) else ""
    return EndpointAnswer(response.status_code, JSON, response.payload, selector=selector, report=response.report)


def _no_json(error: InvalidRequestContentException) -> GatewayFailure:
    """Lambda's refusal of a body that is no JSON reaches the client [guess: as the known reports show it]."""
    return GatewayFailure(
        BAD_REQUEST_BODY,
        error.message.replace('"', '\\"'),
        log=f"Execution failed: {error.message}",
        explanation="A Lambda function takes JSON. The body that the integration request made is none: mend the "
        "request template, or send JSON.",
    )


def compile_lambda(route: Route, place: Place) -> CustomIntegration:
    """The backend of a method with a Lambda integration.

    Raises:
        GatewayFailure: 500, its URI names no function, its method is not POST, or a template or mapping is none.
    """
    integration = route.integration
    if integration.http_method != "POST":
        raise configuration_error(
            "Invalid permissions on Lambda function",
            f"The integration's HTTP method is {integration.http_method}; a Lambda function is invoked with POST. "
            "Set integrationHttpMethod to POST.",
        )
    function = resolve_function(integration.uri, place.variables, place.stage_name)
    return CustomIntegration(route, place, LambdaEndpoint(function, place, integration.timeout_in_millis / 1000))
