"""How one line of the log reads."""

import pytest

from lgtui.console.widgets.log_words import shown_text
from lgtui.frames import LogLine

REQUEST = "7c1e3db2-42cd-42e1-b2d7-df58d8cb83a2"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"START RequestId: {REQUEST} Version: 4", "START RequestId: 7c1e…a2 Version: 4"),
        (f"({REQUEST}) Method completed", "(7c1e…a2) Method completed"),
        (f"no id: {REQUEST}0", f"no id: {REQUEST}0"),
        ("tab\there", "tab    here"),
    ],
)
def test_request_ids_are_cut_to_their_ends_and_nothing_else_is(text: str, shown: str) -> None:
    assert shown_text(LogLine(0.0, "f", "$LATEST", "info", text, REQUEST), 200) == shown
