"""Resources, as the operations on them take and give them."""

from collections.abc import Mapping

from lgtui.emulator.gateway.model.base import Empty, PageRequest, PatchOperation, Shape
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


class GetResourceRequest(ResourceRequest, frozen=True, kw_only=True):
    """Input of GetResource; `embed` may ask for the `methods`."""

    embed: list[str] = []


class ResourcesRequest(PageRequest, frozen=True, kw_only=True):
    """Input of GetResources; `embed` may ask for the `methods`."""

    embed: list[str] = []


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


class ToldResource(Shape, frozen=True, kw_only=True):
    """A resource as answers have it: its methods are empty objects, unless they are embedded."""

    id: str
    path: str
    path_part: str = ""
    parent_id: str = ""
    resource_methods: Mapping[str, Method | Empty] = {}


class Resources(Shape, frozen=True, kw_only=True):
    """A page of resources."""

    items: list[ToldResource]
    position: str = ""
