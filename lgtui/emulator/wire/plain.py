"""Outputs that are on the wire as they are: their bytes come straight from msgspec, with no document in between."""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from lgtui.emulator.wire.service_model import Operation, ServiceModel

_SCALARS = (str, int, float, bool, bytes)
BODILESS = frozenset({202, 204})
"""Statuses whose answers have no body where there is nothing to say."""

_COMPOUND = ("structure", "map", "list")

_decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class PlainWriter:
    """Writes the bodies of one operation whose outputs are plain.

    Args:
        renamed: member name → its name on the wire where that is another one, as that of lists is.
    """

    def __init__(self, renamed: dict[str, str]) -> None:
        self._renamed = renamed

    def write(self, output: msgspec.Struct) -> bytes:
        """The body that says `output`."""
        body = msgspec.json.encode(output)
        if not self._renamed:
            return body
        return msgspec.json.encode({self._renamed.get(name, name): value for name, value in _decode(body).items()})


def plain_writer(model: ServiceModel, operation: Operation, output_type: Any) -> PlainWriter | None:
    """What writes an operation's outputs, None where the model binds a member otherwise than it is."""
    shape = model.shapes.get(operation.output_shape)
    if shape is None or shape.get("payload") or operation.status in BODILESS or not _is_struct(output_type):
        return None
    members = shape["members"]
    if any("location" in each for each in members.values()) or not _has_members(model, output_type, members, ()):
        return None
    names = {field.encode_name: _wire_name(field, members) for field in msgspec.structs.fields(output_type)}
    return PlainWriter({name: other for name, other in names.items() if other != name})


Seen = tuple[tuple[Any, str], ...]
"""Structs and shapes that are being looked at: shapes may hold themselves."""


def _is_plain(model: ServiceModel, type_: Any, shape_name: str, seen: Seen) -> bool:
    """Whether values of a type are on the wire as msgspec writes them."""
    shape = model.shapes[shape_name]
    kind, origin, inner = shape["type"], get_origin(type_), get_args(type_)
    if origin in (Union, UnionType):
        return all(_is_plain(model, each, shape_name, seen) for each in inner if each is not NoneType)
    if _is_struct(type_):
        if kind != "structure" or (type_, shape_name) in seen:
            return bool(kind == "structure")
        members = shape["members"]
        return _has_members(model, type_, members, (*seen, (type_, shape_name))) and all(
            _wire_name(field, members) == field.encode_name for field in msgspec.structs.fields(type_)
        )
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return kind == "map" and _is_plain(model, inner[1], shape["value"]["shape"], seen)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return kind == "list" and _is_plain(model, inner[0], shape["member"]["shape"], seen)
    return kind not in _COMPOUND and (origin is Literal or type_ in _SCALARS)


def _has_members(model: ServiceModel, struct: type[msgspec.Struct], members: dict[str, Any], seen: Seen) -> bool:
    """Whether the model has all members of a struct, as they are; those that may be null must be left out then."""
    return all(
        field.encode_name in members
        and (NoneType not in get_args(field.type) or field.default is None)
        and _is_plain(model, field.type, members[field.encode_name]["shape"], seen)
        for field in msgspec.structs.fields(struct)
    )


def _wire_name(field: msgspec.structs.FieldInfo, members: dict[str, Any]) -> str:
    return str(members[field.encode_name].get("locationName", field.encode_name))


def _is_struct(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)
