"""Errors of CloudWatch Logs, all of them HTTP 400."""

from lgtui.emulator.errors import ServiceError


class ResourceNotFoundException(ServiceError):
    """What was named does not exist."""

    code, status = "ResourceNotFoundException", 400


class ResourceAlreadyExistsException(ServiceError):
    """What was to be made exists already."""

    code, status = "ResourceAlreadyExistsException", 400


class InvalidParameterException(ServiceError):
    """A parameter has a value that is not allowed."""

    code, status = "InvalidParameterException", 400


class OperationAbortedException(ServiceError):
    """The operation cannot be carried out as things are."""

    code, status = "OperationAbortedException", 400
