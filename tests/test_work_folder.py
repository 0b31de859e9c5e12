"""The emulator's work folder: it goes with the emulator, and what a killed one left goes with the next."""

import subprocess
import sys
from pathlib import Path

import pytest

from lgtui.work_folder import work_folder

HOLDING = """
from lgtui.work_folder import work_folder
with work_folder() as folder:
    print(folder, flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where work folders lie in the test."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_it_is_removed_with_all_that_is_in_it(root: Path) -> None:
    with work_folder() as folder:
        (folder / "code").mkdir()
        assert list(root.iterdir()) == [folder]
    assert list(root.iterdir()) == []


def test_one_of_a_running_emulator_stays_and_one_of_a_killed_emulator_goes(root: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    held = Path(other.stdout.readline().strip())
    with work_folder() as folder:
        assert set(root.iterdir()) == {folder, held}
    other.kill()
    other.communicate()
    with work_folder() as folder:
        assert list(root.iterdir()) == [folder]
