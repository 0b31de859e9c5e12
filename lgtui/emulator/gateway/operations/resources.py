"""Operations on the resource tree of an API."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    CreateResourceRequest,
    Empty,
    GetResourceRequest,
    Method,
    Resource,
    ResourceRequest,
    Resources,
    ResourcesRequest,
    ToldResource,
    UpdateResourceRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, page
from lgtui.emulator.gateway.operations.patching import REPLACE, Patcher, Path, member
from lgtui.emulator.gateway.store import NO_RESOURCE, ApiState

METHODS = "methods"
"""What a resource can embed."""

_PATH_PART = re.compile(r"[a-zA-Z0-9._:%$@~-]+|\{[a-zA-Z0-9._:-]+\+?\}")


class ResourceOperations(Operations):
    """CreateResource, GetResource, GetResources, UpdateResource, DeleteResource."""

    def create_resource(self, request: CreateResourceRequest) -> ToldResource:
        """Add a resource below another.

        Raises:
            BadRequestException: the path part is not allowed there (fact ctl-002).
            ConflictException: a sibling has the same path part.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        parent = state.resource(request.parent_id)
        _check_path_part(parent, state.children.get(parent.id, {}), request.path_part)
        resource = Resource(
            id=short_id(state.ids, 6, state.resources),
            path=f"{parent.path.rstrip('/')}/{request.path_part}",
            path_part=request.path_part,
            parent_id=parent.id,
        )
        state.resources[resource.id] = resource
        state.children.setdefault(parent.id, {})[resource.path_part] = resource.id
        self._changed(request.rest_api_id)
        return _told(resource)

    def get_resource(self, request: GetResourceRequest) -> ToldResource:
        """The resource of that id, with its methods where that is asked for."""
        resource = self._store.api(request.rest_api_id, NO_RESOURCE).resource(request.resource_id)
        return _told(resource, request.embed)

    def get_resources(self, request: ResourcesRequest) -> Resources:
        """A page of an API's resources, in the order of their paths."""
        resources = sorted(self._store.api(request.rest_api_id).resources.values(), key=lambda r: r.path)
        items, position = page(resources, request.position, request.limit)
        return Resources(items=[_told(item, request.embed) for item in items], position=position)

    def update_resource(self, request: UpdateResourceRequest) -> ToldResource:
        """Give a resource another path part, or move it with all below it under another resource.

        Raises:
            BadRequestException: a path is not allowed, it is the root, or its parent would be below it (fact ctl-004).
            NotFoundException: there is no such parent.
            ConflictException: there is a resource of that name already.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        before = state.resource(request.resource_id)
        wanted = _PATCHER.apply(before, request.patch_operations)
        if wanted != before:
            _check_move(state, before, wanted)
            _move(state, before, wanted)
            self._changed(request.rest_api_id)
        return _told(state.resource(request.resource_id))

    def delete_resource(self, request: ResourceRequest) -> Empty:
        """Remove a resource and all below it.

        Raises:
            BadRequestException: it is the root.
        """
        state = self._store.api(request.rest_api_id, NO_RESOURCE)
        resource = state.resource(request.resource_id)
        if not resource.parent_id:
            raise BadRequestException("Root resource cannot be deleted")
        del state.children[resource.parent_id][resource.path_part]
        _remove_tree(state, resource.id)
        self._changed(request.rest_api_id)
        return Empty()


def _told(resource: Resource, embed: Sequence[str] = ()) -> ToldResource:
    """A resource as it is told.

    Raises:
        BadRequestException: `embed` asks for anything but methods [guess].
    """
    if any(name != METHODS for name in embed):
        raise BadRequestException(f"Invalid embed parameter: a resource can embed {METHODS} alone")
    methods: Mapping[str, Method | Empty] = resource.resource_methods
    return ToldResource(
        id=resource.id,
        path=resource.path,
        path_part=resource.path_part,
        parent_id=resource.parent_id,
        resource_methods=methods if embed else dict.fromkeys(methods, Empty()),
    )


def _check_move(state: ApiState, before: Resource, wanted: Resource) -> None:
    if not before.parent_id:
        changed = "pathPart" if wanted.path_part != before.path_part else "parentId"
        raise BadRequestException(f"Root resource cannot update its {changed}.")
    parent = state.resource(wanted.parent_id)
    if before.id in _line(state, parent):
        raise BadRequestException("Resources cannot be cyclical.")
    siblings = {part for part, sibling in state.children.get(parent.id, {}).items() if sibling != before.id}
    _check_path_part(parent, siblings, wanted.path_part)


def _line(state: ApiState, resource: Resource) -> Iterator[str]:
    """The ids of a resource and of all above it."""
    yield resource.id
    if resource.parent_id:
        yield from _line(state, state.resource(resource.parent_id))


def _move(state: ApiState, before: Resource, wanted: Resource) -> None:
    del state.children[before.parent_id][before.path_part]
    state.children.setdefault(wanted.parent_id, {})[wanted.path_part] = wanted.id
    state.resources[wanted.id] = wanted
    _settle_path(state, wanted.id)


def _settle_path(state: ApiState, resource_id: str) -> None:
    """Let the paths of a resource and of all below it follow from where they are."""
    resource = state.resources[resource_id]
    path = f"{state.resources[resource.parent_id].path.rstrip('/')}/{resource.path_part}"
    state.resources[resource_id] = msgspec.structs.replace(resource, path=path)
    for child in state.children.get(resource_id, {}).values():
        _settle_path(state, child)


def _remove_tree(state: ApiState, resource_id: str) -> None:
    del state.resources[resource_id]
    for child in state.children.pop(resource_id, {}).values():
        _remove_tree(state, child)


def _check_path_part(parent: Resource, siblings: Collection[str], part: str) -> None:
    """Refuse a path part that cannot be matched, that is there already, or that a sibling's variable excludes."""
    if not _PATH_PART.fullmatch(part):
        raise BadRequestException(
            "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the "
            "beginning and the end."
        )
    if parent.path_part.endswith("+}"):
        raise BadRequestException(
            f"Cannot create a child of a resource with a greedy path variable: {parent.path_part}"
        )
    if part in siblings:
        raise ConflictException(f"Another resource with the same parent already has this name: {part}")
    variable = next((sibling for sibling in siblings if sibling.startswith("{")), None)
    if part.startswith("{") and variable:
        raise BadRequestException(
            f"A sibling ({variable}) of this resource already has a variable path part -- only one is allowed"
        )


_PATCHER: Patcher[Resource] = Patcher(
    [
        Path("/parentId", REPLACE, member("parent_id")),
        Path("/pathPart", REPLACE, member("path_part")),
    ]
)
