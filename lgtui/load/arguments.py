"""The arguments of `lgtui burst`, and the plan they make."""

import argparse
import re
import sys
from pathlib import Path

from lgtui.load.plan import DEFAULT_CONNECTIONS, MOST_CONNECTIONS, BurstPlan
from lgtui.load.report import FORMATS
from lgtui.load.shapes import BASE_SHARE, SHAPES, profile
from lgtui.load.target import BurstRefusal

DEFAULT_RATE = 25.0
DEFAULT_COUNT = 50

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A method's or header's name (RFC 9110, 5.6.2)."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `lgtui burst` to its parser."""
    parser.add_argument("url", metavar="URL", help="where to send, for example http://127.0.0.1:3000/Prod/hello")
    parser.add_argument("--rate", type=float, default=DEFAULT_RATE, metavar="R", help="requests a second (default: 25)")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--for", type=float, dest="seconds", metavar="S", help="how long to send, in seconds")
    length.add_argument("--count", type=int, metavar="N", help="how many to send (default: 50)")
    parser.add_argument(
        "--shape",
        default="constant",
        metavar="SHAPE",
        help="how the rate runs over time: constant, ramp (from the base up to it), spike (base, rate, base), "
        "steps (five, from the base up to it); default: constant",
    )
    parser.add_argument("--base", type=float, metavar="R", help="where other shapes begin (default: a tenth of --rate)")
    parser.add_argument(
        "--connections", type=int, default=DEFAULT_CONNECTIONS, metavar="C", help="open at once at most (default: 100)"
    )
    parser.add_argument("-X", "--method", default="GET", metavar="M", help="HTTP method (default: GET)")
    parser.add_argument("-H", "--header", action="append", default=[], metavar="H", help="'Name: value', repeatable")
    parser.add_argument("--body", default="", metavar="TEXT|@FILE", help="the body; @- reads it from stdin")
    parser.add_argument("--json", action="store_true", help="progress and result as one JSON object a line")
    parser.add_argument(
        "-o", "--out", type=Path, action="append", default=[], metavar="FILE",
        help="keep the result in a file, as its ending says: .json or .svg; repeatable",
    )  # fmt: skip


def plan_of(options: argparse.Namespace) -> BurstPlan:
    """The plan that parsed arguments ask for.

    Raises:
        BurstRefusal: an argument cannot be used; the message says which and why.
    """
    _check(options.shape in SHAPES, f"--shape {options.shape}: the shapes are {', '.join(SHAPES)}.")
    _check(0 < options.rate <= 1e6, f"--rate {options.rate:g}: a rate is over 0 and at most 1,000,000 a second.")
    base = options.rate * BASE_SHARE if options.base is None else options.base
    _check(0 <= base <= options.rate, f"--base {base:g}: from 0 to the rate, {options.rate:g}.")
    for file in options.out:
        _check(file.suffix in FORMATS, f"--out {file}: give a name that ends in {' or '.join(FORMATS)}.")
    _check(1 <= options.connections <= MOST_CONNECTIONS, f"--connections is from 1 to {MOST_CONNECTIONS:,}.")
    _check(bool(_TOKEN.fullmatch(options.method)), f"--method {options.method!r} is no HTTP method.")
    return BurstPlan(
        url=options.url,
        rate=options.rate,
        shape=options.shape,
        base=base,
        count=_count_of(options, base),
        method=options.method,
        headers=tuple(_header(text) for text in options.header),
        body=_body(options.body),
        connections=options.connections,
    )


def _count_of(options: argparse.Namespace, base: float) -> int:
    seconds: float | None = options.seconds
    if seconds is None:
        count: int = DEFAULT_COUNT if options.count is None else options.count
        _check(count > 0, f"--count {count}: a burst sends at least one request.")
        return count
    _check(0 < seconds <= 86_400, f"--for {seconds:g}: from over 0 to 86,400 seconds.")
    return profile(options.shape, options.rate, base, seconds).requests


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    value = value.strip()
    sound = bool(colon) and bool(_TOKEN.fullmatch(name)) and not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)
    _check(sound, f"--header {text!r} is no header: write 'Name: value'.")
    return name, value


def _body(text: str) -> bytes:
    if not text.startswith("@"):
        return text.encode()
    if text == "@-":
        return sys.stdin.buffer.read()
    try:
        return Path(text[1:]).read_bytes()
    except OSError as error:
        raise BurstRefusal(f"--body {text}: {error.strerror}.") from error


def _check(sound: bool, message: str) -> None:
    if not sound:
        raise BurstRefusal(message)
