"""The palette holds every command, and each pane's help names every key of it."""

import pkgutil
import re
from collections.abc import Iterator
from functools import partial
from importlib import import_module

import pytest
from textual.binding import Binding
from textual.keys import format_key
from textual.widget import Widget

import lgtui.console
from lgtui.console.bound import bindings_of
from lgtui.console.keys import rebindable
from lgtui.console.panes.pane import Pane
from lgtui.console.screens.commands import OffersCommands
from tests.console.conftest import NARROW, WIDE, Explore, Explored


def all_bindings() -> Iterator[tuple[type[Widget], Binding]]:
    """Every binding that a class of the console makes, with the class."""
    for found in pkgutil.walk_packages(lgtui.console.__path__, "lgtui.console."):
        for part in vars(import_module(found.name)).values():
            if isinstance(part, type) and issubclass(part, Widget) and part.__module__ == found.name:
                yield from ((part, binding) for binding in bindings_of(part))


def commands(explored: Explored) -> set[str]:
    """The actions of the palette's commands."""
    screen = explored.pilot.app.screen
    assert isinstance(screen, OffersCommands)
    callbacks = [command.callback for command in screen.commands()]
    return {callback.args[-1] for callback in callbacks if isinstance(callback, partial)}


async def test_the_palette_holds_whatever_has_a_key_that_can_be_changed(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        parts = [explored.screen, *explored.screen.query("*")]
        bound = {binding.action for part in parts for binding in bindings_of(type(part)) if binding.id}

        assert bound - commands(explored) == set()


@pytest.mark.parametrize("key", ["D", "C", "M", "ctrl+r"])
async def test_the_palette_of_another_screen_holds_what_can_be_done_there(explore: Explore, key: str) -> None:
    async with explore(WIDE) as explored:
        await explored.press(key)
        screen = explored.pilot.app.screen
        bound = {binding.action for binding in bindings_of(type(screen)) if binding.id}

        assert bound
        assert bound - commands(explored) == set()


async def test_a_command_of_a_pane_leads_to_the_pane(explore: Explore) -> None:
    async with explore(NARROW) as explored:
        await explored.press("ctrl+p", *"environments: time")
        await explored.press("ctrl+p", "escape")
        await explored.press("ctrl+p", *"logs: source")
        await explored.shows("Logs: source")
        await explored.press("enter")
        await explored.shows("─ Logs  orders")


async def test_the_palette_tells_a_key_as_the_user_has_it(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.pilot.app.update_keymap({"metrics": "f5"})
        told = {command.title: command.help for command in explored.screen.commands()}

    assert told["Metrics"].startswith("f5: ")
    assert told["Deploy"].startswith("d: ")


def test_the_ids_of_every_part_can_be_bound_to_other_keys() -> None:
    keys = rebindable()

    assert {
        "quit": "q",
        "burst": "b",
        "log.follow": "f",
        "cache.flush": "f",
        "open-step": "enter",
    }.items() <= keys.items()


def test_every_control_key_has_another_beside_it_or_a_place_in_the_palette() -> None:
    """Terminals and what runs in them keep some of those keys for themselves."""
    others = {"app.command_palette": ":", "apply": "the button"}
    lonely = [
        f"{part.__name__} {binding.key}"
        for part, binding in all_bindings()
        if all(key.startswith("ctrl+") for key in binding.key.split(","))
        and not (binding.id or binding.action in others)
    ]

    assert lonely == []


async def test_the_palette_opens_by_a_key_that_no_terminal_keeps(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("colon")
        await explored.shows("Search for commands")


def shown_keys(binding: Binding) -> set[str]:
    """What a binding's keys may be called."""
    keys = binding.key.split(",")
    return {shown for key in keys for shown in (key, format_key(key), key.replace("ctrl+", "^"))}


async def test_the_help_of_a_pane_names_each_of_its_keys(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        panes = list(explored.screen.query(Pane))
        missing = [
            f"{pane.TITLE}: {binding.key} {binding.description}"
            for pane in panes
            for part in (pane, *pane.query("*"))
            for binding in bindings_of(type(part))
            if binding.id and not shown_keys(binding) & set(re.findall(r"\S+", pane.HELP))
        ]

    assert missing == []
    assert len(panes) == 7
