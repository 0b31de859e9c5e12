"""What is kept of a burst: over time, as JSON and as a picture."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lgtui.load.plan import BurstPlan, BurstResult, Latency
from lgtui.load.report import record, write_report
from lgtui.load.target import BurstRefusal
from lgtui.load.timeline import Timeline, slot_width

PLAN = BurstPlan(url="http://127.0.0.1:1/dev/x", rate=10.0, count=20, headers=(("X-Api-Key", "s3cret"),), body=b"b0dy")


def result_over_two_seconds() -> BurstResult:
    timeline = Timeline(1)
    for number in range(20):
        timeline.sent(number / 10)
        timeline.answered(number / 10, "throttled" if number >= 10 else "ok", 0.01)
    latency = Latency(0.01, 0.01, 0.01)
    return BurstResult(
        elapsed=2.0,
        planned=20,
        sent=20,
        by_status={200: 10, 429: 10},
        errors={},
        latency=latency,
        slots=timeline.slots(),
    )


def test_requests_are_counted_where_they_were_due() -> None:
    first, second = result_over_two_seconds().slots

    assert (first.at, first.sent, first.outcomes) == (0, 10, {"ok": 10})
    assert (second.at, second.sent, second.outcomes) == (1, 10, {"throttled": 10})
    assert first.p99 == pytest.approx(0.01, rel=0.02)


def test_a_slot_without_requests_stands_between_those_with_some() -> None:
    timeline = Timeline(2)
    timeline.sent(0.0)
    timeline.sent(5.0)

    assert [(slot.at, slot.sent) for slot in timeline.slots()] == [(0, 1), (2, 0), (4, 1)]
    assert [slot.at for slot in timeline.slots(newest=1)] == [4]


def test_a_long_burst_has_wider_slots_and_no_more_of_them() -> None:
    assert slot_width(10) == 1
    assert 86_400 / slot_width(86_400) <= 600


def test_neither_headers_nor_body_are_kept(tmp_path: Path) -> None:
    for name in ("burst.json", "burst.svg"):
        write_report(record(PLAN, result_over_two_seconds(), 0.0), tmp_path / name)
        assert "s3cret" not in (tmp_path / name).read_text()
        assert "b0dy" not in (tmp_path / name).read_text()


def test_the_json_holds_plan_and_result(tmp_path: Path) -> None:
    write_report(record(PLAN, result_over_two_seconds(), 7.0, "GET /x"), tmp_path / "burst.json")

    kept = json.loads((tmp_path / "burst.json").read_text())
    assert (kept["at"], kept["title"], kept["rate"]) == (7.0, "GET /x", 10.0)
    assert kept["result"]["by_status"] == {"200": 10, "429": 10}


def test_the_picture_stacks_outcomes_in_well_formed_svg(tmp_path: Path) -> None:
    title = "GET /<x>&\x1b[31m"
    write_report(record(PLAN, result_over_two_seconds(), 0.0, title), tmp_path / "burst.svg")

    svg = ElementTree.fromstring((tmp_path / "burst.svg").read_text())
    bars = [each for each in svg.iter("{http://www.w3.org/2000/svg}rect") if each.get("height") == "220.00"]
    assert len(bars) == 2
    assert "429 10" in ElementTree.tostring(svg, encoding="unicode")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BurstRefusal, match="cannot be written"):
        write_report(record(PLAN, result_over_two_seconds(), 0.0), tmp_path / "none" / "burst.svg")
