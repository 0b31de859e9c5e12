"""Every order of the explorer by name, for the palette."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from textual.app import SystemCommand


@runtime_checkable
class OffersCommands(Protocol):
    """A screen with orders of its own."""

    def commands(self) -> Iterable[SystemCommand]:
        """Its orders by name, for the palette."""
        ...


COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("Send the request", "^j, ^s: through the gateway's port", "send"),
    ("Try the method", "t: by TestInvokeMethod, as the API is edited now", "try_method"),
    ("Next stage", "n: send to the API's next stage", "next_stage"),
    ("History", "^r: what was sent; send it again, edit it, compare two answers", "history"),
    ("Open a saved request or event", "o: of requests/ and events/ beside the template", "open_saved"),
    ("Save the request or event", "O: as a file beside the template, to be shared", "save"),
    ("Burst", "b: send the request many times over", "burst"),
    ("Burst lab", "7, B: ramps, spikes and steps, charted beside the buckets", "pane(7)"),
    ("Details", "i: settings, integration, policy and the like of what is selected", "details"),
    ("Metrics", "M: CloudWatch's, as charts", "metrics"),
    ("Asynchronous invocation", "Q: events that wait, run or are retried, and where they end", "async_events"),
    ("Edit the handler", "e: in $VISUAL or $EDITOR", "edit_handler"),
    ("Edit the stage", "s: its variables and its throttle", "stage"),
    ("Logs and cache of the stage", "S: why logging cannot be switched on, too", "stage_settings"),
    ("Response cache", "C: hits, misses, and entries with their time to live running", "cache"),
    ("Deploy", "d: make the API's present state the stage's deployment", "deploy"),
    ("Deployments", "D: what each of them changed; back to an earlier one; canaries", "deployments"),
    ("Undo", "U: take the last change back, or say why that cannot be", "undo"),
    ("Weights of an alias", "w: how two versions of the selected function share it", "weights"),
    ("Publish a version", "p: of the selected function", "publish"),
    ("Concurrency of a function", "c: reserved for it, and provisioned for its versions and aliases", "concurrency"),
    ("Settings of a function", "f: memory, timeout, environment variables", "function_settings"),
    ("Mapping templates", "m: of the selected method, rendered as you type", "template"),
    ("Reload the project", "r: read the template and the code again", "reload"),
    ("Pause or resume time", "space: the region's one clock", "toggle_clock"),
    ("Slower", "[: down to a hundredth of real time", "slower"),
    ("Faster", "]: up to a hundred times real time", "faster"),
    ("Normal time", "=: running, at real time's speed", "normal_speed"),
    ("Step a second", ".: move time on at once", "step(1)"),
    ("Step a minute", "what falls due on the way happens", "step(60)"),
    ("Step an hour", "quotas, caches and retries move with it", "step(3600)"),
    ("Time lines", "v in pane 5: what each environment did of late", "timelines"),
    ("Jump", "^o: to any field, by the letter that is put on it", "jump"),
    ("Maximise the pane", "z: and back", "maximize"),
    ("Widen the pane", ">: or pull its border with the mouse", "widen(2)"),
    ("Narrow the pane", "<: or pull its border with the mouse", "widen(-2)"),
    ("Heighten the pane", "+: or pull its border with the mouse", "heighten(1)"),
    ("Lower the pane", "-: or pull its border with the mouse", "heighten(-1)"),
    ("Usual sizes", "0: every pane as wide and tall as at first", "usual_sizes"),
    ("Copy the URL", "of the stage that requests go to", "copy_url"),
    ("Copy as curl", "the request as it would be sent", "copy_curl"),
    ("Copy as boto3", "Python that sends the same", "copy_boto3"),
    ("Show or mask secrets", "f2: API keys, Authorization, cookies", "secrets"),
    ("Help for this pane", "?", "help"),
    ("Resources", "1: jump to the pane", "pane(1)"),
    ("Request", "2: jump to the pane", "pane(2)"),
    ("Response", "3: jump to the pane", "pane(3)"),
    ("Token buckets", "4: jump to the pane", "pane(4)"),
    ("Execution environments", "5: jump to the pane", "pane(5)"),
    ("Logs", "6: jump to the pane", "pane(6)"),
)
"""Title, help with the key, and the action of the explorer that does it."""
