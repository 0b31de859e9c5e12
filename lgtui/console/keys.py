"""Which commands have keys that a user can change, by the ids that the settings name them with."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from textual.dom import DOMNode

from lgtui import console
from lgtui.console.bound import bindings_of


def rebindable() -> dict[str, str]:
    """Id → the keys it has unless they are changed, of all that the console is made of: imports the whole of it."""
    return {binding.id: binding.key for part in _parts() for binding in bindings_of(part) if binding.id}


def _parts() -> Iterator[type[DOMNode]]:
    for found in pkgutil.walk_packages(console.__path__, f"{console.__name__}."):
        for part in vars(import_module(found.name)).values():
            if isinstance(part, type) and issubclass(part, DOMNode) and part.__module__ == found.name:
                yield part
