"""Counts of what the region did: requests by outcome."""


class Metrics:
    """Requests since the region started.

    Attributes:
        sent: all of them.
        throttled: those answered 429, which count nowhere else.
        ok, client_errors, server_errors: the others, by status.
    """

    def __init__(self) -> None:
        self.sent = 0
        self.ok = 0
        self.throttled = 0
        self.client_errors = 0
        self.server_errors = 0

    def count(self, status: int) -> None:
        """Count one request answered with HTTP `status`."""
        self.sent += 1
        if status == 429:
            self.throttled += 1
        elif status < 400:
            self.ok += 1
        elif status < 500:
            self.client_errors += 1
        else:
            self.server_errors += 1
