"""Fixtures of API Gateway's tests."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.emulator.gateway.stand import Stand


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region of the module's own."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    yield stand
    await stand.region.stop()
