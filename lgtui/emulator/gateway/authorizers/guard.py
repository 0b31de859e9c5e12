"""An authorizer in a stage: what its requests have in common, and what it found out about one of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lgtui.emulator.functions.model import InvocationReport
from lgtui.emulator.gateway.authorizers.cache import Key
from lgtui.emulator.gateway.authorizers.grant import Grant
from lgtui.emulator.gateway.authorizers.identity import Source, parse_sources
from lgtui.emulator.gateway.integrations.base import Place
from lgtui.emulator.gateway.integrations.patience import Patience
from lgtui.emulator.gateway.model import Authorizer
from lgtui.emulator.gateway.policies.evaluation import Decision

if TYPE_CHECKING:
    from lgtui.emulator.gateway.lifecycle.execution_log import EndpointRecord

DEFAULT_TTL = 300
"""Seconds that answers count where an authorizer does not say."""

PATIENCE = 29.0
"""Real seconds that the function's answer may take [guess: as long as an integration's]."""


class Guard:
    """A Lambda authorizer in one stage.

    Attributes:
        ttl: emulated seconds that its answers count; 0 where it is asked each time.
    """

    def __init__(self, authorizer: Authorizer, place: Place) -> None:
        self.authorizer = authorizer
        self.place = place
        self.sources: tuple[Source, ...] = parse_sources(authorizer.identity_source)
        ttl = authorizer.authorizer_result_ttl_in_seconds
        self.ttl = DEFAULT_TTL if ttl is None else ttl
        self.patience = Patience(PATIENCE)

    def cache_key(self, stage_key: str, identity: list[str]) -> Key:
        """What answers are kept under: stage, authorizer and identity (fact auth-001).

        One that was changed is another: its former answers do not count [guess].
        """
        own = self.authorizer
        return (stage_key, own.id, own.type, own.authorizer_uri, *map(str, self.sources), *identity)


class Authorization:
    """What a request's authorizer did.

    Attributes:
        identity: the values of the identity sources, in their order; empty where one is missing.
        cached: whether the answer was kept from before.
        latency: real seconds that the function took; 0 where it was not asked.
        event: what the function was sent.
        record: the invocation, for the execution log.
        report: how the invocation ran.
        grant: what the function answered.
        decision: what the grant's policy says of this request's method.
        additional: variables of the context that a test gives, by name; empty for requests.
    """

    __slots__ = (
        "additional", "cached", "decision", "event", "grant", "guard", "identity", "latency", "method_arn", "record",
        "report",
    )  # fmt: skip

    record: "EndpointRecord | None"

    def __init__(self, guard: Guard, method_arn: str) -> None:
        self.guard = guard
        self.method_arn = method_arn
        self.identity: list[str] = []
        self.cached = False
        self.latency = 0.0
        self.event = b""
        self.record = None
        self.report: InvocationReport | None = None
        self.grant: Grant | None = None
        self.decision: Decision | None = None
        self.additional: Mapping[str, str] = {}
