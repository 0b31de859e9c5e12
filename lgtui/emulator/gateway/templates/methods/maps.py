"""The methods of LinkedHashMap and HashMap, and of `$foreach`, which is one too."""

from lgtui.emulator.gateway.templates.equality import as_key, equals
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import check_items
from lgtui.emulator.gateway.templates.signatures import merge, table
from lgtui.emulator.gateway.templates.values import HashMap, Value
from lgtui.emulator.gateway.templates.views import EntrySet, ForeachScope, KeySet, ScopeInfo, Values

Map = dict[Value, Value]


def put(this: Map, key: Value, value: Value) -> Value:
    """`put(key, value)`: the old value, or null."""
    name = as_key(key)
    before = this.get(name)
    if isinstance(this, HashMap):
        this.put(name, value)
    else:
        this[name] = value
    check_items(len(this))
    return before


def get(this: Map, key: Value) -> Value:
    """`get(key)`: null where there is none."""
    return this.get(as_key(key))


def _get_or_default(this: Map, key: Value, default: Value) -> Value:
    return this.get(as_key(key), default)


def _put_all(this: Map, other: Value) -> None:
    if not isinstance(other, dict):
        raise JavaException("NullPointerException")
    for key, value in list(other.items()):
        if isinstance(this, HashMap):
            this.put(key, value)
        else:
            this[key] = value
    check_items(len(this))


def _put_if_absent(this: Map, key: Value, value: Value) -> Value:
    before = get(this, key)
    return put(this, key, value) if before is None else before


def _remove(this: Map, key: Value) -> Value:
    return this.pop(as_key(key), None)


def _remove_pair(this: Map, key: Value, value: Value) -> bool:
    name = as_key(key)
    if name not in this or not equals(this[name], value):
        return False
    del this[name]
    return True


def _replace(this: Map, key: Value, value: Value) -> Value:
    return put(this, key, value) if as_key(key) in this else None


def _replace_pair(this: Map, key: Value, before: Value, value: Value) -> bool:
    name = as_key(key)
    if name not in this or not equals(this[name], before):
        return False
    this[name] = value
    return True


def _clear(this: Map) -> None:
    this.clear()


MAP = table(
    {
        "get(Object)": get,
        "put(Object,Object)": put,
        "getOrDefault(Object,Object)": _get_or_default,
        "putIfAbsent(Object,Object)": _put_if_absent,
        "void putAll(Map)": _put_all,
        "remove(Object)": _remove,
        "remove(Object,Object)": _remove_pair,
        "replace(Object,Object)": _replace,
        "replace(Object,Object,Object)": _replace_pair,
        "containsKey(Object)": lambda this, key: as_key(key) in this,
        "containsValue(Object)": lambda this, value: any(equals(value, item) for item in this.values()),
        "keySet()": KeySet,
        "entrySet()": EntrySet,
        "values()": Values,
        "size()": len,
        "isEmpty()": lambda this: not this,
        "void clear()": _clear,
    }
)


def _topmost(this: ForeachScope) -> ForeachScope:
    return this if this.parent is None else _topmost(this.parent)


def _replaced(this: ForeachScope) -> Value:
    if this.replaced is None and this.parent is not None:
        return _replaced(this.parent)
    return this.replaced


FOREACH = merge(
    table(
        {
            "get(Object)": lambda this, key: this.lookup(as_key(key)),
            "getIndex()": lambda this: this.index,
            "getCount()": lambda this: this.index + 1,
            "hasNext()": lambda this: this.has_next,
            "getHasNext()": lambda this: this.has_next,
            "isFirst()": lambda this: this.index < 1,
            "getFirst()": lambda this: this.index < 1,
            "isLast()": lambda this: not this.has_next,
            "getLast()": lambda this: not this.has_next,
            "getTopmost()": _topmost,
            "getParent()": lambda this: this.parent,
            "getReplaced()": _replaced,
            "getInfo()": ScopeInfo,
        }
    ),
    MAP,
)
SCOPE_INFO = table(
    {
        "getName()": lambda this: "foreach",
        "getType()": lambda this: "block",
        "getDepth()": lambda this: this.scope.depth,
        "getTemplate()": lambda this: "t",
        "getLine()": lambda this: this.scope.place[0],
        "getColumn()": lambda this: this.scope.place[1],
    }
)
