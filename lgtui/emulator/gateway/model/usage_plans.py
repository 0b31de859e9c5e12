"""API keys and usage plans, as the operations on them take and give them."""

from typing import Literal

import msgspec

from lgtui.emulator.gateway.model.base import PatchOperation, Shape, told

Period = Literal["DAY", "WEEK", "MONTH"]


class ThrottleSettings(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """A token bucket: `rate_limit` in tokens per second, `burst_limit` in tokens.

    That a setting made from one of the two takes the account's default for the other is [guess], after stages.
    """

    burst_limit: int = 5_000
    rate_limit: float = 10_000.0


class QuotaSettings(Shape, frozen=True, kw_only=True, omit_defaults=False):
    """Requests in a period; `offset` of them are taken away in the first one (API reference, QuotaSettings)."""

    limit: int = 0
    offset: int = 0
    period: Period = "DAY"


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
    api_stages: list[ApiStage] = told([])
    throttle: ThrottleSettings | None = None
    quota: QuotaSettings | None = None
    product_code: str = ""
    tags: dict[str, str] | None = None


class ApiKey(Shape, frozen=True, kw_only=True, gc=False):
    """A key; `stage_keys` are `{api-id}/{stage}` of the time before usage plans, which open nothing any more."""

    id: str
    value: str = ""
    name: str = ""
    customer_id: str = ""
    description: str = ""
    enabled: bool
    created_date: float
    last_updated_date: float
    stage_keys: tuple[str, ...] = told(())
    tags: dict[str, str] | None = None


class StageKey(Shape, frozen=True, kw_only=True):
    """A stage, as CreateApiKey names it."""

    rest_api_id: str = ""
    stage_name: str = ""


class CreateApiKeyRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateApiKey; a key that is not said to be enabled is not."""

    name: str = ""
    description: str = ""
    enabled: bool = False
    value: str = ""
    customer_id: str = ""
    stage_keys: list[StageKey] = []
    tags: dict[str, str] = {}


class ApiKeyRequest(Shape, frozen=True, kw_only=True):
    """Input of GetApiKey and DeleteApiKey."""

    api_key: str
    include_value: bool = False


class ApiKeysRequest(Shape, frozen=True, kw_only=True):
    """Input of GetApiKeys; `name_query` is what names begin with."""

    position: str = ""
    limit: int = 25
    name_query: str = ""
    customer_id: str = ""
    include_values: bool = False


class UpdateApiKeyRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateApiKey."""

    api_key: str
    patch_operations: list[PatchOperation] = []


class ImportApiKeysRequest(Shape, frozen=True, kw_only=True):
    """Input of ImportApiKeys: `body` is a CSV file with a head line."""

    body: bytes
    format: Literal["csv"]
    fail_on_warnings: bool = False


class ApiKeys(Shape, frozen=True, kw_only=True):
    """A page of keys."""

    items: list[ApiKey]
    position: str = ""
    warnings: list[str] = []


class ApiKeyIds(Shape, frozen=True, kw_only=True):
    """What an import made, and what it could not."""

    ids: list[str]
    warnings: list[str]


class CreateUsagePlanRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateUsagePlan."""

    name: str
    description: str = ""
    api_stages: list[ApiStage] = []
    throttle: ThrottleSettings | None = None
    quota: QuotaSettings | None = None
    tags: dict[str, str] = {}


class UsagePlanRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a usage plan."""

    usage_plan_id: str


class UsagePlansRequest(Shape, frozen=True, kw_only=True):
    """Input of GetUsagePlans; with `key_id` the plans of that key alone."""

    position: str = ""
    limit: int = 25
    key_id: str = ""


class UpdateUsagePlanRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateUsagePlan."""

    usage_plan_id: str
    patch_operations: list[PatchOperation] = []


class UsagePlans(Shape, frozen=True, kw_only=True):
    """A page of usage plans."""

    items: list[UsagePlan]
    position: str = ""


class CreateUsagePlanKeyRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateUsagePlanKey."""

    usage_plan_id: str
    key_id: str
    key_type: str


class UsagePlanKeyRequest(Shape, frozen=True, kw_only=True):
    """Input of GetUsagePlanKey and DeleteUsagePlanKey."""

    usage_plan_id: str
    key_id: str


class UsagePlanKeysRequest(Shape, frozen=True, kw_only=True):
    """Input of GetUsagePlanKeys; `name_query` is what names begin with."""

    usage_plan_id: str
    position: str = ""
    limit: int = 25
    name_query: str = ""


class UsagePlanKey(Shape, frozen=True, kw_only=True):
    """An API key as a usage plan has it."""

    id: str
    type: str
    value: str
    name: str


class UsagePlanKeys(Shape, frozen=True, kw_only=True):
    """A page of a plan's keys."""

    items: list[UsagePlanKey]
    position: str = ""


class UsageRequest(Shape, frozen=True, kw_only=True):
    """Input of GetUsage; dates as `2026-11-22`, both inclusive."""

    usage_plan_id: str
    start_date: str
    end_date: str
    key_id: str = ""
    position: str = ""
    limit: int = 25


class UpdateUsageRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateUsage: `/remaining` is what may be patched."""

    usage_plan_id: str
    key_id: str
    patch_operations: list[PatchOperation] = []


class Usage(Shape, frozen=True, kw_only=True):
    """What keys used: `items` by key id, one pair of used and remaining requests for each day."""

    usage_plan_id: str
    start_date: str
    end_date: str
    items: dict[str, list[tuple[int, int]]] = msgspec.field(default_factory=dict)
    position: str = ""
