"""What the console reads of usage plans and API keys, as API Gateway's own operations answer."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec

Period = Literal["DAY", "WEEK", "MONTH"]


class Throttle(msgspec.Struct, frozen=True, rename="camel"):
    """A token bucket: requests a second, and at once."""

    rate_limit: float = 0.0
    burst_limit: int = 0


class Quota(msgspec.Struct, frozen=True, rename="camel"):
    """Requests in a period; `offset` of them are taken away in the first one."""

    limit: int = 0
    offset: int = 0
    period: Period = "DAY"


class ApiStage(msgspec.Struct, frozen=True, rename="camel"):
    """A stage that a plan opens; `throttle` by `/path/METHOD`."""

    api_id: str
    stage: str
    throttle: dict[str, Throttle] = {}

    @property
    def key(self) -> str:
        """The stage as patch operations name it: `a1b2c3:dev`."""
        return f"{self.api_id}:{self.stage}"


class UsagePlan(msgspec.Struct, frozen=True, rename="camel"):
    """Which stages its keys may call, how fast and how often."""

    id: str = ""
    name: str = ""
    description: str = ""
    api_stages: list[ApiStage] = []
    throttle: Throttle | None = None
    quota: Quota | None = None


class ApiKey(msgspec.Struct, frozen=True, rename="camel"):
    """An API key; one of a plan's list tells neither whether it is enabled nor what it is for."""

    id: str = ""
    name: str = ""
    value: str = ""
    description: str = ""
    enabled: bool = True

    @property
    def called(self) -> str:
        """What people call it."""
        return self.name or self.id


class Use(msgspec.Struct, frozen=True):
    """What a key has used of its plan in the period that runs, and what is left of it; None without a quota."""

    used: int
    left: int | None


class UsageDays(msgspec.Struct, frozen=True):
    """The answer of GetUsage: used and remaining requests of each day, by key."""

    values: dict[str, list[tuple[int, int]]] = {}
    position: str = ""


def period_days(period: Period, time: float) -> tuple[date, date]:
    """The first day of the period that runs at `time` (seconds since the epoch), and the day of that; both in UTC."""
    today = datetime.fromtimestamp(time, UTC).date()
    back = {"DAY": 0, "WEEK": (today.weekday() + 1) % 7, "MONTH": today.day - 1}[period]
    return today - timedelta(days=back), today
