"""A share of a whole as a thin bar."""

from lgtui.console.panes.waterfall import bar


def share_bar(share: float, width: int) -> str:
    """A bar of `share` (0 to 1) of `width` cells: nothing for nothing, and at least half a cell for a little."""
    return bar(0.0, share, 1.0, width) if share > 0 else ""
