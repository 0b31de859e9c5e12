"""Operations on the resource tree of an API."""

import re

from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    CreateResourceRequest,
    Empty,
    PageRequest,
    Resource,
    ResourceRequest,
    Resources,
)
from lgtui.emulator.gateway.operations.base import Operations, page
from lgtui.emulator.gateway.store import ApiState

_PATH_PART = re.compile(r"[a-zA-Z0-9._:%$@~-]+|\{[a-zA-Z0-9._:-]+\+?\}")


class ResourceOperations(Operations):
    """CreateResource, GetResource, GetResources, DeleteResource."""

    def create_resource(self, request: CreateResourceRequest) -> Resource:
        """Add a resource below another.

        Raises:
            BadRequestException: the path part is not allowed there (fact ctl-002).
            ConflictException: a sibling has the same path part.
        """
        state = self._store.api(request.rest_api_id)
        parent = state.resource(request.parent_id)
        _check_path_part(state, parent, request.path_part)
        resource = Resource(
            id=short_id(state.ids, 6, state.resources),
            path=f"{parent.path.rstrip('/')}/{request.path_part}",
            path_part=request.path_part,
            parent_id=parent.id,
        )
        state.resources[resource.id] = resource
        state.children.setdefault(parent.id, {})[resource.path_part] = resource.id
        self._changed(request.rest_api_id)
        return resource

    def get_resource(self, request: ResourceRequest) -> Resource:
        """The resource of that id, with its methods."""
        return self._store.api(request.rest_api_id).resource(request.resource_id)

    def get_resources(self, request: PageRequest) -> Resources:
        """A page of an API's resources, in the order of their paths."""
        resources = sorted(self._store.api(request.rest_api_id).resources.values(), key=lambda r: r.path)
        items, position = page(resources, request.position, request.limit)
        return Resources(items=items, position=position)

    def delete_resource(self, request: ResourceRequest) -> Empty:
        """Remove a resource and all below it.

        Raises:
            BadRequestException: it is the root.
        """
        state = self._store.api(request.rest_api_id)
        resource = state.resource(request.resource_id)
        if not resource.parent_id:
            raise BadRequestException("Root resource cannot be deleted")
        del state.children[resource.parent_id][resource.path_part]
        _remove_tree(state, resource.id)
        self._changed(request.rest_api_id)
        return Empty()


def _remove_tree(state: ApiState, resource_id: str) -> None:
    del state.resources[resource_id]
    for child in state.children.pop(resource_id, {}).values():
        _remove_tree(state, child)


def _check_path_part(state: ApiState, parent: Resource, part: str) -> None:
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
    siblings = state.children.get(parent.id, {})
    if part in siblings:
        raise ConflictException(f"Another resource with the same parent already has this name: {part}")
    variable = next((sibling for sibling in siblings if sibling.startswith("{")), None)
    if part.startswith("{") and variable:
        raise BadRequestException(
            f"A sibling ({variable}) of this resource already has a variable path part -- only one is allowed"
        )
