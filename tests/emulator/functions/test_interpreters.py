"""Which interpreter stands in for a runtime: real ones and shims on a PATH made for the test."""

import os
import sys
import venv
from pathlib import Path

import pytest

from lgtui.emulator.functions.interpreters import Interpreters, unsupported
from tests.emulator.functions.bench import Bench, needs_node

OWN = f"python{sys.version_info.major}.{sys.version_info.minor}"


def _program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def _pretend_python(folder: Path, minor: int) -> Path:
    """An interpreter that says it is Python 3.`minor`."""
    return _program(folder, f"python3.{minor}", f"printf '%s\\n' /real/python3.{minor} 3 {minor}")


async def test_the_exact_version_is_preferred_and_its_real_program_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minor in (12, 13, 14):
        _pretend_python(tmp_path, minor)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = await Interpreters().find("python3.13", tmp_path)
    assert found is not None
    assert (found.name, found.executable, found.notice) == ("python3.13", "/real/python3.13", "")


@pytest.mark.parametrize(
    ("present", "wanted", "taken"), [((14, 15), "python3.13", 14), ((8,), "python3.13", 8), ((9,), "python3.8", 9)]
)
async def test_the_next_newer_version_is_taken_else_the_next_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: tuple[int, ...], wanted: str, taken: int
) -> None:
    monkeypatch.setattr("lgtui.emulator.functions.interpreters.OWN_VERSION", (2, 7))
    for minor in present:
        _pretend_python(tmp_path, minor)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = await Interpreters().find(wanted, tmp_path)
    assert found is not None
    assert found.name == f"python3.{taken}"
    assert found.notice == f"{wanted} is not installed here, so {found.name} stands in for it ({found.executable})"


async def test_a_shim_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path / "shims", "python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    _pretend_python(tmp_path / "real", 13)
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}{os.pathsep}{tmp_path / 'real'}")
    found = await Interpreters().find("python3.13", tmp_path)
    assert found is not None
    assert found.executable == "/real/python3.13"


async def test_without_any_python_on_path_lgtuis_own_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = await Interpreters().find("python3.8", tmp_path)
    assert found is not None
    assert (found.name, found.executable) == (OWN, sys.executable)


async def test_a_venv_beside_the_template_comes_first_and_none_above_it_counts(tmp_path: Path) -> None:
    project = tmp_path / "outer" / "project"
    code = project / "src" / "orders"
    code.mkdir(parents=True)
    (project / "template.yaml").touch()
    _program(tmp_path / "outer" / ".venv" / "bin", "python", "printf '%s\\n' /outer/python 3 13")
    finder = Interpreters()
    outer = await finder.find("python3.13", code)
    assert outer is not None and outer.executable != "/outer/python"
    _program(project / ".venv" / "bin", "python", "printf '%s\\n' /venv/python 3 10")
    inner = await finder.find("python3.13", code)
    assert inner is not None
    assert (inner.name, inner.executable) == ("python3.10", "/venv/python")


async def test_the_nearest_node_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for major in (16, 20, 22):
        _program(tmp_path / str(major), "node", f"printf '%s\\n' /real/node{major} {major} 1")
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / str(major)) for major in (16, 22, 20)))
    finder = Interpreters()
    taken = [await finder.find(runtime, tmp_path) for runtime in ("nodejs20.x", "nodejs18.x", "nodejs24.x")]
    assert [found.executable for found in taken if found] == ["/real/node20", "/real/node20", "/real/node22"]


async def test_without_node_the_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await Interpreters().find("nodejs20.x", tmp_path) is None
    assert "which is not on PATH: install it" in unsupported("nodejs20.x")


async def test_a_retired_python_runs_and_the_log_says_once_on_what(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(bench.folder))
    bench.create("import sys\ndef handler(event, context): return sys.executable", runtime="python3.6")
    assert await bench.call() == sys.executable
    assert [line for line in bench.lines("warn") if "python3.6 is not installed here" in line] == [
        f"f: python3.6 is not installed here, so {OWN} stands in for it ({sys.executable})"
    ]


@needs_node
async def test_a_retired_node_runs_on_the_nearest(bench: Bench) -> None:
    bench.create_node("exports.handler = async () => process.version;", runtime="nodejs12.x")
    assert (await bench.call()).startswith("v")
    assert bench.functions.summaries()[0].notice.startswith("nodejs12.x is not installed here, so nodejs")


async def test_a_handler_sees_the_packages_of_its_venv(bench: Bench) -> None:
    venv.create(bench.folder / "f" / ".venv", symlinks=True)
    (packages,) = (bench.folder / "f" / ".venv").glob("lib/python3.*/site-packages")
    (packages / "only_in_venv.py").write_text("WORD = 'found'")
    bench.create("import sys, only_in_venv\ndef handler(event, context): return [only_in_venv.WORD, sys.prefix]")
    assert await bench.call() == ["found", str(bench.folder / "f" / ".venv")]
