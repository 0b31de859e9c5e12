"""The operations on API keys and usage plans, as AWS's clients call them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.model import (
    ApiKeyRequest,
    ApiKeysRequest,
    CreateApiKeyRequest,
    CreateUsagePlanRequest,
    ImportApiKeysRequest,
    PatchOperation,
    QuotaSettings,
    UpdateUsageRequest,
    UsagePlan,
    UsagePlanRequest,
    UsagePlansRequest,
    UsageRequest,
)
from lgtui.emulator.gateway.service import Gateway
from tests.emulator.gateway.keyed import KeyedApi, limits
from tests.emulator.gateway.stand import STAGE, Stand

VALUE = "0123456789-0123456789"


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    """A region of the test's own."""
    stand = Stand(tmp_path)
    yield stand
    await stand.region.stop()


@pytest.fixture
def gateway(stand: Stand) -> Gateway:
    """Its API Gateway."""
    return stand.gateway


@pytest.fixture
def api(stand: Stand) -> KeyedApi:
    """An API with a stage."""
    return KeyedApi(stand)


# Keys -------------------------------------------------------------------------------------------------------------


def test_a_key_is_made_with_a_value_and_is_disabled_unless_it_is_said(gateway: Gateway) -> None:
    key = gateway.create_api_key(CreateApiKeyRequest(name="alice"))

    assert (len(key.value), key.enabled) == (40, False)


def test_a_keys_value_is_shown_only_where_it_is_asked_for(gateway: Gateway) -> None:
    key = gateway.create_api_key(CreateApiKeyRequest(value=VALUE))

    shown = [gateway.get_api_key(ApiKeyRequest(api_key=key.id, include_value=asked)).value for asked in (False, True)]
    listed = [gateway.get_api_keys(ApiKeysRequest(include_values=asked)).items[0].value for asked in (False, True)]

    assert shown == listed == ["", VALUE]


def test_a_value_is_one_keys_alone(gateway: Gateway) -> None:
    gateway.create_api_key(CreateApiKeyRequest(value=VALUE))

    with pytest.raises(ConflictException, match="API Key already exists"):
        gateway.create_api_key(CreateApiKeyRequest(value=VALUE))


def test_a_value_that_is_too_short_is_refused(gateway: Gateway) -> None:
    with pytest.raises(BadRequestException, match="should be at least 20 characters"):
        gateway.create_api_key(CreateApiKeyRequest(value="short"))


def test_keys_are_found_by_what_their_names_begin_with(gateway: Gateway) -> None:
    for name in ("alice", "alan", "bob"):
        gateway.create_api_key(CreateApiKeyRequest(name=name))

    found = gateway.get_api_keys(ApiKeysRequest(name_query="al", limit=1))

    assert ([key.name for key in found.items], bool(found.position)) == (["alan"], True)


def test_a_key_file_makes_keys_and_puts_them_into_plans(api: KeyedApi) -> None:
    plan, other = api.plan(), api.gateway.create_usage_plan(CreateUsagePlanRequest(name="other"))
    file = (
        "Enabled,Name,key,UsageplanIds,Colour\r\n"
        f'true,alice,{VALUE}-a,"{plan.id},{other.id}",red\r\n'
        f"FALSE,bob,{VALUE}-b,{plan.id}\r\n"
        f",carol,{VALUE}-c,\r\n"
    )

    made = api.gateway.import_api_keys(ImportApiKeysRequest(body=file.encode(), format="csv"))

    keys = [api.gateway.get_api_key(ApiKeyRequest(api_key=key_id)) for key_id in made.ids]
    assert [(key.name, key.enabled) for key in keys] == [("alice", True), ("bob", False), ("carol", True)]
    plans = api.gateway.get_usage_plans(UsagePlansRequest(key_id=made.ids[0])).items
    assert [each.id for each in plans] == [plan.id, other.id]


