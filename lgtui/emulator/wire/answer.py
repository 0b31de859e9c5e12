"""What all protocols have in common: an HTTP answer, and the refusal of what cannot be read."""

import msgspec

from lgtui.emulator.errors import ServiceError


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer: status, headers in order, body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class SerializationException(ServiceError):
    """The request's body or a value in it cannot be read as its shape."""

    code, status = "SerializationException", 400
