"""What one region is set to: account, limits and the folders it works in."""

from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """A region's fixed settings.

    Attributes:
        account_id: the twelve digits in every ARN.
        region_name: the region in every ARN and in `AWS_REGION`.
        work_folder: where environments get their `/tmp` and unpacked code; removed when the region stops.
        state_folder: what outlives the region (`.lgtui/`); None keeps that in memory.
        fresh: whether to begin without what the state folder holds.
        account_concurrency: concurrent executions of all functions together (documented default 1,000).
        account_rate: requests per second of all APIs together (fact doc-001).
        account_burst: size of the account's token bucket (fact doc-001).
        idle_limit: emulated seconds after which an environment without an invocation ends.
        log_age: emulated seconds that log lines are kept in the store.
        log_size: bytes of them at most; the oldest go first.
        trace_age, trace_size: the same for the history of requests.
        services_endpoint: URL where requests to other services are passed on to; empty where they are refused.
        jwks: a user pool's id → the file or the URL of its public keys.
        freeze_grace: real seconds an environment stays runnable after an answer before it is frozen.
    """

    work_folder: Path
    state_folder: Path | None = None
    fresh: bool = False
    account_id: str = "123456789012"
    region_name: str = "us-east-1"
    account_concurrency: int = 1_000
    account_rate: float = 10_000.0
    account_burst: int = 5_000
    idle_limit: float = 600.0
    log_age: float = 7 * 86_400.0
    log_size: int = 200 * 1024 * 1024
    trace_age: float = 7 * 86_400.0
    trace_size: int = 50 * 1024 * 1024
    services_endpoint: str = ""
    jwks: dict[str, str] = {}
    freeze_grace: float = 0.010
