"""A function's code on disk: a folder as it is, an unpacked zip, or one file of inline source."""

import base64
import hashlib
import io
import os
import shutil
import stat
import zipfile
from pathlib import Path
from typing import NamedTuple

from lgtui.emulator.errors import InvalidParameterValueException

UNPACKED_LIMIT = 262_144_000
"""Bytes a deployment package may unpack to (250 MB, documented)."""

SUFFIXES = (("python", ".py"), ("nodejs", ".js"), ("nodejs", ".mjs"), ("nodejs", ".cjs"))
"""Runtime family and ending of the files a handler may be in; inline source is written with the first."""


PACKAGE = ".zip"
"""Ending of the package that is kept beside the folder it was unpacked into."""

NOT_PACKAGED = frozenset({".aws-sam", ".git", ".hg", ".lgtui", ".svn", ".venv", "__pycache__"})
"""Folders that are no part of a deployment package."""


class CodeOnDisk(NamedTuple):
    """Where code is, how many bytes it was given as, and its SHA-256 in base64.

    A folder that is run in place is not read: its size is 0 and its hash that of its path.

    Attributes:
        in_place: the folder is its user's, who edits it.
        copied_from: the folder it is an immutable copy of, None where it is none.
    """

    folder: Path
    size: int
    sha256: str
    in_place: bool = False
    copied_from: Path | None = None

    @property
    def package(self) -> Path:
        """Where the package is kept that was unpacked into the folder; there is none where code came otherwise."""
        return self.folder.with_name(f"{self.folder.name}{PACKAGE}")

    @property
    def origin(self) -> Path:
        """The folder beside which its interpreter is looked for."""
        return self.copied_from or self.folder


def put(
    target: Path, handler: str, runtime: str, zip_file: bytes | None, folder: Path | None, source: str | None
) -> CodeOnDisk:
    """Bring a function's code into a folder that environments can run.

    Args:
        target: a new folder to unpack or write into; not touched where `folder` is given.
        handler: the handler setting; inline source is written to the file that it names.
        runtime: tells the language of inline source.
        zip_file: a deployment package.
        folder: code that is run in place.
        source: the text of one file.

    Raises:
        InvalidParameterValueException: not exactly one of the three is given, or the package cannot be used.
    """
    if sum(given is not None for given in (zip_file, folder, source)) != 1:
        raise InvalidParameterValueException("Please provide a source for function code.", Type="User")
    if folder is not None:
        return CodeOnDisk(folder.resolve(), 0, _sha256(str(folder.resolve()).encode()), True)
    target.mkdir(parents=True, exist_ok=True)
    if source is not None:
        suffix = next((suffix for family, suffix in SUFFIXES if runtime.startswith(family)), "")
        (target / (Path(module_path(handler, runtime)).name + suffix)).write_text(source)
        return CodeOnDisk(target, len(source.encode()), _sha256(source.encode()))
    assert zip_file is not None
    _unpack(zip_file, target)
    code = CodeOnDisk(target, len(zip_file), _sha256(zip_file))
    code.package.write_bytes(zip_file)
    return code


def packaged(code: CodeOnDisk) -> bytes:
    """The deployment package: the one that was given, or one of the folder as it is.

    Raises:
        OSError: a file cannot be read.
    """
    if code.package.is_file():
        return code.package.read_bytes()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, names, files in os.walk(code.folder):
            names[:] = sorted(set(names) - NOT_PACKAGED)
            for path in (Path(place, name) for name in sorted(files)):
                if path.is_file():
                    archive.write(path, path.relative_to(code.folder))
    return made.getvalue()


def unpacked_size(folder: Path) -> int:
    """The bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def remove(folder: Path) -> None:
    """Remove a folder of code and its package; what is gone already is no error."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.with_name(f"{folder.name}{PACKAGE}").unlink(missing_ok=True)


def module_path(handler: str, runtime: str) -> str:
    """The handler's file without its ending: `src/app` for `src/app.handler`.

    Python's modules may be written with dots (`src.app.handler`); Node's exports may be nested (`src/app.api.handler`).
    """
    if runtime.startswith("python"):
        return handler.rpartition(".")[0].replace(".", "/")
    folder, slash, name = handler.rpartition("/")
    return folder + slash + name.partition(".")[0]


def _unpack(package: bytes, target: Path) -> None:
    """Unpack a deployment package; nothing of it may end up outside `target`."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
                raise InvalidParameterValueException(
                    f"Unzipped size must be smaller than {UNPACKED_LIMIT} bytes", Type="User"
                )
            for entry in entries:
                _check(entry)
                unpacked = archive.extract(entry, target)
                if mode := (entry.external_attr >> 16) & 0o777:
                    Path(unpacked).chmod(mode | stat.S_IRUSR | stat.S_IWUSR)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InvalidParameterValueException(
            "Could not unzip uploaded file. Please check your file, then try to upload again.", Type="User"
        ) from error


def _check(entry: zipfile.ZipInfo) -> None:
    """Refuse an entry that is a link or points out of the package."""
    path = Path(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename:
        raise InvalidParameterValueException(
            f"The package's entry {entry.filename} points outside of the package.", Type="User"
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise InvalidParameterValueException(f"The package's entry {entry.filename} is a symbolic link.", Type="User")


def _sha256(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
