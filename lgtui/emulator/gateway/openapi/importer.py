"""Lays an API's resource tree by operations, for ImportRestApi, PutRestApi and a template's method tree."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol, TypeVar

import msgspec

from lgtui.emulator.gateway import model
from lgtui.emulator.gateway.openapi.definition_importer import DefinitionImporter, Ids
from lgtui.emulator.gateway.openapi.definition_importer import Operations as DefinitionOperations
from lgtui.emulator.gateway.openapi.definitions import Definitions
from lgtui.emulator.gateway.openapi.faults import Faults
from lgtui.emulator.gateway.openapi.methods import INTEGRATION
from lgtui.emulator.gateway.openapi.node import Trail
from lgtui.emulator.gateway.openapi.paging import every
from lgtui.emulator.gateway.openapi.reader import ApiDocument, MethodKey


class Operations(DefinitionOperations, Protocol):
    """The operations of API Gateway that an import needs."""

    def get_resources(self, request: model.ResourcesRequest, /) -> model.Resources: ...

    def create_resource(self, request: model.CreateResourceRequest, /) -> model.ToldResource: ...

    def delete_resource(self, request: model.ResourceRequest, /) -> Any: ...

    def put_method(self, request: model.PutMethodRequest, /) -> model.Method: ...

    def delete_method(self, request: model.MethodRequest, /) -> Any: ...

    def put_integration(self, request: model.PutIntegrationRequest, /) -> model.Integration: ...

    def get_gateway_responses(self, request: model.PageRequest, /) -> model.GatewayResponses: ...

    def put_gateway_response(self, request: model.PutGatewayResponseRequest, /) -> model.GatewayResponse: ...

    def delete_gateway_response(self, request: model.GatewayResponseRequest, /) -> Any: ...

    def put_method_response(self, request: model.PutMethodResponseRequest, /) -> model.MethodResponse: ...

    def put_integration_response(
        self, request: model.PutIntegrationResponseRequest, /
    ) -> model.IntegrationResponse: ...


Methods = Mapping[MethodKey, model.Method]
"""Methods by whole path and HTTP method."""


def lay_document(gateway: Operations, rest_api_id: str, read: ApiDocument, *, overwrite: bool = True) -> None:
    """Put what an OpenAPI document says into an API that exists.

    Args:
        overwrite: take away what the document does not hold, AWS's default models too; else only what it says anew
            takes the place of what was there.

    Raises:
        DocumentError: operations refuse something of it; all of that is named.
    """
    lay_api(
        gateway,
        rest_api_id,
        read.definitions,
        read.methods,
        read.bare_paths,
        trails=read.trails,
        overwrite=overwrite,
        default_models=False,
    )
    lay_gateway_responses(
        gateway, rest_api_id, read.gateway_responses, trails=read.definitions.trails, overwrite=overwrite
    )


def lay_api(
    gateway: Operations,
    rest_api_id: str,
    definitions: Definitions,
    methods: Methods,
    bare_paths: Iterable[str] = (),
    *,
    trails: Mapping[MethodKey, Trail] | None = None,
    overwrite: bool = True,
    default_models: bool = True,
    standing: Collection[tuple[str, str]] = (),
) -> None:
    """Make an API's definitions, resources and methods; methods name validators and authorizers as `definitions` does.

    Args:
        trails: where the methods stand in their document.
        default_models: whether the models that AWS makes with each API stay when all is overwritten.
        standing: kind and name of the definitions that stay as they are where they are there.

    Raises:
        DocumentError: models, authorizers, path parts or methods are refused.
    """
    faults = Faults()
    importer = DefinitionImporter(gateway, rest_api_id, definitions, faults, overwrite=overwrite, standing=standing)
    ids = importer.lay()
    settled = {key: _settled(method, ids) for key, method in methods.items()}
    tree = _Tree(gateway, rest_api_id, faults, trails or {})
    tree.lay(settled, bare_paths, overwrite=overwrite)
    faults.check()
    if overwrite:
        importer.prune(default_models=default_models)


def lay_gateway_responses(
    gateway: Operations,
    rest_api_id: str,
    responses: Iterable[model.GatewayResponse],
    *,
    trails: Mapping[tuple[str, str], Trail] | None = None,
    overwrite: bool = True,
) -> None:
    """Customise an API's gateway responses; with `overwrite` all others are AWS's own again.

    Raises:
        DocumentError: a type or a status is none.
    """
    wanted = {response.response_type: response for response in responses}
    present = gateway.get_gateway_responses(model.PageRequest(rest_api_id=rest_api_id)).items
    for response in present if overwrite else ():
        if not response.default_response and response.response_type not in wanted:
            named = model.GatewayResponseRequest(rest_api_id=rest_api_id, response_type=response.response_type)
            gateway.delete_gateway_response(named)
    faults = Faults()
    for name, response in wanted.items():
        with faults.doing(f"put gateway response '{name}'", (trails or {}).get(("gateway response", name), ())):
            gateway.put_gateway_response(
                model.PutGatewayResponseRequest(
                    rest_api_id=rest_api_id,
                    response_type=response.response_type,
                    status_code=response.status_code,
                    response_parameters=response.response_parameters,
                    response_templates=response.response_templates,
                )
            )
    faults.check()


def _settled(method: model.Method, ids: Ids) -> model.Method:
    """`method` with the ids of its validator and its authorizer in place of the definitions' names for them."""
    validator, authorizer = method.request_validator_id, method.authorizer_id
    return msgspec.structs.replace(
        method,
        request_validator_id=ids.validators.get(validator, validator),
        authorizer_id=ids.authorizers.get(authorizer, authorizer),
    )


