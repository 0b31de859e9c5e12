"""Where a page of events begins and ends, as CloudWatch Logs writes it: ids of 56 digits, and tokens around them."""

import re

from lgtui.emulator.cloudwatch_logs.errors import InvalidParameterException
from lgtui.emulator.cloudwatch_logs.streams import INVALID_TOKEN
from lgtui.emulator.log_store import Position

_ROW_BITS = 81
_LINE_BITS = 64
_TIME_SHIFT = _ROW_BITS + _LINE_BITS

_TOKEN = re.compile(r"([fb])/(\d{56})(?:/s)?")


def event_number(position: Position) -> int:
    """A number that grows with the position: as an event's id it has 56 digits."""
    return position.milliseconds << _TIME_SHIFT | position.row << _LINE_BITS | position.line


def position_of(number: int) -> Position:
    """The position that has that number, whether there is an event or not."""
    row = number >> _LINE_BITS & (1 << _ROW_BITS) - 1
    return Position(number >> _TIME_SHIFT, row, number & (1 << _LINE_BITS) - 1)


def event_id(number: int) -> str:
    """An event's id."""
    return f"{number:056}"


def token(direction: str, number: int) -> str:
    """A token for the events after (`f`) or before (`b`) the one of that number."""
    return f"{direction}/{event_id(max(0, number))}/s"


def read_token(text: str) -> tuple[str, int]:
    """A token's direction and number.

    Raises:
        InvalidParameterException: it is none of ours.
    """
    match = _TOKEN.fullmatch(text)
    if match is None:
        raise InvalidParameterException(INVALID_TOKEN)
    return match[1], int(match[2])
