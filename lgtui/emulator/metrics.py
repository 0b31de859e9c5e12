"""Counts of what the region did: requests by outcome."""


class Metrics:
    """Requests since the region started.

    Attributes:
        sent: all of them.
        throttled: those answered 429, which count nowhere else.
        ok, client_errors, server_errors: the others, by status.
        hits, misses: those that a stage's cache answered, and those that it was asked for in vain.
    """

    def __init__(self) -> None:
        self.sent = 0
        self.ok = 0
        self.throttled = 0
        self.client_errors = 0
        self.server_errors = 0
        self.hits = 0
        self.misses = 0

    def count(self, status: int, hit: bool | None = None) -> None:
        """Count one request answered with HTTP `status`; `hit` is None where no cache was asked."""
        self.sent += 1
        if hit is not None:
            self.hits += hit
            self.misses += not hit
        if status == 429:
            self.throttled += 1
        elif status < 400:
            self.ok += 1
        elif status < 500:
            self.client_errors += 1
        else:
            self.server_errors += 1