def _ancestors(path: str) -> list[str]:
    """The path and every one above it, the root first: `/`, `/a`, `/a/{b}`."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:length]) for length in range(len(parts) + 1)]


class _Tree:
    """An API's resources by path, kept in step while they are changed; what is refused is taken down."""

    def __init__(
        self, gateway: Operations, rest_api_id: str, faults: Faults, trails: Mapping[MethodKey, Trail]
    ) -> None:
        self._gateway = gateway
        self._api = rest_api_id
        self._faults = faults
        self._trails = trails
        self._resources = {resource.path: resource for resource in every(self._list, rest_api_id)}

    def _list(self, page: model.PageRequest) -> model.Resources:
        return self._gateway.get_resources(model.ResourcesRequest(**msgspec.structs.asdict(page)))

    def lay(self, methods: Methods, bare_paths: Iterable[str], *, overwrite: bool) -> None:
        """Make resources and methods as `methods` says; a path that stays keeps its resource id."""
        bare = list(bare_paths)
        if overwrite:
            wanted = (*bare, *(path for path, _ in methods))
            self._prune({ancestor for path in wanted for ancestor in _ancestors(path)})
        for path in bare:
            with self._faults.doing(f"create resource at path '{path}'", ("paths", path)):
                self._resource(path)
        for (path, verb), method in methods.items():
            trail = self._trails.get((path, verb), ("paths", path, verb.lower()))
            resource: model.ToldResource | None = None
            with self._faults.doing(f"create resource at path '{path}'", trail[:-1]):
                resource = self._resource(path)
            if resource is not None:
                self._put(path, resource, method, trail)

    def _prune(self, keep: set[str]) -> None:
        """Take every method away, and every resource whose path is not in `keep`."""
        for path, resource in sorted(self._resources.items(), reverse=True):
            if path != "/" and path not in keep:
                self._gateway.delete_resource(model.ResourceRequest(rest_api_id=self._api, resource_id=resource.id))
                del self._resources[path]
                continue
            for http_method in resource.resource_methods:
                self._delete_method(resource.id, http_method)
            self._resources[path] = msgspec.structs.replace(resource, resource_methods={})

    def _resource(self, path: str) -> model.ToldResource:
        """The resource at `path`, made with those above it where it is not there."""
        *above, whole = _ancestors(path)
        if whole not in self._resources:
            parent = self._resource(above[-1])
            self._resources[whole] = self._gateway.create_resource(
                model.CreateResourceRequest(
                    rest_api_id=self._api, parent_id=parent.id, path_part=whole.rpartition("/")[2]
                )
            )
        return self._resources[whole]

    def _put(self, path: str, resource: model.ToldResource, method: model.Method, trail: Trail) -> None:
        """Put a method and its integration on a resource, in place of one of its name that is there before."""
        verb = method.http_method
        place = model.MethodRequest(rest_api_id=self._api, resource_id=resource.id, http_method=verb)
        if verb in resource.resource_methods:
            self._delete_method(resource.id, verb)
        with self._faults.doing(f"put method '{verb}' on resource at path '{path}'", trail):
            self._gateway.put_method(_named(model.PutMethodRequest, place, method))
            on = f"on '{verb}' for resource at path '{path}'"
            for status, method_response in method.method_responses.items():
                with self._faults.doing(f"put method response {on}", (*trail, "responses", status)):
                    self._gateway.put_method_response(_named(model.PutMethodResponseRequest, place, method_response))
            if method.method_integration is not None:
                self._put_integration(place, method.method_integration, on, (*trail, INTEGRATION))

    def _put_integration(
        self, place: model.MethodRequest, integration: model.Integration, on: str, trail: Trail
    ) -> None:
        request = _named(model.PutIntegrationRequest, place, integration)
        # Here `httpMethod` is the method's own; the endpoint's has a name of its own.
        request = msgspec.structs.replace(request, integration_http_method=integration.http_method)
        put = False
        with self._faults.doing(f"put integration {on}", trail):
            self._gateway.put_integration(request)
            put = True
        for response in integration.integration_responses.values() if put else ():
            pattern = response.selection_pattern or "default"
            with self._faults.doing(f"put integration response {on}", (*trail, "responses", pattern)):
                self._gateway.put_integration_response(_named(model.PutIntegrationResponseRequest, place, response))

    def _delete_method(self, resource_id: str, http_method: str) -> None:
        self._gateway.delete_method(
            model.MethodRequest(rest_api_id=self._api, resource_id=resource_id, http_method=http_method)
        )


Request = TypeVar("Request", bound=msgspec.Struct)


def _named(request_type: type[Request], place: model.MethodRequest, noun: msgspec.Struct) -> Request:
    """The request that puts `noun` at `place`: they share the names of their members."""
    members = {**msgspec.structs.asdict(noun), **msgspec.structs.asdict(place)}
    return request_type(**{name: members[name] for name in request_type.__struct_fields__ if name in members})
