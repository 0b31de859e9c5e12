"""Copies of folders: the same content has the same hash, and what is copied is on its own."""

from pathlib import Path

import pytest

from lgtui.emulator.functions.code import CodeOnDisk
from lgtui.emulator.functions.snapshots import read, snapshot


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A folder with a module, a package and what is no part of a deployment package."""
    for name in ("app.py", "lib/words.py", "__pycache__/app.pyc", ".git/HEAD", "lib/.venv/x"):
        file = tmp_path / "code" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path / "code"


def take(code: Path, name: str, *copies: CodeOnDisk) -> CodeOnDisk:
    return snapshot(code, code.parent / name, copies)


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_copy_has_what_a_deployment_package_has(code: Path) -> None:
    copied = take(code, "copy")
    assert files(copied.folder) == {"app.py", "lib/words.py"}
    assert (copied.size, copied.copied_from) == (len("app.py" + "lib/words.py"), code)


def test_the_same_content_is_copied_once(code: Path) -> None:
    first = take(code, "first")
    assert take(code, "second", first) is first
    assert not (code.parent / "second").exists()


@pytest.mark.parametrize("change", ["content", "name", "mode"])
def test_every_change_is_another_hash(code: Path, change: str) -> None:
    before = read(code)[0]
    if change == "content":
        (code / "app.py").write_text("app.pi")
    elif change == "name":
        (code / "app.py").rename(code / "application.py")
    else:
        (code / "app.py").chmod(0o755)
    assert read(code)[0] != before


def test_unchanged_files_are_shared_with_the_last_copy_and_never_with_the_folder(code: Path) -> None:
    first = take(code, "first")
    (code / "app.py").write_text("changed")

    second = take(code, "second", first)

    assert (second.folder / "lib/words.py").samefile(first.folder / "lib/words.py")
    assert (first.folder / "app.py").read_text() == "app.py"
    assert not (second.folder / "lib/words.py").samefile(code / "lib/words.py")


def test_links_within_the_folder_stay_links_within_the_copy(code: Path) -> None:
    (code / "relative.py").symlink_to("app.py")
    (code / "lib/absolute.py").symlink_to(code / "app.py")

    copied = take(code, "copy").folder
    (code / "app.py").write_text("changed")

    assert (copied / "relative.py").read_text() == (copied / "lib/absolute.py").read_text() == "app.py"


def test_links_to_elsewhere_become_what_they_lead_to_and_count_for_the_hash(code: Path) -> None:
    shared = code.parent / "shared"
    shared.mkdir()
    (shared / "words.py").write_text("first")
    (code / "shared").symlink_to("../shared")
    (code / "one.py").symlink_to("../shared/words.py")
    before = read(code)[0]

    copied = take(code, "copy").folder
    (shared / "words.py").write_text("second")

    assert (copied / "shared/words.py").read_text() == (copied / "one.py").read_text() == "first"
    assert read(code)[0] != before


def test_links_that_lead_nowhere_or_round_in_circles_are_left_out(code: Path) -> None:
    (code / "gone").symlink_to("nowhere")
    (code / "up").symlink_to("..")
    (code / "here").symlink_to(".")

    copied = take(code, "copy").folder

    assert files(copied) >= {"app.py", "lib/words.py"}
    assert not (copied / "up").exists()
    assert not (copied / "gone").exists()
