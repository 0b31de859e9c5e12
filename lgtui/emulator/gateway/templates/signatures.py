"""Tables of methods, written as Java signatures: `{"substring(int,int)": function, "void clear()": function}`."""

from collections.abc import Callable, Mapping, Sequence

from lgtui.emulator.gateway.templates.values import Method, Value

Table = dict[str, tuple[Method, ...]]


def table(signatures: Mapping[str, Callable[..., Value]]) -> Table:
    """A table of methods by name.

    Args:
        signatures: Java signatures without the result type but for `void`; a last type `X...` takes any number.
    """
    found: dict[str, list[Method]] = {}
    for signature, call in signatures.items():
        returns_void = signature.startswith("void ")
        name, _, types = signature.removeprefix("void ").removesuffix(")").partition("(")
        parameters = tuple(types.replace("...", "[]").split(",")) if types else ()
        found.setdefault(name, []).append(Method(parameters, call, returns_void))
    return {name: tuple(methods) for name, methods in found.items()}


def merge(*tables: Mapping[str, Sequence[Method]]) -> Table:
    """One table of several: as with Java's classes, the first to have a signature wins."""
    merged: dict[str, dict[tuple[str, ...], Method]] = {}
    for each in tables:
        for name, methods in each.items():
            known = merged.setdefault(name, {})
            for method in methods:
                known.setdefault(method.parameters, method)
    return {name: tuple(methods.values()) for name, methods in merged.items()}
