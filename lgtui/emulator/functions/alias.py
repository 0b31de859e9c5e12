"""An alias: the version it points to, and how it divides invocations between two."""

import random
from collections import Counter

from lgtui.emulator.functions.model import AliasConfiguration
from lgtui.frames import AliasView


class Alias:
    """An alias's state.

    Attributes:
        configuration: as GetAlias answers.
        picked: version → how many invocations it got through this alias.
    """

    def __init__(self, configuration: AliasConfiguration) -> None:
        self.configuration = configuration
        self.picked: Counter[str] = Counter()
        self._random = random.Random()

    @property
    def versions(self) -> set[str]:
        """The versions it refers to."""
        return {self.configuration.function_version, *self._weights}

    @property
    def view(self) -> AliasView:
        """The alias as people want to see it."""
        return AliasView(self.configuration.function_version, self._weights, dict(self.picked))

    def pick(self) -> str:
        """The version that runs the next invocation: each time by chance, as on AWS (fact ali-008)."""
        number = self.configuration.function_version
        if self._weights:
            ((other, weight),) = self._weights.items()
            number = other if self._random.random() < weight else number
        self.picked[number] += 1
        return number

    @property
    def shares(self) -> dict[str, float]:
        """Version → share, where it divides invocations between two; else empty."""
        if not self._weights:
            return {}
        return {self.configuration.function_version: 1.0 - sum(self._weights.values()), **self._weights}

    @property
    def _weights(self) -> dict[str, float]:
        routing = self.configuration.routing_config
        return routing.additional_version_weights if routing else {}
