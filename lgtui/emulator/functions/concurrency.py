"""Concurrent executions: leases out of a function's reservation or of what the account leaves to all others.

What an invocation needs, in this order (guide, lambda-concurrency and scaling-behavior): an environment that is kept
ready for its version, else one of the reservation's executions less those that are kept ready, else one of the
account's that nobody has claimed. A new environment must fit the function's scaling rate, too, and a synchronous
invocation the ceiling of ten requests a second for each execution.
"""

from collections import Counter
from collections.abc import Iterable

from lgtui.emulator.buckets import Bucket, take_together
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import InvalidParameterValueException, TooManyRequestsException

UNRESERVED_MINIMUM = 100
"""Executions that reservations must leave to the other functions (documented); a smaller account's limit instead."""

REQUESTS_PER_EXECUTION = 10
"""Synchronous requests a second for each concurrent execution (guide, lambda-concurrency)."""

SCALING_BURST, SCALING_RATE = 1_000, 100.0
"""New environments of a function: 1,000 in 10 seconds, refilled continuously, unused ones do not add up (guide)."""

RETRY_AFTER = "1"
"""Seconds in the refusal's Retry-After header [guess]: AWS documents the member, not its value."""

ACCOUNT_USED_UP = "ConcurrentInvocationLimitExceeded"
RESERVATION_USED_UP = "ReservedFunctionConcurrentInvocationLimitExceeded"
TOO_FAST = "FunctionInvocationRateLimitExceeded"
RESERVATION_TOO_FAST = "ReservedFunctionInvocationRateLimitExceeded"

EXPLANATIONS = {
    ACCOUNT_USED_UP: "All concurrent executions of the account that no function has reserved are in use. Wait for some "
    "to end, make the function faster, or raise --account-concurrency.",
    RESERVATION_USED_UP: "Every execution of the function's reserved concurrency is in use, or kept for what is "
    "provisioned. Raise the reservation, or retry later.",
    TOO_FAST: "The requests come faster than Lambda serves them: ten a second for each concurrent execution of the "
    "account, and 1,000 new environments in ten seconds for each function. Send slower, and retry with backoff.",
    RESERVATION_TOO_FAST: "The requests come faster than ten a second for each execution of the function's reserved "
    "concurrency. Raise the reservation, or send slower.",
}
"""Plain words for each reason. AWS has two more: CallerRateLimitExceeded is about the control plane's own rate, and
ConcurrentSnapshotCreateLimitExceeded about SnapStart; neither is emulated."""


class Share:
    """One function's part in the account's concurrency; Concurrency changes it.

    Attributes:
        reserved: its reservation, None where it has none.
        provisioned: executions that its versions and aliases keep ready, all together.
        on_demand: executions now, in environments that were started for them.
        kept: executions now, in environments that were kept ready.
    """

    __slots__ = ("function_name", "kept", "on_demand", "provisioned", "rate", "reserved", "scaling")

    def __init__(self, function_name: str, now: float) -> None:
        self.function_name = function_name
        self.reserved: int | None = None
        self.provisioned = 0
        self.on_demand = 0
        self.kept = 0
        self.scaling = Bucket(SCALING_RATE, SCALING_BURST, now)
        self.rate: Bucket | None = None

    @property
    def running(self) -> int:
        """Its executions now."""
        return self.on_demand + self.kept

    @property
    def claim(self) -> int:
        """What it takes away from the account's other functions whether it uses it or not."""
        return self.provisioned if self.reserved is None else self.reserved


class Lease:
    """The right to one execution, from the moment it is placed until it is given back.

    Attributes:
        kept: it runs in an environment that was kept ready.
        spilled: it would have, but none was free.
        unreserved: it is out of nobody's claim.
    """

    __slots__ = ("kept", "owner", "share", "spilled", "unreserved")

    def __init__(self, share: Share, owner: str, kept: bool) -> None:
        self.share = share
        self.owner = owner
        self.kept = kept
        self.spilled = False
        self.unreserved = share.reserved is None and not kept


