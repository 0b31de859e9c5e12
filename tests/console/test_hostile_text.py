"""Whatever text a region holds, every screen stays whole and nothing of it steers the terminal."""

import base64
import json
import re

import pytest
from msgspec.json import encode
from rich.cells import cell_len
from textual.widgets import Input, TabbedContent, TextArea

from lgtui import frames
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import FunctionTarget
from tests.console.conftest import NARROW, WIDE, Explore, Explored
from tests.console.hostile import ESCAPES, HOSTILE, KEPT, MARKUP, SCRIPTS, poisoned
from tests.console.region_double import Scripted, hello, log_line, orders_function, trace

STEERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

SETTINGS = {
    "item": [{"id": "d1", "createdDate": 1_000.0, "description": HOSTILE}],
    "stageName": HOSTILE,
    "deploymentId": "d1",
    "cacheClusterSize": HOSTILE,
    "accessLogSettings": {"destinationArn": HOSTILE, "format": HOSTILE},
    "methodSettings": {HOSTILE: {"loggingLevel": HOSTILE}},
    "requestTemplates": {HOSTILE: HOSTILE, "application/json": HOSTILE},
    "Policy": json.dumps({"Statement": [HOSTILE]}),
    "Metrics": [{"Namespace": HOSTILE, "MetricName": HOSTILE, "Dimensions": [{"Name": HOSTILE, "Value": HOSTILE}]}],
    "MetricDataResults": [{"Timestamps": [1], "Values": [3.0]}],
    "output": HOSTILE,
}
"""Answers to anything at all: each screen takes out of it what it knows."""

DIFF = frames.DeploymentDiff(
    "d1", "d0", [frames.Difference("method", "GET /", "changed", [frames.MemberChange("uri", "before", "after")])]
)
ENTRY = frames.CacheEntry("GET", "/", {"method.request.path.id": ""}, 200, 9, 9.0, 9.0)
CACHE = frames.CacheContents("AVAILABLE", "0.5", capacity=9.0, used=1, count=1, hits=1, misses=1, entries=[ENTRY])
ASKED = (
    "/restapis/a1/deployments",
    "/restapis/a1/stages/dev",
    "/restapis/a1/resources/r1/methods/POST",
    "/restapis/a1/resources/r1/methods/POST/integration",
    "/2015-03-31/functions/orders/configuration",
    "/account",
    "/_lgtui/render",
    "/",
)
PROBLEM = frames.ProjectView("p", "/p/template.yaml", [], frames.Problem("broken", "/p/template.yaml", 3))


def assert_whole(explored: Explored) -> None:
    """Fail where a line of the screen is not as wide as the terminal, or holds what steers it."""
    app = explored.pilot.app
    for strip in app.screen._compositor.render_strips():
        assert not STEERS.search(strip.text), strip.text
        assert cell_len(strip.text) == app.size.width, strip.text
        strip.text.encode()


async def make_hostile(explored: Explored) -> None:
    """Have the region say hostile things wherever it says anything."""
    region = explored.region
    region.trace = poisoned(trace(429, "why"), {"verdict", "request_id"})
    region.body = json.dumps({"first": 1, HOSTILE: [HOSTILE, "\ud800"], "long": "x" * 100_000}).encode()
    region.headers = {"Content-Type": "text/[/foo]", "X-Markup": MARKUP, "X-Scripts": SCRIPTS}
    settings = Scripted(body=json.dumps(SETTINGS).encode())
    region.answers |= dict.fromkeys(ASKED, settings)
    region.answers["/_lgtui/deployments/a1/d1/diff"] = Scripted(body=encode(poisoned(DIFF, {"deployment", "change"})))
    region.answers["/_lgtui/caches/a1/dev"] = Scripted(body=encode(poisoned(CACHE, {"status"})))
    function = poisoned(orders_function(), {"name"})
    lines = [log_line(f"{HOSTILE}{number}") for number in range(20)]
    region.become(poisoned(hello(region.url, functions=[function], logs=lines, project=PROBLEM), KEPT | {"functions"}))
    await explored.shows("✗ evil")


SCREENS = {
    "i": "stageName",
    "ctrl+r": "200 OK",
    "M": "a column is 1 s",
    "C": "hit rate",
    "D": "what d1 changed since d0",
    "s": "stage variables",
    "S": "execution log",
    "d": "description",
    "m": "mapping template",
    "b": "per second",
    "ctrl+p": "Search for commands",
    "question_mark": "Resources",
}
"""A key of the tree → what the screen shows that it opens."""


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_screen_stays_whole_and_nothing_steers_the_terminal(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with explore(size) as explored:
        await make_hostile(explored)
        await explored.press("ctrl+j")
        await explored.shows("200 OK")

        for key, shown in SCREENS.items():
            await explored.press("1", key)
            await explored.shows(shown)
            assert_whole(explored)
            await explored.press("escape")
            await explored.until(lambda: explored.pilot.app.screen is explored.screen, f"the explorer after {key}")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_pane_stays_whole_and_nothing_steers_the_terminal(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        await make_hostile(explored)
        await explored.press("ctrl+j")
        await explored.shows("200 OK")
        await explored.shows("✗ throttle")
        assert_whole(explored)

        tabs = explored.screen.query_one("#response-tabs", TabbedContent)
        for tab, shown in (("body", '"first"'), ("headers", "X-Markup")):
            tabs.active = f"tab-response-{tab}"
            await explored.shows(shown)
            assert_whole(explored)
        for pane in ("4", "5", "v", "6", "7"):
            await explored.press(pane)
            assert_whole(explored)


async def test_a_functions_settings_event_and_answer_are_shown_as_text(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await make_hostile(explored)
        tail = base64.b64encode(HOSTILE.encode()).decode()
        explored.region.answers["/2015-03-31/functions/orders/invocations"] = Scripted(
            headers={"X-Amz-Function-Error": MARKUP, "X-Amz-Log-Result": tail},
            body=json.dumps({"errorType": HOSTILE, "errorMessage": HOSTILE, "stackTrace": [HOSTILE]}).encode(),
        )
        composer = explored.screen.query_one(ComposerPane)
        await composer.open(FunctionTarget("orders"))
        composer.query_one("#event", TextArea).text = json.dumps(MARKUP + SCRIPTS, ensure_ascii=False)
        await explored.press("ctrl+j")
        await explored.shows("The function failed:  [/foo]")
        assert_whole(explored)

        explored.screen.query_one(ResourcesPane).mark(FunctionTarget("orders"))
        await explored.press("1", "i")
        await explored.shows("cacheClusterSize")
        assert_whole(explored)


async def test_what_is_pasted_into_fields_cannot_steer_the_terminal_and_is_sent_as_it_is(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        composer = explored.screen.query_one(ComposerPane)
        composer.query_one("#body", TextArea).text = MARKUP + ESCAPES + SCRIPTS
        composer.query_one("#composer-tabs", TabbedContent).active = "tab-body"
        composer.query_one("#url-line", Input).value = f"/orders?{HOSTILE}"
        await explored.shows("[/foo]")
        assert_whole(explored)

        await explored.press("ctrl+j")
        await explored.until(lambda: bool(explored.region.requests), "the request")
        _, _, body = explored.region.requests[0]
        assert body == (MARKUP + ESCAPES + SCRIPTS).encode()


async def test_header_values_in_utf8_are_readable(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.headers = {"X-Town": "Zürich 漢字"}
        await explored.press("ctrl+j")
        await explored.shows("200 OK")
        explored.screen.query_one("#response-tabs", TabbedContent).active = "tab-response-headers"
        await explored.shows("Zürich 漢字")
