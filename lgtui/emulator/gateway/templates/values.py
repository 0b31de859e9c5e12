"""The Java values a mapping template works on, as Python objects.

| Java                | Python                    | Java           | Python                     |
|---------------------|---------------------------|----------------|----------------------------|
| null                | None                      | ArrayList      | list                       |
| Boolean             | bool                      | JSONArray      | JSONArray                  |
| String, Character   | str, Character            | LinkedHashMap  | dict                       |
| Integer, Long, Byte | int, Long, Byte           | HashMap        | HashMap                    |
| BigInteger          | BigInteger                | arrays         | JavaArray                  |
| Double, Float       | float, Float              | BigDecimal     | decimal.Decimal            |
| anything else       | a subclass of `JavaObject` |              |                            |

Keys of maps are plain `str` or `int` (Integer); any other key is wrapped by `equality.as_key`, as Python takes 1, 1.0
and True for one key and Java does not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, TypeAlias

Value: TypeAlias = object


class Long(int):
    """A java.lang.Long."""

    __slots__ = ()


class BigInteger(int):
    """A java.math.BigInteger."""

    __slots__ = ()


class Float(float):
    """A java.lang.Float: what json-smart makes of `NaN`."""

    __slots__ = ()


class Byte(int):
    """A java.lang.Byte, as `getBytes()` holds them."""

    __slots__ = ()


class Character(str):
    """A java.lang.Character."""

    __slots__ = ()


class JSONArray(list[Value]):
    """A net.minidev.json.JSONArray: an ArrayList that prints as compact JSON."""

    __slots__ = ()


class JavaArray(list[Value]):
    """A Java array, say String[].

    Args:
        items: What it holds.
        component: Its element type as `Class.getName` spells it: `java.lang.String`, `byte`, `char`.
    """

    __slots__ = ("component",)

    def __init__(self, items: Iterable[Value] = (), component: str = "java.lang.String") -> None:
        super().__init__(items)
        self.component = component


class HashMap(dict[Value, Value]):
    """A java.util.HashMap: a dict whose items stand in the order a HashMap iterates them.

    Build it empty and fill it with `put`, or from pairs with `HashMap.of`; both keep Java's order.
    """

    __slots__ = ("_buckets",)

    def __init__(self) -> None:
        self._buckets = 16

    @classmethod
    def of(cls, pairs: Iterable[tuple[Value, Value]]) -> "HashMap":
        """The map that `new HashMap<>()` becomes when `pairs` are put into it one after another."""
        given = dict(pairs)
        new = cls()
        new._buckets, keys = _table_of(tuple(given))
        new.update([(key, given[key]) for key in keys])
        return new

    def put(self, key: Value, value: Value) -> None:
        """Set one key (already wrapped by `equality.as_key` where that is needed) and keep Java's order."""
        known = key in self
        self[key] = value
        if not known:
            self._buckets = _grown(self._buckets, len(self))
            items = [(key, self[key]) for key in _in_order(self, self._buckets)]
            self.clear()
            self.update(items)


@lru_cache(maxsize=256)
def _table_of(keys: tuple[Value, ...]) -> tuple[int, list[Value]]:
    """The buckets of a HashMap that `keys` were put into, and its order. `$context` mostly has the same keys."""
    buckets = _grown(16, len(keys))
    return buckets, _in_order(keys, buckets)


def _grown(buckets: int, size: int) -> int:
    while size > buckets * 3 // 4:
        buckets *= 2
    return buckets


def _in_order(keys: Iterable[Value], buckets: int) -> list[Value]:
    """`keys` by bucket; those of one bucket stay as they were put, and growing a table keeps that."""
    return sorted(keys, key=lambda key: spread(hash_code(key)) & (buckets - 1))


def hash_code(key: Value) -> int:
    """`hashCode()` of a map key, as an unsigned 32-bit number."""
    if isinstance(key, str):
        return string_hash(key)
    return hash(key) & 0xFFFFFFFF


def string_hash(text: str) -> int:
    """`String.hashCode()`, over UTF-16 units, as an unsigned 32-bit number."""
    code = 0
    units = text.encode("utf-16-be", "surrogatepass")
    for at in range(0, len(units), 2):
        code = (31 * code + (units[at] << 8) + units[at + 1]) & 0xFFFFFFFF
    return code


def spread(code: int) -> int:
    """What HashMap makes of a hash code before it picks the bucket."""
    return code ^ (code >> 16)


@dataclass(frozen=True, slots=True)
class Method:
    """One overload of a method that templates may call.

    Args:
        parameters: Java's parameter types by simple name: `int`, `long`, `boolean`, `double`, `char`, `String`,
            `CharSequence`, `Object`, `Collection`, `Map`, … (`overloads.ACCEPTS` lists them).
        call: Called with the receiver and one Java value per parameter; returns a Java value, None for null and void.
            A Java exception is raised as `errors.JavaException`.
        returns_void: Whether Java's method returns nothing.
    """

    parameters: tuple[str, ...]
    call: Callable[..., Value]
    returns_void: bool = False


class JavaObject:
    """An object templates may call, such as `$input`. Nothing but `methods` is reachable from a template.

    A property `$o.body` finds `getbody()`, `getBody()`, `get("body")` or `isBody()`, in this order, as in Velocity.
    """

    java_class: ClassVar[str] = "java.lang.Object"
    java_types: ClassVar[frozenset[str]] = frozenset()
    methods: ClassVar[Mapping[str, Sequence[Method]]] = {}

    def java_string(self) -> str:
        """What `toString()` gives."""
        return f"{self.java_class}@{string_hash(self.java_class):x}"

    def java_equals(self, other: Value) -> bool:
        """What `equals(other)` gives: by default, whether it is the same object."""
        return self is other

    def java_hash(self) -> int:
        """What `hashCode()` gives."""
        return string_hash(self.java_class)
