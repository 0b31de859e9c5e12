"""What the console reads of API Gateway's own answers: deployments, and what of a stage the feed does not tell."""

import msgspec


class Deployment(msgspec.Struct, frozen=True, rename="camel"):
    """A deployment in an API's history; `created_date` in emulated seconds since the epoch."""

    id: str
    created_date: float
    description: str = ""


class CanarySettings(msgspec.Struct, frozen=True, rename="camel"):
    """A stage's canary."""

    deployment_id: str = ""
    percent_traffic: float = 0.0
    stage_variable_overrides: dict[str, str] = {}
    use_stage_cache: bool = False


class MethodSetting(msgspec.Struct, frozen=True, rename="camel"):
    """The settings of a stage's methods, as far as the console edits them."""

    logging_level: str = "OFF"
    data_trace_enabled: bool = False
    metrics_enabled: bool = False
    caching_enabled: bool = False
    cache_ttl_in_seconds: int = 300


class AccessLogSettings(msgspec.Struct, frozen=True, rename="camel"):
    """Where a stage's access log goes, and what a line holds."""

    destination_arn: str = ""
    format: str = ""


class StageSettings(msgspec.Struct, frozen=True, rename="camel"):
    """The answer of GetStage; `cache_cluster_size` in GB, empty where the stage has never had a cache."""

    stage_name: str
    deployment_id: str
    cache_cluster_enabled: bool = False
    cache_cluster_size: str = ""
    cache_cluster_status: str = "NOT_AVAILABLE"
    method_settings: dict[str, MethodSetting] = {}
    access_log_settings: AccessLogSettings | None = None
    canary_settings: CanarySettings | None = None
