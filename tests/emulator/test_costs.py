"""What work would have cost on AWS."""

import pytest

from lgtui.emulator.costs import cost


def test_a_million_requests_to_a_function_of_128_mb_and_100_ms_cost_what_the_price_list_says() -> None:
    million = 1_000_000

    assert cost(million, million, million * 0.125 * 0.1, caches=0.0) == pytest.approx(3.50 + 0.20 + 0.208333, abs=1e-4)


def test_a_cache_costs_its_hours() -> None:
    assert cost(0, 0, 0.0, caches=0.02) == 0.02
