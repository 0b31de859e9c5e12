"""Collects what operations refuse while a document is laid into an API, in AWS's words and with its place."""

from collections.abc import Iterator
from contextlib import contextmanager

from lgtui.emulator.errors import NotImplementedException, ServiceError
from lgtui.emulator.gateway.openapi.node import DocumentError, Remark, Trail


class Faults:
    """The refusals so far."""

    def __init__(self) -> None:
        self._remarks: list[Remark] = []

    @contextmanager
    def doing(self, what: str, trail: Trail) -> Iterator[None]:
        """Take down what is refused within: `Unable to put integration on 'GET' for resource at path '/'`."""
        try:
            yield
        except NotImplementedException:
            raise
        except ServiceError as error:
            self._remarks.append(Remark(f"Unable to {what}: {error.message}", trail))

    def check(self) -> None:
        """Go on only where nothing was refused.

        Raises:
            DocumentError: something was.
        """
        if self._remarks:
            raise DocumentError(self._remarks)
