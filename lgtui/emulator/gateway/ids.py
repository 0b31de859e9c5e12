"""Identifiers as API Gateway makes them: of requests, quickly, and of resources, reproducibly."""

import base64
import random
import re
import string
from collections.abc import Container, Iterable
from typing import NamedTuple

from lgtui.emulator.random_bytes import RandomBytes, uuid4

_ALPHABET = string.ascii_lowercase + string.digits
_REQUEST_BYTES = 39

REQUEST_ID_HEADER = "x-amzn-requestid"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class RequestIds(NamedTuple):
    """A request's identifiers: a UUID, the `x-amz-apigw-id`, and the random part of an X-Ray trace id.

    `is_replaced` says that the client asked for a request id that is no UUID, and did not get it.
    """

    request_id: str
    extended_id: str
    trace_random: str
    is_replaced: bool = False

    def asked_for(self, headers: Iterable[tuple[str, str]]) -> "RequestIds":
        """These, with the request id that the client's headers ask for (guide, set-up-logging)."""
        for name, value in headers:
            if len(name) == len(REQUEST_ID_HEADER) and name.lower() == REQUEST_ID_HEADER:
                is_uuid = _UUID.fullmatch(value) is not None
                return self._replace(request_id=value) if is_uuid else self._replace(is_replaced=True)
        return self


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
