"""The oracle as a process: templates in, what Velocity makes of them out."""

import json
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any


class Oracle:
    """Runs the oracle until it is closed.

    Args:
        script: Its `run.sh`.
    """

    def __init__(self, script: Path) -> None:
        self._process = subprocess.Popen(
            ["sh", str(script), "--aws"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> "Oracle":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()

    def render(self, cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The answers to some cases, in their order: each has `output` or `error`."""
        writer = threading.Thread(target=self._send, args=(cases,))
        writer.start()
        assert self._process.stdout is not None
        answers = [json.loads(self._process.stdout.readline()) for _ in cases]
        writer.join()
        return answers

    def _send(self, cases: Sequence[dict[str, Any]]) -> None:
        assert self._process.stdin is not None
        for case in cases:
            self._process.stdin.write(json.dumps(case) + "\n")
        self._process.stdin.flush()
