"""Patch operations of the Update operations: which paths a noun has, and what each changes."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import PatchOperation

Noun = TypeVar("Noun", bound=msgspec.Struct)

Change = Callable[[Noun, list[str], str], Noun]
"""From a noun, the values of the path's `{…}` parts (`~1` read as `/`) and the operation's value to the new noun."""

REPLACE = ("replace",)
SET = ("add", "replace")


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


_Paths = list[tuple["re.Pattern[str]", Path[Any]]]
Refusal = Callable[[PatchOperation, _Paths], str]
"""From an operation that fits none of the paths to AWS's sentence; which one AWS has differs by noun."""


def listed(operation: PatchOperation, paths: _Paths) -> str:
    """Names the paths that the operation may have (facts ctl-005, key-010)."""
    allowed = [path.path for _, path in paths if operation.op in path.operations]
    hint = f"Must be one of: [{', '.join(allowed)}]" if allowed else "Please choose supported operations"
    return f"Invalid patch path  '{_shown(operation)}' specified for op '{operation.op}'. {hint}"


def terse(operation: PatchOperation, paths: _Paths) -> str:
    """Names the path, or where there is such a path its operations (recorded for RestApi, Method, MethodResponse)."""
    fitting = [path for pattern, path in paths if pattern.fullmatch(operation.path or "")]
    if not fitting:
        return path_alone(operation, paths)
    operations = dict.fromkeys(op for path in fitting for op in path.operations)
    return f"Invalid patch operation specified. Must be one of: [{', '.join(operations)}]"


def path_alone(operation: PatchOperation, paths: _Paths) -> str:
    """Names the path, whatever is wrong (fact gwr-005)."""
    return f"Invalid patch path {_shown(operation)}"


class Patcher(Generic[Noun]):
    """Applies patch operations to one kind of noun, all or none.

    Args:
        paths: what may be patched.
        refusal: how a refusal is worded.
    """

    def __init__(self, paths: Iterable[Path[Noun]], refusal: Refusal = listed) -> None:
        self._paths: _Paths = [(re.compile(_pattern(path.path)), path) for path in paths]
        self._refusal = refusal

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
            match = pattern.fullmatch(operation.path or "")
            if match and operation.op in path.operations:
                changed: Noun = path.change(noun, [_unescaped(name) for name in match.groups()], operation.value)
                return changed
        raise BadRequestException(self._refusal(operation, self._paths))


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


def put_entry(name: str, convert: Callable[[str], object] = str) -> "Change[Noun]":
    """The change that sets the entry of a mapping which the path's last part names."""

    def change(noun: Noun, names: list[str], value: str) -> Noun:
        return msgspec.structs.replace(noun, **{name: {**_entries(noun, name), names[-1]: convert(value)}})

    return change


def take_entry(name: str) -> "Change[Noun]":
    """The change that takes the entry of a mapping away which the path's last part names."""

    def change(noun: Noun, names: list[str], value: str) -> Noun:
        kept = {key: entry for key, entry in _entries(noun, name).items() if key != names[-1]}
        return msgspec.structs.replace(noun, **{name: kept})

    return change


def boolean(value: str) -> bool:
    """Whether it is `true`, in any case; whatever else it is, is false (recorded for UpdateMethod's apiKeyRequired)."""
    return value.lower() == "true"


def one_of(allowed: Collection[str]) -> Callable[[str], str]:
    """A converter that takes only some texts."""

    def convert(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return convert


def _entries(noun: msgspec.Struct, name: str) -> Mapping[str, object]:
    entries: Mapping[str, object] = getattr(noun, name)
    return entries


def _shown(operation: PatchOperation) -> str:
    """The path as AWS writes it; one that is not there is Java's `null`."""
    return "null" if operation.path is None else operation.path


def _unescaped(name: str) -> str:
    return name.replace("~1", "/").replace("~0", "~")


def _pattern(path: str) -> str:
    return re.sub(r"\\{[\w:]+\\}", "([^/]+)", re.escape(path))
