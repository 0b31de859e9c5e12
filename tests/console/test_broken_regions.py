"""Regions that go away, stand still, speak otherwise, or are none: it is said, and nothing that was typed is lost."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from aiohttp import web
from textual.widgets import Input

from lgtui import frames
from lgtui.console import messages
from lgtui.console.app import ExplorerApp
from lgtui.console.client import RegionClient
from lgtui.console.emulator import EmulatorProcess, Ended, Ready
from lgtui.console.region.outcomes import Failure
from lgtui.console.requests.drafts import Request
from lgtui.console.widgets.frame_clock import FrameClock
from tests.console.conftest import WIDE, Explore, Explored, ExploreProject
from tests.console.region_double import RegionDouble, hello

DEMOS = Path(__file__).parents[2] / "demos"


@asynccontextmanager
async def serving(answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """A server that answers everything in one way; gives its URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def page(_request: web.Request) -> web.Response:
    return web.Response(text="<html>", content_type="text/html")


async def why_not(url: str) -> str:
    """Why a URL's feed cannot be followed."""
    client = RegionClient(url)
    failure = await client.follow(lambda batch: None)
    await client.close()
    return failure.message


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:1", "nobody listens at 127.0.0.1:1"),
        ("http://nobody.invalid:1", "no address is known for nobody.invalid"),
        ("127.0.0.1:4566", "is no URL like http://127.0.0.1:4566"),
        ("nonsense [/foo]", "is no URL like http://127.0.0.1:4566"),
        ("http://127.0.0.1:99999", "is no URL like http://127.0.0.1:4566"),
    ],
)
async def test_why_nobody_can_be_reached_is_said(url: str, why: str) -> None:
    assert why in await why_not(url)


async def test_a_server_of_another_kind_is_no_region() -> None:
    async with serving(page) as url:
        assert await why_not(url) == f"{url} is no control port of lgtui"
        assert "cannot be reached by https" in await why_not(url.replace("http:", "https:"))


