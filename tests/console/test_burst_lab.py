"""The burst lab: a form, a chart, and the bursts that are over."""

import json
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Input, OptionList, Select

from lgtui import frames
from lgtui.console.panes.burst_form import BurstForm
from lgtui.console.panes.burst_lab import BurstLabPane
from lgtui.console.widgets.burst_numbers import BurstSize
from lgtui.load.plan import BurstPlan, BurstResult, Latency
from lgtui.load.report import record
from tests.console.conftest import NARROW, WIDE, Explore, Explored


async def open_lab(explored: Explored) -> None:
    await explored.press("1", "B")
    await explored.shows("Burst lab")


async def ask_for(explored: Explored, shape: str, **numbers: str) -> None:
    explored.screen.query_one("#lab-shape", Select).value = shape
    for name, value in numbers.items():
        explored.screen.query_one(f"#lab-{name}", Input).value = value
    await explored.settle()


def field(explored: Explored, name: str) -> str:
    return explored.screen.query_one(f"#lab-{name}", Input).value


async def over(explored: Explored) -> None:
    await explored.until(lambda: explored.screen.query_one(BurstLabPane).shown is not None, "the end of the burst")
    await explored.settle()


def exported(folder: Path) -> tuple[str, str]:
    (kept,) = folder.glob("burst-*.json")
    return kept.read_text(), kept.with_suffix(".svg").read_text()


async def test_a_spike_is_sent_charted_and_listed(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "spike", rate="100", base="10", seconds="0.6")
        await explored.press("enter")
        await over(explored)

        assert len(explored.region.requests) == 24
        assert "█ 2xx 24" in explored.text
        assert "spike" in explored.text
        assert explored.screen.query_one("#burst-lab OptionList", OptionList).option_count == 1


async def test_the_forecast_follows_what_is_typed(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "constant", rate="10", seconds="3")
        assert "30 requests in 3.0 s. The stage's bucket of 10, refilled with 5 a" in explored.text
        explored.region.tell(frames.ClockChanged(frames.ClockView(100.0, 0.01, paused=False)))
        await explored.shows("×0.01: 10 a second are")


async def test_seconds_and_requests_make_each_other(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "constant", rate="20", seconds="3")
        assert field(explored, "requests") == "60"
        await ask_for(explored, "constant", requests="200")
        assert field(explored, "seconds") == "10"
        await ask_for(explored, "ramp", base="0")
        assert (field(explored, "requests"), field(explored, "seconds")) == ("200", "20")


async def test_a_burst_is_as_many_requests_as_were_asked_for(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "constant", rate="200", requests="17")
        await explored.press("enter")
        await over(explored)
        assert len(explored.region.requests) == 17


async def test_before_the_first_burst_the_rates_that_are_asked_for_are_drawn(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "constant", rate="40", seconds="8")
        await explored.shows("40/s ────")
        assert "no latency yet" in explored.text
        assert "8.0 s" in explored.text


async def test_a_burst_is_sent_again_and_stands_beside_the_one_before(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "constant", rate="100", requests="9")
        await explored.press("enter")
        await over(explored)
        assert "before (" not in explored.text
        await ask_for(explored, "ramp", rate="5", requests="70")
        explored.region.status = 429
        await explored.press("escape", "a")
        await explored.until(lambda: len(explored.region.requests) == 18, "nine requests more")
        await explored.shows("2xx 9 → 0  429 0 → 9")
        assert "before (constant 100/s):" in explored.text


async def test_enter_on_an_earlier_burst_asks_for_one_like_it(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "steps", rate="100", base="50", requests="9")
        await explored.press("enter")
        await over(explored)
        await ask_for(explored, "constant", rate="5", requests="70")
        explored.screen.query_one("#burst-lab OptionList", OptionList).focus()
        await explored.press("down", "enter")
        asked = explored.screen.query_one(BurstForm).asked
        assert asked == BurstSize(9, 100.0, "steps", 50.0)


async def test_why_requests_got_no_answer_is_told(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        result = BurstResult(
            elapsed=1.0, planned=3, sent=3, by_status={200: 1}, errors={"reset [by] peer": 2}, latency=Latency()
        )
        plan = BurstPlan(url="http://x/", rate=3.0, count=3)
        kept = record(plan, result, 0.0, "GET /x")
        explored.screen.query_one(BurstLabPane).list_records([kept], kept)
        await explored.shows("no answer: 2 × reset [by] peer")
        assert "× no answer 2" in explored.text


async def test_an_emulator_that_has_gone_is_said_in_the_lab(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        stage = explored.screen.state.apis[0].stages[0]
        moved = msgspec.structs.replace(stage, url="http://127.0.0.1:1/dev")
        api = msgspec.structs.replace(explored.screen.state.apis[0], stages=[moved])
        explored.region.tell(frames.ResourcesChanged([api], []))
        await explored.shows("http://127.0.0.1:1/dev")
        await explored.press("enter")
        await explored.shows("✗ Nothing to send to at http://127.0.0.1:1")


async def test_why_a_burst_did_not_begin_stands_where_it_would_have_been(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        explored.screen.query_one(BurstLabPane).end("Nothing to send to at [here].")
        await explored.shows("✗ Nothing to send to at [here].")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rate": "fast"}, "per second: a number"),
        ({"base": "999999"}, "base: from 0 to the rate"),
        ({"seconds": "0"}, "seconds: over 0"),
        ({"connections": "0"}, "connections: from 1"),
    ],
)
async def test_what_is_wrong_with_a_number_is_said_and_nothing_is_sent(
    explore: Explore, wrong: dict[str, str], said: str
) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "ramp", **wrong)
        await explored.press("enter")

        assert said in explored.text
        assert not explored.screen.is_bursting


async def test_a_burst_is_stopped_and_what_came_so_far_is_kept(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "constant", rate="50", seconds="600")
        await explored.press("enter")
        await explored.until(lambda: len(explored.region.requests) > 2, "requests")
        await explored.press("enter")
        await over(explored)

        assert "stopped before the other" in explored.text


async def test_earlier_bursts_are_there_in_the_next_run_and_exported(
    explore: Explore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await ask_for(explored, "steps", rate="100", base="100", seconds="0.2")
        await explored.press("enter")
        await over(explored)

    async with explore(WIDE) as explored:
        await open_lab(explored)
        explored.screen.query_one("#burst-lab OptionList", OptionList).focus()
        await explored.press("down", "x")
        await explored.shows("Exported")

    kept, drawn = exported(tmp_path)
    assert json.loads(kept)["shape"] == "steps"
    assert drawn.startswith("<svg ")


async def test_request_and_response_come_back_with_their_keys(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await open_lab(explored)
        await explored.hides("No request was sent yet.")
        await explored.press("escape", "3")
        await explored.shows("No request was sent yet.")
        assert "Burst lab" not in explored.text


async def test_a_small_terminal_has_room_for_it(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await explored.press("7")
        await explored.shows("per second")
        assert "7 Lab" in explored.text
