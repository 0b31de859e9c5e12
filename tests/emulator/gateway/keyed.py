"""An API that asks for keys, for tests: plans, keys and requests in few words."""

from collections.abc import Sequence
from typing import Any

from lgtui.emulator.gateway.model import (
    ApiKey,
    ApiStage,
    CreateApiKeyRequest,
    CreateRestApiRequest,
    CreateUsagePlanKeyRequest,
    CreateUsagePlanRequest,
    PatchOperation,
    PutIntegrationResponseRequest,
    PutMethodRequest,
    PutMethodResponseRequest,
    QuotaSettings,
    ThrottleSettings,
    UpdateUsagePlanRequest,
    UsagePlan,
)
from tests.emulator.gateway.stand import STAGE, Answer, Stand

MOCK: dict[str, Any] = {
    "type": "MOCK",
    "uri": "",
    "integration_http_method": "",
    "request_templates": {"application/json": '{"statusCode": 200}'},
}


class KeyedApi:
    """A deployed API of mock methods, each of which requires a key."""

    def __init__(self, stand: Stand, *methods: str, source: Any = "HEADER") -> None:
        self.stand, self.gateway = stand, stand.gateway
        self.id = self.gateway.create_rest_api(CreateRestApiRequest(name="keyed", api_key_source=source)).id
        for method in methods or ("GET /orders",):
            self.put(method)
        stand.deploy(self.id)

    def put(
        self, method: str, response_templates: dict[str, str | None] | None = None, **members: Any
    ) -> dict[str, Any]:
        """Put a mock method; what names it in further requests."""
        http_method, path = method.split(" ")
        resource_id = self.stand.resource(self.id, path)
        place: dict[str, Any] = {"rest_api_id": self.id, "resource_id": resource_id, "http_method": http_method}
        self.gateway.put_method(PutMethodRequest(**place, **{"api_key_required": True, **members}))
        self.stand.integrate(self.id, resource_id, http_method, **MOCK)
        self.gateway.put_method_response(PutMethodResponseRequest(**place, status_code="200"))
        self.gateway.put_integration_response(
            PutIntegrationResponseRequest(**place, status_code="200", response_templates=response_templates or {})
        )
        return place

    def plan(
        self,
        throttle: tuple[float, int] | None = None,
        quota: tuple[int, Any] | None = None,
        stages: Sequence[str] | None = None,
        methods: dict[str, tuple[float, int]] | None = None,
    ) -> UsagePlan:
        """A plan for the API's stage: throttle as rate and burst, quota as limit and period."""
        overrides = {name: limits(*limit) for name, limit in (methods or {}).items()}
        opened = [ApiStage(api_id=self.id, stage=stage, throttle=overrides) for stage in stages or (STAGE,)]
        request = CreateUsagePlanRequest(
            name="basic",
            api_stages=opened,
            throttle=limits(*throttle) if throttle else None,
            quota=QuotaSettings(limit=quota[0], period=quota[1]) if quota else None,
        )
        return self.gateway.create_usage_plan(request)

    def key(self, *plans: UsagePlan, enabled: bool = True, name: str = "alice") -> ApiKey:
        """A key in `plans`."""
        key = self.gateway.create_api_key(CreateApiKeyRequest(name=name, enabled=enabled))
        for plan in plans:
            self.join(key, plan)
        return key

    def join(self, key: ApiKey, plan: UsagePlan) -> None:
        """Put a key into a plan."""
        self.gateway.create_usage_plan_key(
            CreateUsagePlanKeyRequest(usage_plan_id=plan.id, key_id=key.id, key_type="API_KEY")
        )

    def patch(self, plan: UsagePlan, path: str, value: str = "", op: Any = "replace") -> UsagePlan:
        """Apply one patch operation to a plan."""
        operation = PatchOperation(op=op, path=path, value=value)
        return self.gateway.update_usage_plan(
            UpdateUsagePlanRequest(usage_plan_id=plan.id, patch_operations=[operation])
        )

    async def send(self, key: ApiKey | str | None, request: str = "GET /orders", stage: str = STAGE) -> Answer:
        """Send a request with a key, or none."""
        http_method, path = request.split(" ")
        value = key.value if isinstance(key, ApiKey) else key
        headers = {} if value is None else {"X-Api-Key": value}
        return await self.stand.send(self.id, http_method, path, headers=headers, stage=stage)

    async def statuses(self, key: ApiKey, count: int, request: str = "GET /orders", stage: str = STAGE) -> list[int]:
        """The statuses of `count` requests in a row."""
        return [(await self.send(key, request, stage)).status for _ in range(count)]


def limits(rate: float, burst: int) -> ThrottleSettings:
    """A throttle."""
    return ThrottleSettings(rate_limit=rate, burst_limit=burst)
