"""The explorer on a pseudo terminal: its first paint, the tree, rest, and keys under load."""

import os
import random
import re
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.benchmarks.bare_textual import PAINTED
from tests.benchmarks.busy_region import BUCKETS, ENVIRONMENTS, LINES_PER_SECOND, TOLD_AT
from tests.benchmarks.table import ms, row
from tests.benchmarks.terminal import Terminal

FUNCTIONS = 50
IDLE_SECONDS = 10
SETTLING = 3.0
"""Seconds after which a console that nothing happens to has done what its start left to do."""

KEYS_PER_SECOND = 10
FIRST_PAINT = "λ lgtui"
FILLED = "No request was sent yet."
LIVE = "● live"

_TOLD = re.compile(TOLD_AT.encode() + rb"(\d+\.\d{3})")


def console(seconds: int, rounds: int) -> None:
    """First paint beside a bare Textual application's, in turns; then the tree, rest and load."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        project = generated_project(home / "project")
        bares, starts = [], []
        _until_shown(_explorer(project), home, LIVE)  # what is installed is compiled
        for _ in range(2 * rounds):
            bares.append(_until_shown([sys.executable, "-m", "tests.benchmarks.bare_textual"], home, PAINTED)[0])
            starts.append(_until_shown(_explorer(project), home, FIRST_PAINT, FILLED, f"λ Function{0:02}"))
        paints, fillings, trees = (list(moments) for moments in zip(*starts, strict=True))
        row("console (ms)", "first paint", "bare Textual", "panes filled", f" tree of {FUNCTIONS} functions")
        row("  median", ms(paints), ms(bares), ms(fillings), ms(trees))
        ratio = statistics.median(paints) / statistics.median(bares)
        print(f"  first paint / bare Textual: {ratio:.2f} (aim 1.3 at most); aims: 500 ms, tree 1,500 ms")
        _idle(project, home)
        _under_load(home, 3 * seconds)
        print("  load average: " + ", ".join(f"{load:.1f}" for load in os.getloadavg()), flush=True)


def generated_project(folder: Path) -> Path:
    """A template of `FUNCTIONS` functions with a method each, and their code."""
    folder.mkdir()
    (folder / "app.py").write_text("def handler(event, context):\n    return {'statusCode': 200}\n")
    functions = "".join(
        f"  Function{number:02}:\n"
        "    Type: AWS::Serverless::Function\n"
        "    Properties:\n"
        f"      FunctionName: Function{number:02}\n"
        "      Runtime: python3.11\n"
        "      Handler: app.handler\n"
        "      CodeUri: .\n"
        "      Events:\n"
        f"        Get: {{Type: Api, Properties: {{Path: /thing{number:02}, Method: get}}}}\n"
        for number in range(FUNCTIONS)
    )
    (folder / "template.yaml").write_text(f"Transform: AWS::Serverless-2016-10-31\nResources:\n{functions}")
    return folder


def _explorer(project: Path) -> list[str]:
    return [sys.executable, "-m", "lgtui", str(project), "--port", "0", "--fresh"]


def _until_shown(command: list[str], home: Path, *texts: str) -> list[float]:
    """Seconds from starting a program until it shows each of the texts, one after the other."""
    with Terminal(command, home) as terminal:
        return [terminal.shows(text) - terminal.started for text in texts]


def _idle(project: Path, home: Path) -> None:
    """CPU time while nothing happens; the emulator's is the explorer's child and counted for itself."""
    with Terminal(_explorer(project), home) as terminal:
        terminal.shows(LIVE)
        terminal.reads_for(SETTLING)
        emulators = terminal.process.children(recursive=True)
        before = [_cpu_seconds(terminal.process), sum(map(_cpu_seconds, emulators))]
        terminal.reads_for(IDLE_SECONDS)
        after = [_cpu_seconds(terminal.process), sum(map(_cpu_seconds, emulators))]
    shares = [(late - early) / IDLE_SECONDS for early, late in zip(before, after, strict=True)]
    row("idle, share of a core", "console", "its emulator")
    row(f"  over {IDLE_SECONDS} s", *(f"{share:.2%}" for share in shares))
    print("  aim: under 1 % for the console")


def _under_load(home: Path, seconds: int) -> None:
    """From pressing a key in a field to the character on the screen, and what the console needs meanwhile."""
    row(f"{LINES_PER_SECOND:,} log lines/s", "key to screen p50", "p95", "share of a core", "log behind by")
    for view, keys in (("cells", ""), ("time lines", "5v")):
        with _busy_region() as url, Terminal([sys.executable, "-m", "lgtui", "attach", url], home) as terminal:
            terminal.shows(LIVE)
            terminal.types(keys)
            terminal.types("2")
            terminal.reads_for(SETTLING)
            began, cpu = time.monotonic(), _cpu_seconds(terminal.process)
            waits = _type_at_random(terminal, seconds)
            share = (_cpu_seconds(terminal.process) - cpu) / (time.monotonic() - began)
            behind = _log_delays(terminal)
        p95 = statistics.quantiles(waits, n=20)[-1]
        row(f"  environments as {view}", f"{ms(waits)} ms", f"{p95 * 1000:.1f} ms", f"{share:.0%}", f"{ms(behind)} ms")
    print(f"  with {BUCKETS} buckets and {ENVIRONMENTS} environments; aims: p95 30 ms, 50 % of a core")


def _type_at_random(terminal: Terminal, seconds: int) -> list[float]:
    """Seconds that each of the letters typed takes to be seen behind those before it."""
    chance = random.Random(7)
    typed, waits = "", []
    for _ in range(seconds * KEYS_PER_SECOND):
        typed += chance.choice(string.ascii_lowercase)
        pressed = time.monotonic()
        terminal.types(typed[-1])
        waits.append(terminal.shows(typed[-8:]) - pressed)
        terminal.reads_for(chance.uniform(0.5, 1.5) / KEYS_PER_SECOND)
    return waits


def _log_delays(terminal: Terminal) -> list[float]:
    """Seconds that the newest line of the log is old when it is written, each time for a second."""
    delays, end = [], time.monotonic() + 1.0
    while time.monotonic() < end:
        told = [float(found) for found in _TOLD.findall(terminal.read(0.05))]
        delays += [time.monotonic() - max(told)] if told else []
    return delays


@contextmanager
def _busy_region() -> Iterator[str]:
    """The URL of a scripted region under load, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.busy_region"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(20)


def _cpu_seconds(process: psutil.Process) -> float:
    """User and system time of a process until now."""
    return float(sum(process.cpu_times()[:2]))
