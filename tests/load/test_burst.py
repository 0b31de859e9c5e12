"""A burst against a real server: what is sent, how it is paced, what is measured."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from lgtui.load.burst import Burst
from lgtui.load.plan import BurstPlan, BurstProgress, BurstResult
from lgtui.load.target import BurstRefusal
from tests.load.http_server import OK, Server, serving


async def sent(url: str, count: int = 20, rate: float = 2_000.0, **options: object) -> BurstResult:
    plan = BurstPlan(url=url, count=count, rate=rate, **options)  # type: ignore[arg-type]
    return await Burst(plan).run(lambda progress: None)


async def test_every_request_is_sent_and_counted_by_status() -> None:
    async def answer(number: int) -> bytes:
        return OK if number % 4 else b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"

    async with serving(answer) as server:
        result = await sent(server.url, 20)
    assert (result.sent, result.by_status, result.errors) == (20, {200: 15, 429: 5}, {})
    assert not result.stopped
    assert 0 < result.latency.p50 <= result.latency.p95 <= result.latency.p99


async def test_the_request_goes_out_as_planned() -> None:
    async with serving() as server:
        await sent(server.url + "?a=1%20b&c=ü", 1, method="POST", headers=(("X-Key", "k: v"),), body=b'{"n": 1}')
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /Prod/hello?a=1%20b&c=%C3%BC HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}".encode() in lines
    assert b"X-Key: k: v" in lines
    assert b"Content-Length: 8" in lines
    assert body == b'{"n": 1}'


async def test_the_plans_own_host_header_wins() -> None:
    async with serving() as server:
        await sent(server.url, 1, headers=(("host", "api.local"),))
    assert server.requests[0].lower().count(b"host:") == 1


async def test_the_rate_is_kept() -> None:
    async with serving() as server:
        result = await sent(server.url, 50, rate=100.0)
    assert 0.45 < result.elapsed < 1.5


async def test_quick_answers_need_one_connection() -> None:
    async with serving() as server:
        await sent(server.url, 6, rate=5.0)
    assert server.connections == 1


async def test_requests_leave_when_due_however_long_answers_take() -> None:
    everything_sent = asyncio.Event()

    async def answer(number: int) -> bytes:
        if number == 9:
            everything_sent.set()
        await everything_sent.wait()
        return OK

    async with serving(answer) as server:
        result = await sent(server.url, 10)
    assert result.by_status == {200: 10}
    assert server.most_in_flight == 10


async def one_after_another(port: int, count: int) -> None:
    """Send as a closed loop does: each request when the answer to the one before it is there."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(count):
        writer.write(b"GET /Prod/hello HTTP/1.1\r\nHost: x\r\n\r\n")
        await reader.readuntil(b"\r\n\r\nok")
    writer.close()


async def test_a_stall_is_felt_by_all_that_were_due_in_it_where_a_closed_loop_feels_it_once() -> None:
    """Coordinated omission: who waits for the answer asks nothing meanwhile, and measures one slow answer of twenty."""

    async def felt_by(send: Callable[[Server], Awaitable[object]], ends_with: int) -> int:
        """How many of twenty requests a stall holds that begins with the fifth and ends as soon as so many wait."""
        waiting = asyncio.Barrier(ends_with)
        felt = 0

        async def answer(number: int) -> bytes:
            nonlocal felt
            if number >= 5 and felt < ends_with:
                felt += 1
                await waiting.wait()
            return OK

        async with serving(answer) as server:
            await send(server)
        return felt

    assert await felt_by(lambda server: sent(server.url, 20, rate=500.0), ends_with=15) == 15
    assert await felt_by(lambda server: one_after_another(server.port, 20), ends_with=1) == 1


async def test_no_more_connections_than_planned_and_waiting_counts_as_latency() -> None:
    async def answer(_: int) -> bytes:
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        return OK

    async with serving(answer) as server:
        result = await sent(server.url, 300, rate=1e6, connections=2)
    assert server.most_in_flight <= 2
    assert result.by_status == {200: 300}
    assert result.latency.p99 > result.elapsed * 0.8


async def test_a_server_that_closes_after_each_answer_is_no_error() -> None:
    async with serving(close_after=True) as server:
        result = await sent(server.url, 10)
    assert result.answered + sum(result.errors.values()) == 10
    assert result.answered > 0


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ],
)
async def test_forms_of_an_answer(answer: bytes) -> None:
    async def give(_: int) -> bytes:
        return answer

    async with serving(give) as server:
        result = await sent(server.url, 5)
    assert result.by_status == {200: 5}


async def test_an_answer_that_only_the_connections_end_ends() -> None:
    async def give(_: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nsome text"

    async with serving(give, close_after=True) as server:
        result = await sent(server.url, 3)
    assert result.by_status == {200: 3}


async def test_an_answer_to_head_has_no_body_to_wait_for() -> None:
    async def give(_: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"

    async with serving(give) as server:
        result = await sent(server.url, 3, method="HEAD")
    assert result.by_status == {200: 3}


async def test_broken_connections_and_nonsense_are_errors_in_words() -> None:
    async def give(number: int) -> bytes:
        return (b"", b"\x00\x01 nonsense", OK)[number % 3]

    async with serving(give) as server:
        result = await sent(server.url, 9, connections=1)
    assert result.by_status == {200: 3}
    assert result.errors["the connection broke before the answer's end"] == 3
    assert sum(count for reason, count in result.errors.items() if "no HTTP" in reason) == 3


async def test_progress_is_told_on_the_way() -> None:
    told: list[BurstProgress] = []
    async with serving() as server:
        await Burst(BurstPlan(url=server.url, count=40, rate=100.0)).run(told.append)
    assert len(told) >= 2
    assert [progress.sent for progress in told] == sorted(progress.sent for progress in told)
    assert told[0].planned == 40


async def test_stopping_gives_the_result_so_far() -> None:
    async def never(_: int) -> bytes:
        await asyncio.Event().wait()
        return OK

    async with serving(never) as server:
        burst = Burst(BurstPlan(url=server.url, count=100_000, rate=50.0))
        running = asyncio.create_task(burst.run(lambda progress: None))
        await server.busy.wait()
        burst.stop()
        result = await running
    assert result.stopped
    assert 0 < result.sent < 100_000
    assert result.answered == 0


async def test_what_progress_raises_ends_the_burst() -> None:
    def broken(_: BurstProgress) -> None:
        raise BrokenPipeError

    async with serving() as server:
        with pytest.raises(BrokenPipeError):
            await Burst(BurstPlan(url=server.url, count=100_000, rate=50.0)).run(broken)


async def test_nothing_listening_is_said_before_anything_is_sent() -> None:
    async with serving() as server:
        url = server.url
    with pytest.raises(BurstRefusal, match=r"connection refused.*is the emulator running"):
        await sent(url)
