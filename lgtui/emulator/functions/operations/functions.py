"""Operations on functions."""

import asyncio
from collections.abc import Sequence

import msgspec

from lgtui.emulator.errors import InvalidParameterValueException, ResourceConflictException
from lgtui.emulator.functions import configuration as configurations
from lgtui.emulator.functions import validation
from lgtui.emulator.functions.code import UNPACKED_LIMIT, CodeOnDisk, packaged, put, unpacked_size
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    Code,
    Concurrency,
    CreateFunctionRequest,
    Empty,
    FunctionCodeLocation,
    FunctionConfiguration,
    FunctionNameRequest,
    GetFunctionResponse,
    LayerReference,
    ListFunctionsRequest,
    ListFunctionsResponse,
    UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import check_revision, new_revision_id
from lgtui.emulator.functions.operations.tags import check_tags
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
        validation.check_creation(request)
        name = self._registry.parse(request.function_name).name
        if name in self._registry.functions:
            raise ResourceConflictException(f"Function already exist: {name}", Type="User")
        check_tags(request.tags)
        layers = self._layers.references(request.layers)
        code = self._put(name, request.handler, request.runtime, request.code)
        self._check_combined_size(code, layers)
        latest = self._make_version(self._configuration(name, request, code, layers), code)
        function = self._registry.add(latest, dict(request.tags))
        self._renew(latest)
        self._warn_of_dead_letters(latest.configuration)
        self._warn_of_settings(latest.configuration, [])
        published = self._published(function, request.publish)
        return configurations.being_created(published, self._registry.arn(name), new_revision_id())

    def update_function_code(self, request: UpdateFunctionCodeRequest) -> FunctionConfiguration:
        """UpdateFunctionCode: later invocations run the new code, a running one finishes on the old (fact ver-003).

        Raises:
            ResourceNotFoundException, PreconditionFailedException, InvalidParameterValueException
        """
        function = self._registry.find(request.function_name)
        latest = function.latest
        before = latest.configuration
        check_revision(request.revision_id, before.revision_id)
        if request.image_uri:
            raise InvalidParameterValueException(
                "Please don't provide ImageUri when updating a function with packageType Zip.", Type="User"
            )
        code = self._put(function.name, before.handler, before.runtime, request)
        self._check_combined_size(code, before.layers)
        changed = {
            "code_size": code.size,
            "code_sha256": code.sha256,
            "architectures": request.architectures or before.architectures,
        }
        if request.dry_run:
            self._discard_code(code)
            return msgspec.structs.replace(before, **changed)
        latest.code = code
        self._change(latest, **changed)
        if request.publish:
            published = self._published(function, publish=True)
            return configurations.being_created(published, published.function_arn, published.revision_id)
        return configurations.being_updated(latest.configuration, new_revision_id())

    def update_function_configuration(self, request: UpdateFunctionConfigurationRequest) -> FunctionConfiguration:
        """UpdateFunctionConfiguration: later invocations run with the new settings.

        Raises:
            ResourceNotFoundException, PreconditionFailedException, ValidationException
        """
        latest = self._registry.find(request.function_name).latest
        before = latest.configuration
        check_revision(request.revision_id, before.revision_id)
        validation.check_update(request)
        if request.snap_start is not None:
            validation.check_snap_start(request.snap_start.apply_on, request.runtime or before.runtime)
        changed = configurations.changes(before, request, self._settings.region_name)
        if request.layers is not None:
            changed["layers"] = self._layers.references(request.layers)
            self._check_combined_size(latest.code, changed["layers"])
        self._change(latest, **changed)
        if request.dead_letter_config is not None:
            self._warn_of_dead_letters(latest.configuration)
        self._warn_of_settings(latest.configuration, configurations.without_effect(before))
        if request.layers is not None:
            self._sweep_layers()
        return configurations.being_updated(latest.configuration, new_revision_id())

    def delete_function(self, request: FunctionNameRequest) -> Empty:
        """DeleteFunction: with a qualifier that version, else all of it.

        Raises:
            ResourceNotFoundException: there is no such function; a version that does not exist is no error.
            ResourceConflictException: an alias refers to the version.
            InvalidParameterValueException: the qualifier is no published version's.
        """
        name, qualifier = self._registry.parse(request.function_name, request.qualifier)
        function = self._registry.find(name)
        if qualifier:
            self._delete_version(function, qualifier)
        else:
            function.stop()
            codes = [version.code for version in function.versions.values()]
            self._registry.remove(name)
            self.concurrency.forget(name)
            self._discard_code(*codes)
            self._sweep_layers()
        self._tell()
        return Empty()

    def get_function(self, request: FunctionNameRequest) -> GetFunctionResponse:
        """GetFunction; the code's location is below the control port, and gives the package back."""
        configuration = self.get_function_configuration(request)
        function = self._registry.target(request.function_name, request.qualifier).function
        reserved = self.concurrency.share(function.name).reserved
        return GetFunctionResponse(
            configuration=configuration,
            code=FunctionCodeLocation(repository_type="S3", location=self._location(configuration)),
            tags=function.tags,
            concurrency=None if reserved is None else Concurrency(reserved_concurrent_executions=reserved),
        )

    def get_function_configuration(self, request: FunctionNameRequest) -> FunctionConfiguration:
        """GetFunctionConfiguration of $LATEST, of a version, or of the version an alias points to.

        Raises:
            ResourceNotFoundException
        """
        if not self._registry.parse(request.function_name, request.qualifier).qualifier:
            self._registry.find(request.function_name)
        arn = self._registry.target(request.function_name, request.qualifier).arn
        return msgspec.structs.replace(self._meant(request).configuration, function_arn=arn)

    def list_functions(self, request: ListFunctionsRequest) -> ListFunctionsResponse:
        """ListFunctions, by name; with `FunctionVersion` ALL every version of each, qualified."""
        functions = [self._registry.functions[name] for name in sorted(self._registry.functions)]
        if request.function_version == "ALL":
            versions = [version for function in functions for version in function.versions.values()]
            found, marker = page(versions, request.marker, request.max_items)
            listed = [self._listed(version) for version in found]
        else:
            latest, marker = page([function.latest for function in functions], request.marker, request.max_items)
            listed = [configurations.listed(version.configuration) for version in latest]
        return ListFunctionsResponse(functions=listed, next_marker=marker)

    # lgtui's own ------------------------------------------------------------------------------------------------

    def code_of(self, function_name: str, number: str) -> CodeOnDisk:
        """Where the code of a version is.

        Raises:
            ResourceNotFoundException: there is no such function or version.
        """
        return self._registry.version(function_name, number).code

    async def package(self, function_name: str, number: str) -> bytes:
        """The deployment package of a version.

        Raises:
            ResourceNotFoundException: there is no such function or version.
        """
        return await asyncio.to_thread(packaged, self.code_of(function_name, number))

    # ------------------------------------------------------------------------------------------------------------

    def _location(self, configuration: FunctionConfiguration) -> str:
        """Where a version's package can be fetched."""
        return f"{self._endpoint_url}/_lgtui/code/{configuration.function_name}/{configuration.version}"

    def _put(self, name: str, handler: str, runtime: str, given: Code | UpdateFunctionCodeRequest) -> CodeOnDisk:
        """Bring a function's code to where environments can run it.

        Raises:
            InvalidParameterValueException: it cannot be used.
        """
        if given.unpacked is not None:
            return self._codes.keep(given.unpacked)
        with self._codes.draft() as draft:
            return self._codes.keep(put(draft, handler, runtime, given.zip_file, given.folder, given.source))

    def _check_combined_size(self, code: CodeOnDisk, layers: Sequence[LayerReference]) -> None:
        """Refuse an uploaded package that is too large together with its layers.

        Raises:
            InvalidParameterValueException: their files have more than 250 MB (documented).
        """
        if code.in_place or not layers:
            return
        size = sum(unpacked_size(folder) for folder in (code.folder, *self._layers.folders(layers)))
        if size > UNPACKED_LIMIT:
            self._discard_code(code)
            raise InvalidParameterValueException(
                f"Function code combined with layers exceeds the maximum allowed size of {UNPACKED_LIMIT} bytes. The "
                f"actual size is {size} bytes.",
                Type="User",
            )

    def _warn_of_settings(self, configuration: FunctionConfiguration, said: list[str]) -> None:
        """Say which settings have no effect here, those that were said before left out."""
        for what in configurations.without_effect(configuration):
            if what not in said:
                self._warn(f"{configuration.function_name}: {what}.")

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
            with self._codes.draft() as draft:
                code = self._codes.keep(snapshot(code.folder, draft, self._copies_of(code.folder)))
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
        self._registry.functions[version.configuration.function_name].versions[LATEST] = version
        version.pool.retire("reload")
        self._renew(version)

    def _configuration(
        self, name: str, request: CreateFunctionRequest, code: CodeOnDisk, layers: list[LayerReference]
    ) -> FunctionConfiguration:
        return configurations.created(
            request,
            self._settings.region_name,
            function_name=name,
            function_arn=self._registry.arn(name),
            code_size=code.size,
            code_sha256=code.sha256,
            last_modified=self._time_stamp(),
            version=LATEST,
            revision_id=new_revision_id(),
            layers=layers,
        )
