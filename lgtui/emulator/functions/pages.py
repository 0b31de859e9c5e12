"""Lists in pages, as Lambda's List operations give them."""

from collections.abc import Sequence
from typing import TypeVar

from lgtui.emulator.errors import InvalidParameterValueException

Item = TypeVar("Item")

MAX_PAGE = 50
"""Items of one answer at most in most lists, whatever was asked for (documented)."""


def page(items: Sequence[Item], marker: str, max_items: int, most: int = MAX_PAGE) -> tuple[list[Item], str]:
    """A page of `items`, and the marker of the next one, empty where there is none.

    Args:
        items: all of them, in a stable order.
        marker: the one that the page before gave, or empty.
        max_items: how many are wanted.
        most: how many the operation gives at most.

    Raises:
        InvalidParameterValueException: the marker is none of ours.
    """
    if marker and not marker.isdecimal():
        raise InvalidParameterValueException("Invalid value for Marker.", Type="User")
    start = int(marker or "0")
    end = start + min(max_items, most)
    return list(items[start:end]), str(end) if end < len(items) else ""
