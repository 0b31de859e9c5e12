"""Errors of AWS's APIs: one class with the fields every caller needs, and the family that operations raise."""

import traceback
from pathlib import Path


def own_fault(error: Exception) -> str:
    """A fault of lgtui's own in one line: what it is, and where in the code it was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}, {frame.name}"
    return f"lgtui broke, please report it: {type(error).__name__}: {error} ({place})"


class ServiceError(Exception):
    """An operation was refused, as AWS refuses it.

    Attributes:
        code: AWS's exception name, sent as `x-amzn-ErrorType`.
        status: the HTTP status of the answer.
        message: AWS's sentence.
        fields: further members of the error's shape (`Type`, `Reason`, …).
    """

    code = "ServiceException"
    status = 500

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


class ResourceNotFoundException(ServiceError):
    """Lambda: what was named does not exist."""

    code, status = "ResourceNotFoundException", 404


class ResourceConflictException(ServiceError):
    """Lambda: what was to be made exists already."""

    code, status = "ResourceConflictException", 409


class InvalidParameterValueException(ServiceError):
    """Lambda: a parameter has a value that is not allowed."""

    code, status = "InvalidParameterValueException", 400


class AccessDeniedException(ServiceError):
    """Lambda: what was named belongs to another account."""

    code, status = "AccessDeniedException", 403


class RequestEntityTooLargeException(ServiceError):
    """Lambda: the deployment package is over the limit."""

    code, status = "RequestEntityTooLargeException", 413


class PreconditionFailedException(ServiceError):
    """Lambda: the object is not in the state that the caller expects."""

    code, status = "PreconditionFailedException", 412


class RequestTooLargeException(ServiceError):
    """Lambda: the payload is over the limit."""

    code, status = "RequestTooLargeException", 413


class InvalidRequestContentException(ServiceError):
    """Lambda: the payload is not JSON."""

    code, status = "InvalidRequestContentException", 400


class TooManyRequestsException(ServiceError):
    """Lambda and API Gateway: a limit is reached. Lambda adds `Reason` and `retryAfterSeconds`."""

    code, status = "TooManyRequestsException", 429


class RecursiveInvocationException(ServiceError):
    """Lambda: the invocation is one of a loop, and is not carried out."""

    code, status = "RecursiveInvocationException", 400


class ProvisionedConcurrencyConfigNotFoundException(ServiceError):
    """Lambda: no provisioned concurrency is configured for what was named."""

    code, status = "ProvisionedConcurrencyConfigNotFoundException", 404


class NotFoundException(ServiceError):
    """API Gateway: what was named does not exist."""

    code, status = "NotFoundException", 404


class BadRequestException(ServiceError):
    """API Gateway: the request cannot be carried out as it stands."""

    code, status = "BadRequestException", 400


class ConflictException(ServiceError):
    """API Gateway: what was to be made exists already."""

    code, status = "ConflictException", 409


class ValidationException(ServiceError):
    """The request does not fit the operation's input shape."""

    code, status = "ValidationException", 400


class NotImplementedException(ServiceError):
    """lgtui does not emulate this operation or setting, and says so."""

    code, status = "NotImplementedException", 501
