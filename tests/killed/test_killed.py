"""`lgtui serve` is killed at random points in a loop of operations; what it acknowledged is there after its restart."""

import random
import threading
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError

from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project
from tests.killed.account import Account, Change, clients, ordered, read

ROUNDS = 3
LONGEST = 0.6
"""Seconds that an emulator is let live after it is ready."""

OWN = {"Hello", "project"}


def work_until_killed(emulator: EmulatorProcess, account: Account, seconds: float) -> Change | None:
    """Change the account until the emulator is killed; gives the change that was not acknowledged, if one was asked."""
    killer = threading.Timer(seconds, emulator.process.kill)
    connected = clients(emulator.control_url)
    change: Change | None = None
    killer.start()
    try:
        while True:
            change = None
            change = account.next(connected)
            change.send(connected)
            account.state = account.after(change)
    except BotoCoreError:
        return change
    finally:
        killer.join()
        emulator.process.communicate()


@pytest.mark.parametrize("seed", range(2))
def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path, seed: int) -> None:
    project = write_hello_project(tmp_path / "project")
    chance = random.Random(seed)
    account = Account(chance)
    for _ in range(ROUNDS):
        with running_emulator(project, "--quiet") as emulator:
            pending = work_until_killed(emulator, account, chance.uniform(0.0, LONGEST))
        with running_emulator(project, "--quiet") as emulator:
            found = ordered(read(clients(emulator.control_url), OWN))
            if pending is not None and found == ordered(account.after(pending)):
                account.state = account.after(pending)
            assert found == ordered(account.state), f"after {pending and pending.name}"
    assert sum(len(things) for things in account.state.values()) > ROUNDS, "too little was done to say anything"
