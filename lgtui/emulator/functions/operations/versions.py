"""Operations on versions."""

import asyncio
from pathlib import Path

import msgspec

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions import configuration as configurations
from lgtui.emulator.functions.code import CodeOnDisk
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    FunctionConfiguration,
    ListVersionsByFunctionRequest,
    ListVersionsByFunctionResponse,
    PublishVersionRequest,
)
from lgtui.emulator.functions.operations.base import Operations, check_revision, new_revision_id
from lgtui.emulator.functions.pages import page
from lgtui.emulator.functions.snapshots import snapshot
from lgtui.emulator.functions.version import Version


class VersionOperations(Operations):
    """PublishVersion, ListVersionsByFunction."""

    async def publish_version(self, request: PublishVersionRequest) -> FunctionConfiguration:
        """PublishVersion: an immutable copy of $LATEST; the last version where nothing has changed since.

        Raises:
            ResourceNotFoundException: there is no such function.
            PreconditionFailedException, InvalidParameterValueException: $LATEST is not what is expected (fact ver-002).
        """
        function = self._registry.find(request.function_name)
        latest = function.latest.configuration
        check_revision(request.revision_id, latest.revision_id)
        if request.code_sha256 and request.code_sha256 != latest.code_sha256:
            raise InvalidParameterValueException(
                f"CodeSHA256 ({request.code_sha256}) is different from current CodeSHA256 in $LATEST "
                f"({latest.code_sha256}). Please try again with the CodeSHA256 in $LATEST.",
                Type="User",
            )
        return self._publish(*await self._with_code(function.name), request.description)

    def list_versions_by_function(self, request: ListVersionsByFunctionRequest) -> ListVersionsByFunctionResponse:
        """ListVersionsByFunction."""
        function = self._registry.find(request.function_name)
        versions, marker = page(list(function.versions.values()), request.marker, request.max_items)
        listed = [self._listed(version) for version in versions]
        return ListVersionsByFunctionResponse(versions=listed, next_marker=marker)

    def _listed(self, version: Version) -> FunctionConfiguration:
        """A version as lists have it: with its qualifier, $LATEST too, unlike GetFunctionConfiguration."""
        configuration = version.configuration
        return configurations.listed(
            configuration, self._registry.arn(configuration.function_name, configuration.version)
        )

    def _publish(self, function: Function, code: CodeOnDisk, description: str | None = None) -> FunctionConfiguration:
        """Publish $LATEST with its code where nobody edits it, or give the last version where that is the same."""
        configuration = function.latest.configuration
        source = _source(configuration, code)
        last = function.last_published
        if last is not None and last.source == source:
            if code.copied_from is not None:
                self._discard_code(code)
            return last.configuration
        function.change(published=function.published + 1)
        number = str(function.published)
        published = msgspec.structs.replace(
            configuration,
            function_arn=self._registry.arn(function.name, number),
            version=number,
            description=configuration.description if description is None else description,
            code_sha256=code.sha256,
            code_size=code.size,
            revision_id=new_revision_id(),
            snap_start=configurations.optimized(configuration.snap_start),
        )
        version = function.versions[number] = self._make_version(published, code, source)
        self._renew(version)
        return published

    async def _with_code(self, function_name: str) -> tuple[Function, CodeOnDisk]:
        """A function and its code where nobody edits it; begins again where either changes while the code is copied.

        Raises:
            ResourceNotFoundException: the function is gone by now.
            OSError: the code cannot be copied.
        """
        while True:
            function = self._registry.find(function_name)
            code = function.latest.code
            if not code.in_place:
                return function, code
            copies = self._copies_of(code.folder)
            with self._codes.draft() as draft:
                immutable = await asyncio.to_thread(snapshot, code.folder, draft, copies)
                still_there = immutable not in copies or immutable in self._copies_of(code.folder)
                if still_there and self._registry.find(function_name).latest.code == code:
                    return self._registry.find(function_name), self._codes.keep(immutable)

    def _copies_of(self, folder: Path) -> list[CodeOnDisk]:
        """The copies of a folder that versions have, of whatever functions run it, newest first."""
        copies = [version.code for version in self._versions() if version.code.copied_from == folder]
        return list(dict.fromkeys(reversed(copies)))


def _source(configuration: FunctionConfiguration, code: CodeOnDisk) -> FunctionConfiguration:
    """What two publications of the same $LATEST have in common."""
    return msgspec.structs.replace(
        configuration, code_sha256=code.sha256, code_size=code.size, last_modified="", revision_id=""
    )
