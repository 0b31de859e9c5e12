"""The metrics screen: asked for by CloudWatch's operations, drawn as columns."""

import shutil
from pathlib import Path

import msgspec
import pytest
from textual.widgets import OptionList

from lgtui.console.figures.metric_export import export
from lgtui.console.figures.metric_groups import Group, groups_of
from lgtui.console.figures.metric_series import Metric, Point, data_request, read_data, read_list
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.widgets.column_chart import ColumnChart, number
from tests.console.conftest import NARROW, WIDE, Explore, Explored, ExploreProject
from tests.console.widgets.stage import Stage

DEMOS = Path(__file__).parents[2] / "demos"

DURATION = Metric("AWS/Lambda", "Duration", (("FunctionName", "orders"),))
CALLS = Metric("AWS/Lambda", "Invocations", (("FunctionName", "orders"),))


def answer(document: object, status: int = 200) -> Answer:
    return Answer(status, "", (), msgspec.json.encode(document), 0.0)


def test_counts_are_summed_levels_taken_at_their_highest_and_durations_averaged() -> None:
    level = Metric("AWS/Lambda", "ConcurrentExecutions", ())

    assert (CALLS.statistics, level.statistics, DURATION.statistics) == (("Sum",), ("Maximum",), ("Average", "p99"))


def test_a_metric_is_asked_for_with_its_dimensions() -> None:
    request = data_request("http://x", [(DURATION, "Average"), (DURATION, "p99")], 10.0, 20.0, 1)
    document = msgspec.json.decode(request.body)

    assert [query["MetricStat"]["Stat"] for query in document["MetricDataQueries"]] == ["Average", "p99"]
    assert document["MetricDataQueries"][0]["MetricStat"]["Metric"]["Dimensions"] == [
        {"Name": "FunctionName", "Value": "orders"}
    ]
    assert (document["StartTime"], document["EndTime"]) == (10.0, 20.0)


def test_pages_and_points_are_read() -> None:
    listed = read_list(answer({"Metrics": [{"Namespace": "N", "MetricName": "M"}], "NextToken": "t"}))
    data = read_data(answer({"MetricDataResults": [{"Timestamps": [1, 2], "Values": [3.0, 4.0]}]}))

    assert listed == ([Metric("N", "M", ())], "t")
    assert data == [[Point(1.0, 3.0), Point(2.0, 4.0)]]


def test_a_refusal_and_nonsense_are_failures_in_words() -> None:
    assert isinstance(read_list(answer({"message": "no"}, 400)), Failure)
    assert isinstance(read_data(Answer(200, "", (), b"<", 0.0)), Failure)
    assert read_data(Failure("gone")) == Failure("gone")


async def test_columns_stand_where_their_time_is_in_one_scale() -> None:
    chart = ColumnChart()
    async with Stage(chart).run_test(size=(14, 6)) as pilot:
        chart.show([Point(97.0, 2.0), Point(99.0, 4.0)], 100.0, 1)
        await pilot.pause()
        lines = chart.render().plain.splitlines()

    assert [line[10:] for line in lines[: chart.size.height - 1]][-1] == "█·█·"
    assert lines[0].startswith("       4  ")


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (12_400.0, "12,400"), (3.14159, "3.14"), (1234.56, "1,234.6"), (0.0021, "0.0021")]
)
def test_values_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEMOS / "hello", tmp_path / "hello"))


async def invoked(explored: Explored) -> None:
    await explored.shows("● live")
    await explored.press("ctrl+j")
    await explored.shows("200 OK")
    await explored.press("M")


def test_metrics_of_a_function_stand_together_before_each_alone() -> None:
    of_version = Metric("AWS/Lambda", "Errors", (("FunctionName", "orders"), ("Resource", "orders:live")))
    custom = Metric("Shop", "Orders", (("Country", "[red]"),))
    groups = groups_of([DURATION, CALLS, of_version, custom])

    assert groups[0] == Group("function orders", (CALLS, DURATION))
    assert groups[0].curves == [(CALLS, "Sum"), (DURATION, "Average"), (DURATION, "p99")]
    assert [group.metrics for group in groups[1:]] == [(DURATION,), (CALLS,), (of_version,), (custom,)]


def test_apis_come_before_functions_and_those_before_all_functions_together() -> None:
    stage = Metric("AWS/ApiGateway", "Count", (("ApiName", "shop"), ("Stage", "dev")))
    whole = Metric("AWS/Lambda", "Invocations", ())
    assert [group.title for group in groups_of([whole, CALLS, stage])[:3]] == [
        "API shop · dev",
        "function orders",
        "all functions",
    ]


def test_points_are_written_as_csv_and_as_json(tmp_path: Path) -> None:
    written = export([(DURATION, "p99", [Point(0.0, 1.5), Point(60.0, 2.0)])], tmp_path)

    assert isinstance(written, list)
    table, document = written
    assert table.read_text().splitlines()[1] == "1970-01-01T00:00:00Z,AWS/Lambda,Duration,FunctionName=orders,p99,1.5"
    assert msgspec.json.decode(document.read_bytes())[1]["value"] == 2.0


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert "cannot be written" in str(export([], tmp_path / "none"))


def exported(folder: Path) -> str:
    return "".join(table.read_text() for table in folder.glob("metrics-*.csv"))


async def test_all_of_a_function_is_charted_together_and_written(
    explore_project: ExploreProject, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explore_project(project) as explored:
        await invoked(explored)
        await explored.press("slash", *"function hello", "enter")
        await explored.shows("▦ function Hello")
        await explored.shows("Invocations  Sum  last 1")
        await explored.shows("Duration  p99")
        await explored.press("left")
        await explored.shows("of the past: → leads back to now")
        await explored.press("right")
        await explored.shows("until now")
        await explored.press("x")
        await explored.until(lambda: "Invocations" in exported(tmp_path), "the file")


async def test_what_was_invoked_is_charted(explore_project: ExploreProject, project: Path) -> None:
    async with explore_project(project) as explored:
        await invoked(explored)
        await explored.shows("AWS/ApiGateway")
        await explored.press("slash", *"lambda invocations hello", "enter")
        await explored.shows("Invocations  Sum  last 1")
        await explored.press("v")
        await explored.shows("a column is 10 s")
        await explored.press("escape")
        await explored.shows("Resources")


async def test_durations_have_two_charts(explore_project: ExploreProject, project: Path) -> None:
    async with explore_project(project) as explored:
        await invoked(explored)
        await explored.press("slash", *"lambda duration hello", "enter")
        await explored.shows("Duration  Average  last")
        await explored.shows("Duration  p99  last")
        assert " ms" in explored.text


async def test_a_region_that_refuses_is_told_in_its_words(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        explored.region.refusal = "The service is closed"
        await explored.press("M")
        await explored.shows("The service is closed")
        assert explored.pilot.app.screen.query_one(OptionList).option_count == 0


async def test_without_any_request_there_is_nothing_and_that_is_said(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("M")
        await explored.shows("No metric has a value yet")
