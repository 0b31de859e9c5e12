"""The explorer on a scripted region: what it shows, what it sends, how it is laid out."""

import pytest

from lgtui import frames
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.panes.resources import ResourcesPane
from lgtui.console.region.state import FunctionTarget, MethodTarget
from lgtui.console.screens.stage_editor import StageEditor
from lgtui.console.widgets.pairs_editor import PairsEditor
from tests.console.conftest import NARROW, WIDE, Explore
from tests.console.region_double import hello, log_line, trace

GET_ORDER = MethodTarget("a1", "/orders/{id}", "GET")


async def test_a_wide_terminal_shows_all_six_panes(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        screen = explored.text

    for title in ("Resources", "Request  POST /orders", "Response", "Token buckets", "Execution environments", "Logs"):
        assert f"─ {title}" in screen
    assert "orders-api ▸ dev ▸ deployment “add cache”" in screen
    assert "● live  ▶ ×1.0" in screen
    assert "START RequestId: 1" in screen


async def test_a_small_terminal_shows_one_pane_with_tabs_and_grows_live(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        assert " 1 Resources  2 Request  3 Response  4 Buckets  5 Environments  6 Logs" in explored.text
        assert "─ Token buckets" not in explored.text
        assert "● live" in explored.text

        await explored.press("4")
        assert "─ Token buckets" in explored.text
        assert "─ Resources" not in explored.text

        await explored.pilot.resize_terminal(*WIDE)
        await explored.settle()
        assert "─ Token buckets" in explored.text
        assert "─ Resources" in explored.text


async def test_a_tiny_terminal_does_no_harm(explore: Explore) -> None:
    async with explore((20, 5)) as explored:
        for key in "123456z":
            await explored.press(key)
        assert "lgtui" in explored.text


async def test_keys_fit_eighty_columns_and_only_those_that_work_are_told(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        last = explored.text.splitlines()[-1]
        assert last.strip().startswith("^p palette  ^j send  b burst")
        assert last.rstrip().endswith("? help")

        await explored.press("2")
        assert explored.text.splitlines()[-1].strip() == "^p palette  ^j send"


async def test_the_tree_names_methods_functions_and_what_is_not_emulated(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        screen = explored.text

    assert "POST    λ orders" in screen
    assert "/legacy [/foo]" in screen
    assert "ANY     ✗ http://x.test" in screen
    assert "λ orders python3.12 128 MB" in screen
    assert "✗ AWS::SQS::Queue Jobs" in screen


async def test_the_tree_is_filtered_by_what_is_typed(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("slash", *"legacy")
        assert "/legacy [/foo]" in explored.text
        assert "POST    λ orders" not in explored.text

        await explored.press("escape")
        assert "POST    λ orders" in explored.text


async def test_a_method_is_opened_filled_in_and_sent(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.screen.query_one(ResourcesPane).mark(GET_ORDER)
        await explored.press("enter", "2", *"7/8", "ctrl+j")
        await explored.shows("✓ endpoint")
        screen = explored.text

    assert [line for line, _, _ in explored.region.requests] == ["GET /dev/orders/7%2F8"]
    assert "200 OK" in screen
    assert "━" in screen


async def test_a_path_that_lacks_a_value_is_not_sent(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.screen.query_one(ResourcesPane).mark(GET_ORDER)
        await explored.press("enter", "ctrl+j")
        await explored.shows("The path has no {id} yet")

        assert explored.region.requests == []


async def test_what_was_typed_is_kept_for_each_method(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        composer = explored.screen.query_one(ComposerPane)
        await composer.open(GET_ORDER)
        await explored.press("2", *"42")
        await composer.open(MethodTarget("a1", "/orders", "POST"))
        assert composer.request.draft.path_values == {}

        await composer.open(GET_ORDER)
        await explored.settle()
        assert composer.request.draft.path_values == {"id": "42"}
        assert "42" in explored.text


async def test_the_query_in_the_line_and_in_the_parameters_are_one(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        composer = explored.screen.query_one(ComposerPane)
        line = composer.query_one("#url-line")
        line.focus()
        await explored.press("end", *"?a=1")
        assert composer.query_one("#query", PairsEditor).pairs == (("a", "1"),)

        composer.query_one("#query Input.pair-value").focus()
        await explored.press("end", "2")
        assert composer.request.draft.line == "/orders?a=12"


async def test_a_refusal_is_explained_in_plain_words(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.status = 429
        explored.region.trace = trace(429, "The bucket was empty: [wait] 164 ms.")
        await explored.press("ctrl+j")

        await explored.shows("The bucket was empty: [wait] 164 ms.")
        assert "429 Too Many Requests" in explored.text
        assert "✗ throttle" in explored.text


async def test_a_refused_stage_change_stays_in_the_editor_with_awss_words(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.refusal = "Invalid value [/x]"
        await explored.press("s", "end", "2", "enter")
        await explored.shows("✗ BadRequestException: Invalid value [/x]")
        assert isinstance(explored.pilot.app.screen, StageEditor)

        await explored.press("escape")
        assert len(explored.pilot.app.screen_stack) == 2


async def test_a_stage_is_changed_by_patching_what_differs(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("s", "end", "2", "enter")
        await explored.until(lambda: len(explored.pilot.app.screen_stack) == 2, "the editor to close")

    operation = {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "52"}
    assert explored.region.changes == [("PATCH", "/restapis/a1/stages/dev", {"patchOperations": [operation]})]


async def test_a_function_is_invoked_directly(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.screen.query_one(ResourcesPane).mark(FunctionTarget("orders"))
        await explored.press("enter", "ctrl+j")

        await explored.shows("200 OK")
        assert "INVOKE  orders" in explored.text
        assert explored.region.orders == [("POST", "/2015-03-31/functions/orders/invocations", {})]


async def test_a_click_does_what_its_key_does(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        keys = explored.text.splitlines()[-1]
        await explored.pilot.click(offset=(keys.index("? help"), WIDE[1] - 1))
        await explored.shows("everywhere")


async def test_a_broken_project_is_told_with_its_line_until_it_is_mended(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        project = hello().project
        problem = frames.Problem("`!Ref Nothing` names no resource: [fix] it.", "/p/template.yaml", 12)
        explored.region.tell(frames.ProjectChanged(frames.ProjectView("orders", "/p/template.yaml", [], problem)))
        await explored.shows("✗ template.yaml:12")

        explored.region.tell(frames.ProjectChanged(project))
        await explored.hides("✗ template.yaml:12")


async def test_what_was_changed_by_hand_is_marked_and_told_below_the_tree(explore: Explore) -> None:
    member = frames.MemberView("resourceMethods.POST.apiKeyRequired", "false", "true")
    changes = [
        frames.ChangeView("apigateway", "resource", "a1", "r1", "/orders of API orders-api", "changed", [member]),
        frames.ChangeView("lambda", "alias", "orders", "old", "alias old of orders", "made"),
        frames.ChangeView("apigateway", "model", "a1", "M", "model M of API orders-api", "deleted"),
    ]
    async with explore(WIDE) as explored:
        assert "✎" not in explored.text
        whole = hello()
        explored.region.tell(frames.ResourcesChanged(whole.apis, whole.functions, changes))
        await explored.shows("POST    λ orders ✎")
        assert "old  → v1 ✎" in explored.text
        assert "orders-api  REST ✎" in explored.text

        explored.screen.query_one(ResourcesPane).mark(MethodTarget("a1", "/orders", "POST"))
        await explored.shows("✎ apiKeyRequired  false → true")

        explored.region.tell(frames.ResourcesChanged(whole.apis, whole.functions))
        await explored.hides("✎")


async def test_a_feed_that_broke_off_is_followed_again(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.break_feeds()
        await explored.shows("○ connecting again: the emulator closed the feed")
        await explored.shows("● live")


async def test_new_lines_reach_the_log_whatever_they_hold(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.tell(frames.LogsWritten([log_line("[red]not markup[/foo] \x1b[31m")]))
        await explored.shows("[red]not markup[/foo]")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_help_explains_the_focused_pane(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size) as explored:
        await explored.press("4", "question_mark")
        assert "A throttle is a token bucket" in explored.text
        await explored.press("escape")
        assert len(explored.pilot.app.screen_stack) == 2


async def test_enter_ends_the_filter_on_the_first_that_is_found(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("1", "slash", *"orders/", "enter", "enter")
        await explored.shows("Request  GET /orders/{id}")
