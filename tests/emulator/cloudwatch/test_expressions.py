"""Metric math: what expressions give, and what is none."""

import pytest

from lgtui.emulator.cloudwatch.expressions import Series, evaluate
from lgtui.emulator.errors import NotImplementedException, ServiceError, ValidationException

METRICS: dict[str, Series] = {
    "errors1": {60: 1.0, 120: 2.0},
    "errors2": {120: 4.0, 180: 6.0},
    "count": {60: 10.0, 120: 0.0, 180: 4.0},
}


def value(expression: str) -> Series:
    """What an expression over the metrics gives."""
    return evaluate(expression, METRICS.__getitem__, METRICS)


@pytest.mark.parametrize(
    ("expression", "series"),
    [
        ("errors1", {60: 1.0, 120: 2.0}),
        ("errors1 + errors2", {120: 6.0}),
        ("100 * errors1 / count", {60: 10.0}),
        ("-errors1 ^ 2 + 1", {60: 0.0, 120: -3.0}),
        ("(1 + errors1) * 2 - .5e0", {60: 3.5, 120: 5.5}),
        ("2 ^ errors1 ^ 2", {60: 2.0, 120: 16.0}),
        ("errors1 - -1", {60: 2.0, 120: 3.0}),
        ("SUM([errors1, errors2])", {60: 1.0, 120: 6.0, 180: 6.0}),
        ('SUM(METRICS("errors"))', {60: 1.0, 120: 6.0, 180: 6.0}),
        ("MAX(METRICS())", {60: 10.0, 120: 4.0, 180: 6.0}),
        ("AVG([errors1 * 2, errors2])", {60: 2.0, 120: 4.0, 180: 6.0}),
        ("errors1 / SUM(errors1)", {60: 1 / 3, 120: 2 / 3}),
        ("FILL(errors1, 0)", {60: 1.0, 120: 2.0, 180: 0.0}),
        ("FILL(errors2, REPEAT)", {120: 4.0, 180: 6.0}),
        ("FILL(errors1, REPEAT)", {60: 1.0, 120: 2.0, 180: 2.0}),
        ('SUM(FILL(METRICS("errors"), 1))', {60: 2.0, 120: 6.0, 180: 7.0}),
        ("CEIL(errors1 / 4)", {60: 1.0, 120: 1.0}),
        ("ABS(0 - errors1)", {60: 1.0, 120: 2.0}),
        ("errors1 * 1e308 * 10", {}),
        ("(0 - errors1) ^ 0.5", {}),
    ],
)
def test_an_expression_gives_a_value_for_each_period(expression: str, series: Series) -> None:
    assert value(expression) == pytest.approx(series)


@pytest.mark.parametrize(
    ("expression", "error", "message"),
    [
        ("", ValidationException, "unexpected the end"),
        ("errors1 +", ValidationException, "unexpected the end"),
        ("(errors1", ValidationException, "unexpected the end"),
        ("errors1 count", ValidationException, "unexpected count"),
        ("errors1 $ 2", ValidationException, "unexpected $"),
        ('"text"', ValidationException, "unexpected text"),
        ("[1, errors1]", ValidationException, "an array is one of metrics"),
        ("SUM(1)", ValidationException, "a number cannot be summed up"),
        ("1 + 1", ValidationException, "the result is a number, not a time series"),
        ("(" * 60 + "errors1", ValidationException, "it is nested too deeply"),
        ("-" * 5_000 + "errors1", ValidationException, "it is nested too deeply"),
        ("METRICS()", NotImplementedException, "expressions that give several series"),
        ("RATE(errors1)", NotImplementedException, "does not emulate RATE of that form"),
        ("SUM(errors1, errors2)", NotImplementedException, "does not emulate SUM of that form"),
        ("SELECT MAX(Duration) FROM Lambda", NotImplementedException, "does not emulate Metrics Insights"),
    ],
)
def test_what_is_no_expression_here_is_said(expression: str, error: type[ServiceError], message: str) -> None:
    with pytest.raises(error) as refused:
        value(expression)
    assert message in refused.value.message
