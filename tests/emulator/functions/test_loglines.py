"""The level of a line that a function wrote."""

import pytest

from lgtui.emulator.functions.loglines import Levels, level_of


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("[ERROR] ValueError: bad", "error"),
        ("[WARNING]\t2026-11-23T10:31:02.118Z\t7c1e\tslow", "warn"),
        ("[INFO] order ord-1042", "info"),
        ("2026-11-23T10:31:02.118Z\t7c1e3db2-42cd-42e1-b2d7-df58d8cb83a2\tERROR\tInvoke Error", "error"),
        ("2026-11-23T10:31:02.118Z\tundefined\tTRACE\tloaded", "debug"),
        ("2026-11-23 10:31:02,118 WARN slow", "warn"),
        ("ERROR: no such order", "error"),
        ('{"timestamp": "2026-11-23T10:31:02Z", "level": "ERROR", "message": "x"}', "error"),
        ('{"levelname":"warning","message":"INFO"}', "warn"),
        ('{"message": "ERROR", "level": 50}', "info"),
        ("no ERROR was found", "info"),
        ("ERRORS: 0", "info"),
        ("Total 3 orders", "info"),
        ("", "info"),
    ],
)
def test_a_line_says_its_level_in_the_forms_of_the_runtimes(line: str, level: str) -> None:
    assert level_of(line) == level


def test_a_traceback_is_an_error_to_its_last_line() -> None:
    levels = Levels()
    lines = [
        "before",
        "Traceback (most recent call last):",
        '  File "app.py", line 2, in handler',
        "    boom()",
        "ValueError: bad",
        "after",
    ]
    assert [levels.of(line) for line in lines] == ["info", "error", "error", "error", "error", "info"]
