"""Forms: what is typed is checked against AWS's limits, nothing is lost where the region refuses it, keys and mouse."""

import pytest
from textual.widgets import Input, Select

from lgtui.console.changes.function_limits import environment_problem, provisioned_problem
from lgtui.console.changes.limits import rate_problem, variables_problem, whole_problem
from lgtui.console.screens.stage_editor import StageEditor
from tests.console.conftest import NARROW, WIDE, Explore, Explored
from tests.console.region_double import Scripted


def field(explored: Explored, name: str) -> Input:
    return explored.pilot.app.screen.query_one(f"#{name}", Input)


def focused(explored: Explored) -> str:
    return str(getattr(explored.pilot.app.focused, "id", "") or "")


@pytest.mark.parametrize(
    ("text", "fits"),
    [("128", True), ("10240", True), ("127", False), ("10241", False), ("", False), ("1e3", False), ("٣٠٠", False)],
)
def test_a_whole_number_is_within_its_limits(text: str, fits: bool) -> None:
    assert (whole_problem(text, 128, 10_240) == "") is fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [("0", True), ("0.5", True), ("1e3", True), ("-1", False), ("nan", False), ("inf", False), ("1_0", False)],
)
def test_a_rate_is_a_number_of_at_least_0(text: str, fits: bool) -> None:
    assert (rate_problem(text) == "") is fits


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"a_1": "x-._~:/?#&=,"}, ""),
        ({"a" * 64: "v" * 512}, ""),
        ({"a" * 65: "v"}, "a name is 1 to 64"),
        ({"a-b": "v"}, "a name is 1 to 64"),
        ({"a": ""}, "a value is 1 to 512 characters"),
        ({"a": "v" * 513}, "a value is 1 to 512 characters"),
        ({"a": "two words"}, "a value cannot have ' '"),
        ({f"v{number}": "x" for number in range(100)}, ""),
        ({f"v{number}": "x" for number in range(101)}, "100 variables at most, not 101"),
    ],
)
def test_stage_variables_are_checked_as_aws_does(variables: dict[str, str], problem: str) -> None:
    told = variables_problem(variables)

    assert problem in told if problem else not told


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"GREETING": "x"}, ""),
        ({"A": "x"}, "at least 2"),
        ({"1A": "x"}, "a name is a letter"),
        ({"AWS_REGION": "x"}, "Lambda sets this variable itself"),
        ({"AA": "v" * (4_096 - len('{"AA":""}'))}, ""),
        ({"AA": "v" * (4_097 - len('{"AA":""}'))}, "4,097 bytes as JSON; all together may have 4,096"),
    ],
)
def test_environment_variables_are_checked_as_aws_does(variables: dict[str, str], problem: str) -> None:
    told = environment_problem(variables)

    assert problem in told if problem else not told


@pytest.mark.parametrize(
    ("text", "reserved", "fits"),
    [("", "", True), ("1", "", True), ("0", "", False), ("900", "", True), ("901", "", False), ("6", "5", False)],
)
def test_provisioned_concurrency_is_at_least_1_and_within_what_is_reserved(
    text: str, reserved: str, fits: bool
) -> None:
    assert (provisioned_problem(text, reserved, 1_000) == "") is fits


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_is_wrong_is_said_while_one_types_and_enter_goes_there(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with explore(size) as explored:
        await explored.press("s")
        field(explored, "burst-limit").value = "1.5"
        await explored.shows("✗ a whole number, at least 0")
        await explored.press("enter")
        await explored.shows("✗ Put right what is marked with ✗ first.")
        assert focused(explored) == "burst-limit"
        assert explored.region.changes == []

        await explored.press("backspace", "backspace")
        await explored.hides("Put right what is marked")


async def test_a_refused_save_loses_nothing_and_can_be_sent_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("s")
        field(explored, "rate").value = "7"
        explored.region.refusal = "Rate is [too] high"
        await explored.press("enter")
        await explored.shows("✗ BadRequestException: Rate is [too] high")
        assert isinstance(explored.pilot.app.screen, StageEditor)
        assert field(explored, "rate").value == "7"

        explored.region.refusal = None
        await explored.press("enter")
        await explored.until(lambda: len(explored.pilot.app.screen_stack) == 2, "the form to close")


async def test_a_variable_that_is_not_allowed_is_named(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("s")
        await explored.shows("alias")
        explored.pilot.app.screen.query_one("#variables Input.pair-value", Input).value = "two words"
        await explored.shows("✗ alias: a value cannot have ' '")


async def test_the_throttle_of_a_method_is_edited_and_others_are_told(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("s")
        explored.pilot.app.screen.query_one("#scope", Select).value = "orders/POST"
        await explored.shows("also: the whole stage 5/s, burst 10")
        field(explored, "rate").value = "1"
        field(explored, "burst-limit").value = "2"
        await explored.press("ctrl+s")
        await explored.until(lambda: bool(explored.region.changes), "the order")

    assert explored.region.changes == [
        (
            "PATCH",
            "/restapis/a1/stages/dev",
            {
                "patchOperations": [
                    {"op": "replace", "path": "/orders/POST/throttling/rateLimit", "value": "1"},
                    {"op": "replace", "path": "/orders/POST/throttling/burstLimit", "value": "2"},
                ]
            },
        )
    ]


async def test_tab_goes_through_the_fields_in_order_and_to_the_button(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await explored.press("s")
        await explored.shows("alias")
        seen = []
        for _ in range(7):
            seen.append(focused(explored))
            await explored.press("tab")

    assert seen == ["rate", "burst-limit", "", "", "", "", "apply"]


async def test_what_does_not_fit_into_a_small_terminal_is_scrolled_to(explore: Explore) -> None:
    async with explore((80, 14)) as explored:
        explored.region.answers["/restapis/a1/stages/dev"] = Scripted(body=b'{"stageName":"dev","deploymentId":"d1"}')
        explored.region.answers["/account"] = Scripted(body=b"{}")
        await explored.press("S")
        await explored.until(lambda: focused(explored) == "role", "the form to be filled")
        assert "time to live" not in explored.text
        await explored.press(*["pagedown"] * 9)
        await explored.shows("time to live")
        assert "Apply" in explored.text
        await explored.press(*["pageup"] * 9)
        await explored.shows("Neither log can be switched on yet")
