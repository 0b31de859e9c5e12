"""Waiting for an endpoint no longer than allowed, while what it does goes on."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any, TypeVar

from lgtui.emulator.clock import Clock

Result = TypeVar("Result")

_going_on: set["asyncio.Task[Any]"] = set()
"""Work that nobody waits for any more, kept from the garbage collector until it ends."""


async def within(seconds: float, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of `work`, waited for at most `seconds` of real time.

    Does what `asyncio.timeout` around `asyncio.shield` does, at half its cost on the hot path.

    Raises:
        TimeoutError: `work` takes longer; it goes on, and its outcome is of no interest any more.
    """
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    waiter = loop.create_future()
    timer = Clock.call_later_real(seconds, partial(_wake, waiter))
    task.add_done_callback(partial(_wake, waiter))
    try:
        await waiter
    finally:
        timer.cancel()
        if not task.done():
            _going_on.add(task)
            task.add_done_callback(_let_go)
    if not task.done():
        raise TimeoutError
    return task.result()


def _wake(waiter: "asyncio.Future[None]", _: object = None) -> None:
    if not waiter.done():
        waiter.set_result(None)


def _let_go(task: "asyncio.Task[Any]") -> None:
    """Forget ended work; its exception, if any, is taken so that asyncio does not complain of it."""
    _going_on.discard(task)
    if not task.cancelled():
        task.exception()
