"""The bundled demos: where they are, what each shows, and how to get one's own copy."""

import shutil
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "demos", _PACKAGE.parent / "demos")
"""In an installed package, and in a checkout."""


@dataclass(frozen=True)
class Demo:
    """A demo: `summary` is the first sentence of its README."""

    name: str
    folder: Path
    summary: str

    def unpack(self) -> Path:
        """Copy it into a folder of its name below the current one, unless that is there already; gives that folder."""
        return copy_demo(self.name, Path(self.name))


def find_demos() -> list[Demo]:
    """Every bundled demo, by name."""
    place = next((place for place in _PLACES if place.is_dir()), None)
    folders = sorted(template.parent for template in place.glob("*/template.yaml")) if place else []
    return [Demo(folder.name, folder, _summary(folder / "README.md")) for folder in folders]


def copy_demo(name: str, to: Path) -> Path:
    """Copy the demo `name` into the folder `to`, which is made; what lies there already is left as it is.

    Returns:
        `to`, to be opened.

    Raises:
        KeyError: there is no such demo.
    """
    demo = next((demo for demo in find_demos() if demo.name == name), None)
    if demo is None:
        raise KeyError(name)
    if not to.exists() or not any(to.iterdir()):
        shutil.copytree(demo.folder, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".lgtui"))
    return to


def _summary(readme: Path) -> str:
    """The README's first line of text that is no heading."""
    if not readme.is_file():
        return ""
    lines = (line.strip() for line in readme.read_text("utf-8").splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")
