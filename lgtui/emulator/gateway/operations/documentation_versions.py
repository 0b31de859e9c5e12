"""Operations on documentation versions: what was said of an API at some moment."""

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.model import (
    CreateDocumentationVersionRequest,
    DocumentationSnapshot,
    DocumentationVersion,
    DocumentationVersionRequest,
    DocumentationVersions,
    Empty,
    PageRequest,
    UpdateDocumentationVersionRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, page
from lgtui.emulator.gateway.operations.patching import REPLACE, Patcher, Path, member
from lgtui.emulator.gateway.store import NO_DOCUMENTATION_VERSION


class DocumentationVersionOperations(Operations):
    """CreateDocumentationVersion, GetDocumentationVersion(s), UpdateDocumentationVersion, Delete…."""

    def create_documentation_version(self, request: CreateDocumentationVersionRequest) -> DocumentationVersion:
        """Freeze what is said of an API; with a stage's name, that stage has the version from now on.

        Raises:
            BadRequestException: the version has no name.
            ConflictException: there is a version of that name.
            NotFoundException: there is no such stage.
        """
        state = self._store.api(request.rest_api_id)
        name = request.documentation_version
        if not name:
            raise BadRequestException("Documentation version cannot be blank")
        if name in state.documentation_versions:
            raise ConflictException("Documentation version already exists.")
        stage = state.stage(request.stage_name) if request.stage_name else None
        version = DocumentationVersion(version=name, created_date=self._now(), description=request.description)
        parts = list(state.documentation.values())
        state.documentation_versions[name] = DocumentationSnapshot(version=version, parts=parts)
        if stage is not None:
            state.stages[stage.stage_name] = msgspec.structs.replace(stage, documentation_version=name)
            self._changed(request.rest_api_id)
        return version

    def get_documentation_version(self, request: DocumentationVersionRequest) -> DocumentationVersion:
        """The version of that name."""
        state = self._store.api(request.rest_api_id, NO_DOCUMENTATION_VERSION)
        return state.documentation_version(request.documentation_version).version

    def get_documentation_versions(self, request: PageRequest) -> DocumentationVersions:
        """A page of an API's versions, oldest first."""
        snapshots = list(self._store.api(request.rest_api_id).documentation_versions.values())
        items, position = page(snapshots, request.position, request.limit)
        return DocumentationVersions(items=[item.version for item in items], position=position)

    def update_documentation_version(self, request: UpdateDocumentationVersionRequest) -> DocumentationVersion:
        """Describe a version in other words.

        Raises:
            BadRequestException: anything but the description is to be changed.
        """
        state = self._store.api(request.rest_api_id, NO_DOCUMENTATION_VERSION)
        snapshot = state.documentation_version(request.documentation_version)
        version = _PATCHER.apply(snapshot.version, request.patch_operations)
        state.documentation_versions[version.version] = msgspec.structs.replace(snapshot, version=version)
        return version

    def delete_documentation_version(self, request: DocumentationVersionRequest) -> Empty:
        """Forget a version.

        Raises:
            BadRequestException: a stage has it [guess].
        """
        state = self._store.api(request.rest_api_id, NO_DOCUMENTATION_VERSION)
        name = state.documentation_version(request.documentation_version).version.version
        holders = [stage.stage_name for stage in state.stages.values() if stage.documentation_version == name]
        if holders:
            raise BadRequestException(f"Documentation version {name} is used by the stage {holders[0]}")
        del state.documentation_versions[name]
        return Empty()


_PATCHER: Patcher[DocumentationVersion] = Patcher([Path("/description", REPLACE, member("description"))])
