"""A compiled JsonPath."""

import itertools
from collections.abc import Sequence

from lgtui.emulator.gateway.templates.jsonpath.tokens import PathNotFound, Property, Run, Token
from lgtui.emulator.gateway.templates.values import Value


class JsonPath:
    """Steps to walk.

    Args:
        steps: From the root on, not yet linked.
        from_root: Whether the path starts at `$`; inside a filter, `@` starts at the item.

    Attributes:
        definite: Whether it leads to one value at most; then `read` gives that value, else a JSONArray.
    """

    def __init__(self, steps: Sequence[Token], from_root: bool) -> None:
        self.from_root = from_root
        self.definite = all(step.definite for step in steps)
        self._root = steps[0]
        self._names = _names(steps)
        _link(steps)

    def read(self, document: Value, root: Value = None, strict: bool = False) -> Value:
        """What `document` has at this path; `$` in its filters stands for `root` (default: `document`).

        Raises:
            PathNotFound: Nothing is there.
            InvalidPath: The path does not fit what it meets.
        """
        if self._names is not None:
            return _walk(document, self._names)
        run = Run(document if root is None else root, strict)
        self._root.evaluate(document, run)
        if not self.definite:
            return run.results
        if not run.results:
            raise PathNotFound("there is nothing at the path")
        return run.results[0]


def _names(steps: Sequence[Token]) -> Sequence[str] | None:
    """The names of `$.a.b.c`, which takes a short way; None for any other path."""
    names = [step.names[0] for step in steps[1:] if isinstance(step, Property) and len(step.names) == 1]
    return names if len(names) == len(steps) - 1 else None


def _walk(model: Value, names: Sequence[str]) -> Value:
    for name in names:
        if not isinstance(model, dict) or name not in model:
            raise PathNotFound(f"there is no '{name}'")
        model = model[name]
    return model


def _link(steps: Sequence[Token]) -> None:
    for step, following in itertools.pairwise(steps):
        step.next = following
    for at, step in enumerate(steps):
        step.upstream_definite = all(each.definite for each in steps[max(0, at - 1) :])
