"""The screen of a stage's response cache: figures, entries, and what to do where there is none."""

from pathlib import Path

import msgspec
import pytest

from lgtui import frames
from lgtui.console.screens.explorer import ExplorerScreen
from tests.cached_project import write_cached_project
from tests.console.conftest import NARROW, WIDE, Explore, Explored, ExploreProject
from tests.console.region_double import Scripted
from tests.emulator_process import call

VIEW = "/_lgtui/caches/a1/dev"
FLUSH = ("DELETE", "/restapis/a1/stages/dev/cache/data", None)

TOKEN = "Bearer 0123456789abcdef"
FIRST = frames.CacheEntry("GET", "/orders/{id}", {"method.request.path.id": "7 [red]"}, 200, 1_200, 1e9, 300.0)
LAST = frames.CacheEntry("GET", "/orders", {"method.request.header.Authorization": TOKEN}, 200, 800, 2e9, 300.0)


def script(explored: Explored, entries: list[frames.CacheEntry], status: str = "AVAILABLE", hits: int = 3) -> None:
    """Have the double tell of a cache."""
    contents = frames.CacheContents(
        status=status,
        size="0.5",
        capacity=1024.0 * 1024,
        used=sum(entry.size for entry in entries),
        count=len(entries),
        hits=hits,
        misses=1 if hits else 0,
        entries=entries,
    )
    explored.region.answers[VIEW] = Scripted(body=msgspec.json.encode(contents))


def line_of(explored: Explored, text: str) -> str:
    """The line of the screen that holds a text."""
    return next((line for line in explored.text.splitlines() if text in line), "")


def panes_are_seen(explored: Explored) -> bool:
    return explored.screen.is_current


def places(explored: Explored, *texts: str) -> list[int]:
    """Where texts are on the screen, from above."""
    return [explored.text.index(text) for text in texts]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_figures_and_entries_are_shown_with_the_key_of_the_one_under_the_cursor(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with explore(size) as explored:
        script(explored, [LAST, FIRST])
        await explored.press("C")
        await explored.shows("hits 3   misses 1   hit rate 75.0 %")
        assert "response cache of dev, orders-api" in explored.text
        assert "0.5 GB  AVAILABLE  it answers" in explored.text
        assert "2 entries   2.0 KiB of 1.0 MiB, 0.2 % full" in explored.text
        await explored.shows("▸ GET    /orders/{id}  {id}=7 [red]")
        await explored.shows("method.request.path.id 7 [red]")
        assert "kept for 300 s" in explored.text


async def test_what_ends_first_is_above_or_what_was_used_last(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, [LAST, FIRST])
        await explored.press("C")
        await explored.shows("what ends first above")
        first, last = places(explored, "{id}=7", "Authorization: ")
        assert first < last
        await explored.press("v")
        await explored.shows("what was used last above")
        first, last = places(explored, "{id}=7", "Authorization: ")
        assert first > last


async def test_secrets_in_keys_are_masked_until_asked_for(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, [LAST])
        await explored.press("C")
        await explored.shows("method.request.header.Authorization ••••••••cdef")
        assert TOKEN not in explored.text
        await explored.press("f2")
        await explored.shows(f"Authorization: {TOKEN}")
        await explored.shows(f"method.request.header.Authorization {TOKEN}")


async def test_flushing_is_awss_operation_and_looks_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, [LAST])
        await explored.press("C")
        await explored.shows("1 entry")
        script(explored, [])
        await explored.press("f")
        await explored.shows("The cache of dev is empty.")
        await explored.shows("It holds nothing now: the next request is a miss.")
        assert FLUSH in explored.region.orders


async def test_a_stage_without_a_cache_says_how_it_gets_one(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        script(explored, [], "NOT_AVAILABLE", hits=0)
        await explored.press("C")
        await explored.shows("dev has no cache: S switches one on, or CacheClusterEnabled: true")
        await explored.press("f")
        assert FLUSH not in explored.region.orders
        await explored.press("S")
        await explored.shows("Logs and cache of dev")


async def test_a_cache_that_nobody_asked_says_what_is_cached_at_all(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        script(explored, [], hits=0)
        await explored.press("C")
        await explored.shows("Nothing that is to be cached was asked for yet.")


async def test_a_cache_that_is_being_made_says_that_it_takes_time(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, [], "CREATE_IN_PROGRESS", hits=0)
        await explored.press("C")
        await explored.shows("CREATE_IN_PROGRESS  it is being made, about 4 minutes of emulated time")


async def test_a_refusal_is_told_in_the_regions_words_and_goes_when_it_answers(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, [LAST])
        explored.region.refusal = "Not [now]"
        await explored.press("C")
        await explored.shows("✗ BadRequestException: Not [now]")
        explored.region.refusal = None
        await explored.shows("1 entry")
        await explored.hides("Not [now]")
        await explored.press("escape")
        assert isinstance(explored.pilot.app.screen, ExplorerScreen)


async def test_time_is_ordered_from_here_and_shown(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, [LAST])
        await explored.press("C")
        await explored.shows("1 entry")
        await explored.press("space")
        await explored.shows("time stands still")
        assert ("POST", "/_lgtui/clock", {"paused": True}) in explored.region.orders
        explored.region.tell(frames.ClockChanged(frames.ClockView(100.0, 1.0, True)))
        await explored.shows("⏸ TIME PAUSED")


async def test_a_real_cache_fills_counts_down_by_steps_and_is_flushed(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    async with explore_project(write_cached_project(tmp_path)) as explored:
        await explored.shows("● live")
        client, hello = explored.screen.session.client, explored.screen.state.hello
        assert client and hello
        await client.set_clock({"paused": True})
        await client.set_clock({"step": 240})
        await explored.press("C")
        await explored.shows("0.5 GB  AVAILABLE")
        (url,) = [stage.url for api in hello.apis for stage in api.stages if stage.name == "dev"]
        for _ in range(2):
            call(f"{url}/orders/7")
        await explored.shows("hits 1   misses 1   hit rate 50.0 %")
        await explored.shows("{id}=7")
        await explored.until(lambda: line_of(explored, "{id}=7").endswith(" 60 s"), "a whole minute left")
        await explored.press("full_stop")
        await explored.until(lambda: line_of(explored, "{id}=7").endswith(" 59 s"), "a second less")
        await explored.press("f")
        await explored.shows("0 entries")


async def test_hits_and_misses_are_charted_by_the_second_while_there_are_any(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        script(explored, [LAST])
        await explored.press("C")
        await explored.shows("hits 3   misses 1")
        assert "now ┤" not in explored.text
        script(explored, [LAST], hits=8)
        await explored.shows("now ┤")
        assert line_of(explored, "hits   ▁").endswith("/s")
        assert "├ 60 s ago" in explored.text


async def test_what_changes_below_does_not_draw_the_screen_above(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        script(explored, [LAST])
        assert panes_are_seen(explored)
        await explored.press("C")
        await explored.shows("1 entry")
        assert not panes_are_seen(explored)
        await explored.press("question_mark", "escape", "escape", "question_mark")
        assert panes_are_seen(explored)
