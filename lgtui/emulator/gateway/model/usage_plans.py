"""API keys and usage plans, as the operations on them take and give them."""

from typing import Literal

from lgtui.emulator.gateway.model.base import Shape


class ThrottleSettings(Shape, frozen=True, kw_only=True):
    """A token bucket: `rate_limit` in tokens per second, `burst_limit` in tokens."""

    burst_limit: int = 0
    rate_limit: float = 0.0


class QuotaSettings(Shape, frozen=True, kw_only=True):
    """Requests in a period; `offset` of them are taken away in the first one."""

    limit: int = 0
    offset: int = 0
    period: Literal["DAY", "WEEK", "MONTH"] = "DAY"


class ApiStage(Shape, frozen=True, kw_only=True):
    """A stage that a usage plan opens; `throttle` by `/path/METHOD`."""

    api_id: str
    stage: str
    throttle: dict[str, ThrottleSettings] = {}


class UsagePlan(Shape, frozen=True, kw_only=True):
    """Which stages its API keys may call, how fast and how often."""

    id: str
    name: str
    description: str = ""
    api_stages: list[ApiStage] = []
    throttle: ThrottleSettings | None = None
    quota: QuotaSettings | None = None
    product_code: str = ""
    tags: dict[str, str] = {}


class ApiKey(Shape, frozen=True, kw_only=True):
    """A key; `stage_keys` are `{api-id}/{stage}` of the time before usage plans."""

    id: str
    value: str
    name: str = ""
    customer_id: str = ""
    description: str = ""
    enabled: bool = True
    created_date: float
    last_updated_date: float
    stage_keys: list[str] = []
    tags: dict[str, str] = {}
