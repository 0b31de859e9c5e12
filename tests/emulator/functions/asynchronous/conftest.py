"""Fixtures of asynchronous invocation's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.emulator.functions.asynchronous.event_bench import EventBench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[EventBench]:
    """A Lambda that is stopped after the test, its store kept in memory."""
    bench = EventBench(tmp_path)
    yield bench
    await bench.stop()
