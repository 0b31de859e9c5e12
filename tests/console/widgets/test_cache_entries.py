"""The entries of a response cache: their time to live runs in the region's time."""

import pytest

from lgtui.console.figures.cache_words import fullness, hits_and_misses, key_words, time_left
from lgtui.console.widgets.cache_entries import CacheEntries
from lgtui.frames import CacheContents, CacheEntry
from tests.console.widgets.stage import Stage, StillClock


def entry(number: str, expires: float, **parameters: str) -> CacheEntry:
    return CacheEntry("GET", f"/{number}", parameters, 200, 1_100, expires, 60.0)


def contents(**changes: float) -> CacheContents:
    figures = {"capacity": 1024.0, "used": 512, "count": 3, "hits": 3, "misses": 1, **changes}
    return CacheContents(status="AVAILABLE", size="0.5", entries=[entry("1", 1.0)], **figures)  # type: ignore[arg-type]


async def test_the_time_to_live_counts_down_and_an_entry_goes_when_it_ends() -> None:
    clock = StillClock()
    entries = CacheEntries(clock, lambda: clock.seconds)
    stage = Stage(entries)
    async with stage.run_test(size=(60, 6)) as pilot:
        entries.show_entries([entry("a", 105.0), entry("b", 160.0)], "nothing")
        clock.tick_at(100.0)
        await pilot.pause()
        assert [line.split()[-2:] for line in stage.lines()[:2]] == [["5.0", "s"], ["60", "s"]]
        clock.tick_at(104.0)
        await pilot.pause()
        assert [line.split()[-2:] for line in stage.lines()[:2]] == [["1.0", "s"], ["56", "s"]]
        clock.tick_at(105.0)
        await pilot.pause()
        assert ("/b" in stage.lines()[0], stage.lines()[1]) == (True, "")
        clock.tick_at(160.0)
        await pilot.pause()
        assert stage.lines()[0] == "nothing"


async def test_the_cursor_stays_on_its_entry_whatever_comes_before_it() -> None:
    clock = StillClock()
    entries = CacheEntries(clock, lambda: clock.seconds)
    many = [entry(str(number), 150.0 + number) for number in range(30)]
    async with Stage(entries).run_test(size=(60, 6)) as pilot:
        entries.show_entries(many, "")
        await pilot.pause()
        entries.focus()
        await pilot.press("end", "up")
        assert entries.chosen == many[28]
        assert entries.scroll_offset.y == 24
        entries.show_entries(many[10:], "")
        assert entries.chosen == many[28]
        await pilot.press("home")
        assert (entries.chosen, entries.scroll_offset.y) == (many[10], 0)


def test_the_parameters_of_a_key_are_written_as_a_request_has_them() -> None:
    one = entry(
        "x",
        1.0,
        **{
            "method.request.path.id": "7",
            "method.request.multivaluequerystring.tag": "a,b",
            "method.request.header.Accept": "text/html",
            "integration.request.header.x-api-key": "0123456789abcdef",
            "stageVariables.v": "1",
        },
    )
    short = "{id}=7  ?tag=a,b  Accept: text/html  x-api-key: "
    assert key_words(one, secrets=False) == f"{short}••••••••cdef  stageVariables.v=1"
    assert key_words(one, secrets=True) == f"{short}0123456789abcdef  stageVariables.v=1"


@pytest.mark.parametrize(("seconds", "text"), [(3600.0, "3,600 s"), (59.99, "59 s"), (9.96, "9.9 s"), (-1.0, "0.0 s")])
def test_what_is_left_is_cut_and_never_below_nothing(seconds: float, text: str) -> None:
    assert time_left(seconds) == text


def test_the_figures_of_a_cache_are_said_with_their_shares() -> None:
    assert hits_and_misses(contents()) == "hits 3   misses 1   hit rate 75.0 %"
    assert hits_and_misses(contents(hits=0, misses=0)) == "hits 0   misses 0"
    assert fullness(contents()) == "3 entries, of which the 1 used last are shown   512 B of 1.0 KiB, 50.0 % full"
    assert fullness(contents(count=1, used=1, capacity=4096.0)) == "1 entry   1 B of 4.0 KiB, less than 0.1 % full"
    assert fullness(contents(count=1, used=0, capacity=0.0)) == "1 entry   0 B of 0 B, 0.0 % full"
