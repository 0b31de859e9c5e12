"""A burst's result as an SVG: outcomes stacked over time, and the latencies below them."""

from html import escape
from typing import NamedTuple

from lgtui.load.plan import BurstResult, BurstSlot, Outcome
from lgtui.load.shapes import Shape

WIDTH, HEIGHT = 960, 480
_LEFT, _RIGHT, _TOP = 70, 24, 84
_BARS, _GAP, _LINES = 220, 44, 80

COLOURS: dict[Outcome, str] = {
    "ok": "#8ec07c",
    "throttled": "#fabd2f",
    "client_error": "#fe8019",
    "server_error": "#fb4934",
    "failed": "#d3869b",
}
NAMES: dict[Outcome, str] = {
    "ok": "2xx, 3xx",
    "throttled": "429",
    "client_error": "other 4xx",
    "server_error": "5xx",
    "failed": "no answer",
}


class Curve(NamedTuple):
    """How a percentile of the latency is drawn: in a colour, and in dashes that tell it apart without."""

    percentile: str
    colour: str
    dashes: str


CURVES = Curve("p50", "#83a598", "none"), Curve("p95", "#d3869b", "6 3"), Curve("p99", "#fe8019", "2 2")
_GROUND, _INK, _DIM = "#1d2021", "#ebdbb2", "#928374"


def picture(title: str, shape: Shape, rate: float, result: BurstResult) -> str:
    """The SVG of a result.

    Args:
        title: what was sent.
        shape: how the rate ran.
        rate: requests per second at its highest.
        result: what came of it.
    """
    slots = result.slots or (BurstSlot(at=0),)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="monospace">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_GROUND}"/>',
        _text(_LEFT, 28, f"{title} — {shape}, {rate:g}/s", _INK, size=16),
        _text(_LEFT, 50, _summary(result), _DIM),
        *_legend(result),
        *_bars(slots, result.slot_width),
        *_latencies(slots),
        _text(_LEFT, HEIGHT - 14, "0 s", _DIM),
        _text(WIDTH - _RIGHT, HEIGHT - 14, f"{(slots[-1].at + result.slot_width):,} s", _DIM, anchor="end"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _summary(result: BurstResult) -> str:
    latency = result.latency
    stopped = f", stopped before the other {result.planned - result.sent:,}" if result.stopped else ""
    said = f"{result.sent:,} sent in {result.elapsed:.1f} s{stopped}"
    return f"{said} · p50 {_ms(latency.p50)}  p95 {_ms(latency.p95)}  p99 {_ms(latency.p99)}"


def _legend(result: BurstResult) -> list[str]:
    totals = {outcome: sum(slot.outcomes.get(outcome, 0) for slot in result.slots) for outcome in NAMES}
    parts, left = [], float(_LEFT)
    for outcome, count in totals.items():
        if count:
            label = f"{NAMES[outcome]} {count:,}"
            parts.append(f'<rect x="{left:.0f}" y="60" width="11" height="11" fill="{COLOURS[outcome]}"/>')
            parts.append(_text(left + 17, 70, label, _INK))
            left += 17 + 8 * len(label) + 22
    return parts


def _bars(slots: tuple[BurstSlot, ...], width: int) -> list[str]:
    highest = max([1, *(slot.sent for slot in slots)])
    step = (WIDTH - _LEFT - _RIGHT) / len(slots)
    parts = [*_axis(_TOP, _BARS, f"{highest / width:,.0f}/s")]
    for number, slot in enumerate(slots):
        foot = float(_TOP + _BARS)
        for outcome, colour in COLOURS.items():
            if count := slot.outcomes.get(outcome, 0):
                tall = _BARS * count / highest
                foot -= tall
                parts.append(
                    f'<rect x="{_LEFT + number * step:.2f}" y="{foot:.2f}" width="{max(step - 0.5, 0.5):.2f}" '
                    f'height="{tall:.2f}" fill="{colour}"/>'
                )
    return parts


def _latencies(slots: tuple[BurstSlot, ...]) -> list[str]:
    top = _TOP + _BARS + _GAP
    highest = max([0.001, *(slot.p99 for slot in slots)])
    return [
        *_axis(top, _LINES, _ms(highest)),
        *(_line(slots, curve, top, highest) for curve in CURVES),
        _text(_LEFT, top - 8, "latency: p50 ── blue, p95 – – pink, p99 ··· orange", _DIM),
    ]


def _line(slots: tuple[BurstSlot, ...], curve: Curve, top: int, highest: float) -> str:
    step = (WIDTH - _LEFT - _RIGHT) / len(slots)
    values = ((number, getattr(slot, curve.percentile)) for number, slot in enumerate(slots))
    points = " ".join(
        f"{_LEFT + (number + 0.5) * step:.2f},{top + _LINES * (1 - value / highest):.2f}"
        for number, value in values
        if value
    )
    stroke = f'stroke="{curve.colour}" stroke-width="1.5" stroke-dasharray="{curve.dashes}"'
    return f'<polyline fill="none" {stroke} points="{points}"/>'


def _axis(top: int, height: int, highest: str) -> list[str]:
    foot = top + height
    return [
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{foot}" y2="{foot}" stroke="{_DIM}"/>',
        _text(_LEFT - 8, top + 10, highest, _DIM, anchor="end"),
        _text(_LEFT - 8, foot, "0", _DIM, anchor="end"),
    ]


def _text(x: float, y: float, text: str, colour: str, size: int = 13, anchor: str = "start") -> str:
    shown = escape("".join(letter if letter.isprintable() else "·" for letter in text))
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" font-size="{size}" text-anchor="{anchor}">{shown}</text>'


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"
