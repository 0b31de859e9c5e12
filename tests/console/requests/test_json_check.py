"""Whether a text is JSON, and where it is not."""

import pytest

from lgtui.console.requests.json_check import Problem, json_problem


@pytest.mark.parametrize("text", ["", "  \n", "null", '{"a": [1, 2.5e3, "\\u00e4"]}'])
def test_json_and_nothing_have_no_problem(text: str) -> None:
    assert json_problem(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1\n "b": 2}', Problem("a comma is expected", 2, 2)),
        ("{a: 1}", Problem('a name in "double quotes" is expected', 1, 2)),
        ('{"a":\n  "open}', Problem("this string has no end", 2, 3)),
        ("{} {}", Problem("there is more after the end", 1, 4)),
        ('{"a":\n NaN}', Problem("NaN is no JSON", 2, 2)),
        ('["\\x"]', Problem("Invalid \\escape", 1, 3)),
    ],
)
def test_a_problem_is_told_with_its_place(text: str, problem: Problem) -> None:
    assert json_problem(text) == problem


def test_what_is_nested_too_deeply_is_refused() -> None:
    problem = json_problem("[" * 200_000)

    assert problem == Problem("it is nested too deeply", 1, 1)