async def test_what_speaks_no_http_is_no_region() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.write(b"SSH-2.0-OpenSSH\r\n"), "127.0.0.1", 0)
    async with server:
        assert "speaks no HTTP" in await why_not(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")


async def test_an_answer_that_breaks_off_is_told_in_words() -> None:
    async def breaks_off(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    async with serving(breaks_off) as url:
        client = RegionClient(url)
        answer = await client.send(Request("GET", url, (), b""))
        await client.close()
        closed = await client.send(Request("GET", url, (), b""))

    assert answer == Failure("the connection broke off before the answer was whole")
    assert closed == Failure("this connection was closed: another emulator runs by now")


async def test_an_explorer_on_no_region_says_so_and_goes_on_when_there_is_one() -> None:
    answering = page

    async def answer(request: web.Request) -> web.StreamResponse:
        return await answering(request)

    async with serving(answer) as url:
        frame_clock = FrameClock(manual=True)
        app = ExplorerApp(attach_url=url, frame_clock=frame_clock)
        async with app.run_test(size=WIDE) as pilot:
            explored = Explored(pilot, frame_clock, RegionDouble())
            await explored.shows(f"✗ {url} is no control port of lgtui — trying again; q quits")

            async def feed(_request: web.Request) -> web.Response:
                return web.Response(body=frames.encode_frame(hello(url)) + b"\n", content_type=frames.FEED_TYPE)

            answering = feed
            await explored.shows("orders-api")
            await explored.hides("is no control port")


async def test_frames_of_a_newer_region_are_passed_over_and_unknown_members_ignored() -> None:
    lines = (b'{"type":"Weather","sun":1}', b'{"type":"Heartbeat","at":1.5,"mood":"good"}')

    async def newer(_request: web.Request) -> web.Response:
        return web.Response(body=b"\n".join(lines) + b"\n", content_type=frames.FEED_TYPE)

    seen: list[frames.AnyFrame] = []
    async with serving(newer) as url:
        client = RegionClient(url)
        failure = await client.follow(seen.extend)
        await client.close()

    assert seen == [frames.Heartbeat(1.5)]
    assert failure == Failure("the emulator closed the feed")


@pytest.mark.parametrize("line", [b'{"type":"Heartbeat","at":"noon"}', b'{"kind":1}', b"[]", b"\xff"])
async def test_what_is_no_frame_is_another_version(line: bytes) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=line + b"\n", content_type=frames.FEED_TYPE)

    async with serving(answer) as url:
        assert (await why_not(url)).startswith("the feed speaks another version of lgtui: ")


async def test_an_emulator_killed_under_a_hanging_request_is_said_and_starts_again_with_what_was_typed(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(DEMOS / "hello", tmp_path / "hello"))
    handler = project / "hello" / "app.py"
    handler.write_text("import time\n\n\ndef handler(event, context):\n    time.sleep(600)\n")
    async with explore_project(project) as explored:
        await explored.shows("● live")
        await explored.press("2", "end", *"?page=2", "ctrl+j")
        await explored.shows("1 busy")
        (emulator,) = psutil.Process().children()

        os.kill(emulator.pid, signal.SIGKILL)
        await explored.shows("(signal 9, SIGKILL) — esc, then r, to start it again")
        await explored.shows("✗ no answer")
        await explored.press("x")
        assert explored.screen.query_one("#url-line", Input).value == "/hello?page=2x"

        await explored.press("escape", "r")
        await explored.shows("● live")
        assert explored.screen.query_one("#url-line", Input).value == "/hello?page=2x"
        await explored.hides("the emulator ended")


async def test_a_click_on_what_says_that_the_emulator_ended_starts_it_again(
    explore_project: ExploreProject, tmp_path: Path
) -> None:
    async with explore_project(Path(shutil.copytree(DEMOS / "hello", tmp_path / "hello"))) as explored:
        await explored.shows("● live")
        (emulator,) = psutil.Process().children()
        os.kill(emulator.pid, signal.SIGKILL)
        await explored.shows("(signal 9, SIGKILL) — press r to start it again")

        await explored.pilot.click("#alarm")
        await explored.hides("the emulator ended")
        await explored.shows("● live")


async def test_under_another_screen_a_notification_says_that_the_emulator_ended(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("M")
        explored.screen.post_message(messages.EmulatorEnded("exit code 3", ()))
        await explored.shows("The emulator ended")
        await explored.shows("Go back with esc, and press r to start it again.")


async def test_a_failures_words_do_not_stand_beside_the_next_request(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        explored.region.trace = frames.Trace(
            "i", 0.0, "a1", "dev", "GET", "/", "/", 500, 0.1, [], "It failed, because."
        )
        await explored.press("ctrl+j")
        await explored.shows("It failed, because.")
        explored.region.hold.clear()
        await explored.press("ctrl+j")
        await explored.hides("It failed, because.")
        explored.region.hold.set()


async def test_an_emulator_that_cannot_be_started_is_said_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = EmulatorProcess(DEMOS / "hello", port=0, arguments=("--state", str(tmp_path)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    ended = await emulator.start()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ready = await emulator.start()
    await emulator.stop()

    assert isinstance(ended, Ended)
    assert ended.reason.startswith("it cannot be started: ")
    assert isinstance(ready, Ready)


async def test_work_that_fails_by_surprise_is_said_in_a_sentence_and_the_console_goes_on(
    explore: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(self: RegionClient, request: Request) -> Failure:
        raise LookupError("a surprise [/foo]")

    async with explore(WIDE) as explored:
        with monkeypatch.context() as broken:
            broken.setattr(RegionClient, "send", fails)
            await explored.press("ctrl+j")
            await explored.shows("A fault in the console (send)")
            await explored.shows("LookupError: a surprise [/foo]")
        await explored.press("ctrl+j")
        await explored.shows("200 OK")


@pytest.fixture
def no_folder(own_folders: Path) -> None:
    """Put a file where the console's folder is to be."""
    own_folders.parent.mkdir(parents=True)
    own_folders.write_text("in the way")


@pytest.mark.usefixtures("no_folder")
async def test_what_cannot_be_kept_is_said_once(explore: Explore) -> None:
    async with explore(WIDE) as explored:
        await explored.press("ctrl+j")
        await explored.shows("200 OK")
        await explored.press("ctrl+j")
        await explored.until(lambda: len(explored.region.requests) == 2, "the second request")
        await explored.settle()
        said = [notification.message for notification in explored.pilot.app._notifications]

    assert len([message for message in said if message.startswith("The history is not kept")]) == 1
