"""What the operations of CloudWatch take and give; times in seconds since the epoch."""

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """A shape of CloudWatch's API: `metric_name` here is `MetricName` on the wire."""


class Empty(Shape, frozen=True, kw_only=True):
    """Output of operations that answer with nothing."""


class Dimension(Shape, frozen=True, kw_only=True):
    """A dimension of a metric."""

    name: str
    value: str


class Metric(Shape, frozen=True, kw_only=True):
    """A metric: its namespace, its name and the dimensions that tell it from others of that name."""

    namespace: str = ""
    metric_name: str = ""
    dimensions: list[Dimension] = []


# ListMetrics ----------------------------------------------------------------------------------------------------


class DimensionFilter(Shape, frozen=True, kw_only=True):
    """A dimension that is wanted, with any value by default."""

    name: str
    value: str | None = None


class ListMetricsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListMetrics; accounts beside one's own there are none, and nothing is older than three hours."""

    namespace: str = ""
    metric_name: str = ""
    dimensions: list[DimensionFilter] = []
    next_token: str = ""
    recently_active: str = ""
    include_linked_accounts: bool = False
    owning_account: str = ""


class ListMetricsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListMetrics."""

    metrics: list[Metric]
    next_token: str | None = None


# GetMetricStatistics --------------------------------------------------------------------------------------------


class GetMetricStatisticsRequest(Shape, frozen=True, kw_only=True):
    """Input of GetMetricStatistics; `period` in seconds."""

    namespace: str
    metric_name: str
    dimensions: list[Dimension] = []
    start_time: float
    end_time: float
    period: int
    statistics: list[str] = []
    extended_statistics: list[str] = []
    unit: str = ""


class Datapoint(Shape, frozen=True, kw_only=True):
    """What is asked of a metric for one period that begins at `timestamp`."""

    timestamp: float
    sample_count: float | None = None
    average: float | None = None
    sum: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str
    extended_statistics: dict[str, float] | None = None


class GetMetricStatisticsResponse(Shape, frozen=True, kw_only=True):
    """Output of GetMetricStatistics."""

    label: str
    datapoints: list[Datapoint]


# GetMetricData --------------------------------------------------------------------------------------------------


class MetricStat(Shape, frozen=True, kw_only=True):
    """A metric, the statistic that is wanted of it, and for periods of how many seconds."""

    metric: Metric
    period: int
    stat: str
    unit: str = ""


class MetricDataQuery(Shape, frozen=True, kw_only=True):
    """One query: a metric's statistic, or an expression over the others."""

    id: str
    metric_stat: MetricStat | None = None
    expression: str = ""
    label: str = ""
    return_data: bool = True
    period: int = 0
    account_id: str = ""


class LabelOptions(Shape, frozen=True, kw_only=True):
    """How times are written in labels, which have none here."""

    timezone: str = ""


class GetMetricDataRequest(Shape, frozen=True, kw_only=True):
    """Input of GetMetricData."""

    metric_data_queries: list[MetricDataQuery]
    start_time: float
    end_time: float
    next_token: str = ""
    scan_by: str = "TimestampDescending"
    max_datapoints: int = 100_800
    label_options: LabelOptions | None = None


class MessageData(Shape, frozen=True, kw_only=True):
    """Something to know about a result."""

    code: str
    value: str


class MetricDataResult(Shape, frozen=True, kw_only=True):
    """What one query gives; `status_code` is `PartialData` where the rest is on the next page."""

    id: str
    label: str
    timestamps: list[float]
    values: list[float]
    status_code: str
    messages: list[MessageData] | None = None


class GetMetricDataResponse(Shape, frozen=True, kw_only=True):
    """Output of GetMetricData."""

    metric_data_results: list[MetricDataResult]
    next_token: str | None = None
    messages: list[MessageData] = []


# PutMetricData --------------------------------------------------------------------------------------------------


class StatisticSet(Shape, frozen=True, kw_only=True):
    """Values summed up."""

    sample_count: float
    sum: float
    minimum: float
    maximum: float


class MetricDatum(Shape, frozen=True, kw_only=True):
    """Values of a metric: one, several with how often each came, or a summary."""

    metric_name: str
    dimensions: list[Dimension] = []
    timestamp: float | None = None
    value: float | None = None
    values: list[float] = []
    counts: list[float] = []
    statistic_values: StatisticSet | None = None
    unit: str = "None"
    storage_resolution: int = 60


class PutMetricDataRequest(Shape, frozen=True, kw_only=True):
    """Input of PutMetricData."""

    namespace: str
    metric_data: list[MetricDatum] = []
