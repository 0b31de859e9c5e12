"""Values of parameters."""

from typing import Any

import pytest

from lgtui.project.parameters import parameter_values, parse_overrides


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A=1 B=two", {"A": "1", "B": "two"}),
        ('A="one two" B=', {"A": "one two", "B": ""}),
        ("ParameterKey=A,ParameterValue=x ParameterKey=B,ParameterValue=y=z", {"A": "x", "B": "y=z"}),
        (["A=1", "B=2"], {"A": "1", "B": "2"}),
        ({"A": 1}, {"A": "1"}),
        ('A="open', {"A": '"open'}),
        (None, {}),
    ],
)
def test_overrides_are_read_in_every_form(written: Any, read: dict[str, str]) -> None:
    assert parse_overrides(written) == read


@pytest.mark.parametrize(
    ("declaration", "value"),
    [
        ({"Type": "String", "Default": True}, "true"),
        ({"Type": "Number", "Default": 5}, "5"),
        ({"Type": "CommaDelimitedList", "Default": "a, b"}, ["a", "b"]),
        ({"Type": "List<Number>", "Default": "1,2"}, ["1", "2"]),
        ({"Type": "Number", "MinValue": 3}, "3"),
        ({"Type": "String"}, "name"),
    ],
)
def test_values_take_the_parameters_type(declaration: dict[str, Any], value: Any) -> None:
    values, made_up = parameter_values({"Parameters": {"Name": declaration}}, {})

    assert values == {"Name": value}
    assert made_up == ([] if "Default" in declaration else ["Name"])
