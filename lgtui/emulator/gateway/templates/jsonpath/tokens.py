"""The steps of a compiled path, each of which picks values and hands them to the next one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeGuard

from lgtui.emulator.gateway.templates.limits import Budget
from lgtui.emulator.gateway.templates.values import JavaArray, JSONArray, Value


class PathNotFound(Exception):
    """The document has nothing at the path."""


class InvalidPath(Exception):
    """The path cannot be read, or cannot be applied to what it meets."""


@dataclass(slots=True)
class Run:
    """One evaluation of one path.

    Attributes:
        root: What `$` is.
        strict: Whether a missing member always counts (Jayway's REQUIRE_PROPERTIES).
        results: What was found so far, in order.
        budget: How many values may still be looked at.
    """

    root: Value
    strict: bool = False
    results: JSONArray = field(default_factory=JSONArray)
    budget: Budget = field(default_factory=Budget)


class Token:
    """A step. `definite` says that it picks at most one value.

    Attributes:
        next: The step after it; None for a leaf.
        upstream_definite: Whether this step, the one before it and all after are definite, which is what Jayway
            looks at when a member is missing.
    """

    definite = False

    def __init__(self) -> None:
        self.next: Token | None = None
        self.upstream_definite = False

    def evaluate(self, model: Value, run: Run) -> None:
        """Pick from `model`; what the leaf picks goes to `run.results`."""
        raise NotImplementedError

    def scans(self, container: Value, run: Run) -> bool:
        """Whether a deep scan stops at `container`, a map or a list, to apply this step."""
        raise NotImplementedError

    def _hand_on(self, value: Value, run: Run) -> None:
        run.budget.take()
        if self.next is None:
            run.results.append(value)
        else:
            self.next.evaluate(value, run)

    def _hand_on_item(self, items: Sequence[Value], index: int, run: Run) -> None:
        if not 0 <= index < len(items):
            raise PathNotFound(f"index {index} is out of bounds")
        self._hand_on(items[index], run)


class Root(Token):
    """`$` or `@`."""

    definite = True

    def evaluate(self, model: Value, run: Run) -> None:
        self._hand_on(model, run)

    def scans(self, container: Value, run: Run) -> bool:
        return False


class Property(Token):
    """`.name`, `['name']` or `['a','b']`."""

    definite = True

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names

    def evaluate(self, model: Value, run: Run) -> None:
        if not isinstance(model, dict):
            raise PathNotFound(f"{self.names} is looked for in what is no object")
        if len(self.names) == 1:
            self._pick_one(model, self.names[0], run)
        else:
            self._pick_several(model, run)

    def _pick_one(self, model: dict[Value, Value], name: str, run: Run) -> None:
        if name in model:
            self._hand_on(model[name], run)
        elif self.next is None or self.upstream_definite or run.strict:
            raise PathNotFound(f"there is no '{name}'")

    def _pick_several(self, model: dict[Value, Value], run: Run) -> None:
        if self.next is not None:
            raise InvalidPath("several members can only be picked at the end of a path")
        if run.strict and not self.scans(model, run):
            raise PathNotFound(f"one of {self.names} is missing")
        run.results.append({name: model[name] for name in self.names if name in model})

    def scans(self, container: Value, run: Run) -> bool:
        return isinstance(container, dict) and all(name in container for name in self.names)


class Wildcard(Token):
    """`*` or `[*]`."""

    def evaluate(self, model: Value, run: Run) -> None:
        if isinstance(model, dict):
            for value in model.values():
                self._hand_on(value, run)
        elif is_list(model):
            for item in model:
                self._hand_on_if_there(item, run)

    def _hand_on_if_there(self, item: Value, run: Run) -> None:
        try:
            self._hand_on(item, run)
        except PathNotFound:
            return

    def scans(self, container: Value, run: Run) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Slice:
    """`[from:to]`; None where a bound is left out. Negative bounds count from the end only if they stand alone."""

    start: int | None
    stop: int | None

    def indices(self, length: int) -> range:
        """The indices it picks out of a list of `length` items."""
        start, stop = self.start, self.stop
        if start is None:
            assert stop is not None
            return range(min(length, stop + length if stop < 0 else stop))
        if stop is None:
            return range(max(0, start + length if start < 0 else start), length)
        return range(start, min(length, stop) if length else start)


class Items(Token):
    """`[0]`, `[0,1]`, `[1:3]` or `[(@.length-1)]`.

    Args:
        indices: The indices picked from a list, given its length.
        definite: Whether it is one index.
    """

    def __init__(self, indices: Callable[[int], Sequence[int]], definite: bool) -> None:
        super().__init__()
        self._indices = indices
        self.definite = definite

    def evaluate(self, model: Value, run: Run) -> None:
        if model is None:
            raise PathNotFound("an item of null is asked for")
        if not is_list(model):
            raise InvalidPath("an item is asked for of what is no list")
        for index in self._indices(len(model)):
            self._hand_on_item(model, index, run)

    def scans(self, container: Value, run: Run) -> bool:
        return is_list(container)


class Accepts(Protocol):
    """A filter's condition."""

    def __call__(self, item: Value, root: Value) -> bool:
        """Whether `item`, which is `@` to the condition, is taken; `root` is `$`."""


class Filter(Token):
    """`[?(condition)]`."""

    def __init__(self, accepts: Accepts) -> None:
        super().__init__()
        self._accepts = accepts

    def evaluate(self, model: Value, run: Run) -> None:
        if isinstance(model, dict):
            if self._accepts(model, run.root):
                self._hand_on(model, run)
        elif is_list(model):
            for item in model:
                if self._accepts(item, run.root):
                    self._hand_on(item, run)
        else:
            raise InvalidPath("a filter cannot be applied to what is neither list nor object")

    def scans(self, container: Value, run: Run) -> bool:
        return self._accepts(container, run.root)


class Scan(Token):
    """`..`: the next step, applied to every map and list below."""

    def evaluate(self, model: Value, run: Run) -> None:
        step = self.next
        if step is None:
            raise InvalidPath("nothing follows the ..")
        for container in _containers(model):
            run.budget.take()
            if not step.scans(container, run):
                continue
            if isinstance(container, dict) or step.next is None:
                step.evaluate(container, run)
            else:
                # Jayway: every item goes on, whichever index or condition the step names.
                for item in container:
                    run.budget.take()
                    step.next.evaluate(item, run)

    def scans(self, container: Value, run: Run) -> bool:
        return False


def is_list(value: Value) -> TypeGuard[list[Value]]:
    """Whether Java has `value` as a List, which its arrays are not."""
    return isinstance(value, list) and not isinstance(value, JavaArray)


def _containers(model: Value) -> Iterator[dict[Value, Value] | list[Value]]:
    """`model` and all maps and lists in it, each before what it holds."""
    waiting = [model]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(reversed(value.values()))
        elif is_list(value):
            yield value
            waiting.extend(reversed(value))
