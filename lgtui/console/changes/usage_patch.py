"""What differs between two states of a usage plan, as UpdateUsagePlan's patch operations; and AWS's limits of one."""

from collections.abc import Iterator

from lgtui.console.changes.limits import whole_problem
from lgtui.console.changes.patches import Operation, escaped, in_text, remove, replace
from lgtui.console.changes.usage_views import ApiStage, Period, Quota, Throttle, UsagePlan

OFFSETS: dict[str, int] = {"DAY": 0, "WEEK": 6, "MONTH": 27}
"""The greatest offset of a quota, by period."""

KEY_VALUE = (20, 128)
"""Characters of an API key's value that is given (guide: api-key-file-format)."""

NAME_MOST = 1_024
"""Characters of a key's name."""


def quota_problem(limit: str) -> str:
    """What is wrong with a quota; an empty text is none."""
    return whole_problem(limit, 1) if limit else ""


def offset_problem(offset: str, period: str, limit: str) -> str:
    """What is wrong with a quota's offset; without a quota it means nothing."""
    most = OFFSETS[period]
    problem = whole_problem(offset or "0", 0, most) if limit else ""
    return "0, where the period is a day" if problem and not most else problem


def key_value_problem(value: str) -> str:
    """What is wrong with an API key's value; for an empty one API Gateway makes one."""
    least, most = KEY_VALUE
    return "" if not value or least <= len(value) <= most else f"{least} to {most} characters, not {len(value)}"


def name_problem(name: str) -> str:
    """What is wrong with a plan's name."""
    return "" if name else "a plan has a name"


def plan_operations(before: UsagePlan, after: UsagePlan) -> list[Operation]:
    """The patch operations that lead from one state of a plan to another."""
    texts = (("/name", before.name, after.name), ("/description", before.description, after.description))
    return [
        *(replace(path, now) for path, was, now in texts if was != now),
        *_throttle("/throttle", before.throttle, after.throttle),
        *_quota(before.quota, after.quota),
        *_stages(before.api_stages, after.api_stages),
    ]


def _throttle(path: str, before: Throttle | None, after: Throttle | None) -> Iterator[Operation]:
    if after is None:
        if before is not None:
            yield remove(path)
        return
    if before is None or before.rate_limit != after.rate_limit:
        yield replace(f"{path}/rateLimit", in_text(after.rate_limit))
    if before is None or before.burst_limit != after.burst_limit:
        yield replace(f"{path}/burstLimit", in_text(after.burst_limit))


def _quota(before: Quota | None, after: Quota | None) -> Iterator[Operation]:
    if after is None:
        if before is not None:
            yield remove("/quota")
        return
    was = before or Quota()
    if before is None or was.period != after.period:
        yield replace("/quota/period", after.period)
    if was.limit != after.limit:
        yield replace("/quota/limit", in_text(after.limit))
    if was.offset != after.offset:
        yield replace("/quota/offset", in_text(after.offset))


def _stages(before: list[ApiStage], after: list[ApiStage]) -> Iterator[Operation]:
    were, are = {stage.key: stage for stage in before}, {stage.key: stage for stage in after}
    for key in were:
        if key not in are:
            yield {"op": "remove", "path": "/apiStages", "value": key}
    for key in are:
        if key not in were:
            yield {"op": "add", "path": "/apiStages", "value": key}
    for key, stage in are.items():
        throttles = were[key].throttle if key in were else {}
        for method in {**throttles, **stage.throttle}:
            yield from _throttle(_method(key, method), throttles.get(method), stage.throttle.get(method))


def _method(stage: str, method: str) -> str:
    """The path of a method's throttle: `/orders/{id}/GET` of a stage."""
    path, _, verb = method.rpartition("/")
    return f"/apiStages/{stage}/throttle/{escaped(path or '/')}/{verb}"


def of_period(period: Period) -> str:
    """A period, after a number of requests: `a day`."""
    return {"DAY": "a day", "WEEK": "a week", "MONTH": "a month"}[period]
