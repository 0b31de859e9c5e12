"""What the console's own classes bind keys to."""

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode


def bindings_of(part: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class of the console has, with those of its bases."""
    for base in part.__mro__:
        if base.__module__.startswith("lgtui."):
            yield from (each for each in vars(base).get("BINDINGS", ()) if isinstance(each, Binding))
