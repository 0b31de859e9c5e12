"""AWS Lambda: the operations, one method each, and the invocation of functions."""

import asyncio
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from lgtui.emulator.bus import Bus
from lgtui.emulator.clock import Clock
from lgtui.emulator.errors import (
    NotImplementedException,
    ResourceConflictException,
    ResourceNotFoundException,
    ServiceError,
)
from lgtui.emulator.functions import names, validation
from lgtui.emulator.functions.code import CodeOnDisk, put
from lgtui.emulator.functions.concurrency import Concurrency
from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.functions.events import FunctionsChanged
from lgtui.emulator.functions.facilities import Facilities
from lgtui.emulator.functions.forkservers import ForkServers
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.interpreters import Interpreters
from lgtui.emulator.functions.invocation import Invocation
from lgtui.emulator.functions.model import (
    AliasConfiguration,
    CreateAliasRequest,
    CreateFunctionRequest,
    DeleteAliasRequest,
    Empty,
    FunctionCodeLocation,
    FunctionConfiguration,
    FunctionNameRequest,
    GetFunctionResponse,
    InvocationReport,
    InvocationRequest,
    InvocationResponse,
    ListFunctionsRequest,
    ListFunctionsResponse,
    PutFunctionConcurrencyRequest,
    UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
)
from lgtui.emulator.functions.model import (
    Concurrency as ConcurrencyShape,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.open_files import allow_open_files
from lgtui.emulator.functions.pool import Pool
from lgtui.emulator.functions.runtime import Listen
from lgtui.emulator.functions.settler import Settler
from lgtui.emulator.logs import LogRecord, Logs
from lgtui.emulator.random_bytes import RandomBytes, uuid4
from lgtui.emulator.settings import Settings
from lgtui.frames import FunctionView

__all__ = ["Functions", "Listen"]

MAX_TARGETS = 1_000
"""Meanings of names and ARNs that are remembered."""

NO_REPORT = InvocationReport(
    request_id="", environment_id="", before="", placed=0.0, duration=0.0, billed_ms=0, max_memory_used=0,
    memory_size=0, end="ok",
)  # fmt: skip


class _Target(NamedTuple):
    """What an invocation runs: the function, the ARN that was invoked, and the version that it means."""

    function: Function
    arn: str
    version: str


class Functions:
    """Lambda of one region."""

    def __init__(self, clock: Clock, bus: Bus, logs: Logs, settings: Settings, listen: Listen) -> None:
        allow_open_files()
        self._clock = clock
        self._bus = bus
        self._logs = logs
        self._settings = settings
        self._servers = ForkServers()
        self._settler = Settler(clock, settings.freeze_grace)
        self._facilities = Facilities(clock, logs, settings, listen, self._servers, self._settler)
        self._concurrency = Concurrency(settings.account_concurrency)
        self._interpreters = Interpreters()
        self._functions: dict[str, Function] = {}
        self._targets: dict[tuple[str, str], _Target] = {}
        self._endpoint_url = ""
        self._random = RandomBytes()
        self._waiting: set[asyncio.Task[None]] = set()

    # Functions --------------------------------------------------------------------------------------------------

    def create_function(self, request: CreateFunctionRequest) -> FunctionConfiguration:
        """CreateFunction. Its interpreter is looked for and started in the background.

        Raises:
            ResourceConflictException: there is one of that name.
            InvalidParameterValueException, ValidationException: a member is not allowed, or the code cannot be used.
            NotImplementedException: it is a container image or has layers.
        """
        name = names.parse(request.function_name).name
        validation.check_creation(request)
        if name in self._functions:
            raise ResourceConflictException(f"Function already exist: {name}", Type="User")
        given = request.code
        code = put(
            self._code_folder(name), request.handler, request.runtime, given.zip_file, given.folder, given.source
        )
        configuration = self._configuration(name, request, code)
        self._warn_of_layers(name, request.layers)
        pool = Pool(self._facilities, self._bus, self._concurrency)
        function = self._functions[name] = Function(configuration, code, dict(request.tags), pool)
        self._renew(function)
        return validation.being_created(configuration)

    def update_function_code(self, request: UpdateFunctionCodeRequest) -> FunctionConfiguration:
        """UpdateFunctionCode: later invocations run the new code, a running one finishes on the old (fact ver-003)."""
        function = self._find(request.function_name)
        before = function.configuration
        folder = self._code_folder(function.name)
        function.code = put(folder, before.handler, before.runtime, request.zip_file, request.folder, request.source)
        self._change(function, code_size=function.code.size, code_sha256=function.code.sha256)
        return validation.being_updated(function.configuration)

    def update_function_configuration(self, request: UpdateFunctionConfigurationRequest) -> FunctionConfiguration:
        """UpdateFunctionConfiguration: later invocations run with the new settings."""
        function = self._find(request.function_name)
        validation.check_update(request)
        self._warn_of_layers(function.name, request.layers or [])
        given = {name: getattr(request, name) for name in validation.UPDATABLE}
        self._change(function, **{name: value for name, value in given.items() if value is not None})
        return validation.being_updated(function.configuration)

    def delete_function(self, request: FunctionNameRequest) -> Empty:
        """DeleteFunction: its environments end, its aliases and its reservation go with it."""
        function = self._find(request.function_name)
        del self._functions[function.name]
        function.cancel()
        function.pool.stop()
        self._concurrency.unreserve(function.name)
        self._tell()
        return Empty()

    def get_function(self, request: FunctionNameRequest) -> GetFunctionResponse:
        """GetFunction; the code's location is a folder on this machine."""
        configuration = self.get_function_configuration(request)
        function = self._functions[configuration.function_name]
        location = FunctionCodeLocation(repository_type="file", location=function.code.folder.as_uri())
        return GetFunctionResponse(configuration=configuration, code=location, tags=function.tags)

    def get_function_configuration(self, request: FunctionNameRequest) -> FunctionConfiguration:
        """GetFunctionConfiguration of $LATEST, or of the version an alias points to."""
        target = self._target(request.function_name, request.qualifier)
        if target.arn == target.function.configuration.function_arn:
            return target.function.configuration
        return msgspec.structs.replace(target.function.configuration, function_arn=target.arn)

    def list_functions(self, request: ListFunctionsRequest) -> ListFunctionsResponse:
        """ListFunctions, by name."""
        following = sorted(name for name in self._functions if name > request.marker)
        page = following[: request.max_items]
        marker = page[-1] if len(following) > len(page) else ""
        return ListFunctionsResponse(
            functions=[self._functions[name].configuration for name in page], next_marker=marker
        )

    # Aliases ----------------------------------------------------------------------------------------------------

    def create_alias(self, request: CreateAliasRequest) -> AliasConfiguration:
        """CreateAlias to $LATEST.

        Raises:
            ResourceConflictException: there is one of that name.
            NotImplementedException: it points to another version; versions are not emulated.
        """
        function = self._find(request.function_name)
        if request.function_version != LATEST:
            raise NotImplementedException(
                f"lgtui does not emulate versions yet: point the alias {request.name} to $LATEST, "
                f"not to {request.function_version}."
            )
        arn = self._arn(function.name, request.name)
        if request.name in function.aliases:
            raise ResourceConflictException(f"Alias already exists: {arn}", Type="User")
        alias = AliasConfiguration(
            alias_arn=arn,
            name=request.name,
            function_version=request.function_version,
            description=request.description,
            revision_id=str(uuid.uuid4()),
        )
        function.aliases[request.name] = alias
        self._tell()
        return alias

    def delete_alias(self, request: DeleteAliasRequest) -> Empty:
        """DeleteAlias; one that does not exist is no error."""
        self._find(request.function_name).aliases.pop(request.name, None)
        self._tell()
        return Empty()

    # Concurrency ------------------------------------------------------------------------------------------------

    def put_function_concurrency(self, request: PutFunctionConcurrencyRequest) -> ConcurrencyShape:
        """PutFunctionConcurrency: 0 refuses every invocation."""
        function = self._find(request.function_name)
        self._concurrency.reserve(function.name, request.reserved_concurrent_executions)
        self._tell()
        return ConcurrencyShape(reserved_concurrent_executions=request.reserved_concurrent_executions)

    def delete_function_concurrency(self, request: FunctionNameRequest) -> Empty:
        """DeleteFunctionConcurrency."""
        self._concurrency.unreserve(self._find(request.function_name).name)
        self._tell()
        return Empty()

    def get_function_concurrency(self, request: FunctionNameRequest) -> ConcurrencyShape:
        """GetFunctionConcurrency (fact con-013)."""
        reserved = self._concurrency.reserved(self._find(request.function_name).name)
        return ConcurrencyShape(reserved_concurrent_executions=reserved)

    # Invocation -------------------------------------------------------------------------------------------------

    async def invoke(self, request: InvocationRequest) -> InvocationResponse:
        """Invoke, RequestResponse or DryRun.

        Raises:
            ResourceNotFoundException: there is no such function, alias or version (facts inv-005, inv-006).
            TooManyRequestsException: its concurrency is used up.
            RequestTooLargeException, InvalidRequestContentException: of the payload.
            NotImplementedException: it is an asynchronous invocation, or nothing here runs the function.
        """
        function = self._target(request.function_name, request.qualifier).function
        validation.check_payload_size(request.payload)
        validation.check_payload(request.payload)
        if request.invocation_type == "DryRun":
            return InvocationResponse(status_code=204, payload=b"", report=NO_REPORT)
        if request.invocation_type == "Event":
            raise NotImplementedException(
                f"lgtui does not emulate asynchronous invocation yet: {function.name}, type Event."
            )
        return await self.begin(request)

    def begin(self, request: InvocationRequest) -> asyncio.Future[InvocationResponse]:
        """Start a RequestResponse invocation whose payload is JSON; the future is its answer.

        Setting the future's exception gives up waiting; the function goes on.

        Raises:
            ResourceNotFoundException, TooManyRequestsException, RequestTooLargeException: as Invoke does.
        """
        called = self._clock.perf_counter()
        function, arn, version = self._target(request.function_name, request.qualifier)
        validation.check_payload_size(request.payload)
        request_id = uuid4(self._random.take(16))
        invocation = Invocation(request_id, arn, version, request.payload or b"{}", called)
        if request.client_context:
            invocation.client_context = validation.client_context(request.client_context)
        if request.log_type == "Tail":
            invocation.tail = bytearray()
        if function.pool.revision is None:
            task = asyncio.get_running_loop().create_task(self._place_when_ready(function, invocation))
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)
        else:
            self._place(function, invocation)
        return invocation.future

    def _place(self, function: Function, invocation: Invocation) -> None:
        self._concurrency.take(function.name, invocation.request_id)
        function.pool.place(invocation)

    async def _place_when_ready(self, function: Function, invocation: Invocation) -> None:
        """Place an invocation once the function's interpreter is found; a refusal is its caller's."""
        try:
            await function.ready()
            self._place(function, invocation)
        except ServiceError as error:
            if not invocation.future.done():
                invocation.future.set_exception(error)

    # lgtui's own ------------------------------------------------------------------------------------------------

    def retire(self, function_name: str, reason: str) -> None:
        """Replace a function's environments: its code has changed on disk.

        Args:
            function_name: whose environments; an unknown one changes nothing.
            reason: what the screen says: `reload`.
        """
        function = self._functions.get(function_name)
        if function is not None:
            function.pool.retire(reason)

    def environments(self) -> list[Environment]:
        """All environments that are not gone."""
        return [
            environment for function in self._functions.values() for environment in function.pool.environments.values()
        ]

    def kill_environment(self, environment_id: str) -> bool:
        """End an environment now; False where there is none of that id."""
        for environment in self.environments():
            if environment.id == environment_id:
                environment.kill("stop")
                return True
        return False

    def summaries(self) -> list[FunctionView]:
        """Every function as people want to see it, by name."""
        return [self._functions[name].summary for name in sorted(self._functions)]

    def set_endpoint_url(self, url: str) -> None:
        """Give later environments `url` as `AWS_ENDPOINT_URL`, so that boto3 in a handler reaches the emulator."""
        self._endpoint_url = url
        for function in self._functions.values():
            function.point_to(url)

    async def stop(self) -> None:
        """End every environment, frozen ones too, and every fork server."""
        self._settler.stop()
        for function in self._functions.values():
            function.cancel()
            function.pool.stop()
        await self._servers.stop()

    # Inside -----------------------------------------------------------------------------------------------------

    def _find(self, function_name: str) -> Function:
        """The function that a control-plane request names."""
        name = names.parse(function_name).name
        if name not in self._functions:
            raise ResourceNotFoundException(f"Function not found: {self._arn(name)}", Type="User")
        return self._functions[name]

    def _target(self, function_name: str, qualifier: str) -> _Target:
        """What a name and a qualifier mean; remembered until a function changes."""
        target = self._targets.get((function_name, qualifier))
        if target is None:
            if len(self._targets) >= MAX_TARGETS:
                self._targets.clear()
            target = self._targets[function_name, qualifier] = self._resolve(function_name, qualifier)
        return target

    def _resolve(self, function_name: str, qualifier: str) -> _Target:
        name, given = names.parse(function_name, qualifier)
        function = self._functions.get(name)
        if function is None:
            raise ResourceNotFoundException(f"Function not found: {self._arn(name, given or LATEST)}", Type="User")
        if given in ("", LATEST):
            return _Target(function, self._arn(name, given), LATEST)
        if given in function.aliases:
            return _Target(function, self._arn(name, given), function.aliases[given].function_version)
        raise ResourceNotFoundException(f"Function not found: {self._arn(name, given)}", Type="User")

    def _change(self, function: Function, **members: object) -> None:
        """Change a function's configuration and replace its environments."""
        function.configuration = msgspec.structs.replace(
            function.configuration, **members, last_modified=self._time_stamp(), revision_id=str(uuid.uuid4())
        )
        function.pool.retire("reload")
        self._renew(function)

    def _configuration(self, name: str, request: CreateFunctionRequest, code: CodeOnDisk) -> FunctionConfiguration:
        return FunctionConfiguration(
            function_name=name,
            function_arn=self._arn(name),
            runtime=request.runtime,
            role=request.role,
            handler=request.handler,
            code_size=code.size,
            description=request.description,
            timeout=request.timeout,
            memory_size=request.memory_size,
            last_modified=self._time_stamp(),
            code_sha256=code.sha256,
            version=LATEST,
            environment=request.environment,
            revision_id=str(uuid.uuid4()),
            state="Active",
            last_update_status="Successful",
            package_type=request.package_type,
            architectures=request.architectures,
            ephemeral_storage=request.ephemeral_storage,
        )

    def _renew(self, function: Function) -> None:
        def on_ready() -> None:
            revision = function.pool.revision
            if revision is not None:
                self._warm(revision.server)
            if function.notice:
                self._warn(f"{function.name}: {function.notice}")
            self._tell()

        function.renew(self._interpreters, self._settings.region_name, self._endpoint_url, on_ready)
        self._tell()

    def _warm(self, executable: str) -> None:
        """Start the fork server of `executable` now, so that the first cold start does not wait for it."""
        try:
            self._servers.of(executable)
        except OSError as error:
            self._warn(f"{executable} cannot be started: {error}")

    def _warn_of_layers(self, name: str, layers: list[str]) -> None:
        if layers:
            self._warn(f"{name}: layers are not emulated yet, it runs without {', '.join(layers)}")

    def _warn(self, text: str) -> None:
        self._logs.write(LogRecord(self._clock.time(), "project", "", "warn", text))

    def _tell(self) -> None:
        """Forget what names meant, and tell the bus."""
        self._targets.clear()
        self._bus.publish(FunctionsChanged())

    def _arn(self, name: str, qualifier: str = "") -> str:
        arn = f"arn:aws:lambda:{self._settings.region_name}:{self._settings.account_id}:function:{name}"
        return f"{arn}:{qualifier}" if qualifier else arn

    def _time_stamp(self) -> str:
        return datetime.fromtimestamp(self._clock.time(), UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    def _code_folder(self, name: str) -> Path:
        return self._settings.work_folder / "code" / f"{name}-{uuid.uuid4().hex[:8]}"
