"""Resources, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import PatchOperation, Shape
from lgtui.emulator.gateway.model.methods import Method


class CreateResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateResource."""

    rest_api_id: str
    parent_id: str
    path_part: str


class ResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a resource."""

    rest_api_id: str
    resource_id: str


class UpdateResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateResource."""

    rest_api_id: str
    resource_id: str
    patch_operations: list[PatchOperation] = []


class Resource(Shape, frozen=True, kw_only=True):
    """A node of the resource tree; the root has no `path_part` and no `parent_id`."""

    id: str
    path: str
    path_part: str = ""
    parent_id: str = ""
    resource_methods: dict[str, Method] = {}


class Resources(Shape, frozen=True, kw_only=True):
    """A page of resources."""

    items: list[Resource]
    position: str = ""
