"""Recursion: the X-Ray header of an invocation says how often its chain has come through each function.

A handler's SDK sends the header on with what it calls (botocore takes it from `_X_AMZN_TRACE_ID`), and so a chain is
followed through any number of functions: `Root=1-…;Parent=…;Sampled=0;Lineage=a87bd80c:1|68fd508a:5` (X-Ray guide;
newer headers of AWS have another form of Lineage, which is not documented). The hash of a function is lgtui's own.
"""

import zlib
from functools import lru_cache
from urllib.parse import unquote

LIMIT = 16
"""Times that one function may be invoked in a chain (guide, invocation-recursion)."""

MAX_FUNCTIONS = 64
"""Functions of one chain that are followed; the header must stay short."""


def begin(request_id: str, time: float, function_name: str) -> str:
    """The header of an invocation that begins a chain; it is not sampled, its ids are made of the request's.

    Args:
        request_id: a UUID.
        time: emulated seconds since the epoch.
        function_name: which function is invoked.
    """
    digits = request_id.replace("-", "")
    return f"Root=1-{int(time):08x}-{digits[:24]};Parent={digits[16:]};Sampled=0;Lineage={_hash(function_name)}:0"


def times(header: str, function_name: str) -> int:
    """How often the chain that sent `header` has invoked a function already."""
    return _counts(_members(header)).get(_hash(function_name), -1) + 1


def continue_chain(header: str, request_id: str, time: float, function_name: str) -> str:
    """The header of an invocation that was sent with `header`, and counts one more of its function."""
    members = _members(header)
    counts = _counts(members)
    own = _hash(function_name)
    if own in counts or len(counts) < MAX_FUNCTIONS:
        counts[own] = counts.get(own, -1) + 1
    fresh = _members(begin(request_id, time, function_name))
    lineage = "|".join(f"{name}:{count}" for name, count in counts.items())
    return (
        f"Root={members.get('Root', fresh['Root'])};Parent={fresh['Parent']};"
        f"Sampled={members.get('Sampled', '0')};Lineage={lineage}"
    )


def _members(header: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in unquote(header).split(";"))
    return {name.strip(): value for name, _, value in pairs}


def _counts(members: dict[str, str]) -> dict[str, int]:
    """Hash → times so far less one; what is no number counts as none."""
    entries = (entry.partition(":") for entry in members.get("Lineage", "").split("|"))
    return {name: int(count) for name, _, count in entries if count.isdecimal()}


@lru_cache(1_000)
def _hash(function_name: str) -> str:
    return f"{zlib.crc32(function_name.encode()):08x}"
