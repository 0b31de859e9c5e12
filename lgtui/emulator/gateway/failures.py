"""How the data plane refuses or fails a request: gateway responses, each with its status, body and log line."""

from typing import NamedTuple


class ResponseType(NamedTuple):
    """A gateway-response type: its status (fact gwr-001) and `x-amzn-ErrorType` (fact errtype-001)."""

    name: str
    status: int
    error_type: str


MISSING_AUTHENTICATION_TOKEN = ResponseType("MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException")
ACCESS_DENIED = ResponseType("ACCESS_DENIED", 403, "ForbiddenException")
BAD_REQUEST_BODY = ResponseType("BAD_REQUEST_BODY", 400, "BadRequestException")
UNSUPPORTED_MEDIA_TYPE = ResponseType("UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException")
THROTTLED = ResponseType("THROTTLED", 429, "TooManyRequestsException")
INTEGRATION_FAILURE = ResponseType("INTEGRATION_FAILURE", 504, "InternalServerErrorException")
INTEGRATION_TIMEOUT = ResponseType("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException")
API_CONFIGURATION_ERROR = ResponseType("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException")
BAD_INTEGRATION_ANSWER = ResponseType("DEFAULT_5XX", 502, "InternalServerErrorException")
NOT_EMULATED = ResponseType("NOT_EMULATED", 501, "NotImplementedException")
"""lgtui's own: what the API asks for is not emulated."""
UNKNOWN_API = ResponseType("UNKNOWN_API", 404, "NotFoundException")
"""The host name of an API that does not exist: AWS answers without a body (fact route-009)."""


class GatewayFailure(Exception):
    """A step of the life cycle ends the request.

    Attributes:
        type: the gateway-response type, with the status.
        message: what the client reads.
        log: the execution log's line, or empty.
        explanation: plain words for the trace: why, and what to do.
    """

    def __init__(self, response_type: ResponseType, message: str, *, log: str = "", explanation: str = "") -> None:
        super().__init__(message)
        self.type = response_type
        self.message = message
        self.log = log
        self.explanation = explanation

    @property
    def body(self) -> bytes:
        """The answer's body: one space after the colon for faults, none for refusals (aws_behaviour, section 4)."""
        if self.type is UNKNOWN_API:
            return b""
        space = " " if self.type.status >= 500 else ""
        return f'{{"message":{space}"{self.message}"}}'.encode()

    @property
    def verdict(self) -> str:
        """`refused` where the client is at fault or over a limit, `not emulated`, else `failed`."""
        if self.type is NOT_EMULATED:
            return "not emulated"
        return "refused" if self.type.status < 500 else "failed"


def not_emulated(what: str, advice: str) -> GatewayFailure:
    """The 501 for something that lgtui does not emulate.

    Args:
        what: in words that go before "yet".
        advice: what to do instead, a sentence.
    """
    sentence = f"lgtui does not emulate {what} yet"
    return GatewayFailure(
        NOT_EMULATED,
        sentence,
        log=f"Execution failed: {sentence}",
        explanation=f"{sentence}: on AWS this method would answer. {advice}",
    )


def configuration_error(log: str, explanation: str) -> GatewayFailure:
    """The 500 of an API that is set up wrongly."""
    return GatewayFailure(
        API_CONFIGURATION_ERROR,
        "Internal server error",
        log=f"Execution failed due to configuration error: {log}",
        explanation=explanation,
    )
