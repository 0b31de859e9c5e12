"""Fixtures of Lambda's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.emulator.functions.bench import Bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A Lambda that is stopped after the test."""
    bench = Bench(tmp_path)
    yield bench
    await bench.functions.stop()
