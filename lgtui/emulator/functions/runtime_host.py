"""The host of an environment's Runtime API: what a runtime or an extension reports, in the environment's words."""

from typing import Protocol

from lgtui.emulator.functions import failures
from lgtui.emulator.functions import invocation as outcomes
from lgtui.emulator.functions.extensions import Extensions
from lgtui.emulator.functions.failures import Failure
from lgtui.emulator.functions.invocation import Outcome
from lgtui.emulator.functions.runtime import RESPONSE_LIMIT, Verdict


class Reported(Protocol):
    """The environment, as far as its runtime can reach it."""

    def ready(self) -> Verdict:
        """The runtime asks for the next event."""

    def answer(self, request_id: str, outcome: Outcome) -> Verdict:
        """The runtime reports how the invocation went."""

    def init_failed(self, failure: Failure) -> Verdict:
        """The runtime reports that its init failed."""

    def refused(self, text: str) -> None:
        """Something was asked for that is not emulated."""


class SandboxHost:
    """The host of one sandbox.

    Attributes:
        extensions: the register of its extensions.
        description: the function as an extension is told when it registers.
    """

    def __init__(self, environment: Reported, extensions: Extensions, description: dict[str, str]) -> None:
        self.extensions = extensions
        self.description = description
        self.runtime_ready = environment.ready
        self.runtime_refused = environment.refused
        self._environment = environment

    def runtime_responded(self, request_id: str, body: bytes) -> Verdict:
        """The handler's response."""
        return self._environment.answer(request_id, Outcome("ok", body))

    def runtime_response_too_large(self, request_id: str) -> Verdict:
        """The handler's response was over the limit: the invocation fails, the environment stays."""
        return self._environment.answer(request_id, outcomes.response_too_large(RESPONSE_LIMIT))

    def runtime_failed(self, request_id: str, error_type: str, body: bytes) -> Verdict:
        """The handler's error object."""
        return self._environment.answer(request_id, Outcome("error", body))

    def runtime_init_failed(self, error_type: str, body: bytes) -> Verdict:
        """The init's error object."""
        return self._environment.init_failed(failures.init_failed(error_type, body))
