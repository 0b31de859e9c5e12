"""The screen of asynchronous invocation: what waits, what is retried, and what became of events."""

from pathlib import Path

import msgspec
import pytest

from lgtui import frames
from lgtui.console.requests.drafts import Request
from lgtui.console.screens.explorer import ExplorerScreen
from tests.console.conftest import NARROW, WIDE, Explore, Explored, ExploreProject
from tests.console.region_double import Scripted

VIEW = "/_lgtui/events"
FAILED = frames.QueuedEvent(
    function="orders",
    qualifier="live",
    request_id="aaaa1111-2222",
    running=False,
    attempt=2,
    attempts=3,
    setbacks=0,
    accepted=90.0,
    due=150.0,
    expires=21_690.0,
    size=2_048,
    payload='{"headers": {"Authorization": "Bearer 0123456789abcdef"}, "note": "[red]"}',
    on_failure="arn:aws:sqs:us-east-1:1:failed",
    dead_letter="arn:aws:sns:us-east-1:1:dead",
)
RUNNING = msgspec.structs.replace(FAILED, request_id="bbbb1111-2222", running=True, attempt=1, due=95.0, on_failure="")
THROTTLED = msgspec.structs.replace(
    FAILED, request_id="cccc1111-2222", attempt=1, setbacks=3, due=104.0, on_failure="", dead_letter=""
)
WAITING = msgspec.structs.replace(FAILED, request_id="dddd1111-2222", attempt=1, due=95.0)
GIVEN_UP = frames.EndedEvent("f", "$LATEST", "eeee1111-2222", 99.0, "RetriesExhausted", 3, [FAILED.on_failure])


async def open_screen(
    explored: Explored, *events: frames.QueuedEvent, ended: tuple[frames.EndedEvent, ...] = ()
) -> None:
    """Have the double tell of events while its time stands at 100, and look at them."""
    told = frames.AsyncEvents(len(events), 1, 0, list(events), list(ended))
    explored.region.answers[VIEW] = Scripted(body=msgspec.json.encode(told))
    explored.region.tell(frames.ClockChanged(frames.ClockView(100.0, 1.0, paused=True)))
    await explored.shows("TIME PAUSED")
    await explored.press("Q")
    await explored.shows("asynchronous invocation")
    await explored.shows(f"{len(events)} queued")


def line_of(explored: Explored, text: str) -> str:
    return next((line for line in explored.text.splitlines() if text in line), "")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (FAILED, "↻ failed        50 s  attempt 2/3"),
        (RUNNING, "● running             attempt 1/3"),
        (THROTTLED, "✗ throttled    4.0 s  attempt 1/3"),
        (WAITING, "≡ waiting             attempt 1/3"),
    ],
    ids=["failed", "running", "throttled", "waiting"],
)
async def test_a_row_says_what_an_event_does_and_when_its_next_attempt_is(
    explore: Explore, event: frames.QueuedEvent, said: str
) -> None:
    async with explore(WIDE) as explored:
        await open_screen(explored, event)
        await explored.shows(said)
        assert "orders:live" in line_of(explored, said)
        assert "10 s old" in line_of(explored, said)


async def test_of_the_event_under_the_cursor_its_attempts_and_its_end_are_told(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_screen(explored, FAILED, THROTTLED)
        await explored.shows("orders:live  aaaa1111-2222")
        assert "2 of 3, due at" in explored.text
        assert f"destination {FAILED.on_failure} and dead-letter target {FAILED.dead_letter}" in explored.text
        await explored.press("down")
        await explored.shows("nobody: it is dropped, and only the log tells of it")
        assert "throttled 3 times" in explored.text


async def test_secrets_in_payloads_are_masked_until_asked_for(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_screen(explored, FAILED)
        await explored.shows('"Authorization": "••••••••cdef"}, "note": "[red]"')
        await explored.press("f2")
        await explored.shows("Bearer 0123456789abcdef")


async def test_events_that_are_over_are_listed_with_how_they_ended(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await open_screen(explored, ended=(GIVEN_UP,))
        await explored.shows("over of late")
        assert "✗ f:$LATEST  eeee1111…  given up: every attempt failed after 3 r" in explored.text
        assert "No event waits or runs: Event in a function's composer sends one." in explored.text


async def test_the_cursor_stays_on_its_event_while_others_come_and_go(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_screen(explored, FAILED, THROTTLED)
        await explored.press("down")
        await explored.shows("cccc1111-2222")
        told = frames.AsyncEvents(3, 1, 0, [WAITING, FAILED, THROTTLED], [])
        explored.region.answers[VIEW] = Scripted(body=msgspec.json.encode(told))
        await explored.shows("3 queued")
        assert "cccc1111-2222" in explored.text


async def test_a_minute_is_stepped_from_here(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_screen(explored, FAILED)
        await explored.press("comma")
        await explored.until(lambda: explored.region.changes != [], "the order to arrive")
        assert explored.region.changes == [("POST", "/_lgtui/clock", {"step": 60})]
        await explored.press("escape")
        assert isinstance(explored.pilot.app.screen, ExplorerScreen)


async def test_a_refusal_is_told_and_goes_when_the_region_answers(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.refusal = "Not [now]"
        await explored.press("Q")
        await explored.shows("✗ BadRequestException: Not [now]")


TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Flaky:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
      InlineCode: |
        def handler(event, context):
            raise RuntimeError("as always")
"""


async def test_a_real_event_is_retried_by_steps_until_it_is_given_up(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE.replace("app.handler", "index.handler"))
    async with explore_project(tmp_path) as explored:
        await explored.shows("● live")
        client = explored.screen.session.client
        assert client
        await client.set_clock({"paused": True})
        invoke = f"{client.control_url}/2015-03-31/functions/Flaky/invocations"
        await client.send(Request("POST", invoke, (("X-Amz-Invocation-Type", "Event"),), b"{}"))
        await explored.press("Q")
        await explored.shows("attempt 2/3")
        await explored.press("comma")
        await explored.shows("attempt 3/3")
        await explored.press("comma", "comma")
        await explored.shows("✗ Flaky:$LATEST")
        assert "given up: every attempt failed after 3 runs → told nobody" in explored.text
