"""A deployment's snapshot: what the data plane reads, frozen and compiled when the deployment is made."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.binary import BinaryTypes
from lgtui.emulator.gateway.definitions import Definitions
from lgtui.emulator.gateway.model import Integration, Method, Resource, RestApi
from lgtui.emulator.gateway.policies.evaluation import Policy
from lgtui.emulator.gateway.policies.resource_policies import read_policy
from lgtui.emulator.gateway.routing import RouteTree
from lgtui.emulator.gateway.validation.schemas import Schemas


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A method of a resource, as it was deployed.

    Attributes:
        resource_path: `/orders/{id}`.
        http_method: as declared: `GET`, …, or `ANY`.
    """

    resource_id: str
    resource_path: str
    http_method: str
    method: Method
    integration: Integration

    @property
    def setting_key(self) -> str:
        """The key of this method among a stage's method settings: `orders~1{id}/GET`."""
        return setting_key(self.resource_path, self.http_method)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """An API at the moment it was deployed; nothing that is edited later reaches it."""

    deployment_id: str
    api: RestApi
    definitions: Definitions
    binary_types: BinaryTypes
    routes: RouteTree[Route]
    schemas: Schemas
    resources: tuple[Resource, ...] = ()
    policy: Policy | None = None


class Frozen(msgspec.Struct, frozen=True):
    """What lasts of a snapshot: all that it is compiled from."""

    deployment_id: str
    api: RestApi
    resources: tuple[Resource, ...]
    definitions: Definitions


def freeze(snapshot: Snapshot) -> Frozen:
    """What `thaw` makes the snapshot of again."""
    return Frozen(snapshot.deployment_id, snapshot.api, snapshot.resources, snapshot.definitions)


def thaw(frozen: Frozen) -> Snapshot:
    """Compile what an earlier run has deployed."""
    return compile_snapshot(frozen.deployment_id, frozen.api, frozen.resources, frozen.definitions)


def setting_key(resource_path: str, http_method: str) -> str:
    """The key of a method setting: the resource's path without its first slash, `/` as `~1`, and the method."""
    return f"{resource_path.removeprefix('/').replace('/', '~1')}/{http_method}"


def compile_snapshot(
    deployment_id: str, api: RestApi, resources: Iterable[Resource], definitions: Definitions
) -> Snapshot:
    """Freeze `resources` of `api`, and what they refer to, into a snapshot.

    Raises:
        BadRequestException: there is no method, or a method without an integration.
    """
    routes: RouteTree[Route] = RouteTree()
    resources = tuple(resources)
    count = 0
    for resource in resources:
        for method in resource.resource_methods.values():
            routes.add(resource.path, method.http_method, _route(resource, method))
            count += 1
    if not count:
        raise BadRequestException("The REST API doesn't contain any methods")
    frozen = definitions.copy()
    schemas = Schemas(api.id, frozen.models)
    return Snapshot(
        deployment_id,
        api,
        frozen,
        BinaryTypes(api.binary_media_types),
        routes,
        schemas,
        resources,
        read_policy(api.policy),
    )


def _route(resource: Resource, method: Method) -> Route:
    if method.method_integration is None:
        raise BadRequestException("No integration defined for method")
    return Route(resource.id, resource.path, method.http_method, method, method.method_integration)
