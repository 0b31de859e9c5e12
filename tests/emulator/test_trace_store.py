"""The history of requests outlives the process, and is bounded by age and size."""

from pathlib import Path

from lgtui.emulator.gateway import trace as traces
from lgtui.emulator.trace_store import TRIM_AFTER
from tests.emulator.gateway.stand import Stand


async def sent(stand: Stand, api_id: str) -> str:
    """A request's id."""
    return (await stand.send(api_id, "GET", "/orders")).headers["x-amzn-requestid"]


async def kept(stand: Stand) -> list[str]:
    """The ids in the history, oldest first."""
    return [str(name) for (name,) in await stand.region.store.read("SELECT request_id FROM trace ORDER BY number")]


async def test_a_trace_is_found_by_the_next_run_as_it_was(tmp_path: Path) -> None:
    stand = Stand(tmp_path, state_folder=tmp_path / "state")
    request_id = await sent(stand, stand.api("GET /orders"))
    trace = await stand.region.trace_store.find(request_id)
    assert trace is not None
    await stand.region.stop()

    stand = Stand(tmp_path, state_folder=tmp_path / "state")

    assert await stand.region.trace_store.find(request_id) == trace
    assert await stand.region.trace_store.find("another") is None
    await stand.region.stop()


async def test_of_many_requests_at_once_the_first_are_written_down(tmp_path: Path) -> None:
    stand = Stand(tmp_path)
    api_id = stand.api("GET /orders")
    ids = [await sent(stand, api_id) for _ in range(traces.FRESH + 5)]
    await stand.region.trace_store.flush()
    assert await kept(stand) == ids[: traces.FRESH]
    await stand.region.stop()


async def test_what_is_too_old_or_too_much_goes_oldest_first(tmp_path: Path) -> None:
    stand = Stand(tmp_path, trace_age=3_600.0, trace_size=20_000)
    api_id, store = stand.api("GET /orders"), stand.region.trace_store
    old = await sent(stand, api_id)
    await store.flush()
    stand.region.clock.step(7_200.0)
    ids = []
    for _ in range(TRIM_AFTER):
        ids.append(await sent(stand, api_id))
        await store.flush()
    left = await kept(stand)
    assert old not in left
    assert 0 < len(left) < len(ids)
    assert left == ids[-len(left) :]
    await stand.region.stop()