def test_a_key_that_is_imported_again_takes_the_newer_row(gateway: Gateway) -> None:
    for name in ("old", "new"):
        file = f"Name,Key\n{name},{VALUE}\n".encode()
        made = gateway.import_api_keys(ImportApiKeysRequest(body=file, format="csv"))

    assert gateway.get_api_key(ApiKeyRequest(api_key=made.ids[0])).name == "new"
    assert len(gateway.get_api_keys(ApiKeysRequest()).items) == 1


BAD_ROWS = f"Name,Key,UsagePlanIds\ngood,{VALUE},\nshort,abc,\nlost,{VALUE}-x,noplan\n".encode()


def test_rows_that_are_not_allowed_are_warned_of_by_line(gateway: Gateway) -> None:
    made = gateway.import_api_keys(ImportApiKeysRequest(body=BAD_ROWS, format="csv"))

    assert len(made.ids) == 1
    assert [warning.partition(":")[0] for warning in made.warnings] == ["Line 3", "Line 4"]


def test_an_import_that_fails_on_warnings_makes_no_key(gateway: Gateway) -> None:
    with pytest.raises(BadRequestException):
        gateway.import_api_keys(ImportApiKeysRequest(body=BAD_ROWS, format="csv", fail_on_warnings=True))

    assert gateway.get_api_keys(ApiKeysRequest()).items == []


@pytest.mark.parametrize("body", [b"", b"Name\nx\n", b"\xff\xfe\x00", b"Key,Colour\n1,2\n"])
def test_a_file_without_the_two_columns_is_refused(gateway: Gateway, body: bytes) -> None:
    with pytest.raises(BadRequestException):
        gateway.import_api_keys(ImportApiKeysRequest(body=body, format="csv"))


# Plans ------------------------------------------------------------------------------------------------------------


def test_a_burst_may_be_greater_than_the_rate(gateway: Gateway) -> None:
    plan = gateway.create_usage_plan(CreateUsagePlanRequest(name="burst", throttle=limits(1, 100)))

    assert plan.throttle == limits(1, 100)


@pytest.mark.parametrize(
    ("period", "offset", "message"),
    [
        ("DAY", 1, "must be zero in the DAY period"),
        ("WEEK", 7, "must be between 0 and 6 inclusive in the WEEK period"),
        ("MONTH", 28, "must be between 0 and 27 inclusive in the MONTH period"),
    ],
)
def test_an_offset_is_within_its_period(gateway: Gateway, period: Any, offset: int, message: str) -> None:
    quota = QuotaSettings(limit=1, offset=offset, period=period)

    with pytest.raises(BadRequestException, match=message):
        gateway.create_usage_plan(CreateUsagePlanRequest(name="plan", quota=quota))


def test_a_key_is_in_one_plan_only_for_each_stage(api: KeyedApi) -> None:
    key = api.key(api.plan())

    with pytest.raises(ConflictException):
        api.join(key, api.plan())


def test_a_stage_is_not_opened_to_a_key_by_a_second_plan(api: KeyedApi) -> None:
    key = api.key(api.plan())
    other = api.gateway.create_usage_plan(CreateUsagePlanRequest(name="other"))
    api.join(key, other)

    with pytest.raises(ConflictException):
        api.patch(other, "/apiStages", f"{api.id}:{STAGE}", "add")


def test_a_plan_with_stages_stays(api: KeyedApi) -> None:
    plan = api.plan()

    with pytest.raises(BadRequestException) as caught:
        api.gateway.delete_usage_plan(UsagePlanRequest(usage_plan_id=plan.id))

    assert caught.value.message == (
        f"Cannot delete Usage Plan {plan.id} because there are API Stages associated with it, including "
        f"{api.id}:{STAGE}"
    )


def test_a_plan_without_stages_goes(api: KeyedApi) -> None:
    plan = api.plan()
    api.patch(plan, "/apiStages", f"{api.id}:{STAGE}", "remove")

    api.gateway.delete_usage_plan(UsagePlanRequest(usage_plan_id=plan.id))

    with pytest.raises(NotFoundException):
        api.gateway.get_usage_plan(UsagePlanRequest(usage_plan_id=plan.id))


