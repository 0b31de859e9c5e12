"""The methods of ArrayList, JSONArray, arrays, key and entry sets, iterators and map entries."""

from collections.abc import Callable, Iterable
from functools import cmp_to_key

from lgtui.emulator.gateway.templates.equality import equals, from_key
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.json_writer import array_text
from lgtui.emulator.gateway.templates.limits import check_comparisons, check_items
from lgtui.emulator.gateway.templates.methods.numbers import compare_values
from lgtui.emulator.gateway.templates.signatures import merge, table
from lgtui.emulator.gateway.templates.values import JavaArray, Value
from lgtui.emulator.gateway.templates.views import (
    CollectionView,
    Entry,
    JavaIterator,
    elements,
    list_iterator,
)

List = list[Value]


def check_index(items: List, index: int, *, end: bool = False) -> int:
    """`index`, if it is one of the list's; also its size with `end`."""
    if 0 <= index < len(items) + int(end):
        return index
    raise JavaException("IndexOutOfBoundsException", f"Index: {index}, Size: {len(items)}")


def _get(this: List, index: int) -> Value:
    return this[check_index(this, index)]


def _set(this: List, index: int, value: Value) -> Value:
    before = this[check_index(this, index)]
    this[index] = value
    return before


def _add(this: List, value: Value) -> bool:
    check_items(len(this) + 1)
    this.append(value)
    return True


def _insert(this: List, index: int, value: Value) -> None:
    this.insert(check_index(this, index, end=True), value)


def _add_all(this: List, other: Value) -> bool:
    added = list(_elements(other))
    check_items(len(this) + len(added))
    this.extend(added)
    return bool(added)


def _insert_all(this: List, index: int, other: Value) -> bool:
    at = check_index(this, index, end=True)
    added = list(_elements(other))
    check_items(len(this) + len(added))
    this[at:at] = added
    return bool(added)


def _elements(other: Value) -> Iterable[Value]:
    items = elements(other)
    if items is None:
        raise JavaException("NullPointerException")
    return items


def _remove_at(this: List, index: int) -> Value:
    return this.pop(check_index(this, index))


def _remove(this: List, value: Value) -> bool:
    at = _index_of(this, value)
    if at >= 0:
        del this[at]
    return at >= 0


def _index_of(this: List, value: Value) -> int:
    return next((at for at, item in enumerate(this) if equals(value, item)), -1)


def _last_index_of(this: List, value: Value) -> int:
    return next((at for at in reversed(range(len(this))) if equals(value, this[at])), -1)


def _sub_list(this: List, first: int, end: int) -> "SubList":
    if first < 0:
        raise JavaException("IndexOutOfBoundsException", f"fromIndex = {first}")
    if end > len(this):
        raise JavaException("IndexOutOfBoundsException", f"toIndex = {end}")
    if first > end:
        raise JavaException("IllegalArgumentException", f"fromIndex({first}) > toIndex({end})")
    return SubList(this[first:end])


class SubList(list[Value]):
    """A part of a list, as `subList` gives it. Unlike Java's it is a copy: changes do not reach the list behind."""

    __slots__ = ()


def _clear(this: List) -> None:
    this.clear()


def _contains_all(this: List, other: Value) -> bool:
    wanted = list(_elements(other))
    check_comparisons(len(this) * len(wanted))
    return all(_index_of(this, each) >= 0 for each in wanted)


def _remove_all(this: List, other: Value) -> bool:
    return _keep(this, other, False)


def _retain_all(this: List, other: Value) -> bool:
    return _keep(this, other, True)


def _keep(this: List, other: Value, wanted: bool) -> bool:
    others = list(_elements(other))
    check_comparisons(len(this) * len(others))
    kept = [item for item in this if any(equals(one, item) for one in others) is wanted]
    changed = len(kept) != len(this)
    this[:] = kept
    return changed


def _to_array(this: Iterable[Value]) -> JavaArray:
    return JavaArray(this, "java.lang.Object")


def _fill_array(this: Iterable[Value], given: JavaArray | None) -> JavaArray:
    """`toArray(array)`: the array itself where it is long enough, with null behind the last element."""
    if given is None:
        raise JavaException("NullPointerException")
    items = list(this)
    if len(given) > len(items):
        items += [None, *given[len(items) + 1 :]]
    return JavaArray(items, given.component)


def _sort(this: List, comparator: None) -> None:
    this.sort(key=cmp_to_key(compare_values))


