"""The console's tie to one emulator: starts it if it is ours, follows its feed, connects again when it breaks."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from lgtui.console.emulator import EmulatorProcess, Ended
from lgtui.console.messages import EmulatorEnded, FeedLost, FramesArrived, Started, Starting

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient

Post = Callable[[Message], object]
"""Takes a message for the screen."""

RECONNECT_AFTER = 0.5
"""Seconds between a lost feed and the next try."""


class Session:
    """Keeps a feed running and tells a screen of it.

    Args:
        emulator: the child to start, or None to attach to a running region.
        attach_url: the running region's control URL, where there is no child.
    """

    def __init__(self, emulator: EmulatorProcess | None, attach_url: str = "") -> None:
        self._emulator = emulator
        self._attach_url = attach_url
        self.client: RegionClient | None = None

    async def run(self, post: Post) -> None:
        """Start or attach, then follow the feed until our emulator ends; for a foreign one, for ever.

        Args:
            post: takes the messages: a screen's `post_message`.
        """
        # The HTTP library takes longer to import than the screen to paint, and less than the emulator to start.
        from lgtui.console.client import RegionClient

        if self._emulator is None:
            await self._follow(post, RegionClient(self._attach_url))
            return
        post(Starting())
        outcome = await self._emulator.start()
        if not isinstance(outcome, Ended):
            post(Started(self._emulator.said))
            outcome = await self._follow_until_ended(post, self._emulator, RegionClient(outcome.control_url))
        post(EmulatorEnded(outcome.reason, outcome.lines))

    async def close(self) -> None:
        """Drop the connection and end the emulator, if it is ours."""
        if self.client:
            await self.client.close()
            self.client = None
        if self._emulator:
            await self._emulator.stop()

    async def _follow_until_ended(self, post: Post, emulator: EmulatorProcess, client: "RegionClient") -> Ended:
        following = asyncio.create_task(self._follow(post, client))
        try:
            return await emulator.ended()
        finally:
            following.cancel()

    async def _follow(self, post: Post, client: "RegionClient") -> None:
        if self.client:
            await self.client.close()
        self.client = client
        while True:
            failure = await client.follow(lambda batch: post(FramesArrived(batch)))
            post(FeedLost(failure.message))
            await asyncio.sleep(RECONNECT_AFTER)
