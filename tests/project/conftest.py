"""Small projects on disk, their plans, and a real region to load them into."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.runtime_api import listen
from lgtui.project.errors import ProjectError
from lgtui.project.plan import Plan
from lgtui.project.planner import make_plan

WriteProject = Callable[..., Path]
MakePlan = Callable[..., Plan]
Fail = Callable[..., ProjectError]

PYTHON_HANDLER = """\
def handler(event, context):
    return {"statusCode": 200, "body": "first"}
"""


@pytest.fixture
def write_project(tmp_path: Path) -> WriteProject:
    """Write a template and further files, by path, into a folder called `shop`; gives the folder."""

    def write(template: str, **files: str) -> Path:
        folder = tmp_path / "shop"
        folder.mkdir(exist_ok=True)
        for name, text in {"template.yaml": template, "app.py": PYTHON_HANDLER, **files}.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        return folder

    return write


@pytest.fixture
def plan_of(write_project: WriteProject) -> MakePlan:
    """The plan of a project with this template and these files."""

    def make(template: str, **files: str) -> Plan:
        return make_plan(write_project(template, **files), "123456789012", "us-east-1")

    return make


@pytest.fixture
def fault_of(write_project: WriteProject) -> Fail:
    """The error that a project with this template and these files meets."""

    def make(template: str, **files: str) -> ProjectError:
        with pytest.raises(ProjectError) as caught:
            make_plan(write_project(template, **files), "123456789012", "us-east-1")
        return caught.value

    return make


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    """A region that runs environments as real processes."""
    region = Region(Settings(work_folder=tmp_path / "work"), listen)
    yield region
    await region.stop()
