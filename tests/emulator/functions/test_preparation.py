"""Packages are unpacked beside the event loop, and leave nothing where their operation is refused."""

import asyncio
import threading
from typing import Any

import pytest

from lgtui.emulator.errors import ResourceConflictException
from lgtui.emulator.functions.code import CodeOnDisk, put
from lgtui.emulator.functions.model import Code, CreateFunctionRequest, ListFunctionsRequest
from lgtui.emulator.functions.operations import preparation
from tests.emulator.functions.bench import PATIENCE, Bench
from tests.emulator.wire.lambda_client import package


async def create(bench: Bench, name: str = "f", source: str = "def run(event, context): return 'ran'") -> None:
    """Create a function as the wire does."""
    request = CreateFunctionRequest(
        function_name=name, runtime="python3.11", handler="main.run", code=Code(zip_file=package(source))
    )
    async with bench.functions.prepare_create_function(request) as prepared:
        bench.functions.create_function(prepared)


async def test_other_work_goes_on_while_a_package_is_unpacked(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacking, may_go_on = threading.Event(), threading.Event()

    def unpack(*arguments: Any) -> CodeOnDisk:
        unpacking.set()
        assert may_go_on.wait(PATIENCE)
        return put(*arguments)

    monkeypatch.setattr(preparation, "put", unpack)
    creation = asyncio.create_task(create(bench))
    assert await asyncio.to_thread(unpacking.wait, PATIENCE)
    meanwhile = bench.functions.list_functions(ListFunctionsRequest()).functions
    may_go_on.set()
    await creation

    assert meanwhile == []
    assert await bench.call() == "ran"


async def test_a_refused_creation_leaves_nothing_of_its_package(bench: Bench) -> None:
    await create(bench)
    kept = bench.functions.code_of("f", "$LATEST").folder

    with pytest.raises(ResourceConflictException):
        await create(bench, source="def run(event, context): return 'another'")

    assert [path for path in kept.parent.iterdir() if path.is_dir()] == [kept]
