"""Rows and places of environments, without a screen."""

from hypothesis import given
from hypothesis import strategies as st

from lgtui.console.widgets.environment_rows import FADE_AFTER, MOST_GONE, EnvironmentRows
from lgtui.frames import EnvironmentState, EnvironmentView


def view(number: int, state: EnvironmentState = "busy", function: str = "orders", cold: float = 0.0) -> EnvironmentView:
    return EnvironmentView(f"{function}{number}", function, "$LATEST", state, 0.0, 100 + number, init_duration=cold)


def laid_out(views: list[EnvironmentView], width: int = 60) -> EnvironmentRows:
    rows = EnvironmentRows()
    for environment in views:
        rows.put(environment, 0.0)
    rows.layout(width)
    return rows


def test_few_cells_are_beside_the_label_and_many_below_it() -> None:
    rows = laid_out([*(view(n, function="a") for n in range(3)), *(view(n, function="b") for n in range(100))])
    few, many = rows.rows
    assert (few.top, few.inline) == (0, True)
    assert (many.top, many.inline) == (1, False)
    assert rows.line_count == 1 + 1 + 4


@given(st.integers(1, 300), st.integers(20, 200))
def test_every_cell_is_found_where_it_is_and_on_the_screen(count: int, width: int) -> None:
    rows = laid_out([view(number) for number in range(count)], width)
    for environment_id in rows.views:
        x, y = rows.place_of(environment_id)
        assert 0 <= x < width
        assert 0 <= y < rows.line_count
        found = rows.environment_at((x, y))
        assert found is not None
        assert found.id == environment_id


def test_a_summary_counts_states_and_tells_the_newest_cold_start() -> None:
    rows = laid_out([view(1, "busy"), view(2, "frozen"), view(3, "frozen", cold=0.0414)], 80)
    assert rows.summary(rows.rows[0]) == "1 busy · 2 frozen · cold 41 ms"


def test_in_a_narrow_view_the_cold_start_gives_way() -> None:
    rows = laid_out([view(1, "busy"), view(2, "frozen", cold=0.0414)], 38)
    assert rows.summary(rows.rows[0]) == "1 busy · 1 frozen"


def test_a_change_of_state_moves_no_cell() -> None:
    rows = laid_out([view(1), view(2), view(3)])
    places = [rows.place_of(environment_id) for environment_id in rows.views]
    assert not rows.put(view(2, "frozen"), 1.0)
    assert [rows.place_of(environment_id) for environment_id in rows.views] == places


def test_gone_environments_stay_a_while_and_then_fade() -> None:
    rows = laid_out([view(1), view(2)])
    rows.put(view(1, "gone"), 10.0)
    assert rows.next_fade(11.0) == FADE_AFTER - 1.0
    assert not rows.fade(10.0 + FADE_AFTER - 0.1)
    assert rows.fade(10.0 + FADE_AFTER)
    assert set(rows.views) == {"orders2"}
    assert rows.next_fade(20.0) is None


def test_a_row_without_environments_goes() -> None:
    rows = laid_out([view(1, "gone", "old"), view(1)])
    rows.fade(FADE_AFTER)
    rows.layout(60)
    assert [row.function for row in rows.rows] == ["orders"]


def test_no_more_gone_environments_are_kept_than_can_be_looked_at() -> None:
    rows = laid_out([view(number, "gone") for number in range(MOST_GONE + 50)])
    rows.fade(0.0)
    assert len(rows.views) == MOST_GONE
    assert "orders0" not in rows.views
