"""Operations on what API keys have used of their plans."""

from datetime import UTC, date, datetime

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import UpdateUsageRequest, Usage, UsageRequest
from lgtui.emulator.gateway.operations.base import page
from lgtui.emulator.gateway.operations.usage_plans import UsagePlanOperations
from lgtui.emulator.gateway.usage.plans import PlanState
from lgtui.emulator.gateway.usage.quota import HISTORY

_EPOCH = date(1970, 1, 1)


class UsageOperations(UsagePlanOperations):
    """GetUsage, UpdateUsage."""

    def get_usage(self, request: UsageRequest) -> Usage:
        """Used and remaining requests of each day, by key: of one key, or of a page of the plan's.

        Raises:
            BadRequestException: a date is none, or the range is not 1 to 90 days.
        """
        state = self._plan(request.usage_plan_id)
        first, last = _day(request.start_date), _day(request.end_date)
        if not 0 <= last - first < HISTORY:
            raise BadRequestException(f"Usage can be read for 1 to {HISTORY} days, the start date first")
        keys = [self._key_of(state, request.key_id).id] if request.key_id else list(state.keys)
        items, position = page(keys, request.position, request.limit)
        now = self._clock.time()
        return Usage(
            usage_plan_id=state.plan.id,
            start_date=request.start_date,
            end_date=request.end_date,
            items={key_id: list(state.usage(key_id).by_day(state.quota, first, last, now)) for key_id in items},
            position=position,
        )

    def update_usage(self, request: UpdateUsageRequest) -> Usage:
        """Leave a key so many requests for the rest of the period.

        Raises:
            BadRequestException: the plan has no quota, a path is not `/remaining`, or its value no whole number.
        """
        state = self._plan(request.usage_plan_id)
        key = self._key_of(state, request.key_id)
        for operation in request.patch_operations:
            if operation.op != "replace" or operation.path != "/remaining":
                raise BadRequestException(
                    f"Invalid patch path  '{operation.path}' specified for op '{operation.op}'. "
                    "Must be one of: [/remaining]"
                )
            self._grant(state, key.id, operation.value)
        today = datetime.fromtimestamp(self._clock.time(), UTC).date().isoformat()
        return self.get_usage(
            UsageRequest(usage_plan_id=state.plan.id, key_id=key.id, start_date=today, end_date=today)
        )

    def _grant(self, state: PlanState, key_id: str, value: str) -> None:
        if state.quota is None:
            raise BadRequestException(f"Usage Plan {state.plan.id} has no quota")
        if not value.isdecimal():
            raise BadRequestException(f"Invalid value '{value}' specified for remaining")
        state.usage(key_id).grant(state.quota, int(value), self._clock.time())
        state.keep_usage(key_id)


def _day(text: str) -> int:
    """A date as days since the epoch."""
    try:
        return (date.fromisoformat(text) - _EPOCH).days
    except ValueError as error:
        raise BadRequestException(f"Invalid date '{text}': dates are written as 2026-11-22") from error
