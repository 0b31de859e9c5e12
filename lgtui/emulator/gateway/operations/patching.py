"""Patch operations of the Update operations: which paths a noun has, and what each changes."""

import re
from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import PatchOperation

Noun = TypeVar("Noun", bound=msgspec.Struct)

Change = Callable[[Noun, list[str], str], Noun]
"""From a noun, the values of the path's `{…}` parts (`~1` read as `/`) and the operation's value to the new noun."""


class Path(NamedTuple, Generic[Noun]):
    """A path that may be patched.

    Attributes:
        path: `/quota/limit`; a part in braces stands for any one part: `/variables/{name}`.
        operations: `add`, `replace`, `remove`.
        change: what a patch does.
    """

    path: str
    operations: tuple[str, ...]
    change: "Change[Noun]"


class Patcher(Generic[Noun]):
    """Applies patch operations to one kind of noun, all or none.

    Args:
        paths: what may be patched.
        terse: whether a refusal leaves out what may be, as it does for gateway responses (fact gwr-005).
    """

    def __init__(self, paths: Iterable[Path[Noun]], *, terse: bool = False) -> None:
        self._paths = [(re.compile(_pattern(path.path)), path) for path in paths]
        self._terse = terse

    def apply(self, noun: Noun, operations: Iterable[PatchOperation]) -> Noun:
        """`noun` after `operations`, in their order.

        Raises:
            BadRequestException: a path or its operation is not allowed, or a value is wrong.
        """
        for operation in operations:
            noun = self._apply(noun, operation)
        return noun

    def _apply(self, noun: Noun, operation: PatchOperation) -> Noun:
        for pattern, path in self._paths:
            match = pattern.fullmatch(operation.path)
            if match and operation.op in path.operations:
                names = [name.replace("~1", "/").replace("~0", "~") for name in match.groups()]
                return path.change(noun, names, operation.value)
        if self._terse:
            raise BadRequestException(f"Invalid patch path {operation.path}")
        allowed = ", ".join(path.path for _, path in self._paths if operation.op in path.operations)
        raise BadRequestException(
            f"Invalid patch path  '{operation.path}' specified for op '{operation.op}'. Must be one of: [{allowed}]"
        )


def member(name: str, convert: Callable[[str], object] = str) -> "Change[Noun]":
    """The change that sets a noun's member.

    Args:
        name: the member.
        convert: makes its value of the operation's text; its ValueError becomes AWS's refusal.
    """

    def change(noun: Noun, names: list[str], value: str) -> Noun:
        try:
            return msgspec.structs.replace(noun, **{name: convert(value)})
        except ValueError:
            raise BadRequestException(f"Invalid value '{value}' specified for {name}") from None

    return change


def boolean(value: str) -> bool:
    """`true` or `false`, in any case; ValueError for anything else."""
    if value.lower() not in ("true", "false"):
        raise ValueError(value)
    return value.lower() == "true"


def _pattern(path: str) -> str:
    return re.sub(r"\\{[\w:]+\\}", "([^/]+)", re.escape(path))
