"""The throttles that a request passes, as the region's settings have them."""

from typing import NamedTuple


class Throttle(NamedTuple):
    """A token bucket on a request's way.

    Attributes:
        name: what it is of: `account`, `stage`, `method`.
        rate: tokens that come back in a second of the region's time.
        burst: tokens it holds.
    """

    name: str
    rate: float
    burst: int
