"""The methods every Java object has, and the names of its class."""

from decimal import Decimal

from lgtui.emulator.gateway.templates.equality import equals, hash_code
from lgtui.emulator.gateway.templates.printing import array_class, java_string
from lgtui.emulator.gateway.templates.signatures import table
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
    Value,
)
from lgtui.emulator.gateway.templates.views import CollectionView, Entry, ForeachScope, JavaClass, JavaIterator

_CLASS_NAMES: dict[type, str] = {
    str: "java.lang.String",
    bool: "java.lang.Boolean",
    int: "java.lang.Integer",
    Long: "java.lang.Long",
    Byte: "java.lang.Byte",
    BigInteger: "java.math.BigInteger",
    float: "java.lang.Double",
    Float: "java.lang.Float",
    Decimal: "java.math.BigDecimal",
    Character: "java.lang.Character",
    list: "java.util.ArrayList",
    JSONArray: "net.minidev.json.JSONArray",
    dict: "java.util.LinkedHashMap",
    HashMap: "java.util.HashMap",
    ForeachScope: "org.apache.velocity.runtime.directive.ForeachScope",
}


def class_of(value: Value) -> JavaClass:
    """`getClass()`."""
    return JavaClass(class_name(value), type(value))


def class_name(value: Value) -> str:
    """`getClass().getName()`."""
    if isinstance(value, JavaArray):
        return array_class(value)
    if isinstance(value, (CollectionView, JavaIterator)):
        return value.class_name
    if isinstance(value, Entry) and isinstance(value.mapping, HashMap):
        return "java.util.HashMap$Node"
    known = _CLASS_NAMES.get(type(value))
    return known or (value.java_class if isinstance(value, JavaObject) else "java.lang.Object")


OBJECT = table(
    {
        "getClass()": class_of,
        "toString()": java_string,
        "hashCode()": hash_code,
        "equals(Object)": equals,
    }
)


def _simple_name(this: JavaClass) -> str:
    return this.simple_name


CLASS = table(
    {
        "getName()": lambda this: this.name,
        "getSimpleName()": _simple_name,
        "getTypeName()": lambda this: this.name,
        "getCanonicalName()": lambda this: this.name.replace("$", "."),
        "isArray()": lambda this: this.name.startswith("["),
        "isInterface()": lambda this: False,
        "isPrimitive()": lambda this: False,
        "isEnum()": lambda this: False,
    }
)
