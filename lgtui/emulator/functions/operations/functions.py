"""Operations on functions."""

import msgspec

from lgtui.emulator.errors import InvalidParameterValueException, ResourceConflictException
from lgtui.emulator.functions import names, validation
from lgtui.emulator.functions.code import CodeOnDisk, put
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    CreateFunctionRequest,
    Empty,
    FunctionCodeLocation,
    FunctionConfiguration,
    FunctionNameRequest,
    GetFunctionResponse,
    ListFunctionsRequest,
    ListFunctionsResponse,
    UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import check_revision, new_revision_id
from lgtui.emulator.functions.operations.versions import VersionOperations
from lgtui.emulator.functions.pages import page
from lgtui.emulator.functions.snapshots import snapshot
from lgtui.emulator.functions.version import Version


class FunctionOperations(VersionOperations):
    """CreateFunction, UpdateFunctionCode, UpdateFunctionConfiguration, DeleteFunction, GetFunction and their kin."""

    def create_function(self, request: CreateFunctionRequest) -> FunctionConfiguration:
        """CreateFunction. Its interpreter is looked for and started in the background.

        Raises:
            ResourceConflictException: there is one of that name.
            InvalidParameterValueException, ValidationException: a member is not allowed, or the code cannot be used.
            NotImplementedException: it is a container image.
        """
        name = names.parse(request.function_name).name
        validation.check_creation(request)
        if name in self._registry.functions:
            raise ResourceConflictException(f"Function already exist: {name}", Type="User")
        given = request.code
        code = put(
            self._new_code_folder(name), request.handler, request.runtime, given.zip_file, given.folder, given.source
        )
        latest = self._make_version(self._configuration(name, request, code), code)
        function = self._registry.functions[name] = Function(latest, dict(request.tags))
        self._renew(latest)
        self._warn_of_dead_letters(latest.configuration)
        return validation.being_created(self._published(function, request.publish))

    def update_function_code(self, request: UpdateFunctionCodeRequest) -> FunctionConfiguration:
        """UpdateFunctionCode: later invocations run the new code, a running one finishes on the old (fact ver-003).

        Raises:
            ResourceNotFoundException, PreconditionFailedException, InvalidParameterValueException
        """
        function = self._registry.find(request.function_name)
        latest = function.latest
        before = latest.configuration
        check_revision(request.revision_id, before.revision_id)
        folder = self._new_code_folder(function.name)
        code = put(folder, before.handler, before.runtime, request.zip_file, request.folder, request.source)
        if request.dry_run:
            return msgspec.structs.replace(before, code_size=code.size, code_sha256=code.sha256)
        latest.code = code
        self._change(latest, code_size=code.size, code_sha256=code.sha256)
        return validation.being_updated(self._published(function, request.publish))

    def update_function_configuration(self, request: UpdateFunctionConfigurationRequest) -> FunctionConfiguration:
        """UpdateFunctionConfiguration: later invocations run with the new settings.

        Raises:
            ResourceNotFoundException, PreconditionFailedException, ValidationException
        """
        latest = self._registry.find(request.function_name).latest
        check_revision(request.revision_id, latest.configuration.revision_id)
        validation.check_update(request)
        given = {name: getattr(request, name) for name in validation.UPDATABLE}
        if request.layers is not None:
            given["layers"] = self._layers.references(request.layers)
        self._change(latest, **{name: value for name, value in given.items() if value is not None})
        if request.dead_letter_config is not None:
            self._warn_of_dead_letters(latest.configuration)
        self._sweep_layers()
        return validation.being_updated(latest.configuration)

    def delete_function(self, request: FunctionNameRequest) -> Empty:
        """DeleteFunction: with a qualifier that version, else all of it.

        Raises:
            ResourceNotFoundException: there is no such function; a version that does not exist is no error.
            ResourceConflictException: an alias refers to the version.
            InvalidParameterValueException: the qualifier is no published version's.
        """
        name, qualifier = names.parse(request.function_name, request.qualifier)
        function = self._registry.find(name)
        if qualifier:
            self._delete_version(function, qualifier)
        else:
            del self._registry.functions[name]
            function.stop()
            self.concurrency.forget(name)
            self._discard_code(*(version.code for version in function.versions.values()))
            self._sweep_layers()
        self._tell()
        return Empty()

    def get_function(self, request: FunctionNameRequest) -> GetFunctionResponse:
        """GetFunction; the code's location is a folder on this machine."""
        target = self._registry.target(request.function_name, request.qualifier)
        version = self._meant(request)
        location = FunctionCodeLocation(repository_type="file", location=version.code.folder.as_uri())
        configuration = self.get_function_configuration(request)
        return GetFunctionResponse(configuration=configuration, code=location, tags=target.function.tags)

    def get_function_configuration(self, request: FunctionNameRequest) -> FunctionConfiguration:
        """GetFunctionConfiguration of $LATEST, of a version, or of the version an alias points to.

        Raises:
            ResourceNotFoundException
        """
        arn = self._registry.target(request.function_name, request.qualifier).arn
        return msgspec.structs.replace(self._meant(request).configuration, function_arn=arn)

    def list_functions(self, request: ListFunctionsRequest) -> ListFunctionsResponse:
        """ListFunctions, by name; with `FunctionVersion` ALL every version of each."""
        functions = [self._registry.functions[name] for name in sorted(self._registry.functions)]
        wanted = [
            version.configuration
            for function in functions
            for version in (function.versions.values() if request.function_version == "ALL" else (function.latest,))
        ]
        configurations, marker = page(wanted, request.marker, request.max_items)
        return ListFunctionsResponse(functions=configurations, next_marker=marker)

    def _meant(self, request: FunctionNameRequest) -> Version:
        """The version that a name and a qualifier mean; of a weighted alias the first one."""
        function, _, qualified = self._registry.target(request.function_name, request.qualifier)
        if isinstance(qualified, Version):
            return qualified
        return function.versions[qualified.configuration.function_version]

    def _published(self, function: Function, publish: bool) -> FunctionConfiguration:
        """$LATEST's configuration, or where a version is wanted with it, that one's."""
        if not publish:
            return function.latest.configuration
        code = function.latest.code
        if code.in_place:
            code = snapshot(code.folder, self._new_code_folder(function.name), self._copies_of(code.folder))
        return self._publish(function, code)

    def _warn_of_dead_letters(self, configuration: FunctionConfiguration) -> None:
        config = configuration.dead_letter_config
        if config is not None:
            self._warn_of_destination(configuration.function_name, config.target_arn, "dead letters")

    def _delete_version(self, function: Function, number: str) -> None:
        if number == LATEST:
            raise InvalidParameterValueException(
                "$LATEST version cannot be deleted without deleting the function.", Type="User"
            )
        if not number.isdecimal():
            raise InvalidParameterValueException("Deletion of aliases is not currently supported.", Type="User")
        if aliases := function.aliases_of(number):
            raise ResourceConflictException(
                f"Unable to delete version because the following aliases reference it: [{', '.join(aliases)}]",
                Type="User",
            )
        version = function.versions.pop(number, None)
        if version is None:
            return
        version.stop()
        function.policies.pop(number, None)
        self._settle_provisioned(function)
        self._discard_code(version.code)
        self._sweep_layers()

    def _change(self, version: Version, **members: object) -> None:
        """Change $LATEST's configuration and replace its environments."""
        version.configuration = msgspec.structs.replace(
            version.configuration, **members, last_modified=self._time_stamp(), revision_id=new_revision_id()
        )
        version.pool.retire("reload")
        self._renew(version)

    def _configuration(self, name: str, request: CreateFunctionRequest, code: CodeOnDisk) -> FunctionConfiguration:
        return FunctionConfiguration(
            function_name=name,
            function_arn=self._registry.arn(name),
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
            revision_id=new_revision_id(),
            state="Active",
            last_update_status="Successful",
            package_type=request.package_type,
            architectures=request.architectures,
            ephemeral_storage=request.ephemeral_storage,
            dead_letter_config=request.dead_letter_config,
            layers=self._layers.references(request.layers),
        )
