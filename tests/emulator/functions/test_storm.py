"""Environments that are killed at random while many clients invoke: one answer to each call, and nothing is left."""

import asyncio
import json
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator

import psutil

from lgtui.emulator.functions.model import FunctionNameRequest
from tests.emulator.functions.bench import Bench

CLIENTS = 50
CALLS = int(os.environ.get("LGTUI_STORM_CALLS", "1000"))
"""Calls of all clients together; `LGTUI_STORM_CALLS=10000` is the whole storm."""

CALLS_PER_KILL = 10
SEED = 20_261_122


async def test_every_call_has_one_answer_and_nothing_is_left(bench: Bench) -> None:
    bench.create("""
        import os, subprocess, sys, time
        def handler(event, context):
            if event["number"] % 97 == 0:
                subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
            time.sleep(event["number"] % 5 / 1000)
            return event["number"]
    """)
    await bench.call({"number": 1})
    answers: Counter[str] = Counter()
    numbers, chance = iter(range(CALLS)), random.Random(SEED)
    await asyncio.gather(*(_client(bench, numbers, answers, chance) for _ in range(CLIENTS)))
    assert answers.total() == CALLS
    assert set(answers) == {"right", "Runtime.ExitError"}
    assert answers["Runtime.ExitError"] <= CALLS / CALLS_PER_KILL
    assert (bench.functions.concurrency.running, bench.functions.audit()) == (0, [])
    bench.functions.delete_function(FunctionNameRequest(function_name="f"))
    assert bench.functions.environments() == []
    await bench.functions.stop()
    assert psutil.Process().children(recursive=True) == []


async def _client(bench: Bench, numbers: Iterator[int], answers: Counter[str], chance: random.Random) -> None:
    """Call until no number is left, noting what came of each call; now and then kill somebody's environment."""
    for number in numbers:
        answer = await bench.invoke({"number": number})
        if answer.function_error:
            answers[json.loads(answer.payload)["errorType"]] += 1
        else:
            answers["right" if answer.payload == b"%d" % number else "of another call"] += 1
        if number % CALLS_PER_KILL == 0:
            _kill_one(bench, chance)


def _kill_one(bench: Bench, chance: random.Random) -> None:
    """Kill an environment, or its process behind the emulator's back."""
    environments = [environment for environment in bench.functions.environments() if environment.pid]
    if not environments:
        return
    victim = chance.choice(environments)
    if chance.random() < 0.5:
        bench.functions.kill_environment(victim.id)
        return
    try:
        os.kill(victim.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # It has ended meanwhile.
