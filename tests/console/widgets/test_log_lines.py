"""The log's ring and its sieve, without a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.console.widgets.log_lines import MOST_CHARACTERS, LogLines, Sieve
from lgtui.frames import LogLine

LEVELS_OF_LINES = ("debug", "info", "report", "warn", "error")


def line(text: str, source: str = "orders", request_id: str = "", level: str = "info") -> LogLine:
    return LogLine(1.0, source, "$LATEST", level, text, request_id)


def texts(lines: LogLines) -> list[str]:
    return [numbered.line.text for numbered in lines.shown]


def test_the_ring_keeps_the_newest_and_numbers_stay() -> None:
    lines = LogLines(capacity=3)
    assert lines.append([line("a"), line("b")]) == 0
    assert lines.append([line("c"), line("d")]) == 1
    assert texts(lines) == ["b", "c", "d"]
    assert [numbered.number for numbered in lines.shown] == [1, 2, 3]
    assert lines.row_of(2) == 1


def test_more_lines_at_once_than_the_ring_holds() -> None:
    lines = LogLines(capacity=2)
    lines.append([line(str(number)) for number in range(5)])
    assert texts(lines) == ["3", "4"]
    assert len(lines) == 2


def test_a_filter_looks_at_text_source_and_request_whatever_the_case() -> None:
    sieve = Sieve("ORD-1")
    assert sieve.passes(line("order ord-1042"))
    assert sieve.passes(line("x", request_id="ord-1"))
    assert Sieve("gateway").passes(line("x", source="gateway"))
    assert not sieve.passes(line("else"))


def test_a_source_shows_its_lines_alone() -> None:
    lines = LogLines(10, Sieve(source="gateway"))
    lines.append([line("a"), line("b", "gateway")])
    assert texts(lines) == ["b"]
    assert lines.sources == {"orders", "gateway"}


def test_filtered_lines_fall_off_with_the_ring() -> None:
    lines = LogLines(2, Sieve("keep"))
    lines.append([line("keep 1"), line("x")])
    assert lines.append([line("y")]) == 1
    assert texts(lines) == []


@given(st.lists(st.sampled_from(["hit", "miss"]), max_size=30), st.integers(0, 30), st.integers(1, 12))
def test_sifting_apart_while_lines_come_shows_what_sifting_at_once_does(
    words: list[str], asked_after: int, capacity: int
) -> None:
    apart, at_once, sieve = LogLines(capacity), LogLines(capacity, Sieve("hit")), Sieve("hit")
    fed = [line(f"{word} {number}") for number, word in enumerate(words)]
    at_once.append(fed)
    apart.append(fed[:asked_after])
    snapshot, upto = apart.snapshot(), apart.appended
    apart.append(fed[asked_after:])
    apart.put_sifted(sieve, sieve.passing(snapshot), upto)
    assert texts(apart) == texts(at_once)


def test_huge_lines_are_kept_whole_and_push_older_ones_out() -> None:
    lines = LogLines()
    lines.append([line("old"), *[line("x" * (MOST_CHARACTERS // 3)) for _ in range(3)]])
    assert [len(text) for text in texts(lines)] == [MOST_CHARACTERS // 3] * 3


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("all", ["debug", "info", "report", "warn", "error"]),
        ("info", ["info", "warn", "error"]),
        ("warn", ["warn", "error"]),
        ("error", ["error"]),
        ("platform", ["report"]),
    ],
)
def test_a_level_shows_itself_and_what_is_worse(level: str, shown: list[str]) -> None:
    assert [each for each in LEVELS_OF_LINES if Sieve(level=level).passes(line("x", level=each))] == shown


def test_the_lines_of_requests_alone() -> None:
    sieve = Sieve(requests=frozenset({"7c1e", "91bd"}))
    assert [sieve.passes(line("x", request_id=each)) for each in ("7c1e", "91bd", "02f4", "")] == [1, 1, 0, 0]
