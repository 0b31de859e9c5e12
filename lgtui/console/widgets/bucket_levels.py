"""The arithmetic of token bucket gauges: levels between the feed's frames, without anything of the screen."""

from dataclasses import dataclass

from lgtui.frames import BucketView, ClockView

EIGHTHS = " ▏▎▍▌▋▊▉█"
LOW_SHARE = 0.25
"""Below this share of its burst a bucket counts as low."""

REFUSAL_SHOWN = 1.5
"""Real seconds for which a gauge shows that it has refused a request."""


@dataclass(frozen=True, slots=True)
class FeedClock:
    """Emulated time between the feed's frames: it runs on from `view`, which came at real time `seen`."""

    view: ClockView
    seen: float

    @property
    def speed(self) -> float:
        """Emulated seconds per real second; 0 while paused."""
        return 0.0 if self.view.paused else self.view.speed

    def at(self, now: float) -> float:
        """Emulated time at real time `now`."""
        return self.view.at + (now - self.seen) * self.speed


def tokens_at(bucket: BucketView, at: float) -> float:
    """The bucket's level at emulated time `at`: it refills continuously up to its burst."""
    return min(float(bucket.burst), bucket.tokens + bucket.rate * max(0.0, at - bucket.at))


def eighths(tokens: float, burst: int, width: int) -> int:
    """The level in eighths of a cell of a bar `width` cells wide; full only when the bucket is."""
    if burst <= 0 or width <= 0:
        return 0
    return max(0, min(width * 8, int(tokens / burst * width * 8)))


def bar(level: int, width: int) -> tuple[str, str]:
    """The filled and the empty part of a bar, `level` in eighths of a cell."""
    whole, part = divmod(level, 8)
    filled = "█" * whole + (EIGHTHS[part] if part else "")
    return filled, " " * (width - len(filled))


def seconds_to_next_token(bucket: BucketView, at: float) -> float:
    """Emulated seconds until one whole token is there; 0 if it is, infinite if none will come."""
    missing = 1.0 - tokens_at(bucket, at)
    if missing <= 0:
        return 0.0
    return missing / bucket.rate if bucket.rate > 0 and bucket.burst >= 1 else float("inf")


def tokens_text(tokens: float, burst: int) -> str:
    """A level as the gauge's number: whole where the burst is large, one decimal (cut, not rounded up) where small."""
    if burst >= 100 or tokens >= burst:
        return f"{int(tokens):,}"
    return f"{int(tokens * 10) / 10:.1f}" if burst <= 20 else str(int(tokens))


def rate_text(rate: float) -> str:
    """A rate with its unit: `10,000/s`, `0.5/s`."""
    return f"{rate:,.0f}/s" if rate == int(rate) else f"{rate:,.3g}/s"


def wait_text(seconds: float) -> str:
    """A time to the next token, coarse enough to be read: `0.1 ms`, `164 ms`, `2.1 s`, `never`."""
    if seconds == float("inf"):
        return "never"
    if seconds < 0.01:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def next_change(bucket: BucketView, at: float, width: int, speed: float) -> float | None:
    """Real seconds until the gauge may look different by refilling alone, or None if it will not."""
    if speed <= 0 or bucket.rate <= 0 or tokens_at(bucket, at) >= bucket.burst:
        return None
    text_step = 1.0 if bucket.burst > 20 else 0.1
    bar_step = bucket.burst / max(width * 8, 1)
    return min(text_step, bar_step) / (bucket.rate * speed)


class BucketTable:
    """The buckets in the order they are shown, and when each last refused a request.

    The account comes first, then stages, then methods; within a scope those that ever refused before the others,
    and else the first seen first. So a row moves at most once, when it becomes interesting.
    """

    SCOPES = ("account", "stage", "method")

    def __init__(self) -> None:
        self._buckets: dict[str, BucketView] = {}
        self._refused_at: dict[str, float] = {}
        self.order: list[str] = []

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, row: int) -> BucketView:
        return self._buckets[self.order[row]]

    def clear(self) -> None:
        """Forget all buckets."""
        self._buckets.clear()
        self._refused_at.clear()
        self.order = []

    def put(self, bucket: BucketView, now: float) -> None:
        """Take the newest state of a bucket, at real time `now`."""
        before = self._buckets.get(bucket.id)
        if before is not None and bucket.refused > before.refused:
            self._refused_at[bucket.id] = now
        self._buckets[bucket.id] = bucket

    def remove(self, bucket_id: str) -> None:
        """Forget one bucket."""
        self._buckets.pop(bucket_id, None)
        self._refused_at.pop(bucket_id, None)

    def arrange(self) -> bool:
        """Bring the rows into order; returns whether any row moved, came or went."""
        order = sorted(self._buckets, key=self._urgency)
        changed = order != self.order
        self.order = order
        return changed

    def refusing(self, row: int, now: float) -> bool:
        """Whether the bucket has refused a request just now."""
        return now - self._refused_at.get(self.order[row], float("-inf")) < REFUSAL_SHOWN

    def _urgency(self, bucket_id: str) -> tuple[int, bool]:
        bucket = self._buckets[bucket_id]
        scope = self.SCOPES.index(bucket.scope) if bucket.scope in self.SCOPES else len(self.SCOPES)
        return scope, bucket.refused == 0
