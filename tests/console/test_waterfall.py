"""The bars of the waterfall."""

import pytest

from lgtui.console.panes.waterfall import bar, milliseconds


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        (0.0, 1.0, "━━━━"),
        (0.0, 0.5, "━━"),
        (0.5, 0.5, "  ━━"),
        (0.125, 0.25, "╺╸"),
        (0.0, 0.0, "╸"),
        (1.0, 0.0, "   ╺"),
        (0.9, 5.0, "   ╺"),
    ],
)
def test_a_bar_lies_where_its_step_ran(start: float, duration: float, expected: str) -> None:
    assert bar(start, duration, total=1.0, width=4) == expected


def test_a_trace_that_took_no_time_still_draws() -> None:
    assert bar(0.0, 0.0, total=0.0, width=4) == "╸"


def test_times_are_as_precise_as_is_worth_reading() -> None:
    assert [milliseconds(0.00004), milliseconds(0.0126), milliseconds(1.5)] == ["0.04", "12.6", "1,500"]
