"""How the data plane refuses or fails a request: gateway responses, each with its status, body and log line."""

from typing import NamedTuple

import msgspec


class ResponseType(NamedTuple):
    """A gateway-response type: its status (fact gwr-001) and `x-amzn-ErrorType` (fact errtype-001)."""

    name: str
    status: int
    error_type: str


ACCESS_DENIED = ResponseType("ACCESS_DENIED", 403, "AccessDeniedException")
API_CONFIGURATION_ERROR = ResponseType("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException")
AUTHORIZER_CONFIGURATION_ERROR = ResponseType("AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfigurationException")
AUTHORIZER_FAILURE = ResponseType("AUTHORIZER_FAILURE", 500, "AuthorizerFailureException")
BAD_REQUEST_BODY = ResponseType("BAD_REQUEST_BODY", 400, "BadRequestException")
BAD_REQUEST_PARAMETERS = ResponseType("BAD_REQUEST_PARAMETERS", 400, "BadRequestException")
INCOMPLETE_SIGNATURE = ResponseType("MISSING_AUTHENTICATION_TOKEN", 403, "IncompleteSignatureException")
"""Customised with MISSING_AUTHENTICATION_TOKEN (amazon-archives/aws-cognito-angular-quickstart issue 50)."""
UNRECOGNIZED_CLIENT = ResponseType("INVALID_SIGNATURE", 403, "UnrecognizedClientException")
"""Customised with INVALID_SIGNATURE [guess]."""
EXPIRED_TOKEN = ResponseType("EXPIRED_TOKEN", 403, "ExpiredTokenException")
INTEGRATION_FAILURE = ResponseType("INTEGRATION_FAILURE", 504, "InternalServerErrorException")
INTEGRATION_TIMEOUT = ResponseType("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException")
INVALID_API_KEY = ResponseType("INVALID_API_KEY", 403, "ForbiddenException")
INVALID_SIGNATURE = ResponseType("INVALID_SIGNATURE", 403, "InvalidSignatureException")
MISSING_AUTHENTICATION_TOKEN = ResponseType("MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException")
QUOTA_EXCEEDED = ResponseType("QUOTA_EXCEEDED", 429, "LimitExceededException")
REQUEST_TOO_LARGE = ResponseType("REQUEST_TOO_LARGE", 413, "RequestTooLargeException")
RESOURCE_NOT_FOUND = ResponseType("RESOURCE_NOT_FOUND", 404, "NotFoundException")
THROTTLED = ResponseType("THROTTLED", 429, "TooManyRequestsException")
UNAUTHORIZED = ResponseType("UNAUTHORIZED", 401, "UnauthorizedException")
UNSUPPORTED_MEDIA_TYPE = ResponseType("UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException")
WAF_FILTERED = ResponseType("WAF_FILTERED", 403, "ForbiddenException")

RESPONSE_TYPES = {
    response_type.name: response_type
    for response_type in (
        ACCESS_DENIED, API_CONFIGURATION_ERROR, AUTHORIZER_CONFIGURATION_ERROR, AUTHORIZER_FAILURE, BAD_REQUEST_BODY,
        BAD_REQUEST_PARAMETERS, EXPIRED_TOKEN, INTEGRATION_FAILURE, INTEGRATION_TIMEOUT, INVALID_API_KEY,
        INVALID_SIGNATURE, MISSING_AUTHENTICATION_TOKEN, QUOTA_EXCEEDED, REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND,
        THROTTLED, UNAUTHORIZED, UNSUPPORTED_MEDIA_TYPE, WAF_FILTERED,
    )
}  # fmt: skip
"""AWS's types by name; DEFAULT_4XX and DEFAULT_5XX stand for what has no customised response of its own."""

BAD_INTEGRATION_ANSWER = ResponseType("DEFAULT_5XX", 502, "InternalServerErrorException")
BROKEN = ResponseType("DEFAULT_5XX", 500, "InternalServerErrorException")
"""A fault of lgtui's own."""
BAD_REQUEST = ResponseType("DEFAULT_4XX", 400, "BadRequestException")
"""What came is no HTTP request."""
HEADERS_TOO_LONG = ResponseType("DEFAULT_4XX", 431, "RequestHeaderFieldsTooLargeException")
URI_TOO_LONG = ResponseType("DEFAULT_4XX", 414, "RequestURITooLongException")
NOT_EMULATED = ResponseType("NOT_EMULATED", 501, "NotImplementedException")
"""lgtui's own: what the API asks for is not emulated."""
UNKNOWN_STAGE = ResponseType("UNKNOWN_STAGE", 403, "ForbiddenException")
"""A stage that does not exist: there is no deployment whose gateway responses could answer."""
UNKNOWN_API = ResponseType("UNKNOWN_API", 404, "NotFoundException")
"""The host name of an API that does not exist: AWS answers without a body (fact route-009)."""


class GatewayFailure(Exception):
    """A step of the life cycle ends the request.

    Attributes:
        type: the gateway-response type, with the status.
        message: what the client reads; empty where it reads null.
        validation_error: what a request's validation found, for gateway responses' templates.
        log: the execution log's line, or empty.
        explanation: plain words for the trace: why, and what to do.
    """

    def __init__(
        self,
        response_type: ResponseType,
        message: str,
        *,
        log: str = "",
        explanation: str = "",
        validation_error: str = "",
    ) -> None:
        super().__init__(message)
        self.validation_error = validation_error
        self.type = response_type
        self.message = message
        self.log = log
        self.explanation = explanation

    @property
    def body(self) -> bytes:
        """The answer's body: one space after the colon for faults, none for refusals (aws_behaviour, section 4).

        A denial's `Message` has a capital; of a fault of the authorizer nothing is told.
        """
        if self.type is UNKNOWN_API:
            return b""
        if not self.message:
            return b'{"message":null}'
        name = b"Message" if self.type is ACCESS_DENIED else b"message"
        space = b" " if self.type.status >= 500 else b""
        return b'{"%b":%b%b}' % (name, space, msgspec.json.encode(self.message))

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


def broken(fault: str) -> GatewayFailure:
    """The 500 of a fault of lgtui's own."""
    return GatewayFailure(BROKEN, "Internal server error", log=fault, explanation=f"On AWS this would work. {fault}.")
