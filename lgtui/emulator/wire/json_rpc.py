"""The AWS JSON protocols 1.0 and 1.1: the operation is in `X-Amz-Target`, its input and its output are JSON bodies."""

import msgspec

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.rest_json import Answer

CONTENT_TYPE = "application/x-amz-json-1."
"""What requests' content types begin with; the minor version follows."""


def serialize_error(content_type: str, error: ServiceError) -> Answer:
    """Write a refusal.

    Args:
        content_type: the request's, which is the answer's too.
    """
    document = {"__type": error.code, "message": error.message, **error.fields}
    return Answer(error.status, [(b"content-type", content_type.encode())], msgspec.json.encode(document))
