"""Code signing, of which only its absence is told."""

from lgtui.emulator.functions.model.base import Shape


class FunctionCodeSigningConfig(Shape, frozen=True, kw_only=True):
    """Output of GetFunctionCodeSigningConfig; empty where a function has no configuration, as here always."""
