"""`POST /_lgtui/clock`: orders to the region's clock."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator_process import EmulatorProcess, call, running_emulator, write_hello_project


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("hello"))) as emulator:
        yield emulator


def order(emulator: EmulatorProcess, **change: object) -> tuple[int, dict[str, Any]]:
    answer = call(f"{emulator.control_url}/_lgtui/clock", "POST", json.dumps(change).encode())
    return answer.status, answer.json()


def test_a_step_moves_a_clock_that_stands(emulator: EmulatorProcess) -> None:
    _, before = order(emulator, paused=True)
    status, after = order(emulator, step=3_600)
    assert (status, after["paused"]) == (200, True)
    assert after["at"] == pytest.approx(before["at"] + 3_600, abs=0.001)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"speed": 0}, "greater than 0 and at most 1,000"),
        ({"speed": 1e9}, "greater than 0 and at most 1,000"),
        ({"step": -1}, "from 0 to 31,536,000 seconds"),
        ({"step": 1e300}, "from 0 to 31,536,000 seconds"),
        ({"speed": "fast"}, "The body is not"),
    ],
)
def test_orders_that_no_clock_can_follow_are_refused(
    emulator: EmulatorProcess, change: dict[str, object], said: str
) -> None:
    before = order(emulator, paused=True)
    status, answer = order(emulator, **change)
    assert status == 400
    assert said in answer["message"]
    assert order(emulator) == before
