"""What the tree's keys do to a function: weights, versions, settings, concurrency."""

import shutil
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Input, Select

from lgtui import frames
from lgtui.console.client import RegionClient
from lgtui.console.panes.resources import ResourcesPane, ResourceTree
from lgtui.console.region.outcomes import Failure
from lgtui.console.region.state import FunctionTarget, MethodTarget
from lgtui.console.screens.alias_editor import AliasEditor
from tests.console.conftest import NARROW, WIDE, Explore, Explored, ExploreProject
from tests.console.region_double import Scripted, hello, orders_function

DEMOS = Path(__file__).parents[3] / "demos"
ALIAS = "/2015-03-31/functions/orders/aliases/live"


def tell_function(explored: Explored, **changes: object) -> None:
    explored.region.tell(frames.ResourcesChanged(hello().apis, [orders_function(**changes)]))


async def mark(explored: Explored, target: FunctionTarget | MethodTarget) -> None:
    explored.screen.query_one(ResourcesPane).mark(target)
    await explored.press("1")


async def closed(explored: Explored) -> None:
    await explored.until(lambda: len(explored.pilot.app.screen_stack) == 2, "the dialog to close")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_tree_shows_weights_as_bars_with_what_each_version_got(
    explore: Explore, size: tuple[int, int]
) -> None:
    async with explore(size) as explored:
        await explored.shows("live v2  ━━━━━╸ 90% 281×")
        assert "v3  ╸      10% 31×" in explored.text
        assert "old  → v1" in explored.text
        assert "▸ versions 3, last v3" in explored.text


