"""Bursts that are over in words: a line in a list, and how one differs from the one before it."""

import time
from collections.abc import Iterable, Mapping

from textual.content import Content

from lgtui.console.theme import DIM
from lgtui.console.widgets.burst_chart import SIGNS
from lgtui.console.widgets.plain_text import harmless
from lgtui.load.plan import BurstResult, Latency, Outcome, outcome_of
from lgtui.load.report import BurstRecord


def by_outcome(by_status: Mapping[int, int], failed: int) -> dict[Outcome, int]:
    """Outcome → requests, of answers by status and of requests without one."""
    counts: dict[Outcome, int] = {"failed": failed} if failed else {}
    for status, count in by_status.items():
        counts[outcome_of(status)] = counts.get(outcome_of(status), 0) + count
    return counts


def chips(counts: Mapping[Outcome, int]) -> Content:
    """Each outcome that there was, with its sign in the chart."""
    return Content("   ").join(
        Content.assemble((f"{sign} ", colour), f"{name} ", (f"{counts[outcome]:,}", "bold"))
        for outcome, (sign, colour, name) in SIGNS.items()
        if outcome in counts
    )


def why_unanswered(result: BurstResult) -> str:
    """Why requests got no answer."""
    return "no answer: " + ", ".join(f"{count:,} × {harmless(reason)}" for reason, count in result.errors.items())


def latency_words(latency: Latency) -> str:
    """The percentiles of a whole burst."""
    return f"p50 {in_ms(latency.p50)}  p95 {in_ms(latency.p95)}  p99 {in_ms(latency.p99)}"


def row(kept: BurstRecord) -> Content:
    """A burst in a list."""
    result = kept.result
    throttled = result.by_status.get(429, 0)
    return Content.assemble(
        (_when(kept), DIM),
        f"  {kept.shape} {kept.rate:,g}/s  {result.sent:,} sent",
        (f"  429 {throttled:,}" if throttled else "", "$warning"),
        (f"  p99 {in_ms(result.latency.p99)}  ", DIM),
        harmless(kept.title),
    )


def one_before(kept: BurstRecord, older: Iterable[BurstRecord]) -> BurstRecord | None:
    """The newest of older bursts, given newest first, that was sent to the same."""
    return next((each for each in older if each.title == kept.title and each.at < kept.at), None)


def compared(kept: BurstRecord, before: BurstRecord) -> str:
    """What came otherwise than in an earlier burst: `429 20 → 8`."""
    was, now = (by_outcome(each.result.by_status, _failed(each.result)) for each in (before, kept))
    counts = [
        f"{name} {was.get(outcome, 0):,} → {now.get(outcome, 0):,}"
        for outcome, (_, _, name) in SIGNS.items()
        if outcome in was or outcome in now
    ]
    pairs = zip(("p50", "p99"), _ends(before.result.latency), _ends(kept.result.latency), strict=True)
    times = [f"{name} {then * 1000:,.1f} → {in_ms(here)}" for name, then, here in pairs]
    return f"before ({before.shape} {before.rate:,g}/s):  {'  '.join([*counts, *times])}"


def in_ms(seconds: float) -> str:
    """A latency."""
    return f"{seconds * 1000:,.1f} ms"


def _when(kept: BurstRecord) -> str:
    return time.strftime("%d.%m. %H:%M", time.localtime(kept.at))


def _failed(result: BurstResult) -> int:
    return sum(result.errors.values())


def _ends(latency: Latency) -> tuple[float, float]:
    return latency.p50, latency.p99
