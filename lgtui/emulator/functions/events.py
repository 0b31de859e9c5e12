"""What Lambda tells on the bus."""

from dataclasses import dataclass

from lgtui.emulator.functions.environment import Environment


@dataclass(frozen=True, slots=True)
class EnvironmentChanged:
    """An environment changed its state; subscribers read the new one from it."""

    environment: Environment


@dataclass(frozen=True, slots=True)
class FunctionsChanged:
    """A function was created, deleted or changed, or the interpreter that stands in for its runtime was found."""