class Concurrency:
    """Who is executing what. Each lease has an owner and is given back once, however its execution ends.

    Attributes:
        limit: the account's concurrent executions.
        running: executions now, of all functions.
        unreserved_running: those of them that are out of nobody's claim.
        leases: those that are out.
    """

    def __init__(self, limit: int, clock: Clock) -> None:
        self.limit = limit
        self.running = 0
        self.unreserved_running = 0
        self.leases: set[Lease] = set()
        self._clock = clock
        self._shares: dict[str, Share] = {}
        self._unclaimed = limit
        rate = REQUESTS_PER_EXECUTION * limit
        self._rate = Bucket(rate, rate, clock.monotonic())

    def share(self, function_name: str) -> Share:
        """A function's part; made where there is none yet."""
        share = self._shares.get(function_name)
        if share is None:
            share = self._shares[function_name] = Share(function_name, self._clock.monotonic())
        return share

    def take(self, share: Share, owner: str, *, kept: bool, new: bool, synchronous: bool) -> Lease:
        """Lease one execution.

        Args:
            share: the function's.
            owner: for whom: a request id.
            kept: it runs in an environment that was kept ready.
            new: it needs an environment that is still to be started.
            synchronous: its caller waits; the ceiling of requests a second is for these.

        Raises:
            TooManyRequestsException: with the reason; nothing is taken (fact con-004).
        """
        if not kept:
            self._check_room(share)
        self._take_tokens(share, new, synchronous)
        lease = Lease(share, owner, kept)
        self.leases.add(lease)
        self.running += 1
        if kept:
            share.kept += 1
        else:
            share.on_demand += 1
            self.unreserved_running += lease.unreserved
        return lease

    def give_back(self, lease: Lease) -> None:
        """End a lease; a second time changes nothing."""
        if lease not in self.leases:
            return
        self.leases.remove(lease)
        self.running -= 1
        if lease.kept:
            lease.share.kept -= 1
        else:
            lease.share.on_demand -= 1
            self.unreserved_running -= lease.unreserved

    def reserve(self, function_name: str, executions: int) -> None:
        """Set a function's reservation; what it runs already counts against it.

        Raises:
            InvalidParameterValueException: it is under what the function keeps ready (fact con-007), or too little
                would be left to the other functions.
        """
        share = self.share(function_name)
        if executions < share.provisioned:
            raise InvalidParameterValueException(
                f" ReservedConcurrentExecutions  {executions} should not be lower than function's total provisioned "
                f"concurrency [{share.provisioned}]."
            )
        self._check_rest(self._claimed_beside(share) + executions, "ReservedConcurrentExecutions")
        rate = REQUESTS_PER_EXECUTION * executions
        share.reserved = executions
        share.rate = Bucket(rate, rate, self._clock.monotonic())
        self._move(share)

    def unreserve(self, function_name: str) -> None:
        """Drop a function's reservation; what it runs counts against the account's rest from now on."""
        share = self.share(function_name)
        share.reserved = share.rate = None
        self._move(share)

    def provision(self, function_name: str, executions: int) -> None:
        """Set how many executions a function keeps ready, on all of its versions and aliases together.

        Raises:
            InvalidParameterValueException: its reservation is smaller (fact con-008), or too little would be left to
                the other functions.
        """
        share = self.share(function_name)
        if executions > share.provisioned:
            self._check_provision(share, executions)
        share.provisioned = executions
        self._move(share)

    def forget(self, function_name: str) -> None:
        """A function is gone: its claims are free; what still runs keeps its leases."""
        share = self._shares.pop(function_name, None)
        if share is not None:
            share.provisioned = 0
            share.reserved = share.rate = None
            self._move(share)

    @property
    def unclaimed(self) -> int:
        """Executions that no function has claimed (GetAccountSettings' UnreservedConcurrentExecutions)."""
        return self._unclaimed

    def audit(self, owners: Iterable[str]) -> list[str]:
        """What is wrong with the books, a sentence each: empty where every lease and every count is right.

        Args:
            owners: request ids of what runs, each once.
        """
        running, leased = Counter(owners), Counter(lease.owner for lease in self.leases)
        on_demand = Counter(lease.share for lease in self.leases if not lease.kept)
        kept = Counter(lease.share for lease in self.leases if lease.kept)
        shares = {*self._shares.values(), *on_demand, *kept}
        wrong = [f"{owner} runs without a lease" for owner in running - leased]
        wrong += [f"{owner} has a lease and does not run" for owner in leased - running]
        wrong += [
            f"{share.function_name} counts {share.on_demand} + {share.kept}, has {on_demand[share]} + {kept[share]}"
            for share in shares
            if (share.on_demand, share.kept) != (on_demand[share], kept[share])
        ]
        if (self.running, self.unreserved_running) != (
            len(self.leases),
            sum(lease.unreserved for lease in self.leases),
        ):
            wrong.append(f"the account counts {self.running}, {self.unreserved_running} of them unreserved")
        if self._unclaimed != self.limit - sum(share.claim for share in self._shares.values()):
            wrong.append(f"{self._unclaimed} executions are said to be unclaimed")
        return wrong

    def _check_room(self, share: Share) -> None:
        """Refuse where no execution is left for an environment on demand."""
        if share.reserved is None:
            if self.unreserved_running >= self._unclaimed:
                raise _refused(ACCOUNT_USED_UP)
        elif share.on_demand >= share.reserved - share.provisioned:
            raise _refused(RESERVATION_USED_UP)

    def _take_tokens(self, share: Share, new: bool, synchronous: bool) -> None:
        """Take from the buckets of the rates that apply. Which reason AWS gives for the scaling rate is [guess]."""
        buckets = [share.scaling] if new else []
        if synchronous:
            buckets.append(self._rate)
            if share.rate is not None:
                buckets.append(share.rate)
        if not buckets:
            return
        refusing = take_together(buckets, self._clock.monotonic())
        if refusing is not None:
            raise _refused(RESERVATION_TOO_FAST if refusing is share.rate else TOO_FAST)

    def _check_provision(self, share: Share, executions: int) -> None:
        if share.reserved is None:
            self._check_rest(self._claimed_beside(share) + executions, "ConcurrentExecutions")
        elif executions > share.reserved:
            raise InvalidParameterValueException(
                "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for "
                "function",
                Type="User",
            )

    def _check_rest(self, claimed: int, member: str) -> None:
        """Refuse claims that leave too little; an account's limit below 100 is the minimum itself."""
        minimum = min(UNRESERVED_MINIMUM, self.limit)
        if self.limit - claimed < minimum:
            raise InvalidParameterValueException(
                f"Specified {member} for function decreases account's UnreservedConcurrentExecution below its minimum "
                f"value of [{minimum}]."
            )

    def _claimed_beside(self, share: Share) -> int:
        return self.limit - self._unclaimed - share.claim

    def _move(self, share: Share) -> None:
        """Count what a function runs where its new claim says."""
        self._unclaimed = self.limit - sum(each.claim for each in self._shares.values())
        for lease in self.leases:
            if lease.share is share and not lease.kept:
                self.unreserved_running += (share.reserved is None) - lease.unreserved
                lease.unreserved = share.reserved is None


def explain_throttle(refusal: TooManyRequestsException) -> str:
    """Plain words for a refused invocation: which limit is reached, and what to do."""
    return EXPLANATIONS.get(str(refusal.fields.get("Reason")), "")


def _refused(reason: str) -> TooManyRequestsException:
    return TooManyRequestsException("Rate Exceeded.", Reason=reason, Type="User", retryAfterSeconds=RETRY_AFTER)
