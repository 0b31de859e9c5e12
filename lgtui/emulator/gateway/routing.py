"""From a path and a method to a resource's method: a tree of path parts, with AWS's order of candidates.

Paths are matched as they are sent: percent escapes stay (fact proxy-011) and a slash at the end does not count.
"""

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

ANY = "ANY"
HTTP_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
"""What `ANY` stands for (guide, api-gateway-method-settings-method-request)."""
Target = TypeVar("Target")


class Match(NamedTuple, Generic[Target]):
    """A route that was found, with the values of its path parameters."""

    target: Target
    path_parameters: dict[str, str]


class _Node(Generic[Target]):
    """A level of the tree: the parts that may follow, and the methods of the resource that ends here."""

    __slots__ = ("greedy", "greedy_name", "literals", "methods", "parameter", "parameter_name")

    def __init__(self) -> None:
        self.literals: dict[str, _Node[Target]] = {}
        self.parameter: _Node[Target] | None = None
        self.parameter_name = ""
        self.greedy: _Node[Target] | None = None
        self.greedy_name = ""
        self.methods: dict[str, Target] = {}


class RouteTree(Generic[Target]):
    """Routes by path; the time to find one grows with the depth of the path, not with the number of routes."""

    def __init__(self) -> None:
        self._root: _Node[Target] = _Node()

    def add(self, path: str, http_method: str, target: Target) -> None:
        """Add a method (`GET`, …, `ANY`) of the resource `path` (`/orders/{id}`, `/{proxy+}`)."""
        node = self._root
        for part in _parts(path):
            node = _child(node, part)
        node.methods[http_method] = target

    def match(self, path: str, http_method: str) -> Match[Target] | None:
        """The method that answers, or None.

        At each level a literal goes before a parameter and that before a greedy one; a resource that has neither the
        method nor `ANY` gives way to the next candidate (facts route-004 to route-016).
        """
        parts = _parts(path)
        for node, names in _candidates(self._root, parts):
            target = node.methods.get(http_method) or (node.methods.get(ANY) if http_method in HTTP_METHODS else None)
            if target is not None:
                return Match(target, names)
        return None

    def targets(self) -> Iterator[Target]:
        """Every method that was added."""
        return _targets(self._root)

    def methods_at(self, path: str) -> list[str]:
        """Methods of all resources that `path` could be, for the explanation of a refusal."""
        found = [m for node, _ in _candidates(self._root, _parts(path)) for m in node.methods]
        return sorted(set(found))


def _targets(node: _Node[Target]) -> Iterator[Target]:
    yield from node.methods.values()
    for child in (*node.literals.values(), node.parameter, node.greedy):
        if child is not None:
            yield from _targets(child)


def _parts(path: str) -> list[str]:
    trimmed = path.strip("/")
    return trimmed.split("/") if trimmed else []


def _child(node: _Node[Target], part: str) -> _Node[Target]:
    """The node that follows `node` by `part`, made where there is none."""
    if part.startswith("{") and part.endswith("+}"):
        node.greedy = node.greedy or _Node()
        node.greedy_name = part[1:-2]
        return node.greedy
    if part.startswith("{") and part.endswith("}"):
        node.parameter = node.parameter or _Node()
        node.parameter_name = part[1:-1]
        return node.parameter
    return node.literals.setdefault(part, _Node())


def _candidates(root: _Node[Target], parts: list[str]) -> Iterator[tuple[_Node[Target], dict[str, str]]]:
    """Nodes that `parts` may end in, best first, with the parameters on the way there."""
    end = len(parts)
    waiting: list[tuple[_Node[Target], int, dict[str, str]]] = [(root, 0, {})]
    while waiting:
        node, at, names = waiting.pop()
        if at == end:
            yield node, names
            continue
        part = parts[at]  # what goes first is put on the pile last
        if node.greedy is not None:
            waiting.append((node.greedy, end, {**names, node.greedy_name: "/".join(parts[at:])}))
        if node.parameter is not None and part:
            waiting.append((node.parameter, at + 1, {**names, node.parameter_name: part}))
        literal = node.literals.get(part)
        if literal is not None:
            waiting.append((literal, at + 1, names))
