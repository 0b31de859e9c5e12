"""One rendering of a template: its variables, its output, and what it may still do."""

from collections.abc import Mapping
from typing import Any

from lgtui.emulator.gateway.templates.limits import MAX_WORK, WORK_PER_SECOND, check_text, out_of_work
from lgtui.emulator.gateway.templates.values import JavaObject, Value


class Run:
    """The state of one rendering.

    Args:
        variables: What the template sees; the mapping itself stays as it is.
    """

    __slots__ = ("hidden", "out", "variables", "work", "write")

    def __init__(self, variables: Mapping[str, Value]) -> None:
        self.variables: dict[str, Value] = dict(variables)
        self.work = MAX_WORK
        self.hidden: set[str] = set()
        self.out: list[str] = []
        self.write: Any = self.out.append

    def redirect(self, out: list[str]) -> list[str]:
        """Write into another list from now on; the one before."""
        before = self.out
        self.out = out
        self.write = out.append
        return before

    def charge(self, seconds: float) -> None:
        """Count the time of a slow method as work.

        Args:
            seconds: Its processor time.

        Raises:
            LimitError: that is too much.
        """
        self.work -= int(seconds * WORK_PER_SECOND)
        self.check_work()

    def check_work(self) -> None:
        """Raises LimitError when the template has done too much."""
        if self.work < 0:
            raise out_of_work()


class Stop(Exception):
    """`#stop` or `#break` on its way out.

    Args:
        owner: The loop a `#break($foreach)` ends; None for any other.
        nearest: Whether it ends the next loop or block around it, as `#break` does.
    """

    def __init__(self, owner: object = None, *, nearest: bool = False) -> None:
        super().__init__()
        self.owner = owner
        self.nearest = nearest

    def ends(self, owner: object) -> bool:
        """Whether a loop or block ends with it."""
        return self.nearest or (self.owner is not None and self.owner is owner)


class Block(JavaObject):
    """What `#define` puts into a variable: statements, rendered anew wherever they are printed."""

    java_class = "org.apache.velocity.runtime.directive.Block$Reference"
    max_depth = 2

    def __init__(self, run: Run, render: Any) -> None:
        self._run = run
        self._render = render
        self._depth = 0

    def render(self) -> bool:
        """Write the block; False, and nothing, where it is already within itself."""
        if self._depth >= self.max_depth:
            return False
        self._depth += 1
        self._run.work -= 1
        self._run.check_work()
        try:
            self._render(self._run)
        except Stop as stop:
            if not stop.nearest:
                raise
        self._depth -= 1
        return True

    def text(self) -> str | None:
        """What it renders; None where it is already within itself."""
        before = self._run.redirect([])
        try:
            done = self.render()
        finally:
            out = self._run.redirect(before)
        return join(out) if done else None

    def java_string(self) -> str:
        return self.text() or ""


def join(parts: list[str]) -> str:
    """The pieces of an output as one text.

    Raises:
        LimitError: it is too long.
    """
    check_text(sum(map(len, parts)))
    return "".join(parts)
