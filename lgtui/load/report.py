"""A burst as it is kept: what was asked for and what came of it, as JSON or as a picture."""

from pathlib import Path

import msgspec

from lgtui.load.picture import picture
from lgtui.load.plan import BurstPlan, BurstResult
from lgtui.load.shapes import Shape
from lgtui.load.target import BurstRefusal

FORMATS = (".json", ".svg")
"""The endings of the files that a burst can be kept in."""


class BurstRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A burst that is over; headers and body are left out, because they hold secrets.

    Attributes:
        at: when it began, in seconds since 1970-01-01 UTC by the machine's clock.
        title: what was sent, in words: `GET /orders`.
    """

    at: float
    title: str
    url: str
    method: str
    shape: Shape
    rate: float
    base: float
    count: int
    connections: int
    result: BurstResult


def record(plan: BurstPlan, result: BurstResult, at: float, title: str = "") -> BurstRecord:
    """The record of a plan and its result."""
    return BurstRecord(
        at=at,
        title=title or f"{plan.method} {plan.url}",
        url=plan.url,
        method=plan.method,
        shape=plan.shape,
        rate=plan.rate,
        base=plan.base,
        count=plan.count,
        connections=plan.connections,
        result=result,
    )


def write_report(kept: BurstRecord, file: Path) -> None:
    """Write a record in the format that the file's ending names.

    Raises:
        BurstRefusal: the file cannot be written.
    """
    if file.suffix == ".json":
        content = msgspec.json.format(msgspec.json.encode(kept), indent=2)
    else:
        content = picture(kept.title, kept.shape, kept.rate, kept.result).encode()
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BurstRefusal(f"{file} cannot be written: {error.strerror}.") from error
