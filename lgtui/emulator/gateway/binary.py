"""Binary media types: when a body travels as base64 between API Gateway and a function."""

from collections.abc import Iterable


class BinaryTypes:
    """An API's `binaryMediaTypes`.

    `type/*` stands for every subtype and `*/*` for everything; `*/subtype` is no wildcard (facts bin-002 to bin-008).
    """

    __slots__ = ("_everything", "_exact", "_families")

    def __init__(self, media_types: Iterable[str]) -> None:
        self._exact = frozenset(media_type.lower() for media_type in media_types)
        self._everything = "*/*" in self._exact
        self._families = tuple(m[:-1] for m in self._exact if m.endswith("/*") and m != "*/*")

    def __bool__(self) -> bool:
        return bool(self._exact)

    def match(self, header: str | None) -> bool:
        """Whether the first media type of a `Content-Type` or `Accept` header is binary (fact bin-005).

        With `*/*` a missing header matches too [guess].
        """
        if self._everything:
            return True
        if not self._exact or not header:
            return False
        first = header.partition(",")[0].partition(";")[0].strip().lower()
        return first in self._exact or first.startswith(self._families)
