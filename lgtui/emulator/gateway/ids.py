"""Identifiers as API Gateway makes them: of requests, quickly, and of resources, reproducibly."""

import base64
import os
import random
import string
from collections.abc import Container
from typing import NamedTuple

_ALPHABET = string.ascii_lowercase + string.digits
_REQUEST_BYTES = 40
_BATCH = 256
_VARIANTS = "89ab"


class RequestIds(NamedTuple):
    """A request's identifiers: a UUID, the `x-amz-apigw-id`, and the random part of an X-Ray trace id."""

    request_id: str
    extended_id: str
    trace_random: str


class RequestIdSource:
    """Hands out a request's identifiers from batches of the kernel's random bytes."""

    def __init__(self) -> None:
        self._random = b""
        self._next = 0

    def take(self) -> RequestIds:
        """Fresh identifiers for one request."""
        if self._next == len(self._random):
            self._random, self._next = os.urandom(_REQUEST_BYTES * _BATCH), 0
        raw = self._random[self._next : self._next + _REQUEST_BYTES]
        self._next += _REQUEST_BYTES
        text = raw[:28].hex()
        variant = _VARIANTS[raw[28] & 3]
        uuid = f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"
        return RequestIds(uuid, base64.b64encode(raw[29:]).decode(), text[32:56])


def short_id(source: random.Random, length: int, taken: Container[str] = ()) -> str:
    """An identifier of lower-case letters and digits that is not among `taken`."""
    while True:
        identifier = "".join(source.choices(_ALPHABET, k=length))
        if identifier not in taken:
            return identifier
