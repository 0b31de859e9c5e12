"""From a value and a name in a template to the Java method behind it. Nothing but the tables here can be reached."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.methods import collections, maps, numbers, objects, strings
from lgtui.emulator.gateway.templates.overloads import best, pack
from lgtui.emulator.gateway.templates.signatures import Table, merge
from lgtui.emulator.gateway.templates.values import (
    BigInteger,
    Byte,
    Character,
    Float,
    JavaArray,
    JavaObject,
    JSONArray,
    Long,
    Method,
    Value,
)
from lgtui.emulator.gateway.templates.views import (
    CollectionView,
    Entry,
    ForeachScope,
    JavaClass,
    JavaIterator,
    ScopeInfo,
)

Getter: TypeAlias = Callable[[Value], Value]
Call: TypeAlias = Callable[..., Value]

_TABLES: dict[type, Table] = {
    str: merge(strings.STRING, objects.OBJECT),
    bool: merge(numbers.BOOLEAN, objects.OBJECT),
    int: merge(numbers.INTEGER, objects.OBJECT),
    Long: merge(numbers.LONG, objects.OBJECT),
    Byte: merge(numbers.NUMBER, objects.OBJECT),
    BigInteger: merge(numbers.BIG_INTEGER, objects.OBJECT),
    float: merge(numbers.DOUBLE, objects.OBJECT),
    Float: merge(numbers.DOUBLE, objects.OBJECT),
    Decimal: merge(numbers.BIG_DECIMAL, objects.OBJECT),
    Character: merge(numbers.CHARACTER, objects.OBJECT),
    list: merge(collections.LIST, objects.OBJECT),
    JSONArray: merge(collections.JSON_ARRAY, objects.OBJECT),
    JavaArray: objects.OBJECT,
    dict: merge(maps.MAP, objects.OBJECT),
    ForeachScope: merge(maps.FOREACH, objects.OBJECT),
    ScopeInfo: merge(maps.SCOPE_INFO, objects.OBJECT),
    CollectionView: merge(collections.VIEW, objects.OBJECT),
    Entry: merge(collections.ENTRY, objects.OBJECT),
    JavaIterator: merge(collections.ITERATOR, objects.OBJECT),
    JavaClass: merge(objects.CLASS, objects.OBJECT),
}
_STATICS: dict[type, Table] = {
    str: strings.STRING_STATIC,
    bool: numbers.BOOLEAN_STATIC,
    int: numbers.INTEGER_STATIC,
    Long: numbers.LONG_STATIC,
    float: numbers.DOUBLE_STATIC,
    Character: numbers.CHARACTER_STATIC,
}
_NONE: Table = {}
_OBJECTS: dict[type, Table] = {}
_MAX_CACHED = 10_000
_calls: dict[tuple[object, ...], Call | None] = {}
_getters: dict[tuple[type, str], Getter | None] = {}


def table_of(cls: type) -> Mapping[str, Sequence[Method]]:
    """The methods a template may call on values of a Python class."""
    for each in cls.__mro__:
        if each in _TABLES:
            return _TABLES[each]
    if not issubclass(cls, JavaObject):
        return objects.OBJECT
    if cls not in _OBJECTS:
        _OBJECTS[cls] = merge(cls.methods, objects.OBJECT)
    return _OBJECTS[cls]


def find_call(receiver: Value, name: str, arguments: Sequence[Value]) -> Call | None:
    """A function that calls `receiver.name(arguments)`; None where there is no such method, or Java cannot tell which.

    The function serves every receiver and arguments of the same classes, unless `is_open` says otherwise.

    Raises:
        JavaException: the method takes no arguments, and there are some.
    """
    cls = receiver.__class__
    if cls is JavaClass:
        return _callable(_class_method(receiver, name, arguments), arguments)
    key = (cls, name, *[argument.__class__ for argument in arguments])
    try:
        return _calls[key]
    except KeyError:
        pass
    method = best(table_of(cls).get(name, ()), arguments)
    if method is None and cls is JavaArray:
        method = best(collections.ARRAY.get(name, ()), arguments)
    if method is not None and arguments and not method.parameters:
        raise JavaException("IllegalArgumentException", "wrong number of arguments")
    call = _callable(method, arguments)
    if not any(map(is_open, arguments)):
        if len(_calls) >= _MAX_CACHED:
            _calls.clear()
        _calls[key] = call
    return call


def is_open(value: Value) -> bool:
    """Whether the Python class of a value does not settle its Java class."""
    return isinstance(value, (JavaArray, JavaClass))


def _callable(method: Method | None, arguments: Sequence[Value]) -> Call | None:
    """A method as a function of receiver and arguments, which packs a variable number of them; void gives ""."""
    if method is None:
        return None
    if arguments and not method.parameters:
        return _refuse_arguments
    call = method.call
    if method.returns_void:
        return lambda receiver, *arguments: call(receiver, *arguments) or ""
    if method.parameters and method.parameters[-1].endswith("[]"):
        return lambda receiver, *arguments: call(receiver, *pack(method, list(arguments)))
    return call


def _refuse_arguments(receiver: Value, *arguments: Value) -> Value:
    raise JavaException("IllegalArgumentException", "wrong number of arguments")


def _class_method(receiver: Value, name: str, arguments: Sequence[Value]) -> Method | None:
    """A method of java.lang.Class, or a static one of the class it stands for."""
    assert isinstance(receiver, JavaClass)
    method = best(_TABLES[JavaClass].get(name, ()), arguments)
    represents = receiver.represents
    if method is not None or represents is None:
        return method
    method = best(table_of(represents).get(name, ()), arguments)
    if method is not None and method is not best(_STATICS.get(represents, _NONE).get(name, ()), arguments):
        raise JavaException("IllegalArgumentException", "object is not an instance of declaring class")
    return method


def find_getter(cls: type, name: str) -> Getter | None:
    """How `$value.name` is read on values of a class: `getName()`, a map's key, `get("name")`, `isName()`."""
    key = (cls, name)
    if key not in _getters:
        if len(_getters) >= _MAX_CACHED:
            _getters.clear()
        _getters[key] = _find_getter(cls, name)
    return _getters[key]


