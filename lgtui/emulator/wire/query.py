"""The AWS Query protocol: an operation and its input are a form, its output is XML."""

from xml.sax.saxutils import escape

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.rest_json import Answer

CONTENT_TYPE = "application/x-www-form-urlencoded"
"""Of requests."""

XML = b"text/xml"


def serialize_error(error: ServiceError, request_id: str) -> Answer:
    """Write a refusal; `Type` says whose fault it is."""
    body = (
        f"<ErrorResponse><Error><Type>{'Sender' if error.status < 500 else 'Receiver'}</Type>"
        f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>"
    )
    return Answer(error.status, [(b"content-type", XML)], body.encode())
