"""Saves followed while the project runs, with real environments."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lgtui.emulator.gateway.exchange import HttpRequest, HttpResponse
from lgtui.emulator.region import Region
from lgtui.project.watch import is_worth_telling, trees
from tests.project.conftest import PYTHON_HANDLER, WriteProject
from tests.project.test_apply import Shop

TWO_FUNCTIONS = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.11, Handler: app.handler}
Resources:
  First:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: first/
      Events: {Get: {Type: Api, Properties: {Path: /first, Method: get}}}
  Second:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: second/
      Events: {Get: {Type: Api, Properties: {Path: /second, Method: get}}}
"""


class RunningShop(Shop):
    """A shop whose saves are followed."""

    def __init__(self, folder: Path, region: Region) -> None:
        super().__init__(folder, region)
        self.folder = folder
        self.followed = asyncio.Event()

    async def get(self, path: str) -> HttpResponse:
        return await self.region.gateway.handle(self.api().id, HttpRequest(method="GET", path=f"/Prod{path}"))

    async def write(self, name: str, text: str) -> None:
        """Save a file and wait until that has been dealt with."""
        self.followed.clear()
        (self.folder / name).write_text(text)
        await asyncio.wait_for(self.followed.wait(), 10)


@asynccontextmanager
async def watched(folder: Path, region: Region) -> AsyncIterator[RunningShop]:
    shop = RunningShop(folder, region)
    await shop.project.load()
    watching = asyncio.create_task(shop.project.watch(shop.followed.set))
    await _until_watching(shop)
    yield shop
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


@pytest.fixture
async def running(write_project: WriteProject, region: Region) -> AsyncIterator[RunningShop]:
    folder = write_project(TWO_FUNCTIONS, **{"first/app.py": PYTHON_HANDLER, "second/app.py": PYTHON_HANDLER})
    async with watched(folder, region) as shop:
        yield shop


async def _until_watching(shop: RunningShop) -> None:
    """The watch says nothing when it begins: touch a file until it is told."""
    while not shop.followed.is_set():
        (shop.folder / "touched.txt").write_text("x")
        try:
            await asyncio.wait_for(shop.followed.wait(), 0.2)
        except TimeoutError:
            continue


async def test_a_saved_handler_is_the_next_answer(running: RunningShop) -> None:
    before = (await running.get("/first")).body

    await running.write("first/app.py", PYTHON_HANDLER.replace("first", "second"))

    assert (before, (await running.get("/first")).body) == (b"first", b"second")
    assert running.log("reload")[-1] == "first/app.py saved → $LATEST, 1 environment retired, next call starts cold"


async def test_only_the_functions_whose_code_was_saved_start_cold(running: RunningShop) -> None:
    await running.get("/first")
    await running.get("/second")
    kept = {e.id for e in running.region.functions.environments() if e.function_name == "Second"}

    await running.write("first/app.py", PYTHON_HANDLER)

    assert {e.id for e in running.region.functions.environments() if e.function_name == "Second"} == kept


async def test_a_syntax_error_is_logged_with_its_line_at_once(running: RunningShop) -> None:
    await running.write("first/app.py", "x = 1\ndef handler(:\n")

    assert running.log("reload")[-1].startswith("first/app.py:2: syntax error")


async def test_an_atomic_rename_is_one_reload(running: RunningShop) -> None:
    draft = running.folder / "first" / ".app.py.swp"
    running.followed.clear()
    draft.write_text(PYTHON_HANDLER.replace("first", "renamed"))
    draft.rename(running.folder / "first" / "app.py")
    await asyncio.wait_for(running.followed.wait(), 10)

    assert (await running.get("/first")).body == b"renamed"
    assert len(running.log("reload")) == 1


async def test_a_saved_template_is_loaded(running: RunningShop) -> None:
    await running.write("template.yaml", TWO_FUNCTIONS.replace("Path: /first", "Path: /moved"))

    assert (await running.get("/moved")).status == 200
    assert (await running.get("/first")).status == 403


async def test_a_project_behind_a_symbolic_link_is_followed(
    write_project: WriteProject, region: Region, tmp_path: Path
) -> None:
    folder = write_project(TWO_FUNCTIONS, **{"first/app.py": PYTHON_HANDLER, "second/app.py": PYTHON_HANDLER})
    (tmp_path / "link").symlink_to(folder)

    async with watched(tmp_path / "link", region) as shop:
        await shop.write("first/app.py", PYTHON_HANDLER)

    assert shop.log("reload")[-1].startswith("first/app.py saved")


async def test_a_file_in_a_new_folder_is_followed(running: RunningShop) -> None:
    running.followed.clear()
    (running.folder / "first" / "deep").mkdir()
    await asyncio.wait_for(running.followed.wait(), 10)

    await running.write("first/deep/module.py", "x = 1\n")

    assert any("first/deep/module.py" in line or "first/deep saved" in line for line in running.log("reload"))


async def test_a_missing_code_folder_that_appears_mends_the_project(running: RunningShop) -> None:
    await running.write("template.yaml", TWO_FUNCTIONS.replace("CodeUri: second/", "CodeUri: third/"))
    problem = running.project.problem

    running.followed.clear()
    (running.folder / "second").rename(running.folder / "third")
    await asyncio.wait_for(running.followed.wait(), 10)

    assert problem is not None
    assert problem.line == 13
    assert running.project.problem is None


@pytest.mark.parametrize("name", ["a.pyc", ".app.py.swp", "app.py~", ".#app.py", "4913", ".DS_Store", "__pycache__"])
def test_what_editors_and_caches_write_is_not_told(name: str) -> None:
    assert not is_worth_telling(1, f"/shop/{name}")  # type: ignore[arg-type]


def test_dependencies_and_virtual_environments_are_not_watched(tmp_path: Path) -> None:
    for name in ("src/node_modules/x", ".git/objects", "env/lib", "src/deep"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "env" / "pyvenv.cfg").touch()

    assert trees([tmp_path]) == {tmp_path, tmp_path / "src", tmp_path / "src" / "deep"}
