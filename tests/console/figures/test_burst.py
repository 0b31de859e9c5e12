"""A burst fired from the console: a real process, whose reports come as messages."""

import asyncio

import pytest
from textual.message import Message

from lgtui.console.figures.burst import BurstEnded, BurstFailed, BurstProcess, BurstProgressed
from lgtui.load.plan import BurstPlan
from tests.load.http_server import serving


async def test_progress_and_result_come_as_messages_and_the_request_goes_out_whole() -> None:
    posted: list[Message] = []
    burst = BurstProcess(posted.append)
    async with serving() as server:
        headers = (("X-Key", "-dash: and colon"),)
        plan = BurstPlan(url=server.url, rate=100.0, count=40, method="POST", headers=headers, body=b"@x" * 1_000)
        await burst.run(plan)
    assert any(isinstance(message, BurstProgressed) for message in posted)
    ended = posted[-1]
    assert isinstance(ended, BurstEnded)
    assert ended.result.by_status == {200: 40}
    assert b"X-Key: -dash: and colon" in server.requests[0]
    assert server.requests[0].endswith(b"@x" * 1_000)
    assert not burst.running


async def test_stopping_ends_it_with_the_result_so_far() -> None:
    posted: list[Message] = []
    burst = BurstProcess(posted.append)
    async with serving() as server:
        running = asyncio.create_task(burst.run(BurstPlan(url=server.url, rate=50.0, count=100_000)))
        await server.busy.wait()
        assert burst.running
        burst.stop()
        await running
    ended = posted[-1]
    assert isinstance(ended, BurstEnded)
    assert ended.result.stopped


async def test_what_was_refused_is_said_once() -> None:
    posted: list[Message] = []
    await BurstProcess(posted.append).run(BurstPlan(url="http://example.com/", rate=1.0, count=1))
    assert [type(message) for message in posted] == [BurstFailed]


async def test_cancelling_the_worker_ends_the_process() -> None:
    burst = BurstProcess(lambda message: None)
    async with serving() as server:
        running = asyncio.create_task(burst.run(BurstPlan(url=server.url, rate=50.0, count=100_000)))
        await server.busy.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert not burst.running


async def test_one_burst_at_a_time() -> None:
    burst = BurstProcess(lambda message: None)
    async with serving() as server:
        plan = BurstPlan(url=server.url, rate=50.0, count=100_000)
        running = asyncio.create_task(burst.run(plan))
        await server.busy.wait()
        with pytest.raises(RuntimeError, match="one burst at a time"):
            await burst.run(plan)
        burst.stop()
        await running