LIST = table(
    {
        "get(int)": _get,
        "set(int,Object)": _set,
        "add(Object)": _add,
        "void add(int,Object)": _insert,
        "addAll(Collection)": _add_all,
        "addAll(int,Collection)": _insert_all,
        "remove(int)": _remove_at,
        "remove(Object)": _remove,
        "removeAll(Collection)": _remove_all,
        "retainAll(Collection)": _retain_all,
        "size()": len,
        "isEmpty()": lambda this: not this,
        "contains(Object)": lambda this, value: _index_of(this, value) >= 0,
        "containsAll(Collection)": _contains_all,
        "indexOf(Object)": _index_of,
        "lastIndexOf(Object)": _last_index_of,
        "subList(int,int)": _sub_list,
        "iterator()": list_iterator,
        "listIterator()": list_iterator,
        "toArray()": _to_array,
        "toArray(Object...)": _fill_array,
        "void clear()": _clear,
        "void sort(Comparator)": _sort,
        "void ensureCapacity(int)": lambda this, size: None,
        "void trimToSize()": lambda this: None,
    }
)


def _append_element(this: List, value: Value) -> List:
    _add(this, value)
    return this


JSON_ARRAY = merge(
    table(
        {
            "toJSONString()": array_text,
            "toString()": array_text,
            "appendElement(Object)": _append_element,
        }
    ),
    LIST,
)


def _unsupported(this: Value, *arguments: Value) -> Value:
    raise JavaException("UnsupportedOperationException")


def _unsupported_for(wanted: Callable[[List, Value], bool]) -> Callable[[List, Value], bool]:
    """A change of an array, which fails only where there is something to change."""

    def call(this: List, value: Value) -> bool:
        return bool(_unsupported(this)) if wanted(this, value) else False

    return call


def _clear_array(this: List) -> None:
    if this:
        _unsupported(this)


ARRAY = merge(
    table(
        {
            "add(Object)": _unsupported,
            "void add(int,Object)": _unsupported,
            "addAll(Collection)": _unsupported_for(lambda this, other: _add_all(list(this), other)),
            "remove(int)": _unsupported,
            "remove(Object)": _unsupported_for(lambda this, value: _remove(list(this), value)),
            "removeAll(Collection)": _unsupported_for(lambda this, other: _remove_all(list(this), other)),
            "retainAll(Collection)": _unsupported_for(lambda this, other: _retain_all(list(this), other)),
            "void clear()": _clear_array,
        }
    ),
    LIST,
)


def _view_contains_all(this: CollectionView, other: Value) -> bool:
    wanted = list(_elements(other))
    check_comparisons(len(this) * len(wanted))
    return all(this.contains(value) for value in wanted)


def _drop_all(this: CollectionView, other: Value) -> bool:
    return _discard_all(this, list(_elements(other)))


def _discard_all(this: CollectionView, unwanted: List) -> bool:
    size = len(this)
    check_comparisons(size * len(unwanted))
    for value in unwanted:
        this.discard(value)
    return len(this) != size


def _retain_view(this: CollectionView, other: Value) -> bool:
    wanted = list(_elements(other))
    check_comparisons(len(this) * len(wanted))
    unwanted = [item for item in this if not any(equals(item, one) for one in wanted)]
    return _discard_all(this, unwanted)


def _clear_view(this: CollectionView) -> None:
    this.mapping.clear()


VIEW = table(
    {
        "size()": len,
        "isEmpty()": lambda this: not this.mapping,
        "contains(Object)": lambda this, value: this.contains(value),
        "containsAll(Collection)": _view_contains_all,
        "iterator()": CollectionView.iterator,
        "toArray()": _to_array,
        "toArray(Object...)": _fill_array,
        "add(Object)": _unsupported,
        "addAll(Collection)": _unsupported,
        "remove(Object)": CollectionView.discard,
        "removeAll(Collection)": _drop_all,
        "retainAll(Collection)": _retain_view,
        "void clear()": _clear_view,
    }
)

ITERATOR = table(
    {
        "hasNext()": JavaIterator.has_next,
        "next()": JavaIterator.next,
        "void remove()": JavaIterator.remove,
    }
)


def _entry_key(this: Entry) -> Value:
    return from_key(this.key)


ENTRY = table(
    {
        "getKey()": _entry_key,
        "getValue()": lambda this: this.value,
        "setValue(Object)": Entry.set_value,
    }
)
