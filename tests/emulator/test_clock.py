"""The region's clock: its speed, its pauses and its steps."""

import pytest

from lgtui.emulator import clock as module
from lgtui.emulator.clock import Clock


class Machine:
    """Stands in for the machine's counter, which moves when told to."""

    def __init__(self) -> None:
        self.seconds = 50.0

    def perf_counter(self) -> float:
        return self.seconds

    def time(self) -> float:
        return 1_000.0


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(module, "machine", machine)
    return machine


async def test_time_runs_at_the_speed_that_was_set_from_then_on(machine: Machine) -> None:
    clock = Clock()
    machine.seconds += 10
    clock.set_speed(0.01)
    machine.seconds += 100
    assert clock.monotonic() == pytest.approx(11)
    clock.set_speed(100)
    machine.seconds += 1
    assert clock.time() == pytest.approx(1_111)


async def test_time_stands_while_paused_and_runs_on_from_there(machine: Machine) -> None:
    clock = Clock()
    machine.seconds += 3
    clock.pause()
    machine.seconds += 60
    assert clock.monotonic() == pytest.approx(3)
    clock.resume()
    machine.seconds += 2
    assert clock.monotonic() == pytest.approx(5)


async def test_resuming_a_clock_that_runs_does_not_turn_time_back(machine: Machine) -> None:
    clock = Clock()
    machine.seconds += 150
    clock.resume()
    assert clock.monotonic() == pytest.approx(150)


async def test_pausing_twice_stands_where_the_first_pause_was(machine: Machine) -> None:
    clock = Clock()
    machine.seconds += 4
    clock.pause()
    machine.seconds += 4
    clock.pause()
    assert clock.monotonic() == pytest.approx(4)


async def test_a_step_runs_what_falls_due_on_the_way_in_order(machine: Machine) -> None:
    clock = Clock()
    clock.pause()
    seen: list[tuple[str, float]] = []
    clock.call_later(60, lambda: seen.append(("later", clock.monotonic())))
    clock.call_later(1, lambda: seen.append(("sooner", clock.monotonic())))
    clock.call_later(61, lambda: seen.append(("not yet", clock.monotonic())))
    clock.step(60)
    assert seen == [("sooner", 1.0), ("later", 60.0)]


@pytest.mark.parametrize("speed", [0, -1])
async def test_time_runs_only_forward(machine: Machine, speed: float) -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        Clock().set_speed(speed)
