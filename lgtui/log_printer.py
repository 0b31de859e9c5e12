"""The region's log on a stream, for `lgtui serve`: in batches, so that a flood of lines costs requests little."""

import asyncio
from datetime import datetime
from typing import TextIO

from lgtui.emulator.clock import Clock
from lgtui.emulator.logs import LogRecord, Logs

INTERVAL = 0.05
"""Real seconds between two batches."""

LINES_PER_BATCH = 200
"""Lines printed at most in one batch; how many were left out is printed instead of them."""


class LogPrinter:
    """Prints each line of `logs` once to `out`, until nobody reads that any more."""

    def __init__(self, clock: Clock, logs: Logs, out: TextIO) -> None:
        self._clock = clock
        self._logs = logs
        self._out = out
        self._seen = 0
        self._closed = False

    async def run(self) -> None:
        """Print what is new, again and again, until cancelled; in a thread, for whoever reads may be slow."""
        while not self._closed:
            if text := self._take():
                await asyncio.to_thread(self._print, text)
            await self._clock.sleep_real(INTERVAL)

    def flush(self) -> None:
        """Print what is new, now."""
        if not self._closed and (text := self._take()):
            self._print(text)

    def _take(self) -> str:
        """The new lines' text."""
        records, left_out = self._logs.after(self._seen, LINES_PER_BATCH)
        self._seen = self._logs.written
        missing = f"… {left_out:,} lines left out\n" if left_out else ""
        return missing + "".join(map(_line, records))

    def _print(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            self._closed = True  # The reader is gone; the emulator goes on without one.


def _line(record: LogRecord) -> str:
    moment = datetime.fromtimestamp(record.time)
    who = f"{record.source} {record.label}".rstrip()
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03} {who}: {record.text}\n"