def patched(api: KeyedApi, *patches: tuple[str, str, str]) -> UsagePlan:
    """A plan of the API's stage after patches: operation, path and value."""
    plan = api.plan()
    for op, path, value in patches:
        plan = api.patch(plan, path.replace("{stage}", f"{api.id}:{STAGE}"), value, op)
    return plan


def test_a_plan_is_patched_member_by_member(api: KeyedApi) -> None:
    plan = patched(
        api,
        ("replace", "/name", "renamed"),
        ("replace", "/throttle/rateLimit", "2.5"),
        ("add", "/throttle/burstLimit", "7"),
        ("replace", "/quota/limit", "9"),
        ("replace", "/quota/period", "WEEK"),
        ("replace", "/quota/offset", "2"),
    )

    assert (plan.name, plan.throttle, plan.quota) == (
        "renamed",
        limits(2.5, 7),
        QuotaSettings(limit=9, period="WEEK", offset=2),
    )


def test_a_method_of_a_plans_stage_is_patched_by_its_path(api: KeyedApi) -> None:
    plan = patched(
        api,
        ("replace", "/apiStages/{stage}/throttle/~1orders/GET/rateLimit", "3"),
        ("replace", "/apiStages/{stage}/throttle/~1orders/GET/burstLimit", "4"),
        ("add", "/apiStages/{stage}/throttle/~1/GET/rateLimit", "1"),
        ("remove", "/apiStages/{stage}/throttle/~1/GET", ""),
    )

    assert plan.api_stages[0].throttle == {"/orders/GET": limits(3, 4)}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/throttle/rateLimit", "-1"),
        ("/throttle/rateLimit", "nan"),
        ("/throttle/burstLimit", "1.5"),
        ("/throttle/burstLimit", str(2**64)),
        ("/quota/limit", str(2**31)),
        ("/quota/period", "YEAR"),
        ("/quota/limit", "0"),
        ("/name", ""),
        ("/nothing", "x"),
    ],
)
def test_a_patch_that_is_not_allowed_changes_nothing(api: KeyedApi, path: str, value: str) -> None:
    named = UsagePlanRequest(usage_plan_id=api.plan().id)
    plan = api.gateway.get_usage_plan(named)

    with pytest.raises(BadRequestException):
        api.patch(plan, path, value)

    assert api.gateway.get_usage_plan(named) == plan


# Usage ------------------------------------------------------------------------------------------------------------


async def test_the_usage_of_a_plan_is_listed_by_key_and_day(api: KeyedApi) -> None:
    plan = api.plan(quota=(10, "DAY"))
    alice, bob = api.key(plan), api.key(plan, name="bob")
    await api.statuses(alice, 3)

    today = api.stand.today()
    usage = api.gateway.get_usage(UsageRequest(usage_plan_id=plan.id, start_date=today, end_date=today))

    assert usage.items == {alice.id: [(3, 7)], bob.id: [(0, 10)]}


@pytest.mark.parametrize(
    ("start", "end"), [("2026-01-01", "2026-04-01"), ("2026-01-02", "2026-01-01"), ("yesterday", "2026-01-01")]
)
def test_a_range_of_days_that_is_none_is_refused(api: KeyedApi, start: str, end: str) -> None:
    with pytest.raises(BadRequestException):
        api.gateway.get_usage(UsageRequest(usage_plan_id=api.plan().id, start_date=start, end_date=end))


@pytest.mark.parametrize(("path", "value"), [("/remaining", "-1"), ("/remaining", "x"), ("/used", "1")])
def test_only_what_remains_can_be_set(api: KeyedApi, path: str, value: str) -> None:
    plan = api.plan(quota=(1, "DAY"))
    change = PatchOperation(op="replace", path=path, value=value)

    with pytest.raises(BadRequestException):
        api.gateway.update_usage(
            UpdateUsageRequest(usage_plan_id=plan.id, key_id=api.key(plan).id, patch_operations=[change])
        )
