"""What was changed by hand, found by the things of the tree that it is about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lgtui.frames import ApiView, ChangeView, MemberView, ResourceView

MARK = "✎"

METHODS = "resourceMethods"
"""The member of a resource that its methods are in."""

LATEST = "$LATEST"

_Place = tuple[str, ...]


class ByHand:
    """The changes of a region, a line each: `timeout  3 → 9`, `made by hand`."""

    def __init__(self, changes: Iterable[ChangeView]) -> None:
        self._lines: defaultdict[_Place, list[str]] = defaultdict(list)
        for change in changes:
            for place, line in _told(change):
                self._lines[place].append(line)

    def api(self, api: ApiView) -> tuple[str, ...]:
        """What was done to an API itself, to its stages, deployments and definitions."""
        return self._of("api", api.id)

    def resource(self, api: ApiView, resource: ResourceView) -> tuple[str, ...]:
        """What was done to a resource."""
        return self._of("resource", api.id, resource.id)

    def method(self, api: ApiView, resource: ResourceView, http_method: str) -> tuple[str, ...]:
        """What was done to a method."""
        return self._of("resource", api.id, resource.id, http_method)

    def function(self, name: str, qualifier: str = "") -> tuple[str, ...]:
        """What was done to a function, or to a version or an alias of it."""
        return self._of("function", name, qualifier)

    def _of(self, *place: str) -> tuple[str, ...]:
        return tuple(self._lines.get(place, ()))


def _told(change: ChangeView) -> Iterator[tuple[_Place, str]]:
    """Where a change is told, and how."""
    if change.service == "lambda":
        yield from _lines(_function(change), change, subject=_part(change, {"function", "version", "alias"}))
    elif change.kind == "resource" and change.how == "changed":
        for member in change.members:
            yield _resource(change, member)
    elif change.kind == "resource" and change.how == "made":
        yield from _lines(("resource", change.owner, change.name), change)
    elif change.service == "apigateway":
        yield from _lines(("api", change.owner or change.name), change, subject=_part(change, {"rest-api"}))


def _function(change: ChangeView) -> _Place:
    """A function's own place, or that of its version or alias; what is gone is told at the function."""
    own = change.kind in ("version", "alias") and change.name != LATEST and change.how != "deleted"
    return "function", change.owner or change.name, change.name if own else ""


def _resource(change: ChangeView, member: MemberView) -> tuple[_Place, str]:
    parent, _, rest = member.path.partition(".")
    place = ("resource", change.owner, change.name)
    if parent != METHODS:
        return place, str(member)
    http_method, _, inner = rest.partition(".")
    if inner:
        return (*place, http_method), f"{inner}  {member.values}"
    return ((*place, http_method), "made by hand") if member.now else (place, f"{http_method}: deleted by hand")


def _part(change: ChangeView, own: set[str]) -> str:
    """What a line names before its words, empty where the change is about the thing itself."""
    return "" if change.kind in own and change.how != "deleted" else change.title.partition(" of ")[0]


def _lines(place: _Place, change: ChangeView, subject: str = "") -> Iterator[tuple[_Place, str]]:
    before = f"{subject}: " if subject else ""
    if change.how != "changed":
        yield place, f"{before}{change.how} by hand"
    for member in change.members:
        yield place, f"{before}{member}"
