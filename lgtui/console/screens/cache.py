"""A stage's response cache: hits and misses, how full it is, and its entries with their time to live running."""

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from lgtui import frames
from lgtui.console.figures.cache_words import fullness, hits_and_misses, shown_value
from lgtui.console.region.outcomes import Failure
from lgtui.console.screens.stage_settings import STATES, StageSettingsEditor
from lgtui.console.screens.time_keys import TIME_KEYS, TravelsInTime, time_bindings
from lgtui.console.screens.whole_screen import ChangingScreen
from lgtui.console.theme import DIM
from lgtui.console.widgets.cache_entries import CacheEntries
from lgtui.console.widgets.outcome_series import OutcomeSeries, blocks
from lgtui.console.widgets.plain_text import cropped, harmless
from lgtui.console.widgets.status_lines import time_chip
from lgtui.console.widgets.steady_text import SteadyText

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient
    from lgtui.console.screens.time_orders import TimeOrders

HELP = (
    "What the stage keeps of its endpoints' answers, so that they need not answer again. A key is the method, the "
    "resource and those parameters that the integration names as cache key parameters; other parameters tell no two "
    "requests apart. {id}=7 is of the path, ?page=1 of the query, Accept: a header.\n\n"
    "The bar is what is left of an entry's time to live, in the region's time: it stands still while time is paused, "
    "and . moves it on. An entry whose time has come is no longer there: the next request is a miss.\n"
    "Below the figures are the hits and misses of each second, in one scale.\n"
    "v sorts by what ends first, or by what was used last. f forgets all of it, as FlushStageCache does. One entry "
    "alone is made anew by a request with the header Cache-Control: max-age=0, where the stage lets its client do "
    "that.\n"
    "Every size costs an hourly price on AWS; a cache holds 1.6 GB here at most, and a canary's own is not shown."
)
KEYS = f"""\
f        flush the cache           v        sort otherwise
U        undo the last change
S        stage: logs and cache     f2       show or mask secrets
{TIME_KEYS}
                                   esc      go back"""
NO_CACHE = "{stage} has no cache: S switches one on, or CacheClusterEnabled: true at the stage in the template."
NOTHING_ASKED = (
    "Nothing that is to be cached was asked for yet. S switches caching on for GETs (CachingEnabled in the template)."
)
EMPTY = "It holds nothing now: the next request is a miss."

LOOK_EVERY = 1.0
"""Seconds between two looks at the cache."""

COLUMNS = 60
"""Columns of the charts of hits and misses."""

VALUE_WIDTH = 200
"""Cells of a key parameter's value that are shown."""


