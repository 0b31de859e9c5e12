"""How an area is split among panes, and how far a border moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from lgtui.console.panes.arrangement import TALL, WIDE, arrangement_for, fits_together
from lgtui.console.panes.splits import LEAST_HEIGHT, LEAST_WIDTH, Split, arrange, panes_of

AREA = Region(0, 0, 101, 40)
BESIDE = Split("columns", True, 1, 2, lambda columns: columns // 4)
ABOVE = Split("rows", False, 1, 2, lambda rows: rows // 2)
NESTED = Split("rows", False, BESIDE, 3, lambda rows: rows // 2)


def names(part: int | Split) -> list[str]:
    return [] if isinstance(part, int) else [part.name, *names(part.first), *names(part.second)]


def test_panes_beside_each_other_have_a_gap_between() -> None:
    assert arrange(BESIDE, AREA, {}).panes == {1: Region(0, 0, 25, 40), 2: Region(26, 0, 75, 40)}


def test_panes_above_each_other_touch() -> None:
    assert arrange(ABOVE, AREA, {}).panes == {1: Region(0, 0, 101, 20), 2: Region(0, 20, 101, 20)}


def test_a_border_that_was_moved_stands_at_the_same_share_of_any_size() -> None:
    assert arrange(BESIDE, AREA, {"columns": 0.5}).panes[1].width == 50
    assert arrange(BESIDE, Region(0, 0, 201, 40), {"columns": 0.5}).panes[1].width == 100


@pytest.mark.parametrize(("share", "width"), [(-3.0, LEAST_WIDTH), (0.0, LEAST_WIDTH), (7.0, 100 - LEAST_WIDTH)])
def test_no_pane_is_squeezed_out(share: float, width: int) -> None:
    assert arrange(BESIDE, AREA, {"columns": share}).panes[1].width == width


def test_the_border_nearest_to_a_pane_is_the_one_that_its_keys_move() -> None:
    arranged = arrange(NESTED, AREA, {})

    for pane, beside, name, is_first in [
        (1, True, "columns", True),
        (2, True, "columns", False),
        (2, False, "rows", True),
        (3, False, "rows", False),
    ]:
        found = arranged.border_of(pane, beside=beside)
        assert found and (found[0].split.name, found[1]) == (name, is_first)
    assert arranged.border_of(3, beside=True) is None


def test_a_border_is_the_frames_on_both_sides_and_the_gap() -> None:
    arranged = arrange(NESTED, AREA, {})

    def name_at(x: int, y: int) -> str:
        border = arranged.border_at(x, y)
        return border.split.name if border else ""

    assert [name_at(x, 5) for x in range(23, 29)] == ["", "columns", "columns", "columns", "", ""]
    assert [name_at(60, y) for y in range(18, 22)] == ["", "rows", "rows", ""]
    assert name_at(25, 30) == ""


def test_the_frames_along_a_border_are_told() -> None:
    arranged = arrange(NESTED, AREA, {})

    edges = {border.split.name: arranged.edges_at(border) for border in arranged.borders}
    assert edges == {"rows": {1: "bottom", 2: "bottom", 3: "top"}, "columns": {1: "right", 2: "left"}}


@pytest.mark.parametrize(
    ("size", "together"),
    [((160, 45), True), ((118, 30), True), ((80, 60), True), ((80, 24), False), ((117, 40), False), ((20, 5), False)],
)
def test_panes_stand_together_where_there_is_room(size: tuple[int, int], together: bool) -> None:
    assert fits_together(Size(*size)) == together


@given(
    width=st.integers(min_value=TALL.width, max_value=300),
    height=st.integers(min_value=TALL.height, max_value=120),
    event=st.booleans(),
    lab=st.booleans(),
    data=st.data(),
)
def test_whatever_was_moved_every_pane_has_room_and_none_lies_over_another(
    width: int, height: int, event: bool, lab: bool, data: st.DataObject
) -> None:
    size = Size(width, height)
    part = arrangement_for(size, event=event, lab=lab)
    shares = data.draw(st.dictionaries(st.sampled_from(names(part)), st.floats(-2, 3)))

    panes = arrange(part, size.region, shares).panes

    assert panes.keys() == set(panes_of(part))
    assert all(pane.width >= LEAST_WIDTH and pane.height >= LEAST_HEIGHT for pane in panes.values())
    assert all(size.region.contains_region(pane) for pane in panes.values())
    assert not any(one.overlaps(other) for one in panes.values() for other in panes.values() if one is not other)


def test_a_message_above_the_panes_may_take_the_room_they_want() -> None:
    part = arrangement_for(WIDE, event=False, lab=False)

    panes = arrange(part, Region(0, 0, WIDE.width, 4), {}).panes

    assert sum(panes[number].height for number in (1, 6)) == 4
