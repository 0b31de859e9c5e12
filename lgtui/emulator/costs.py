"""What the region's work would have cost on AWS: an estimate by list prices of us-east-1, without any free tier."""

REQUEST = 3.50 / 1_000_000
"""US dollars for a request to a REST API, of the first 333 million in a month (API Gateway pricing)."""

INVOCATION = 0.20 / 1_000_000
"""US dollars for an invocation of a function (Lambda pricing)."""

GIGABYTE_SECOND = 0.0000166667
"""US dollars for a billed second with a gigabyte of memory, on x86 (Lambda pricing)."""


def cost(requests: int, invocations: int, gigabyte_seconds: float, caches: float) -> float:
    """US dollars for what is paid by use; provisioned concurrency, logs and traffic are not in it.

    Args:
        requests: to REST APIs; those that were throttled are free (guide, api-gateway-pricing).
        invocations: that came to an end.
        gigabyte_seconds: memory of the functions, times what they were billed for.
        caches: what the stages' caches have cost, in US dollars.
    """
    return requests * REQUEST + invocations * INVOCATION + gigabyte_seconds * GIGABYTE_SECOND + caches
