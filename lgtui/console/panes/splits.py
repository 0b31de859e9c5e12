"""An area split among panes, again and again, with borders between them that can be moved."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from textual.geometry import Region, Spacing

LEAST_WIDTH = 20
"""Columns that no pane becomes narrower than, where there are as many."""

LEAST_HEIGHT = 5
"""Rows that no pane becomes lower than, where there are as many."""

GAP = 1
"""Columns between two panes that stand beside each other; those above each other touch."""

Edge = Literal["top", "right", "bottom", "left"]


@dataclass(frozen=True, eq=False)
class Split:
    """An area in two parts.

    Attributes:
        name: under which the share of the first part is kept.
        beside: whether the parts stand beside each other, or one above the other.
        first, second: the parts: a pane's number, or split again.
        usual: columns or rows of the first part, by those of both, unless the user has moved the border.
    """

    name: str
    beside: bool
    first: "Part"
    second: "Part"
    usual: Callable[[int], int]

    @property
    def gap(self) -> int:
        """Columns or rows between the parts."""
        return GAP if self.beside else 0


Part = int | Split


class Border(NamedTuple):
    """The border between the parts of a split.

    Attributes:
        split: whose border it is.
        area: the region of both parts.
        extent: columns or rows of the first part.
        total: columns or rows of both parts, without the gap.
    """

    split: Split
    area: Region
    extent: int
    total: int

    def position(self, x: int, y: int) -> int:
        """How many columns or rows of the area lie before a cell."""
        return x - self.area.x if self.split.beside else y - self.area.y

    def is_at(self, x: int, y: int) -> bool:
        """Whether a cell belongs to the border: to the frames of the panes on both sides, or to the gap between."""
        inside = self.area.contains(x, y)
        return inside and self.extent - 1 <= self.position(x, y) <= self.extent + self.split.gap

    def share_of(self, extent: int) -> float:
        """The share of the first part where it is to have so many columns or rows, as far as there is room."""
        return _within(self.split, extent, self.total) / max(1, self.total)


class Arranged(NamedTuple):
    """Where everything stands.

    Attributes:
        panes: number of a pane → its region.
        borders: between them, outer ones first.
    """

    panes: dict[int, Region]
    borders: list[Border]

    def border_at(self, x: int, y: int) -> Border | None:
        """The border that a cell belongs to, the innermost where borders meet."""
        return next((border for border in reversed(self.borders) if border.is_at(x, y)), None)

    def border_of(self, pane: int, *, beside: bool) -> tuple[Border, bool] | None:
        """The innermost border that makes a pane wider (`beside`) or taller, and whether the pane comes before it."""
        for border in reversed(self.borders):
            if border.split.beside == beside:
                if pane in panes_of(border.split.first):
                    return border, True
                if pane in panes_of(border.split.second):
                    return border, False
        return None

    def edges_at(self, border: Border) -> dict[int, Edge]:
        """Number of a pane along a border → its edge there."""
        before: Edge = "right" if border.split.beside else "bottom"
        after: Edge = "left" if border.split.beside else "top"
        first = set(panes_of(border.split.first))
        return {
            number: before if number in first else after
            for number, region in self.panes.items()
            if border.is_at(region.right - 1, region.bottom - 1) or border.is_at(region.x, region.y)
        }


def arrange(part: Part, area: Region, shares: Mapping[str, float]) -> Arranged:
    """Place panes in an area.

    Args:
        part: the panes, and how they split the area.
        area: what there is to split.
        shares: name of a split → share of its first part, where the user has moved its border.
    """
    if isinstance(part, int):
        return Arranged({part: area}, [])
    total = max(0, (area.width if part.beside else area.height) - part.gap)
    share = shares.get(part.name)
    extent = _within(part, part.usual(total) if share is None else round(share * total), total)
    before, after = area.split_vertical(extent) if part.beside else area.split_horizontal(extent)
    first = arrange(part.first, before, shares)
    second = arrange(part.second, after.shrink(Spacing(left=part.gap)), shares)
    return Arranged(first.panes | second.panes, [Border(part, area, extent, total), *first.borders, *second.borders])


def panes_of(part: Part) -> Iterator[int]:
    """The numbers of the panes in a part."""
    if isinstance(part, int):
        yield part
    else:
        yield from panes_of(part.first)
        yield from panes_of(part.second)


def _within(split: Split, extent: int, total: int) -> int:
    """An extent of the first part that leaves the panes of both parts room, as far as there is any."""
    first, second = _least(split.first, beside=split.beside), _least(split.second, beside=split.beside)
    if total < first + second:
        return total * first // (first + second)
    return min(max(extent, first), total - second)


def _least(part: Part, *, beside: bool) -> int:
    """Columns (`beside`) or rows that the panes of a part want at least."""
    if isinstance(part, int):
        return LEAST_WIDTH if beside else LEAST_HEIGHT
    first, second = _least(part.first, beside=beside), _least(part.second, beside=beside)
    return first + second + part.gap if part.beside == beside else max(first, second)
