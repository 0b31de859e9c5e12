"""When Python's garbage collector runs: seldom while the console starts, and later never over what the start made."""

import gc

YOUNG_AT_START = 50_000
"""New objects after which it runs during the start, which makes many and drops few."""

_USUAL = gc.get_threshold()


def collect_seldom() -> None:
    """Begin the start: without this an eighth of its time goes into looking for garbage that is not there."""
    gc.set_threshold(YOUNG_AT_START)


def settle() -> None:
    """End the start: take what it made out of the collector's sight, whose pauses would be felt."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_USUAL)
