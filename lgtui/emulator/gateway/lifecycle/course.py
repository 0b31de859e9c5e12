"""How far a request came through the life cycle: what its logs tell beside what its context holds."""

from typing import NamedTuple


class Course(NamedTuple):
    """The course of a finished request.

    Attributes:
        started: whether it passed authorization and limits, so that its execution began.
        refused_by_authorization: whether it ended where its caller was to be authorized.
        authorization_seconds: real seconds that took; None where it did not come to that.
        endpoint_seconds: real seconds the endpoint took; None where it was not asked.
    """

    started: bool
    refused_by_authorization: bool
    authorization_seconds: float | None
    endpoint_seconds: float | None
