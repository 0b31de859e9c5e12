"""Where code lies that was uploaded or published: one folder for each content, named by its hash, for all its users.

Content is brought into a draft first and takes its place in one step, so that a folder that has a hash's name is whole
whenever the process ends. What is removed loses its name first, for the same reason.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lgtui.emulator.functions.code import PACKAGE, CodeOnDisk, remove

DRAFT, GONE = ".draft-", ".gone-"


class CodeStore:
    """The contents below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """A place to bring content to; what has not been kept when the block ends is removed."""
        draft = self._folder / f"{DRAFT}{uuid.uuid4().hex}"
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            yield draft
        finally:
            remove(draft)

    def keep(self, code: CodeOnDisk) -> CodeOnDisk:
        """Code whose content is in a draft, with the content in its place; other code as it is.

        The names of the files count with the hash: inline source has the same under whatever name it is written.
        """
        draft = code.folder
        if not draft.name.startswith(DRAFT):
            return code
        names = "\0".join(sorted(path.name for path in draft.iterdir()))
        place = self._folder / hashlib.sha256(f"{code.sha256}\0{names}".encode()).hexdigest()[:40]
        if not place.exists():
            _rename(draft, place)
        return code._replace(folder=place)

    def located(self, code: CodeOnDisk) -> CodeOnDisk:
        """Code that an earlier run has kept, where it is now: the state folder may have been moved."""
        return code if code.in_place else code._replace(folder=self._folder / code.folder.name)

    def withdraw(self, folders: Iterable[Path]) -> list[Path]:
        """Let folders go; what is left to be done is to remove those that are given back."""
        gone = []
        for folder in folders:
            gone.append(self._folder / f"{GONE}{uuid.uuid4().hex}")
            _rename(folder, gone[-1])
        return gone

    def left_over(self, used: Iterable[Path]) -> list[Path]:
        """What earlier runs have left besides `used`, as `withdraw` gives it."""
        if not self._folder.is_dir():
            return []
        found = {path.with_name(path.name.removesuffix(PACKAGE)) for path in self._folder.iterdir()}
        return self.withdraw(found - set(used))


def _rename(folder: Path, to: Path) -> None:
    """Rename a folder after its package, so that the folder is never without it."""
    for suffix in (PACKAGE, ""):
        source = folder.with_name(folder.name + suffix)
        if source.exists():
            source.rename(to.with_name(to.name + suffix))
