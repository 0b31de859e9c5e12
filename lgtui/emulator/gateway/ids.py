"""Identifiers as API Gateway makes them: of requests, quickly, and of resources, reproducibly."""

import base64
import random
import string
from collections.abc import Container
from typing import NamedTuple

from lgtui.emulator.random_bytes import RandomBytes, uuid4

_ALPHABET = string.ascii_lowercase + string.digits
_REQUEST_BYTES = 39


class RequestIds(NamedTuple):
    """A request's identifiers: a UUID, the `x-amz-apigw-id`, and the random part of an X-Ray trace id."""

    request_id: str
    extended_id: str
    trace_random: str


class RequestIdSource:
    """Hands out requests' identifiers."""

    def __init__(self) -> None:
        self._random = RandomBytes()

    def take(self) -> RequestIds:
        """Fresh identifiers for one request."""
        raw = self._random.take(_REQUEST_BYTES)
        return RequestIds(uuid4(raw[:16]), base64.b64encode(raw[16:27]).decode(), raw[27:].hex())


def short_id(source: random.Random, length: int, taken: Container[str] = ()) -> str:
    """An identifier of lower-case letters and digits that is not among `taken`."""
    while True:
        identifier = "".join(source.choices(_ALPHABET, k=length))
        if identifier not in taken:
            return identifier
