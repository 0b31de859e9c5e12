"""Random bytes for identifiers, taken from the kernel in batches: a request needs several, each a system call alone."""

import os

BATCH = 16_384
"""Bytes taken from the kernel at once."""

_VARIANTS = "89ab"


class RandomBytes:
    """A supply of random bytes."""

    def __init__(self) -> None:
        self._bytes = b""
        self._next = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes, at most `BATCH`."""
        end = self._next + count
        if end > len(self._bytes):
            self._bytes, end = os.urandom(BATCH), count
        taken = self._bytes[end - count : end]
        self._next = end
        return taken


def uuid4(raw: bytes) -> str:
    """The text of a version 4 UUID made of 16 random bytes."""
    digits = raw.hex()
    variant = _VARIANTS[raw[8] & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
