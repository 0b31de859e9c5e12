"""The console's HTTP against real sockets."""

import asyncio

import pytest

from lgtui import frames
from lgtui.console.client import RegionClient
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.requests.drafts import Request
from tests.console.region_double import RegionDouble, region_double


async def test_a_request_goes_out_as_typed_and_its_answer_keeps_its_headers() -> None:
    async with region_double() as region:
        client = RegionClient(region.url)
        url = f"{region.url}/dev/a%2Fb//c?q=%7Bx%7D"

        answer = await client.send(Request("PATCH", url, (("X-b", "1"), ("x-A", "2")), b"body"))
        await client.close()

    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (200, b'{"order":7}')
    assert answer.header("X-AMZN-REQUESTID") != ""
    line, headers, body = region.requests[0]
    assert (line, body) == ("PATCH /dev/a%2Fb//c?q=%7Bx%7D", b"body")
    assert [name for name, _ in headers if name.lower().startswith("x-")] == ["X-b", "x-A"]


async def test_nobody_there_is_a_failure_in_words() -> None:
    client = RegionClient("http://127.0.0.1:1")

    answer = await client.send(Request("GET", "http://127.0.0.1:1/", (), b""))
    feed = await client.follow(lambda batch: None)
    await client.close()

    assert answer == Failure("nobody listens at 127.0.0.1:1")
    assert feed == Failure("nobody listens at 127.0.0.1:1")


@pytest.mark.parametrize("url", ["http://[", "http://127.0.0.1:99999/", "nonsense"])
async def test_a_url_that_is_none_is_a_failure(url: str) -> None:
    client = RegionClient("http://127.0.0.1:1")

    outcome = await client.send(Request("GET", url, (), b""))
    await client.close()

    assert isinstance(outcome, Failure)


async def test_the_feed_hands_over_frames_until_it_breaks_off() -> None:
    async with region_double() as region:
        client = RegionClient(region.url)
        seen: list[frames.AnyFrame] = []
        first = asyncio.Event()

        def take(batch: list[frames.AnyFrame]) -> None:
            seen.extend(batch)
            first.set()

        following = asyncio.create_task(client.follow(take))
        await first.wait()
        region.tell(frames.Heartbeat(1.0))
        region.break_feeds()
        failure = await following
        await client.close()

    assert isinstance(seen[0], frames.Hello)
    assert seen[1:] == [frames.Heartbeat(1.0)]
    assert failure == Failure("the emulator closed the feed")


async def test_an_order_sends_awss_operation_and_a_refusal_brings_awss_words() -> None:
    async with region_double() as region:
        client = RegionClient(region.url)
        operation = {"op": "replace", "path": "/variables/a", "value": "b"}

        done = await client.update_stage("a1", "dev", [operation])
        region.refusal = "Invalid stage variable"
        refused = await client.create_deployment("a1", "dev", "why")
        await client.close()

    assert done is None
    assert refused == Failure("BadRequestException: Invalid stage variable", 400)
    assert region.changes == [
        ("PATCH", "/restapis/a1/stages/dev", {"patchOperations": [operation]}),
        ("POST", "/restapis/a1/deployments", {"stageName": "dev", "description": "why"}),
    ]


async def test_a_trace_is_fetched_or_the_failure_said() -> None:
    async with region_double() as region:
        client = RegionClient(region.url)
        found = await client.trace("some-id")
        await client.close()
    assert found == RegionDouble().trace
