"""Identity sources: where in a request an authorizer finds who calls."""

import re
from typing import NamedTuple

_SOURCE = re.compile(r"(?:method\.request\.)?(?P<place>header|querystring|stageVariables|context)\.(?P<name>[^,\s]+)")
_WHOLE = {"header": True, "querystring": True, "stageVariables": False, "context": False}
"""Whether the place is written behind `method.request.`."""


class Source(NamedTuple):
    """One source: `place` is `header`, `querystring`, `stageVariables` or `context`."""

    place: str
    name: str

    def __str__(self) -> str:
        return f"{'method.request.' if _WHOLE[self.place] else ''}{self.place}.{self.name}"


def parse_sources(text: str) -> tuple[Source, ...]:
    """The sources of `method.request.header.Authorization, context.identity.sourceIp`.

    Raises:
        ValueError: one of them is none.
    """
    return tuple(_parse(part.strip()) for part in text.split(",")) if text.strip() else ()


def _parse(text: str) -> Source:
    match = _SOURCE.fullmatch(text)
    if match is None or text.startswith("method.request.") != _WHOLE[match["place"]]:
        raise ValueError(f"{text!r} is no identity source")
    return Source(match["place"], match["name"])
