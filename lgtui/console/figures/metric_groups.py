"""Metrics that belong together: those of a function, of an API's stage, of the account."""

from collections.abc import Iterable
from typing import NamedTuple

from lgtui.console.figures.metric_series import Metric

KINDS = {("ApiName", "Stage"): "API", ("FunctionName",): "function", (): "all functions"}
"""Dimensions by which metrics are put together → what they are of, in the order they are listed."""

PREFERRED = (
    *("Count", "4XXError", "5XXError", "Latency", "IntegrationLatency", "CacheHitCount", "CacheMissCount"),
    *("Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions", "ColdStarts", "InitDuration"),
)
"""Metrics of a group in the order they are drawn; others come after them."""

MOST_CURVES = 8
"""Curves of a group that are drawn."""


class Group(NamedTuple):
    """Metrics that are drawn together; a single one is a group, too.

    Attributes:
        title: what they are of; empty for a single one.
    """

    title: str
    metrics: tuple[Metric, ...]

    @property
    def curves(self) -> list[tuple[Metric, str]]:
        """What is drawn: each metric with each of its statistics."""
        return [(metric, each) for metric in self.metrics for each in metric.statistics][:MOST_CURVES]

    @property
    def searched(self) -> str:
        """What a filter finds it by, in lower case."""
        first = self.metrics[0]
        return (self.title or f"{first.namespace} {first.name} {first.subject}").lower()


def groups_of(metrics: Iterable[Metric]) -> list[Group]:
    """The groups of metrics, and after them each metric alone."""
    by_dimensions: dict[tuple[tuple[str, str], ...], list[Metric]] = {}
    alone = []
    for metric in metrics:
        alone.append(Group("", (metric,)))
        by_dimensions.setdefault(metric.dimensions, []).append(metric)
    kinds = list(KINDS)
    names = {dimensions: tuple(name for name, _ in dimensions) for dimensions in by_dimensions}
    together = [
        Group(_title(KINDS[names[dimensions]], family[0]), tuple(sorted(family, key=_rank)))
        for dimensions, family in by_dimensions.items()
        if names[dimensions] in kinds
    ]
    together.sort(key=lambda group: (kinds.index(names[group.metrics[0].dimensions]), group.title))
    return together + alone


def _rank(metric: Metric) -> int:
    return PREFERRED.index(metric.name) if metric.name in PREFERRED else len(PREFERRED)


def _title(kind: str, metric: Metric) -> str:
    return f"{kind} {metric.subject}" if metric.dimensions else kind
