"""Concurrent executions: leases out of a function's reservation or the account's unreserved rest."""

from collections import Counter

from lgtui.emulator.errors import InvalidParameterValueException, TooManyRequestsException

UNRESERVED_MINIMUM = 100
"""Executions that reservations must leave to the other functions (documented)."""

RETRY_AFTER = "1"
"""Seconds in the refusal's Retry-After header [guess]: AWS documents the member, not its value."""


class Concurrency:
    """Who is executing what. A lease has an owner and is given back once, however the execution ends."""

    def __init__(self, account_limit: int) -> None:
        self._account_limit = account_limit
        self._reserved: dict[str, int] = {}
        self._leases: dict[str, str] = {}
        self._running: Counter[str] = Counter()
        self._unreserved_running = 0

    def take(self, function_name: str, owner: str) -> None:
        """Lease one execution of `function_name` to `owner`.

        Raises:
            TooManyRequestsException: the function's reservation or the account's rest is used up (fact con-004).
        """
        reserved = self._reserved.get(function_name)
        if reserved is None:
            if self._unreserved_running >= self._account_limit - sum(self._reserved.values()):
                raise _refused("ConcurrentInvocationLimitExceeded")
            self._unreserved_running += 1
        elif self._running[function_name] >= reserved:
            raise _refused("ReservedFunctionConcurrentInvocationLimitExceeded")
        self._running[function_name] += 1
        self._leases[owner] = function_name

    def give_back(self, owner: str) -> None:
        """End the lease of `owner`; a second time changes nothing."""
        function_name = self._leases.pop(owner, None)
        if function_name is None:
            return
        self._running[function_name] -= 1
        if function_name not in self._reserved:
            self._unreserved_running -= 1

    def reserve(self, function_name: str, executions: int) -> None:
        """Set a function's reservation.

        Raises:
            InvalidParameterValueException: too little would be left to the other functions.
        """
        others = sum(count for name, count in self._reserved.items() if name != function_name)
        if self._account_limit - others - executions < min(UNRESERVED_MINIMUM, self._account_limit):
            raise InvalidParameterValueException(
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution"
                f" below its minimum value of [{UNRESERVED_MINIMUM}]."
            )
        if function_name not in self._reserved:
            self._unreserved_running -= self._running[function_name]
        self._reserved[function_name] = executions

    def unreserve(self, function_name: str) -> None:
        """Drop a function's reservation."""
        if self._reserved.pop(function_name, None) is not None:
            self._unreserved_running += self._running[function_name]

    def reserved(self, function_name: str) -> int | None:
        """A function's reservation, None where it has none."""
        return self._reserved.get(function_name)


def _refused(reason: str) -> TooManyRequestsException:
    return TooManyRequestsException("Rate Exceeded.", Reason=reason, Type="User", retryAfterSeconds=RETRY_AFTER)
