"""Errors of CloudWatch."""

from lgtui.emulator.errors import ServiceError


class InvalidParameterValueException(ServiceError):
    """A parameter has a value that is not allowed."""

    code, status = "InvalidParameterValueException", 400


class InvalidParameterCombinationException(ServiceError):
    """Parameters that do not go together."""

    code, status = "InvalidParameterCombinationException", 400


class InvalidNextToken(ServiceError):
    """The token is none that CloudWatch gave."""

    code, status = "InvalidNextToken", 400
