"""The editor of a stage's logs and cache: what it sends, and how it says why a log cannot be switched on."""

import json
from typing import Any

import msgspec
import pytest
from textual.widgets import Select

from lgtui import frames
from lgtui.console.changes.gateway_views import AccessLogSettings, MethodSetting, StageSettings
from lgtui.console.changes.stage_settings import FORMATS, price, settings_operations, ttl_problem, typed_of
from lgtui.console.screens.stage_settings import StageSettingsEditor
from tests.console.conftest import NARROW, WIDE, Explore, Explored
from tests.console.region_double import Scripted, hello

ROLE = "arn:aws:iam::123456789012:role/logs"
PLAIN = StageSettings(stage_name="dev", deployment_id="d1")
CACHED = StageSettings(
    stage_name="dev",
    deployment_id="d1",
    cache_cluster_enabled=True,
    cache_cluster_size="0.5",
    cache_cluster_status="AVAILABLE",
    method_settings={"*/*": MethodSetting(logging_level="INFO", caching_enabled=True)},
    access_log_settings=AccessLogSettings("arn:aws:logs:us-east-1:123456789012:log-group:a", "$context.requestId"),
)


def replace(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


@pytest.mark.parametrize(
    ("stage", "typed", "operations"),
    [
        (PLAIN, {}, []),
        (PLAIN, {"level": "ERROR"}, [replace("/*/*/logging/loglevel", "ERROR")]),
        (PLAIN, {"size": "1.6"}, [replace("/cacheClusterSize", "1.6"), replace("/cacheClusterEnabled", "true")]),
        (CACHED, {"size": "1.6"}, [replace("/cacheClusterSize", "1.6")]),
        (CACHED, {"size": ""}, [replace("/cacheClusterEnabled", "false")]),
        (CACHED, {"ttl": "0"}, [replace("/*/*/caching/ttlInSeconds", "0")]),
        (CACHED, {"destination": "", "format": ""}, [{"op": "remove", "path": "/accessLogSettings"}]),
        (CACHED, {"format": "$context.requestId x"}, [replace("/accessLogSettings/format", "$context.requestId x")]),
    ],
)
def test_what_differs_becomes_patch_operations(
    stage: StageSettings, typed: dict[str, str], operations: list[dict[str, str]]
) -> None:
    assert settings_operations(stage, typed_of(stage)._replace(**typed)) == operations


@pytest.mark.parametrize(("text", "fits"), [("0", True), ("3600", True), ("3601", False), ("-1", False), ("", False)])
def test_a_time_to_live_is_checked_as_aws_does(text: str, fits: bool) -> None:
    assert (ttl_problem(text) == "") is fits


def test_a_price_is_marked_as_an_estimate() -> None:
    assert price("0.5") == "0.5 GB, about $0.02 an hour (estimate)"


async def opened(explored: Explored, role: str = ROLE, **stage: Any) -> None:
    """Open the editor; the double answers with an account's role and a stage."""
    document = {"stageName": "dev", "deploymentId": "d1", **stage}
    explored.region.answers["/restapis/a1/stages/dev"] = Scripted(body=json.dumps(document).encode())
    explored.region.answers["/account"] = Scripted(body=json.dumps({"cloudwatchRoleArn": role or None}).encode())
    await explored.press("S")
    first = "level" if role else "role"
    await explored.until(lambda: getattr(explored.pilot.app.focused, "id", "") == first, f"the focus on {first}")


async def closed(explored: Explored) -> None:
    await explored.until(lambda: len(explored.pilot.app.screen_stack) == 2, "the editor to close")


def choose(explored: Explored, field: str, value: str) -> None:
    explored.pilot.app.screen.query_one(f"#{field}", Select).value = value


def changes(explored: Explored) -> list[tuple[str, object]]:
    """Path and patch operations of each order that changed something."""
    return [(path, document) for method, path, document in explored.region.orders if method == "PATCH"]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_without_the_accounts_role_it_says_why_no_log_can_be_switched_on(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with explore(size) as explored:
        await opened(explored, role="")
        await explored.shows("Neither log can be switched on yet")
        await explored.shows("AmazonAPIGatewayPushToCloudWatchLogs")


async def test_the_role_can_be_set_there_and_then(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await opened(explored, role="")
        await explored.press("enter")
        await explored.shows("logs can be switched on.")
        await explored.hides("Neither log can be switched on yet")

    operation = replace("/cloudwatchRoleArn", "arn:aws:iam::123456789012:role/apigateway-logs")
    assert changes(explored) == [("/account", {"patchOperations": [operation]})]


async def test_with_a_role_nothing_is_explained_and_the_level_is_chosen_at_once(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await opened(explored)
        assert "Neither log" not in explored.text
        choose(explored, "level", "INFO")
        await explored.press("ctrl+s")
        await closed(explored)

    operation = replace("/*/*/logging/loglevel", "INFO")
    assert changes(explored) == [("/restapis/a1/stages/dev", {"patchOperations": [operation]})]


async def test_awss_refusal_of_a_log_is_explained_too(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await opened(explored)
        explored.region.refusal = "CloudWatch Logs role ARN must be set in account settings to enable logging"
        choose(explored, "level", "INFO")
        await explored.press("ctrl+s")
        await explored.shows("✗ BadRequestException: CloudWatch Logs role ARN must be set")
        await explored.shows("Neither log can be switched on yet")
        assert isinstance(explored.pilot.app.screen, StageSettingsEditor)


async def test_a_cache_tells_its_state_and_can_be_flushed(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        cache: dict[str, Any] = {
            "cacheClusterEnabled": True,
            "cacheClusterSize": "0.5",
            "cacheClusterStatus": "AVAILABLE",
        }
        await opened(explored, **cache)
        await explored.shows("cache of responses: AVAILABLE, it answers")
        assert "0.5 GB, about $0.02 an hour (estimate)" in explored.text
        await explored.pilot.click("#flush")
        await explored.shows("The cache of dev is empty.")

    assert ("DELETE", "/restapis/a1/stages/dev/cache/data", None) in explored.region.orders


async def test_a_preset_fills_the_format(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await opened(explored)
        await explored.pilot.click("#format-CSV")
        await explored.press("ctrl+s")
        await closed(explored)

    operation = replace("/accessLogSettings/format", FORMATS["CSV"])
    assert changes(explored) == [("/restapis/a1/stages/dev", {"patchOperations": [operation]})]


async def test_the_header_tells_what_the_cache_does_and_costs(explore: Explore) -> None:
    async with explore((180, 45)) as explored:
        api = hello().apis[0]
        cache = frames.CacheView("CREATE_IN_PROGRESS", "0.5")
        cached = msgspec.structs.replace(
            api, stages=[msgspec.structs.replace(stage, cache=cache) for stage in api.stages]
        )
        explored.region.tell(frames.ResourcesChanged([cached], hello().functions))
        await explored.shows("cache 0.5 GB, being made, ≈ $0.02/h")
