"""Everything that an operation lists, page by page."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from lgtui.emulator.gateway.model import PageRequest

Item = TypeVar("Item", covariant=True)


class Page(Protocol[Item]):
    """One page: `position` is the next one's, empty after the last."""

    @property
    def items(self) -> Sequence[Item]: ...

    @property
    def position(self) -> str: ...


def every(listing: Callable[[PageRequest], Page[Item]], rest_api_id: str) -> Iterator[Item]:
    """What `listing` gives of an API, all pages of it."""
    position = ""
    while True:
        page = listing(PageRequest(rest_api_id=rest_api_id, position=position, limit=500))
        yield from page.items
        position = page.position
        if not position:
            return
