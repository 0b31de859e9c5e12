"""Values as documents of maps and lists, JSON's or CBOR's: read and written by the shapes of a service's model."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from lgtui.emulator.wire.answer import SerializationException
from lgtui.emulator.wire.service_model import ServiceModel

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float, str, datetime),
    "blob": (str, bytes),
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
}

_BITS = {"integer": 31, "long": 63}


class Scalars(NamedTuple):
    """How a format writes values that JSON has no type for: timestamps in seconds since the epoch, and bytes."""

    timestamp: Callable[[float], Any]
    blob: Callable[[bytes], Any]


JSON_SCALARS = Scalars(timestamp=lambda seconds: seconds, blob=lambda content: base64.b64encode(content).decode())


def read_document(model: ServiceModel, shape_name: str, name: str, value: Any) -> Any:
    """A value out of a document, read as its shape; timestamps become seconds since the epoch.

    Args:
        name: what a refusal calls the value; empty for the whole body.

    Raises:
        SerializationException: it is not of that shape.
    """
    if value is None:
        return None
    shape = model.shapes[shape_name]
    kind = shape["type"]
    _check_type(kind, name, value)
    if kind == "structure":
        prefix = f"{name}." if name else ""
        read = {
            inner: read_document(model, member["shape"], prefix + inner, value.get(member.get("locationName", inner)))
            for inner, member in shape["members"].items()
        }
        return {inner: found for inner, found in read.items() if found is not None}
    if kind == "list":
        return [read_document(model, shape["member"]["shape"], f"{name}[{at}]", item) for at, item in enumerate(value)]
    if kind == "map":
        return {
            _key(name, key): read_document(model, shape["value"]["shape"], f"{name}.{key}", item)
            for key, item in value.items()
        }
    if kind == "blob" and isinstance(value, str):
        return decode_base64(name, value)
    return read_timestamp(name, value) if kind == "timestamp" else value


def write_document(model: ServiceModel, shape_name: str, value: Any, scalars: Scalars) -> Any:
    """A value of an output as a document has it; members that the model lacks are left out."""
    shape = model.shapes[shape_name]
    kind = shape["type"]
    if kind == "structure":
        return {
            member.get("locationName", name): write_document(model, member["shape"], value[name], scalars)
            for name, member in shape["members"].items()
            if value.get(name) is not None
        }
    if kind == "list":
        return [write_document(model, shape["member"]["shape"], item, scalars) for item in value]
    if kind == "map":
        return {key: write_document(model, shape["value"]["shape"], item, scalars) for key, item in value.items()}
    if kind == "blob" and isinstance(value, bytes):
        return scalars.blob(value)
    return scalars.timestamp(value) if kind == "timestamp" else value


def read_timestamp(name: str, value: float | str | datetime) -> float:
    """Seconds since the epoch of a timestamp in any of AWS's formats; times without a zone are in UTC.

    Raises:
        SerializationException: it is none.
    """
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            value = (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SerializationException(f"{name} takes a timestamp, not {value}") from error
    return float(value)


def decode_base64(name: str, text: str) -> bytes:
    """The bytes of a blob.

    Raises:
        SerializationException: it is not base64.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SerializationException(f"{name} is not base64: {error}") from error


def _check_type(kind: str, name: str, value: object) -> None:
    fits = isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if fits and kind in _BITS and isinstance(value, int):
        fits = -(1 << _BITS[kind]) <= value < 1 << _BITS[kind]
    if not fits:
        raise SerializationException(f"{name or 'The body'} takes a {kind}, not {repr(value)[:80]}")


def _key(name: str, key: object) -> str:
    if not isinstance(key, str):
        raise SerializationException(f"{name} takes strings for keys, not {repr(key)[:80]}")
    return key