def _find_getter(cls: type, name: str) -> Getter | None:
    table = table_of(cls)
    method = _accessor(table, "get", name)
    if method is not None:
        return method.call
    if cls is ForeachScope:
        return lambda scope: scope.lookup(name)  # type: ignore[attr-defined]
    if issubclass(cls, dict):
        return lambda mapping: mapping.get(name)  # type: ignore[attr-defined]
    by_name = best(table.get("get", ()), [name])
    if by_name is not None:
        call = by_name.call
        return lambda value: call(value, name)
    method = _accessor(table, "is", name)
    return method.call if method is not None else None


def _accessor(table: Mapping[str, Sequence[Method]], prefix: str, name: str) -> Method | None:
    first = name[0]
    toggled = first.upper() if first.islower() else first.lower()
    for spelt in (prefix + name, prefix + toggled + name[1:]):
        method = best(table.get(spelt, ()), [])
        if method is not None:
            return method
    return None


def set_property(target: Value, name: str, value: Value) -> None:
    """`#set($target.name = value)`: `setName(value)` or a map's key; nothing where there is neither.

    Raises:
        JavaException: the method throws it.
    """
    toggled = name[0].upper() if name[0].islower() else name[0].lower()
    setter = find_call(target, f"set{name}", [value]) or find_call(target, f"set{toggled}{name[1:]}", [value])
    if setter is not None:
        setter(target, value)
    elif isinstance(target, dict):
        maps.put(target, name, value)
    elif put := find_call(target, "put", [name, value]):
        put(target, name, value)


def set_index(target: Value, index: Value, value: Value) -> None:
    """`#set($target[index] = value)`: `set(index, value)` or `put(index, value)`.

    Raises:
        JavaException: the method throws it.
    """
    setter = find_call(target, "set", [index, value]) or find_call(target, "put", [index, value])
    if setter is not None:
        setter(target, index, value)


def adjust_index(target: Value, index: Value) -> Value:
    """A negative index counts from the end, where there is a size.

    Raises:
        JavaException: there is none.
    """
    if index.__class__ is not int or index >= 0:
        return index
    size = find_call(target, "size", [])
    if size is None:
        raise JavaException("VelocityException", "a 'size()' method is required for a negative index")
    return size(target) + index  # type: ignore[operator]
