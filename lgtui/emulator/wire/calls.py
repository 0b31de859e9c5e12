"""From an operation of a service model to the method that carries it out, whatever the protocol."""

import inspect
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, get_type_hints

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import NotImplementedException, ServiceError, ValidationException, own_fault
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.objects import Objects
from lgtui.emulator.wire.instead import not_emulated
from lgtui.emulator.wire.service_model import Operation


class Call:
    """How one operation is carried out, looked up once: the method of its name in snake case.

    Raises:
        NotImplementedException: `target` has no method for it.
    """

    def __init__(self, operation: Operation, target: object) -> None:
        method = getattr(target, _snake_case(operation.name), None)
        if method is None:
            raise NotImplementedException(not_emulated(operation.service, operation.name))
        self.operation = operation
        self.method: Callable[[Any], Any] = method
        self._prepare: Callable[[Any], AbstractAsyncContextManager[Any]] = getattr(
            target, f"prepare_{method.__name__}", nullcontext
        )
        hints = get_type_hints(getattr(method, "__func__", method))
        self.output_type: type[Any] = hints.pop("return")
        self.request_type: type[msgspec.Struct] = next(iter(hints.values()))
        self.known = frozenset(self.request_type.__struct_encode_fields__)

    def left_out(self, members: dict[str, Any]) -> list[str]:
        """Members that have no effect here."""
        return [] if members.keys() <= self.known else sorted(members.keys() - self.known)

    def convert(self, members: dict[str, Any]) -> msgspec.Struct:
        """The request as the method takes it.

        Raises:
            ValidationException: a value is not allowed.
        """
        try:
            return msgspec.convert(members, self.request_type, builtin_types=(bytes,))
        except msgspec.ValidationError as error:
            raise ValidationException(f"1 validation error detected: {error}") from error

    def prepared(self, request: msgspec.Struct) -> AbstractAsyncContextManager[Any]:
        """Gives the request with what it needs from elsewhere, such as code that lies in S3, while it is carried out.

        Raises:
            ServiceError: that cannot be had.
        """
        return self._prepare(request)


class Caller:
    """Carries operations out, and tells the log what has no effect and what broke."""

    def __init__(self, clock: Clock, logs: Logs, objects: Objects) -> None:
        self._clock = clock
        self._logs = logs
        self._objects = objects

    async def run(self, call: Call, members: dict[str, Any]) -> Any:
        """What the operation answers, once all that it has changed is committed.

        Raises:
            ServiceError: it is refused.
        """
        if left_out := call.left_out(members):
            self._say(call.operation, "warn", f"not emulated and left out: {', '.join(left_out)}")
        try:
            async with call.prepared(call.convert(members)) as request:
                output = call.method(request)
                return await output if inspect.isawaitable(output) else output
        finally:
            await self._objects.committed()

    def broke(self, operation: Operation, error: Exception) -> ServiceError:
        """A fault of lgtui's own: the log is told where it is, callers get AWS's 500."""
        self._say(operation, "error", own_fault(error))
        return ServiceError(f"lgtui broke at {operation.name}; its log says where.")

    def _say(self, operation: Operation, level: str, text: str) -> None:
        record = LogRecord(self._clock.time(), operation.service, "", level, f"{operation.name}: {text}")
        self._logs.write(record)


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
