"""AWS's rules for weights and reserved concurrency, as they are told while one types."""

import pytest

from lgtui.console.changes.function_limits import reserved_problem, routing, routing_problem, weight_problem


@pytest.mark.parametrize("text", ["0", "1", "0.1", " .5 ", "1e-1"])
def test_weights_from_0_to_1_pass(text: str) -> None:
    assert weight_problem(text) == ""


@pytest.mark.parametrize("text", ["", "ten", "2", "-0.1", "nan", "inf", "1.01"])
def test_other_weights_are_refused(text: str) -> None:
    assert weight_problem(text)


def test_an_alias_is_shared_by_two_different_published_versions() -> None:
    assert routing_problem("1", "2", ["1", "2"]) == ""
    assert routing_problem("$LATEST", "", ["1"]) == ""
    assert "already the first" in routing_problem("1", "1", ["1"])
    assert "$LATEST cannot share" in routing_problem("$LATEST", "1", ["1"])
    assert "was not published" in routing_problem("1", "7", ["1"])


def test_100_of_the_accounts_concurrency_stay_unreserved() -> None:
    assert reserved_problem("900", 1_000) == ""
    assert reserved_problem("", 1_000) == reserved_problem("0", 1_000) == reserved_problem("5", 0) == ""
    assert "at most 900" in reserved_problem("901", 1_000)
    assert "whole number" in reserved_problem("1.5", 1_000)
    assert "whole number" in reserved_problem("-1", 1_000)


def test_without_a_second_version_the_routing_is_taken_away() -> None:
    assert routing("", "0.1") == {"AdditionalVersionWeights": {}}
    assert routing("2", " 0.1") == {"AdditionalVersionWeights": {"2": 0.1}}
