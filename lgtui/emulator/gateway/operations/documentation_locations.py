"""Where a documentation part belongs: which members a location of each type has (API reference)."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import DocumentationPartLocation, DocumentationPartType


class _Members(NamedTuple):
    """What a location of some type may have."""

    allowed: tuple[str, ...]
    is_named: bool = False


_BY_TYPE: Mapping[DocumentationPartType, _Members] = {
    "API": _Members(()),
    "AUTHORIZER": _Members(("name",), is_named=True),
    "MODEL": _Members(("name",), is_named=True),
    "RESOURCE": _Members(("path",)),
    "METHOD": _Members(("path", "method")),
    "PATH_PARAMETER": _Members(("path", "method", "name"), is_named=True),
    "QUERY_PARAMETER": _Members(("path", "method", "name"), is_named=True),
    "REQUEST_HEADER": _Members(("path", "method", "name"), is_named=True),
    "REQUEST_BODY": _Members(("path", "method", "name")),
    "RESPONSE": _Members(("path", "method", "status_code")),
    "RESPONSE_HEADER": _Members(("path", "method", "status_code", "name"), is_named=True),
    "RESPONSE_BODY": _Members(("path", "method", "status_code")),
}

_DEFAULTS = {"path": "/", "method": "*", "status_code": "*"}
_ON_THE_WIRE = {"status_code": "statusCode"}


def settled_location(given: DocumentationPartLocation) -> DocumentationPartLocation:
    """`given` with AWS's defaults: the root, any method, any status.

    Raises:
        BadRequestException: it has a member that its type does not have, or lacks its name [guess at the words].
    """
    members = _BY_TYPE[given.type]
    for name in ("path", "method", "status_code", "name"):
        if getattr(given, name) and name not in members.allowed:
            raise BadRequestException(
                f"Invalid location specified: {_ON_THE_WIRE.get(name, name)} is not valid for the type {given.type}"
            )
    if members.is_named and not given.name:
        raise BadRequestException(f"Invalid location specified: the type {given.type} requires a name")
    defaults = {
        name: value for name, value in _DEFAULTS.items() if name in members.allowed and not getattr(given, name)
    }
    return msgspec.structs.replace(given, **defaults)


def told_location(location: DocumentationPartLocation) -> str:
    """A location as AWS's refusals name it."""
    members = msgspec.structs.asdict(location)
    return ", ".join(f"{_ON_THE_WIRE.get(name, name)} '{value}'" for name, value in members.items() if value)
