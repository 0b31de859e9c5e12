"""What every shape of AWS's API Gateway API has in common, and what many operations take."""

from typing import Any, Literal

import msgspec


def told(default: Any) -> Any:
    """The default of a member that AWS's answers hold even so; plain defaults are left out of them.

    msgspec leaves out what equals a default, but not what a factory has made.
    """
    return msgspec.field(default_factory=lambda: default)


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A shape of AWS's API Gateway API: `rest_api_id` here is `restApiId` on the wire."""


class Empty(Shape, frozen=True, kw_only=True):
    """Output of operations that answer with nothing."""


class PageRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that list, a page at a time."""

    rest_api_id: str = ""
    position: str = ""
    limit: int = 25


class PatchOperation(Shape, frozen=True, kw_only=True):
    """One change of an Update operation, after JSON Patch."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str | None = None
    value: str = ""
    from_: str = msgspec.field(default="", name="from")
