"""Every order by name, for the palette: what a screen lists, and what is bound to keys below it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any, Protocol, runtime_checkable

from textual.app import SystemCommand
from textual.screen import Screen
from textual.widget import Widget

from lgtui.console.bound import bindings_of


@runtime_checkable
class OffersCommands(Protocol):
    """A screen with orders of its own."""

    def commands(self) -> Iterable[SystemCommand]:
        """Its orders by name, for the palette."""
        ...


Do = Callable[[Widget, str], Awaitable[object]]
"""Carries out an action of a node."""

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("Send the request", "through the gateway's port", "send"),
    ("Try the method", "by TestInvokeMethod, as the API is edited now", "try_method"),
    ("Next stage", "send to the API's next stage", "next_stage"),
    ("History", "what was sent; send it again, edit it, compare two answers", "history"),
    ("Open a saved request or event", "of requests/ and events/ beside the template", "open_saved"),
    ("Save the request or event", "as a file beside the template, to be shared", "save"),
    ("Burst", "send the request many times over", "burst"),
    ("Burst lab", "ramps, spikes and steps, charted beside the buckets", "pane(7)"),
    ("Details", "settings, integration, policy and the like of what is selected", "details"),
    ("Metrics", "CloudWatch's, as charts", "metrics"),
    ("Asynchronous invocation", "events that wait, run or are retried, and where they end", "async_events"),
    ("Edit the handler", "in $VISUAL or $EDITOR", "edit_handler"),
    ("Edit the template", "in $VISUAL or $EDITOR", "edit_template"),
    ("Edit the stage", "its variables and its throttle", "stage"),
    ("Logs and cache of the stage", "why logging cannot be switched on, too", "stage_settings"),
    ("Response cache", "hits, misses, and entries with their time to live running", "cache"),
    ("Usage plans and API keys", "throttles, quotas, and what each key has left", "usage_plans"),
    ("Deploy", "make the API's present state the stage's deployment", "deploy"),
    ("Deployments", "what each of them changed; back to an earlier one; canaries", "deployments"),
    ("Undo", "take the last change back, or say why that cannot be", "undo"),
    ("Weights of an alias", "how two versions of the selected function share it", "weights"),
    ("Publish a version", "of the selected function", "publish"),
    ("Concurrency of a function", "reserved for it, and provisioned for its versions and aliases", "concurrency"),
    ("Settings of a function", "memory, timeout, environment variables", "function_settings"),
    ("Mapping templates", "of the selected method, rendered as you type", "template"),
    ("Reload the project", "read the template and the code again", "reload"),
    ("Pause or resume time", "the region's one clock", "toggle_clock"),
    ("Slower", "down to a hundredth of real time", "slower"),
    ("Faster", "up to a hundred times real time", "faster"),
    ("Normal time", "running, at real time's speed", "normal_speed"),
    ("Step a second", "move time on at once", "step(1)"),
    ("Step a minute", "what falls due on the way happens", "step(60)"),
    ("Step an hour", "quotas, caches and retries move with it", "step(3600)"),
    ("Time lines", "what each environment did of late", "timelines"),
    ("Jump", "to any field, by the letter that is put on it", "jump"),
    ("Maximise the pane", "and back", "maximize"),
    ("Widen the pane", "or pull its border with the mouse", "widen(2)"),
    ("Narrow the pane", "or pull its border with the mouse", "widen(-2)"),
    ("Heighten the pane", "or pull its border with the mouse", "heighten(1)"),
    ("Lower the pane", "or pull its border with the mouse", "heighten(-1)"),
    ("Usual sizes", "every pane as wide and tall as at first", "usual_sizes"),
    ("Copy the URL", "of the stage that requests go to", "copy_url"),
    ("Copy as curl", "the request as it would be sent", "copy_curl"),
    ("Copy as boto3", "Python that sends the same", "copy_boto3"),
    ("Show or mask secrets", "API keys, Authorization, cookies, tokens", "app.secrets"),
    ("Log of the request", "only the lines of the request that was answered last", "request_log"),
    ("Help for this pane", "what it shows, and its keys", "help"),
    ("Resources", "jump to the pane", "pane(1)"),
    ("Request", "jump to the pane", "pane(2)"),
    ("Response", "jump to the pane", "pane(3)"),
    ("Token buckets", "jump to the pane", "pane(4)"),
    ("Execution environments", "jump to the pane", "pane(5)"),
    ("Logs", "jump to the pane", "pane(6)"),
)
"""Title, help, and the action of the explorer that does it."""


def keys_of(screen: Screen[Any]) -> dict[str, str]:
    """Action → the keys that lead to it now, as they are shown."""
    keys: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        keys.setdefault(active.binding.action, []).append(screen.app.get_key_display(active.binding))
    return {action: ", ".join(shown) for action, shown in keys.items()}


def listed(screen: Screen[Any]) -> Iterator[SystemCommand]:
    """What `COMMANDS` lists, with the keys as they are now."""
    keys = keys_of(screen)
    for title, explained, action in COMMANDS:
        yield SystemCommand(title, _with_key(keys.get(action, ""), explained), partial(screen.run_action, action))


def bound_below(part: Widget, name: str, known: Collection[str], do: Do) -> Iterator[SystemCommand]:
    """What is bound to a key in a part of a screen, by ids that the user can bind others to.

    Args:
        part: the part.
        name: what it is called.
        known: actions that are listed elsewhere.
        do: carries out the action of a widget.
    """
    for node in part.walk_children(Widget, with_self=True):
        for binding in bindings_of(type(node)):
            if binding.id and binding.action not in known:
                title = f"{name}: {binding.description.lower()}" if name else binding.description.capitalize()
                key = node.app.get_key_display(binding)
                yield SystemCommand(title, _with_key(key, binding.tooltip), partial(do, node, binding.action))


def _with_key(key: str, explained: str) -> str:
    return ": ".join(filter(None, (key, explained)))