class CacheScreen(TravelsInTime, ChangingScreen):
    """Watches the response cache of one stage.

    Args:
        api, stage: whose it is.
        client: the region's client.
        explorer: has the region's time, and takes the orders to it.
    """

    CSS = """
    CacheScreen {
        & > #head > #title { max-width: 50%; text-overflow: ellipsis; }
        #figures { height: auto; padding: 0 1; }
        #traffic { height: auto; padding: 0 1; margin-bottom: 1; text-wrap: nowrap; }
        CacheEntries { height: 1fr; padding: 0 1; }
        #key {
            display: none; height: auto; max-height: 50%; padding: 0 1; border-top: solid $border-blurred;
            &.-shown { display: block; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "flush", "flush", id="cache.flush"),
        Binding("v", "order", "sort otherwise", id="cache.order"),
        Binding("S", "settings", "settings", id="cache.settings"),
        *time_bindings("cache"),
    ]
    NAME = "Response cache"
    HELP = HELP
    KEYS = KEYS

    class Looked(Message):
        """The cache was looked at, or nobody answered."""

        def __init__(self, outcome: frames.CacheContents | Failure) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(
        self, api: frames.ApiView, stage: frames.StageView, client: "RegionClient", explorer: "TimeOrders"
    ) -> None:
        super().__init__(client)
        self._api = api
        self._stage = stage
        self._explorer = explorer
        self._contents: frames.CacheContents | None = None
        self._traffic = OutcomeSeries()
        self._by_time = True
        self._secrets = False

    def head(self) -> ComposeResult:
        """Whose cache it is, the region's time, and how the entries are sorted."""
        of = f" of {harmless(self._stage.name)}, {harmless(self._api.name)}"
        yield Static(Content.assemble(("response cache", "bold"), of), id="title")
        yield SteadyText(id="time")
        yield Static(id="order")

    def body(self) -> ComposeResult:
        """Figures, hits and misses by the second, entries, and the whole key of the one under the cursor."""
        yield SteadyText(id="figures", markup=False)
        yield SteadyText(id="traffic", markup=False)
        yield CacheEntries(self._explorer.frame_clock, self._explorer.region_time)
        yield Static(id="key", markup=False)

    def on_mount(self) -> None:
        """Look at the cache, again and again."""
        self.query_one(CacheEntries).focus()
        self.fetch()
        self.set_interval(LOOK_EVERY, self.fetch)

    # What it holds -----------------------------------------------------------------------------------------------

    def fetch(self) -> None:
        """Look at the cache."""
        self.query_one("#time", Static).update(time_chip(self._explorer.state.clock))
        self.run_worker(self._looked_by_worker(), group="look", exclusive=True, exit_on_error=False)

    async def _looked_by_worker(self) -> None:
        self.post_message(self.Looked(await self.client.cache_contents(self._api.id, self._stage.name)))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        if isinstance(event.outcome, Failure):
            self._contents = None
            self.show_error(event.outcome.message)
            return
        if self._contents is None:
            self.show_error("")
        self._count(event.outcome)
        if event.outcome != self._contents:
            self._contents = event.outcome
            self._show_contents(event.outcome)

    def _count(self, contents: frames.CacheContents) -> None:
        """Take hits and misses since the last look into their charts."""
        counters = frames.Counters(hits=contents.hits, misses=contents.misses)
        at, traffic = self._explorer.region_time(), self._traffic
        traffic.set_speed(self._explorer.state.clock.speed, at)
        if self._contents is None:
            traffic.restart(counters, at)
        else:
            traffic.count(counters, at)
        self.query_one("#traffic", SteadyText).update(Content("") if traffic.quiet else _charts(traffic))

    def _show_contents(self, contents: frames.CacheContents) -> None:
        exists = contents.status != "NOT_AVAILABLE"
        self.query_one("#figures", Static).update(self._figures(contents) if exists else Content(self._no_cache))
        entries = sorted(contents.entries, key=lambda entry: entry.expires) if self._by_time else contents.entries
        self.query_one(CacheEntries).show_entries(entries, _why_empty(contents))
        order = "what ends first above" if self._by_time else "what was used last above"
        self.query_one("#order", Static).update(Content.styled(order if contents.entries else "", DIM))

    def _figures(self, contents: frames.CacheContents) -> Content:
        means = STATES.get(contents.status, "")
        state = Content.assemble((f"{contents.size} GB  {contents.status}", "bold"), (f"  {means}", DIM))
        return Content("\n").join([state, Content(hits_and_misses(contents)), Content(fullness(contents))])

    @property
    def _no_cache(self) -> str:
        return NO_CACHE.format(stage=harmless(self._stage.name))

    @on(CacheEntries.Chosen)
    def _show_key(self) -> None:
        entry = self.query_one(CacheEntries).chosen
        line = self.query_one("#key", Static)
        line.set_class(entry is not None, "-shown")
        line.update(self._key(entry) if entry else Content(""))

    def _key(self, entry: frames.CacheEntry) -> Content:
        """The whole key of an entry, and when its time comes."""
        ends = time.strftime("%H:%M:%S", time.localtime(entry.expires))
        head = f"{harmless(entry.http_method)} {harmless(entry.resource_path)}"
        lines = [Content.assemble((head, "bold"), (f"  kept for {entry.ttl:g} s, until {ends}", DIM))]
        for name, value in entry.parameters.items():
            shown = cropped(harmless(shown_value(name, value, secrets=self._secrets)), VALUE_WIDTH)
            lines.append(Content.assemble((f"{harmless(name)} ", DIM), shown or ("not sent", DIM)))
        if not entry.parameters:
            lines.append(Content.styled("no parameter is part of the key", DIM))
        return Content("\n").join(lines)

    # Orders ------------------------------------------------------------------------------------------------------

    def action_order(self) -> None:
        """Sort by what ends first, or by what was used last."""
        self._by_time = not self._by_time
        if self._contents:
            self._show_contents(self._contents)

    def action_flush(self) -> None:
        """Forget every entry."""
        if self._contents and self._contents.status == "NOT_AVAILABLE":
            self.notify(self._no_cache, severity="warning", markup=False)
        else:
            done = f"The cache of {self._stage.name} is empty."
            self.order(done, self.client.flush_cache(self._api.id, self._stage.name))

    def action_settings(self) -> None:
        """Edit the cache's size, and what is kept how long."""
        self.app.push_screen(StageSettingsEditor(self._api, self._stage, self.client), lambda _: self.fetch())

    def show_secrets(self, shown: bool) -> None:
        """Show or mask the values of secret headers."""
        self._secrets = shown
        self.query_one(CacheEntries).show_secrets(self._secrets)
        self._show_key()


def _charts(traffic: OutcomeSeries) -> Content:
    """Hits and misses by the second of the region's time, in one scale."""
    columns = traffic.columns(COLUMNS)
    rates = {name: [getattr(each, name) / each.seconds for each in columns] for name in ("hits", "misses")}
    highest = max(max(values) for values in rates.values())
    lines = [
        Content.assemble(
            (f"{name:<7}", DIM),
            (blocks(values, highest), "$primary" if name == "hits" else "$warning"),
            f" {traffic.rate(name):,.1f}/s",
        )
        for name, values in rates.items()
    ]
    span = f"{sum(each.seconds for each in columns):,.3g} s"
    return Content("\n").join([*lines, Content.styled(f"{'':<7}├ {span} ago{'now ┤':>{COLUMNS - len(span) - 6}}", DIM)])


def _why_empty(contents: frames.CacheContents) -> str:
    if contents.status != "AVAILABLE":
        return ""
    return EMPTY if contents.hits or contents.misses else NOTHING_ASKED
