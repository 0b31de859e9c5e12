"""Invoking a function from the composer: what is typed, what is sent, what is told of the answer."""

import base64
import json

import pytest
from textual.widgets import Select

from lgtui import frames
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.event_form import EventForm
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import FunctionTarget, MethodTarget
from lgtui.console.widgets.code_editor import CodeEditor
from tests.console.conftest import NARROW, WIDE, Explore, Explored
from tests.console.region_double import REQUEST_ID, Scripted, hello, orders_function

INVOCATIONS = "/2015-03-31/functions/orders/invocations"
TAIL = base64.b64encode(b"START RequestId: 1\n[INFO] [red]order[/red] 7\nREPORT RequestId: r-1\n").decode()


async def open_target(explored: Explored, target: FunctionTarget) -> EventForm:
    explored.screen.query_one(ResourcesPane).mark(target)
    await explored.press("1", "enter", "2")
    return explored.screen.query_one(EventForm)


def headers(**more: str) -> dict[str, str]:
    return {"x-amzn-RequestId": REQUEST_ID, **{name.replace("_", "-"): value for name, value in more.items()}}


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_an_alias_is_invoked_with_what_is_typed_and_its_answer_shown_whole(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with explore(size) as explored:
        explored.region.answers[INVOCATIONS] = Scripted(
            200, headers(x_amz_executed_version="3", x_amz_log_result=TAIL), b'{"order":7}'
        )
        form = await open_target(explored, FunctionTarget("orders", "live"))
        assert "live → v2, v3" in explored.text
        form.query_one(CodeEditor).text = '{"id": 7}'
        await explored.press("ctrl+j")

        await explored.shows('"order": 7')
        assert "200" in explored.text
        assert "● warm  v3  r-1" in explored.text
        await explored.press("escape", "3", "right", "right")
        await explored.shows("[INFO] [red]order[/red] 7")

    assert explored.region.orders == [("POST", f"{INVOCATIONS}?Qualifier=live", {"id": 7})]


async def test_what_is_wrong_with_the_event_is_told_and_marked_as_it_is_typed(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        form = await open_target(explored, FunctionTarget("orders"))
        editor = form.query_one(CodeEditor)
        editor.text = '{"a": 1\n"b": 2}'
        await explored.shows("✗ line 2, column 1: a comma is expected")
        assert editor.mark == (1, 0)

        editor.text = "{}"
        await explored.shows("✓ JSON  2 B")
        assert editor.mark is None


async def test_an_event_is_begun_from_a_sample_of_the_functions_account_and_taken_back(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        form = await open_target(explored, FunctionTarget("orders"))
        form.query_one("#sample", Select).value = "sqs"
        await explored.shows('"messageId"')

        (record,) = json.loads(form.draft.event)["Records"]
        assert record["eventSourceARN"] == "arn:aws:sqs:eu-west-1:123456789012:jobs"
        assert form.query_one("#sample", Select).value is Select.NULL

        await explored.press("ctrl+z")
        assert form.draft.event == "{}"


async def test_each_function_keeps_its_event_and_its_choices(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        form = await open_target(explored, FunctionTarget("orders", "live"))
        form.query_one(CodeEditor).text = '{"kept": true}'
        form.query_one("#invocation-type", Select).value = "DryRun"
        await explored.settle()
        composer = explored.screen.query_one(ComposerPane)
        await composer.open(MethodTarget("a1", "/orders", "POST"))
        await explored.settle()
        assert '"kept"' not in explored.text

        await composer.open(FunctionTarget("orders", "2"))
        await explored.settle()
        assert form.draft.event == '{"kept": true}'
        assert form.draft.invocation_type == "DryRun"
        assert form.draft.qualifier == "2"


async def test_a_version_that_came_is_offered_and_one_that_went_is_said_to_be_gone(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        form = explored.screen.query_one(EventForm)
        await explored.screen.query_one(ComposerPane).open(FunctionTarget("orders", "3"))
        explored.region.tell(frames.ResourcesChanged(hello().apis, [orders_function(versions=["1", "4"])]))

        await explored.shows("3 (gone)")
        assert form.query_one("#qualifier", Select).value == "3"


@pytest.mark.parametrize(
    ("scripted", "told"),
    [
        (Scripted(202, headers(), b""), ["202 Accepted", "Queued. The function gets the event"]),
        (Scripted(204, headers(), b""), ["204 No Content", "Dry run:"]),
        (
            Scripted(
                429,
                headers(x_amzn_errortype="TooManyRequestsException"),
                b'{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","message":"Rate Exceeded."}',
            ),
            ["429 Too Many Requests", "The function's reserved concurrency is used up"],
        ),
        (
            Scripted(
                200,
                headers(x_amz_function_error="Unhandled", x_amz_executed_version="$LATEST"),
                b'{"errorType":"KeyError","errorMessage":"[/red]"}',
            ),
            ["✗ Unhandled", "The function failed: KeyError: [/red]", "$LATEST"],
        ),
    ],
)
async def test_every_kind_of_answer_is_told_in_words(explore: Explore, scripted: Scripted, told: list[str]) -> None:
    async with explore(WIDE) as explored:
        explored.region.answers[INVOCATIONS] = scripted
        await open_target(explored, FunctionTarget("orders"))
        await explored.press("ctrl+j")

        for words in told:
            await explored.shows(words)


async def test_after_an_invocation_a_request_has_its_life_cycle_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_target(explored, FunctionTarget("orders"))
        await explored.press("ctrl+j")
        await explored.shows("Payload")
        assert "✓ endpoint" not in explored.text

        await explored.screen.query_one(ComposerPane).open(MethodTarget("a1", "/orders", "POST"))
        await explored.press("ctrl+j")
        await explored.shows("✓ endpoint")


async def test_a_burst_of_invocations_is_limited_by_concurrency_alone(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_target(explored, FunctionTarget("orders", "live"))
        await explored.press("escape", "b")
        await explored.shows("Burst: invoke orders:live")
        await explored.shows("No gateway is on the way")


async def test_a_megabyte_of_markup_and_escapes_is_typed_and_sent(explore: Explore) -> None:
    event = json.dumps({"text": "[/red]\x1b[31m" * 80_000}, ensure_ascii=False)
    async with explore(WIDE) as explored:
        form = await open_target(explored, FunctionTarget("orders"))
        form.query_one(CodeEditor).text = event
        await explored.shows("✓ JSON  1.2 MiB")
        await explored.press("ctrl+j")
        await explored.shows("200 OK")

    assert form.draft.event == event


async def test_an_invocation_has_a_life_cycle_beside_its_payload(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.answers[INVOCATIONS] = Scripted(200, headers(x_amz_log_result=TAIL), b'{"order":7}')
        await open_target(explored, FunctionTarget("orders"))
        await explored.press("ctrl+j")
        await explored.shows("Trace  Payload  Headers")
        await explored.press("escape", "3", "left")
        await explored.shows("✓ endpoint")


async def test_what_a_failed_function_said_stays_when_its_life_cycle_comes(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        answer = headers(x_amz_function_error="Unhandled")
        payload = b'{"errorType": "ValueError", "errorMessage": "no such order"}'
        explored.region.answers[INVOCATIONS] = Scripted(200, answer, payload)
        await open_target(explored, FunctionTarget("orders"))
        await explored.press("ctrl+j")
        await explored.shows("Trace  Payload  Headers")
        assert "The function failed: ValueError: no such order" in explored.text
