"""Two answers side by side: which of their lines differ."""

import difflib
from typing import Literal, NamedTuple

from lgtui.console.region.outcomes import Failure
from lgtui.console.requests.bodies import hex_dump, pretty_json
from lgtui.console.requests.exchanges import Exchange

OF_EVERY_ANSWER = frozenset({"date", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-amz-log-result"})
"""Headers that differ from answer to answer and say nothing of it."""

_HEX_BYTES = 1024


class Line(NamedTuple):
    """A line of the comparison: of both answers, of the first alone, or of the other alone."""

    side: Literal["both", "first", "other"]
    text: str


def compare(first: Exchange, other: Exchange) -> list[Line]:
    """The lines of two answers, merged: what only one of them has stands where it would be."""
    one, two = lines_of(first), lines_of(other)
    merged: list[Line] = []
    for kind, start, end, begin, stop in difflib.SequenceMatcher(None, one, two).get_opcodes():
        if kind == "equal":
            merged += [Line("both", text) for text in one[start:end]]
        else:
            merged += [Line("first", text) for text in one[start:end]]
            merged += [Line("other", text) for text in two[begin:stop]]
    return merged


def lines_of(exchange: Exchange) -> list[str]:
    """An answer as lines: status, headers by name, and the body, JSON with its members sorted out over lines."""
    outcome = exchange.outcome
    if isinstance(outcome, Failure):
        return [outcome.message]
    headers = sorted(
        f"{name.lower()}: {value}" for name, value in outcome.headers if name.lower() not in OF_EVERY_ANSWER
    )
    return [f"{outcome.status} {outcome.reason}".rstrip(), *headers, "", *_body(outcome.body)]


def _body(body: bytes) -> list[str]:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return hex_dump(body[:_HEX_BYTES]).splitlines()
    return (pretty_json(text) or text).splitlines()
