"""What takes an operation back: other ones of AWS's, made from what was there before; or why nothing does."""

from collections import deque
from typing import Any, NamedTuple

REMEMBERED = 50
"""Changes that can be taken back, the newest."""


class Order(NamedTuple):
    """One of AWS's operations, as it goes over the wire."""

    http_method: str
    path: str
    document: dict[str, Any] | None = None


class Undo(NamedTuple):
    """The orders that take a change back.

    Attributes:
        what: the change, in words.
        orders: what is to be sent, in this order.
    """

    what: str
    orders: tuple[Order, ...]


class NoUndo(NamedTuple):
    """A change that nothing takes back.

    Attributes:
        what: the change, in words.
        why: what keeps it from being undone, and what to do instead.
    """

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what[:1].upper()}{self.what[1:]} cannot be undone: {self.why}"


class Undos:
    """The changes of a session, the last one on top."""

    def __init__(self) -> None:
        self._changes: deque[Undo | NoUndo] = deque(maxlen=REMEMBERED)

    def remember(self, change: Undo | NoUndo | None) -> None:
        """Put a change on top; None where nothing has changed."""
        if change is not None:
            self._changes.append(change)

    def take(self) -> Undo | NoUndo | None:
        """The last change, which is forgotten; None where there is none left."""
        return self._changes.pop() if self._changes else None


def alias_undo(name: str, path: str, before: dict[str, Any]) -> Undo:
    """What takes an UpdateAlias back; `before` is what GetAlias answered before it."""
    document = {
        "FunctionVersion": before.get("FunctionVersion"),
        "RoutingConfig": before.get("RoutingConfig") or {"AdditionalVersionWeights": {}},
        "Description": before.get("Description", ""),
    }
    return Undo(f"the change of alias {name}", (Order("PUT", path, document),))


def reservation_undo(function: str, path: str, before: int | None) -> Undo:
    """What takes a reservation of concurrency, or its end, back; `before` is what was reserved."""
    return Undo(f"the reserved concurrency of {function}", (_put(path, "ReservedConcurrentExecutions", before),))


def provision_undo(name: str, path: str, before: int | None) -> Undo:
    """What takes provisioned concurrency, or its end, back; `before` is what was asked for then."""
    return Undo(f"the provisioned concurrency of {name}", (_put(path, "ProvisionedConcurrentExecutions", before),))


def configuration_undo(function: str, path: str, before: dict[str, Any], document: dict[str, Any]) -> Undo:
    """What takes an UpdateFunctionConfiguration back.

    Args:
        function: whose it is.
        path: the operation's.
        before: what GetFunctionConfiguration answered before it.
        document: what was changed.
    """
    back = {name: before.get(name) or _NOTHING.get(name) for name in document}
    return Undo(f"the settings of {function}", (Order("PUT", path, back),))


_NOTHING: dict[str, Any] = {"Description": "", "Environment": {"Variables": {}}}
"""What stands for a member of a function's configuration that was not there."""


def _put(path: str, member: str, number: int | None) -> Order:
    return Order("DELETE", path) if number is None else Order("PUT", path, {member: number})
