"""How the explorer's panes share the screen: in columns where it is wide, in rows where it is tall."""

from functools import cache

from textual.geometry import Size

from lgtui.console.panes.splits import Part, Split

WIDE = Size(118, 30)
"""From this size on the panes stand in three columns over the log."""

LIVE_WIDTH = 42
"""Columns that gauges with their numbers take."""

TALL = Size(72, 44)
"""From this size on, where it is not wide enough for columns, they stand in rows."""

RESOURCES, COMPOSER, RESPONSE, BUCKETS, ENVIRONMENTS, LOGS, LAB = range(1, 8)
"""The numbers of the panes."""


def fits_together(size: Size) -> bool:
    """Whether a screen has room for several panes at once."""
    return _reaches(size, WIDE) or _reaches(size, TALL)


def arrangement_for(size: Size, *, event: bool, lab: bool) -> Part:
    """How the panes share a screen that has room for them.

    Args:
        size: columns and rows of the screen.
        event: whether the composer holds an event, which wants more rows than a request.
        lab: whether the burst lab is open; it takes the place of the response.
    """
    return _in_columns(event, lab) if _reaches(size, WIDE) else _in_rows(event, lab)


def _reaches(size: Size, least: Size) -> bool:
    return size.width >= least.width and size.height >= least.height


@cache
def _in_columns(event: bool, lab: bool) -> Part:
    """Three columns over the log; the lab has the middle one to itself."""
    sending = Split(
        "event" if event else "request",
        False,
        COMPOSER,
        RESPONSE,
        (lambda rows: rows // 2) if event else (lambda rows: _between(11, rows // 3, 15)),
    )
    live = Split("buckets", False, BUCKETS, ENVIRONMENTS, lambda rows: max(9, rows * 2 // 5))
    others = Split(
        "middle", True, LAB if lab else sending, live, lambda columns: min(columns * 4 // 7, columns - LIVE_WIDTH)
    )
    columns = Split("resources", True, RESOURCES, others, lambda columns: _between(28, columns * 22 // 100, 44))
    return Split("logs", False, columns, LOGS, lambda rows: rows - max(6, rows * 27 // 100))


@cache
def _in_rows(event: bool, lab: bool) -> Part:
    """What is sent above what comes of it, that above what is live, and the log below."""
    sending = Split("tall-resources", True, RESOURCES, COMPOSER, lambda columns: _between(26, columns * 3 // 10, 36))
    live = Split("tall-buckets", True, BUCKETS, ENVIRONMENTS, lambda columns: max(LIVE_WIDTH, columns // 2))
    watching = Split("tall-live", False, live, LOGS, lambda rows: rows * 11 // 20)
    results = Split("tall-response", False, LAB if lab else RESPONSE, watching, lambda rows: max(14, rows * 2 // 5))
    return Split(
        "tall-event" if event else "tall-request",
        False,
        sending,
        results,
        lambda rows: rows * 7 // 20 if event else _between(11, rows // 4, 16),
    )


def _between(least: int, wanted: int, most: int) -> int:
    return min(max(least, wanted), most)
