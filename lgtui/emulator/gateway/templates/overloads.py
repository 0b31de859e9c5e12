"""Which overload of a method Java calls for given arguments: Velocity 1.7's rules (MethodMap, IntrospectionUtils)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from lgtui.emulator.gateway.templates.values import (
    BigInteger,
    Byte,
    Character,
    Float,
    HashMap,
    JavaArray,
    JavaObject,
    JSONArray,
    Long,
    Method,
    Value,
)

_PRIMITIVES = frozenset(("boolean", "byte", "char", "short", "int", "long", "float", "double"))
_BOXES = {
    "boolean": "Boolean",
    "byte": "Byte",
    "char": "Character",
    "int": "Integer",
    "long": "Long",
    "double": "Double",
}

_COLLECTION = ("Collection", "Iterable")
_LIST = ("ArrayList", "List", *_COLLECTION)
_TYPES: Final[dict[type, tuple[str, ...]]] = {
    str: ("String", "CharSequence", "Comparable"),
    bool: ("Boolean", "boolean", "Comparable"),
    int: ("Integer", "int", "long", "float", "double", "Number", "Comparable"),
    Long: ("Long", "long", "float", "double", "Number", "Comparable"),
    Byte: ("Byte", "byte", "short", "int", "long", "float", "double", "Number", "Comparable"),
    BigInteger: ("BigInteger", "Number", "Comparable"),
    Float: ("Float", "float", "double", "Number", "Comparable"),
    float: ("Double", "double", "Number", "Comparable"),
    Decimal: ("BigDecimal", "Number", "Comparable"),
    Character: ("Character", "char", "Comparable"),
    list: _LIST,
    JSONArray: ("JSONArray", *_LIST),
    dict: ("LinkedHashMap", "HashMap", "Map"),
    HashMap: ("HashMap", "Map"),
}
_WIDER = {
    "byte": ("short", "int", "long", "float", "double"),
    "int": ("long", "float", "double"),
    "long": ("float", "double"),
    "float": ("double",),
    "String": ("CharSequence", "Comparable"),
    "List": _COLLECTION,
    "Collection": ("Iterable",),
    "Set": _COLLECTION,
}


def types_of(value: Value) -> frozenset[str]:
    """The Java types a value can be passed as, primitive ones too; empty for null."""
    if value is None:
        return frozenset()
    if isinstance(value, JavaArray):
        return frozenset((f"{value.component.rpartition('.')[2]}[]", "Object[]", "Object"))
    for cls in type(value).__mro__:
        if cls in _TYPES:
            return frozenset((*_TYPES[cls], "Object"))
    return value.java_types | {"Object"} if isinstance(value, JavaObject) else frozenset(("Object",))


def best(methods: Sequence[Method], arguments: Sequence[Value]) -> Method | None:
    """The overload Velocity picks; None where none fits, or several do equally well."""
    types = [types_of(argument) for argument in arguments]
    nulls = [argument is None for argument in arguments]
    for method in methods:
        if _is_exact(method.parameters, arguments):
            return method
    chosen: Method | None = None
    ambiguous = False
    for method in methods:
        if not _applies(method.parameters, types, nulls):
            continue
        order = -1 if chosen is None else _compare(method.parameters, chosen.parameters)
        if order < 0:
            chosen, ambiguous = method, False
        elif order == 0:
            ambiguous = True
    return None if ambiguous else chosen


def _is_exact(parameters: tuple[str, ...], arguments: Sequence[Value]) -> bool:
    """Whether each argument's class is the parameter itself, or its box."""
    if len(parameters) != len(arguments):
        return False
    return all(
        _BOXES.get(name, name) == _class_of(argument) for name, argument in zip(parameters, arguments, strict=True)
    )


def _class_of(argument: Value) -> str:
    return "Object" if argument is None else _TYPES.get(type(argument), ("",))[0]


def _accepts(parameter: str, types: frozenset[str], is_null: bool) -> bool:
    return parameter not in _PRIMITIVES if is_null else parameter in types


def _applies(parameters: tuple[str, ...], types: Sequence[frozenset[str]], nulls: Sequence[bool]) -> bool:
    """Whether arguments of these types can be passed, also one by one to a last array parameter.

    To a method without parameters Velocity passes whatever it is given, which then fails.
    """
    if not parameters:
        return True
    variable = parameters[-1].endswith("[]")
    fixed = len(parameters) - 1 if variable else len(parameters)
    if len(types) < fixed or (not variable and len(types) > fixed):
        return False
    pairs = list(zip(types, nulls, strict=True))
    if not all(_accepts(name, *pair) for name, pair in zip(parameters, pairs[:fixed], strict=False)):
        return False
    if not variable:
        return True
    rest = pairs[fixed:]
    if len(rest) == 1 and _accepts(parameters[-1], *rest[0]):
        return True
    return all(_accepts(parameters[-1][:-2], *pair) for pair in rest)


def _compare(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Below 0 where `one` is more specific than `other`, above where it is less, 0 where that cannot be told."""
    if len(one) != len(other):
        return len(other) - len(one)
    more = any(_is_wider(right, left) for left, right in zip(one, other, strict=True) if left != right)
    less = any(_is_wider(left, right) for left, right in zip(one, other, strict=True) if left != right)
    if more and less:
        return int(one[-1].endswith("[]")) - int(other[-1].endswith("[]"))
    return int(less) - int(more)


def _is_wider(wide: str, narrow: str) -> bool:
    return wide == "Object" or wide in _WIDER.get(narrow, ())


def pack(method: Method, arguments: list[Value]) -> list[Value]:
    """The arguments as the method takes them: the last ones in an array where it wants one."""
    parameters = method.parameters
    if not parameters or not parameters[-1].endswith("[]"):
        return arguments
    fixed = len(parameters) - 1
    rest = arguments[fixed:]
    if len(rest) == 1 and (rest[0] is None or isinstance(rest[0], JavaArray)):
        return arguments
    return [*arguments[:fixed], JavaArray(rest, "java.lang.Object")]