async def test_new_counts_change_the_words_and_leave_the_cursor_where_it_is(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await mark(explored, FunctionTarget("orders", "old"))
        tree = explored.screen.query_one(ResourceTree)
        node = tree.cursor_node
        tell_function(
            explored, aliases={"live": frames.AliasView("2", {"3": 0.5}, {"2": 300}), "old": frames.AliasView("1")}
        )

        await explored.shows("━━━    50% 300×")
        assert tree.cursor_node is node


async def test_versions_unfold_and_a_function_url_is_copied(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        tell_function(explored, url="http://127.0.0.1:4566/u/[x]")
        await explored.shows("⇄ http://127.0.0.1:4566/u/")
        await mark(explored, FunctionTarget("orders", "old"))
        await explored.press("down", "enter")
        await explored.shows("v3  ← live")

        await explored.press(*["down"] * 4, "enter")
        assert explored.pilot.app.clipboard == "http://127.0.0.1:4566/u/[x]"


async def test_an_aliass_weight_is_checked_as_it_is_typed_and_applied(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await mark(explored, FunctionTarget("orders", "live"))
        await explored.press("w", *["backspace"] * 3, *"1.5")
        await explored.shows("✗ from 0 (none) to 1 (all)")
        await explored.press("enter")
        assert isinstance(explored.pilot.app.screen, AliasEditor)

        await explored.press(*["backspace"] * 3, *".25")
        await explored.shows("75.0%")
        await explored.press("enter")
        await closed(explored)

    document = {"FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {"3": 0.25}}}
    assert explored.region.changes == [("PUT", ALIAS, document)]


async def test_without_a_second_version_the_alias_stops_being_shared(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await mark(explored, FunctionTarget("orders"))
        await explored.press("w")
        dialog = explored.pilot.app.screen
        dialog.query_one("#second", Select).value = "2"
        await explored.shows("✗ v2 is already the first")

        dialog.query_one("#second", Select).value = ""
        await explored.settle()
        await explored.pilot.click("#apply")
        await closed(explored)

    document = {"FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {}}}
    assert explored.region.changes == [("PUT", ALIAS, document)]


async def test_another_alias_is_chosen_in_the_editor(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await mark(explored, FunctionTarget("orders"))
        await explored.press("w")
        dialog = explored.pilot.app.screen
        dialog.query_one("#alias", Select).value = "old"
        await explored.until(lambda: dialog.query_one("#version", Select).value == "1", "the alias's own version")

        assert dialog.query_one("#second", Select).value == ""


async def test_a_function_without_an_alias_is_told_how_to_get_one(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        tell_function(explored, aliases={})
        await explored.hides("live v2")
        await mark(explored, FunctionTarget("orders"))
        await explored.press("w")
        await explored.shows("orders has no alias yet")


async def test_a_version_is_published_and_its_number_told(explore: Explore) -> None:
    path = "/2015-03-31/functions/orders/versions"
    async with explore(WIDE) as explored:
        explored.region.answers[path] = Scripted(201, body=b'{"Version":"4"}')
        await mark(explored, FunctionTarget("orders"))
        await explored.press("p", *"why", "enter")
        await explored.shows("Version 4 of orders is the newest.")

    assert explored.region.orders == [("POST", path, {"Description": "why"})]


async def ask_concurrency(explored: Explored, reserved: bytes) -> None:
    explored.region.answers["/2019-09-30/functions/orders/concurrency"] = Scripted(body=reserved)
    await explored.press("c")
    number = explored.pilot.app.screen.query_one("#executions")
    await explored.until(lambda: number.has_focus, "what is reserved now")


async def test_concurrency_is_reserved_within_the_accounts_limit_and_given_back(explore: Explore) -> None:
    path = "/2017-10-31/functions/orders/concurrency"
    async with explore(WIDE) as explored:
        await mark(explored, MethodTarget("a1", "/orders", "POST"))
        await ask_concurrency(explored, b"{}")
        await explored.press(*"901")
        await explored.shows("✗ at most 900")
        await explored.press("backspace", "enter")
        await closed(explored)

        await ask_concurrency(explored, b'{"ReservedConcurrentExecutions": 90}')
        await explored.press("backspace", "backspace", "enter")
        await closed(explored)

    changes = [order for order in explored.region.orders if order[0] != "GET"]
    assert changes == [("PUT", path, {"ReservedConcurrentExecutions": 90}), ("DELETE", path, None)]


async def test_a_refusal_stays_in_the_dialog_with_awss_words(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.refusal = "Alias [x] is [/y]"
        await mark(explored, FunctionTarget("orders", "live"))
        await explored.press("w", "enter")
        await explored.shows("✗ BadRequestException: Alias [x] is [/y]")


async def test_the_keys_that_suit_the_selection_are_told(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await mark(explored, FunctionTarget("orders"))
        await explored.shows("w weights  p publish  c reserve")
        assert "s stage" not in explored.text.splitlines()[-1]

        await mark(explored, MethodTarget("a1", "/orders", "POST"))
        await explored.shows("d deploy  m template  ? help")


async def test_concurrency_is_reached_in_a_small_terminal(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        view = msgspec.structs.replace(hello().concurrency, running=6)
        explored.region.tell(frames.ConcurrencyChanged(101.0, view))
        await explored.press("5")
        await explored.shows("6/1,000 concurrent")


CONFIGURATION = "/2015-03-31/functions/orders/configuration"


async def test_settings_of_a_function_are_edited_with_secrets_masked(explore: Explore) -> None:
    settings = {
        "MemorySize": 128,
        "Timeout": 3,
        "Environment": {"Variables": {"GREETING": "hello there", "API_TOKEN": "t0ken-t0ken"}},
    }
    async with explore(WIDE) as explored:
        explored.region.answers[CONFIGURATION] = Scripted(body=msgspec.json.encode(settings))
        await mark(explored, FunctionTarget("orders"))
        await explored.press("f")
        await explored.shows("hello there")
        assert "t0ken-t0ken" not in explored.text
        await explored.press("f2")
        await explored.shows("t0ken-t0ken")

        form = explored.pilot.app.screen
        form.query_one("#memory", Input).value = "127"
        await explored.shows("✗ a whole number, 128 to 10,240")
        form.query_one("#memory", Input).value = "256"
        form.query("#variables Input.pair-name").first(Input).value = ""
        await explored.press("ctrl+s")
        await closed(explored)

    document = {"MemorySize": 256, "Environment": {"Variables": {"GREETING": "hello there"}}}
    assert explored.region.changes == [("PUT", CONFIGURATION, document)]


async def test_until_the_settings_are_known_nothing_is_sent(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.refusal = "no such function"
        await mark(explored, FunctionTarget("orders"))
        await explored.press("f")
        await explored.shows("✗ BadRequestException: no such function")
        await explored.press("ctrl+s")

    assert explored.region.changes == []


async def test_environments_are_kept_ready_for_an_alias_within_what_is_reserved(explore: Explore) -> None:
    provisioned = "/2019-09-30/functions/orders/provisioned-concurrency"
    async with explore(WIDE) as explored:
        arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders:old"
        ready = {"FunctionArn": arn, "RequestedProvisionedConcurrentExecutions": 2, "Status": "READY",
                 "AvailableProvisionedConcurrentExecutions": 2}  # fmt: skip
        answer = Scripted(body=msgspec.json.encode({"ProvisionedConcurrencyConfigs": [ready]}))
        explored.region.answers[provisioned] = answer
        await mark(explored, FunctionTarget("orders"))
        await ask_concurrency(explored, b'{"ReservedConcurrentExecutions": 5}')
        await explored.shows("READY, 2 of 2 ready")

        form = explored.pilot.app.screen
        form.query_one("#ready", Input).value = "6"
        await explored.shows("✗ at most 5, which is what is reserved")
        form.query_one("#ready", Input).value = "4"
        await explored.hides("✗ at most 5")
        form.query_one("#qualifier", Select).value = "3"
        await explored.until(lambda: form.query_one("#ready", Input).value == "", "what is kept ready for v3")
        form.query_one("#ready", Input).value = "1"
        await explored.settle()
        await explored.press("ctrl+s")
        await closed(explored)

    assert explored.region.changes == [
        ("PUT", f"{provisioned}?Qualifier=old", {"ProvisionedConcurrentExecutions": 4}),
        ("PUT", f"{provisioned}?Qualifier=3", {"ProvisionedConcurrentExecutions": 1}),
    ]


async def test_what_was_done_to_a_function_of_a_real_emulator_is_undone(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(DEMOS / "aliases", tmp_path / "aliases"))
    async with explore_project(project) as explored:
        await explored.shows("live → v1")
        client = explored.screen.session.client
        assert client is not None
        was = await claims(client)

        document = {"MemorySize": 256, "Environment": {"Variables": {"AA": "b"}}}
        assert await client.update_configuration("color", document) is None
        assert await client.publish_version("color", ["1"], "new settings") == "2"
        assert await client.reserve_concurrency("color", 10) is None
        assert await client.provision("color", "live", 3) is None
        assert await claims(client) != was
        for undone in ("the provisioned concurrency of color:live", "the reserved concurrency of color",
                       "version 2 of color", "the settings of color"):  # fmt: skip
            assert await client.undo() == undone
        assert await claims(client) == was


async def claims(client: RegionClient) -> tuple[object, ...]:
    """What the function `color` has: settings, versions, and both kinds of concurrency."""
    versions = await client.ask("/2015-03-31/functions/color/versions")
    assert not isinstance(versions, Failure)
    numbers = [version["Version"] for version in versions["Versions"]]
    reserved, provisioned = await client.reserved_concurrency("color"), await client.provisioned("color")
    return await client.configuration("color"), numbers, reserved, provisioned
