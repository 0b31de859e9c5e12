"""What every shape of AWS's Lambda API has in common."""

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """A shape of AWS's Lambda API: `function_name` here is `FunctionName` on the wire."""


class Empty(Shape, frozen=True, kw_only=True):
    """Output of operations that answer with nothing."""
