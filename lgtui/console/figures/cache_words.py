"""A response cache in words: the keys of its entries, their time to live, and how well it does."""

from lgtui.console.requests.bodies import in_bytes
from lgtui.console.secret_values import masked
from lgtui.frames import CacheContents, CacheEntry

FORMS = {"path": "{{{name}}}={value}", "querystring": "?{name}={value}", "header": "{name}: {value}"}
"""How a parameter of a request is written, by where it is in it."""

SOON = 10.0
"""Seconds below which a time to live is told with tenths."""


def key_words(entry: CacheEntry, *, secrets: bool) -> str:
    """The parameters of an entry's key, short: `{id}=7  ?page=1  Accept: text/html`."""
    return "  ".join(_short(name, value, secrets=secrets) for name, value in entry.parameters.items())


def shown_value(name: str, value: str, *, secrets: bool) -> str:
    """A key parameter's value, as dots where it is a secret header's and secrets are not asked for."""
    return masked(_own_name(name), value, shown=secrets)


def time_left(seconds: float) -> str:
    """A time to live that runs: `212 s`, `9.3 s`; cut, so that it ends at nothing."""
    seconds = max(0.0, round(seconds, 3))
    return f"{int(seconds * 10) / 10:.1f} s" if seconds < SOON else f"{int(seconds):,} s"


def hits_and_misses(contents: CacheContents) -> str:
    """How many requests it answered, and what share that is."""
    asked = contents.hits + contents.misses
    rate = f"   hit rate {100 * contents.hits / asked:.1f} %" if asked else ""
    return f"hits {contents.hits:,}   misses {contents.misses:,}{rate}"


def fullness(contents: CacheContents) -> str:
    """How many entries there are, and how much of the cache they take."""
    share = 100 * contents.used / contents.capacity if contents.capacity else 0.0
    entries = "1 entry" if contents.count == 1 else f"{contents.count:,} entries"
    left_out = f", of which the {len(contents.entries)} used last are shown" if _is_cut(contents) else ""
    full = f"{share:.1f} % full" if share >= 0.05 or not contents.used else "less than 0.1 % full"
    return f"{entries}{left_out}   {in_bytes(contents.used)} of {in_bytes(int(contents.capacity))}, {full}"


def _is_cut(contents: CacheContents) -> bool:
    return len(contents.entries) < contents.count


def _short(name: str, value: str, *, secrets: bool) -> str:
    value = shown_value(name, value, secrets=secrets)
    _, _, place = name.partition(".request.")
    form = FORMS.get(place.partition(".")[0].removeprefix("multivalue"), "{name}={value}")
    return form.format(name=_own_name(name), value=value)


def _own_name(name: str) -> str:
    """What the request calls it: `Accept` of `method.request.header.Accept`."""
    parts = name.split(".", 3)
    return parts[3] if len(parts) == 4 else name
