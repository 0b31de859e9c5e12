"""How a burst's rate runs over time: constant, a ramp, a spike, or steps; and from it when each request is due."""

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

Shape = Literal["constant", "ramp", "spike", "steps"]
SHAPES: tuple[Shape, ...] = get_args(Shape)

STEPS = 5
"""Steps from the base rate to the full one."""

BASE_SHARE = 0.1
"""The base rate as a share of the full one, where none is given."""


class Phase(NamedTuple):
    """A stretch of time in which the rate runs evenly from one value to another; seconds, and requests a second."""

    seconds: float
    begins: float
    ends: float

    @property
    def requests(self) -> float:
        """Requests that are due in it, not rounded."""
        return self.seconds * (self.begins + self.ends) / 2


class Profile(NamedTuple):
    """The rate of a burst over its whole time.

    Attributes:
        phases: one after the other.
    """

    phases: tuple[Phase, ...]

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return sum(phase.seconds for phase in self.phases)

    @property
    def requests(self) -> int:
        """How many requests are due in it; at least one."""
        return max(1, round(sum(phase.requests for phase in self.phases)))

    def rate_at(self, seconds: float) -> float:
        """The rate so many seconds after the start; 0 after the end."""
        for phase in self.phases:
            if seconds < phase.seconds:
                return phase.begins + (phase.ends - phase.begins) * seconds / phase.seconds
            seconds -= phase.seconds
        return 0.0

    def due(self, count: int) -> Iterator[float]:
        """When each of `count` requests is due, in seconds after the start; those past the end are due at the end."""
        begun, before, sent = 0.0, 0.0, 0
        for phase in self.phases:
            while sent < count and sent - before < phase.requests:
                yield begun + _when(phase, sent - before)
                sent += 1
            begun += phase.seconds
            before += phase.requests
        for _ in range(sent, count):
            yield begun


def profile(shape: Shape, rate: float, base: float, seconds: float) -> Profile:
    """The profile of a shape.

    Args:
        shape: `constant` keeps to the rate; `ramp` rises evenly from the base to it; `spike` stands at the base, at the
            rate and at the base again for a third of the time each; `steps` rises in `STEPS` even steps.
        rate: requests per second at its highest.
        base: requests per second where it begins.
        seconds: how long all of it takes.
    """
    if shape == "ramp":
        return Profile((Phase(seconds, base, rate),))
    if shape == "spike":
        third = seconds / 3
        return Profile((Phase(third, base, base), Phase(third, rate, rate), Phase(third, base, base)))
    if shape == "steps":
        levels = [base + (rate - base) * step / (STEPS - 1) for step in range(STEPS)]
        return Profile(tuple(Phase(seconds / STEPS, level, level) for level in levels))
    return Profile((Phase(seconds, rate, rate),))


def profile_of_count(shape: Shape, rate: float, base: float, count: int) -> Profile:
    """The profile of a shape that takes as long as `count` requests need."""
    mean = sum(phase.requests for phase in profile(shape, rate, base, 1.0).phases)
    return profile(shape, rate, base, count / mean)


def _when(phase: Phase, requests: float) -> float:
    """Seconds into a phase at which so many requests have become due: rate × t + slope × t² / 2 solved for t."""
    slope = (phase.ends - phase.begins) / phase.seconds
    if not slope:
        return requests / phase.begins
    return 2 * requests / (phase.begins + math.sqrt(max(0.0, phase.begins**2 + 2 * slope * requests)) or 1.0)
