"""From one state of a usage plan to another by patch operations, and AWS's limits of plans and keys."""

import pytest

from lgtui.console.changes.patches import Operation, remove, replace
from lgtui.console.changes.usage_patch import key_value_problem, offset_problem, plan_operations, quota_problem
from lgtui.console.changes.usage_views import ApiStage, Quota, Throttle, UsagePlan, period_days

PLAN = UsagePlan(
    id="p1",
    name="basic",
    api_stages=[ApiStage("a1", "dev", {"/orders/{id}/GET": Throttle(1.0, 2), "/GET": Throttle(3.0, 4)})],
    throttle=Throttle(5.0, 10),
    quota=Quota(100, 0, "DAY"),
)
DEV = "/apiStages/a1:dev/throttle"


def plan(**members: object) -> UsagePlan:
    return UsagePlan(**{**{name: getattr(PLAN, name) for name in PLAN.__struct_fields__}, **members})


@pytest.mark.parametrize(
    ("after", "operations"),
    [
        (plan(), []),
        (plan(name="gold", description="d"), [replace("/name", "gold"), replace("/description", "d")]),
        (plan(throttle=Throttle(2.5, 10)), [replace("/throttle/rateLimit", "2.5")]),
        (plan(throttle=None), [remove("/throttle")]),
        (plan(quota=None), [remove("/quota")]),
        (plan(quota=Quota(7, 6, "WEEK")), [
            replace("/quota/period", "WEEK"),
            replace("/quota/limit", "7"),
            replace("/quota/offset", "6"),
        ]),
        (plan(api_stages=[]), [{"op": "remove", "path": "/apiStages", "value": "a1:dev"}]),
        (plan(api_stages=[*PLAN.api_stages, ApiStage("a2", "v1", {"/x/GET": Throttle(1.0, 1)})]), [
            {"op": "add", "path": "/apiStages", "value": "a2:v1"},
            replace("/apiStages/a2:v1/throttle/~1x/GET/rateLimit", "1"),
            replace("/apiStages/a2:v1/throttle/~1x/GET/burstLimit", "1"),
        ]),
        (plan(api_stages=[ApiStage("a1", "dev", {"/orders/{id}/GET": Throttle(1.0, 9)})]), [
            replace(f"{DEV}/~1orders~1{{id}}/GET/burstLimit", "9"),
            remove(f"{DEV}/~1/GET"),
        ]),
    ],
)  # fmt: skip
def test_what_differs_becomes_patch_operations(after: UsagePlan, operations: list[Operation]) -> None:
    assert plan_operations(PLAN, after) == operations


@pytest.mark.parametrize(
    ("text", "fits"), [("", True), ("1", True), ("2147483647", True), ("0", False), ("2147483648", False), ("x", False)]
)
def test_a_quota_is_a_positive_whole_number_or_none(text: str, fits: bool) -> None:
    assert (quota_problem(text) == "") is fits


@pytest.mark.parametrize(
    ("offset", "period", "fits"),
    [
        ("0", "DAY", True),
        ("1", "DAY", False),
        ("6", "WEEK", True),
        ("7", "WEEK", False),
        ("27", "MONTH", True),
        ("28", "MONTH", False),
        ("", "MONTH", True),
    ],
)
def test_an_offset_fits_into_its_period(offset: str, period: str, fits: bool) -> None:
    assert (offset_problem(offset, period, "100") == "") is fits


def test_an_offset_without_a_quota_means_nothing() -> None:
    assert offset_problem("99", "DAY", "") == ""


@pytest.mark.parametrize(("length", "fits"), [(0, True), (19, False), (20, True), (128, True), (129, False)])
def test_a_keys_value_is_made_or_of_20_to_128_characters(length: int, fits: bool) -> None:
    assert (key_value_problem("k" * length) == "") is fits


@pytest.mark.parametrize(("period", "first"), [("DAY", "2026-11-25"), ("WEEK", "2026-11-22"), ("MONTH", "2026-11-01")])
def test_a_period_begins_at_midnight_on_sunday_and_on_the_first(period: str, first: str) -> None:
    wednesday_noon = 1_795_608_000.0

    begin, today = period_days(period, wednesday_noon)  # type: ignore[arg-type]

    assert (str(begin), str(today)) == (first, "2026-11-25")
