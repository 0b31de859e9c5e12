"""The time that one validation may take, so that a schema or a regular expression that explodes is cut off."""

import time
from functools import lru_cache

import regex

BASE = 0.2
PER_BYTE = 8 / 2**20
"""Seconds of the processor that a validation may take, and more for each byte.

A good MiB of many small parts takes two. What else a machine is busy with does not count.
"""


class TooSlow(Exception):
    """The validation took longer than it may."""


class Budget:
    """Counts the time of the validation that is under way; they run one at a time, on the event loop.

    A thread with a limit would go on working after it, and `regex` knows how to stop: so every keyword of a schema
    looks at this clock, and a search for a pattern gets what time is left.
    """

    def __init__(self) -> None:
        self._end = 0.0

    def begin(self, size: int) -> None:
        """The validation of `size` bytes begins."""
        self._end = time.thread_time() + limit(size)

    def check(self) -> None:
        """Raises:
        TooSlow: the time is over.
        """
        if time.thread_time() > self._end:
            raise TooSlow

    def search(self, pattern: str, text: str) -> bool:
        """Whether an ECMA 262 regular expression matches somewhere in `text`.

        Raises:
            TooSlow: it takes too long.
        """
        left = self._end - time.thread_time()
        if left <= 0:
            raise TooSlow
        try:
            return compile_pattern(pattern).search(text, timeout=left) is not None
        except TimeoutError:
            raise TooSlow from None


def limit(size: int) -> float:
    """Seconds of the processor that the validation of `size` bytes may take."""
    return BASE + size * PER_BYTE


@lru_cache(maxsize=1_024)
def compile_pattern(pattern: str) -> "regex.Pattern[str]":
    """An ECMA 262 regular expression, compiled: digits and words are ASCII's, and `$` is the end alone.

    Raises:
        regex.error: it is none.
    """
    return regex.compile(_at_the_end(pattern), regex.ASCII | regex.V0)


def _at_the_end(pattern: str) -> str:
    """`pattern` with each `$` that is an anchor in the form that does not match before a last line break."""
    made, in_class, escaped = [], False, False
    for character in pattern:
        if character == "$" and not in_class and not escaped:
            made.append(r"\Z")
        else:
            made.append(character)
        if not escaped:
            in_class = character == "[" or (in_class and character != "]")
        escaped = character == "\\" and not escaped
    return "".join(made)
