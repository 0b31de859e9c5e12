"""Text from outside cannot do anything to the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lgtui.console.widgets.plain_text import cropped, fitted, harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [/foo] 100 %", "plain [/foo] 100 %"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07done", "done"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;unfinished", ""),
        ("bell\x07 null\x00", "bell␇ null␀"),
        ("tab\tnewline\n", "tab    newline␊"),
        ("progress 10 %\rprogress 20 %", "progress 10 %progress 20 %"),
        ("\x9b31mC1", "�31mC1"),
        ("abc\u202edef\u2066", "abcdef"),
        ("שלום", "שלום"),
        ("👩\u200d👩\u200d👧 👍🏽 ❤\ufe0f", "👩👩👧 👍 ❤"),
        ("half a pair \ud83d", "half a pair �"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text())
def test_nothing_that_is_left_controls_a_terminal_or_fails_to_be_written(text: str) -> None:
    shown = harmless(text)
    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in shown)
    shown.encode()


def test_a_crop_shows_that_something_is_left_out() -> None:
    assert [cropped("orders", 6), cropped("orders", 4), cropped("orders", 1), cropped("orders", 0)] == [
        "orders",
        "ord…",
        "…",
        "",
    ]


@given(st.text(), st.integers(0, 40))
def test_fitted_text_takes_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(fitted(harmless(text), width)) == width
