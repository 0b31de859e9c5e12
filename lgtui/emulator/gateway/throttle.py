"""The token buckets of the account, of stages and of methods; usage plans keep theirs here too."""

from collections.abc import Iterable, Sequence

from lgtui import frames
from lgtui.emulator.buckets import Bucket, take_together
from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.model import MethodSetting

ACCOUNT = "account"
STAGE_KEY = "*/*"
"""The key of a stage's own setting among its method settings."""
MAX_REMOVED = 10_000
"""Ids of buckets that are gone, kept for the feed; the oldest go first."""


class TokenBucket(Bucket):
    """The bucket of a scope: `id` is stable over its life, `label` is what the screen calls it."""

    __slots__ = ("id", "label", "scope")

    def __init__(self, bucket_id: str, scope: str, label: str, setting: MethodSetting, now: float) -> None:
        super().__init__(setting.throttling_rate_limit, setting.throttling_burst_limit, now)
        self.id = bucket_id
        self.scope = scope
        self.label = label


class Throttles:
    """Every bucket of the region, and which of them changed since the feed last looked.

    A request takes from the bucket of its method, where the stage sets one for it, from the stage's, where `*/*` is
    set, and from the account's. AWS documents `*/*` as the default of each method; that it is one bucket which all
    methods share, and that a method with a setting of its own draws on it too, is [guess].
    """

    def __init__(self, clock: Clock, account_rate: float, account_burst: int) -> None:
        self._clock = clock
        self._buckets: dict[str, TokenBucket] = {}
        self._touched: set[TokenBucket] = set()
        self._removed: dict[str, None] = {}
        setting = MethodSetting(throttling_rate_limit=account_rate, throttling_burst_limit=account_burst)
        self._account = self.add(ACCOUNT, ACCOUNT, ACCOUNT, setting)

    def take(self, buckets: Sequence[TokenBucket]) -> TokenBucket | None:
        """Take one token of each of `buckets` together; the one that refused, or None."""
        self._touched.update(buckets)
        return take_together(buckets, self._clock.monotonic())

    def for_method(self, stage: str, key: str) -> tuple[TokenBucket, ...]:
        """The buckets of one method, in the order they are asked: method, stage, account (fact doc-002).

        Args:
            stage: `{api id}/{stage name}`.
            key: the method's key among the stage's method settings.
        """
        candidates = (self._buckets.get(bucket_id(stage, key)), self._buckets.get(bucket_id(stage, STAGE_KEY)))
        return (*(bucket for bucket in candidates if bucket is not None), self._account)

    def settle(self, stage: str, settings: dict[str, MethodSetting]) -> None:
        """Make, resize and remove buckets of `stage` (`{api id}/{stage name}`) so that they are those of `settings`."""
        wanted = {bucket_id(stage, key): (key, setting) for key, setting in settings.items()}
        for identifier, (key, setting) in wanted.items():
            bucket = self._buckets.get(identifier)
            if bucket is None:
                self.add(identifier, *_scope_and_label(stage, key), setting)
            elif (bucket.rate, bucket.burst) != (setting.throttling_rate_limit, setting.throttling_burst_limit):
                self.resize(bucket, setting.throttling_rate_limit, setting.throttling_burst_limit)
        for bucket in [b for b in self._buckets.values() if b.id not in wanted and _belongs(b.id, stage)]:
            self.remove(bucket)

    def add(self, identifier: str, scope: str, label: str, setting: MethodSetting) -> TokenBucket:
        """Make a bucket; whoever has it made asks for it, and removes it."""
        bucket = TokenBucket(identifier, scope, label, setting, self._clock.monotonic())
        self._buckets[identifier] = bucket
        self._touched.add(bucket)
        self._removed.pop(identifier, None)
        return bucket

    def resize(self, bucket: TokenBucket, rate: float, burst: int) -> None:
        """Give a bucket other limits: tokens per second, and tokens."""
        bucket.resize(rate, burst, self._clock.monotonic())
        self._touched.add(bucket)

    def remove(self, bucket: TokenBucket) -> None:
        """Forget a bucket."""
        del self._buckets[bucket.id]
        self._touched.discard(bucket)
        self._removed[bucket.id] = None
        if len(self._removed) > MAX_REMOVED:
            del self._removed[next(iter(self._removed))]

    def buckets(self) -> list[frames.BucketView]:
        """Every bucket as it stands now, the account's first."""
        return self._views(self._buckets.values())

    def drain_touched(self) -> list[frames.BucketView]:
        """Buckets that were asked, made or resized since the last call. For one consumer: the feed."""
        touched, self._touched = self._touched, set()
        return self._views(touched)

    def drain_removed(self) -> list[str]:
        """Ids of buckets that are gone since the last call. For one consumer: the feed."""
        removed, self._removed = self._removed, {}
        return sorted(removed)

    def _views(self, buckets: Iterable[TokenBucket]) -> list[frames.BucketView]:
        now, at = self._clock.monotonic(), self._clock.time()
        return [
            frames.BucketView(
                id=bucket.id,
                scope=bucket.scope,
                label=bucket.label,
                tokens=bucket.refill(now),
                at=at,
                rate=bucket.rate,
                burst=bucket.burst,
                refused=bucket.refused,
            )
            for bucket in buckets
        ]


def bucket_id(stage: str, key: str) -> str:
    """A bucket's id: `stage/a1b2c3/Prod`, or `method/a1b2c3/Prod/GET /orders` for the setting `orders/GET`."""
    if key == STAGE_KEY:
        return f"stage/{stage}"
    return f"method/{stage}/{_method_label(key)}"


def _belongs(identifier: str, stage: str) -> bool:
    return identifier == f"stage/{stage}" or identifier.startswith(f"method/{stage}/")


def _scope_and_label(stage: str, key: str) -> tuple[str, str]:
    if key == STAGE_KEY:
        return "stage", f"stage {stage.rpartition('/')[2]}"
    return "method", _method_label(key)


def _method_label(key: str) -> str:
    path, _, http_method = key.rpartition("/")
    return f"{http_method} /{path.replace('~1', '/').lstrip('/')}"
