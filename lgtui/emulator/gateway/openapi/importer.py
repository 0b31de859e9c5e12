"""Lays an API's resource tree by operations, for ImportRestApi, PutRestApi and a template's method tree."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

import msgspec

from lgtui.emulator.gateway import model
from lgtui.emulator.gateway.openapi.definition_importer import DefinitionImporter, Ids
from lgtui.emulator.gateway.openapi.definition_importer import Operations as DefinitionOperations
from lgtui.emulator.gateway.openapi.definitions import Definitions
from lgtui.emulator.gateway.openapi.paging import every
from lgtui.emulator.gateway.openapi.reader import read_openapi


class Operations(DefinitionOperations, Protocol):
    """The operations of API Gateway that an import needs."""

    def get_resources(self, request: model.PageRequest, /) -> model.Resources: ...

    def create_resource(self, request: model.CreateResourceRequest, /) -> model.Resource: ...

    def delete_resource(self, request: model.ResourceRequest, /) -> Any: ...

    def put_method(self, request: model.PutMethodRequest, /) -> model.Method: ...

    def delete_method(self, request: model.MethodRequest, /) -> Any: ...

    def put_integration(self, request: model.PutIntegrationRequest, /) -> model.Integration: ...

    def get_gateway_responses(self, request: model.RestApiRequest, /) -> model.GatewayResponses: ...

    def put_gateway_response(self, request: model.PutGatewayResponseRequest, /) -> model.GatewayResponse: ...

    def delete_gateway_response(self, request: model.GatewayResponseRequest, /) -> Any: ...

    def put_method_response(self, request: model.PutMethodResponseRequest, /) -> model.MethodResponse: ...

    def put_integration_response(
        self, request: model.PutIntegrationResponseRequest, /
    ) -> model.IntegrationResponse: ...


Methods = Mapping[tuple[str, str], model.Method]
"""Methods by whole path and HTTP method."""


def import_document(gateway: Operations, rest_api_id: str, document: object, *, overwrite: bool = True) -> None:
    """Put an OpenAPI document's resources, methods and integrations into an API.

    Args:
        gateway: whose operations do it.
        rest_api_id: an API that exists.
        document: the parsed document.
        overwrite: take away what the document does not hold.

    Raises:
        BadRequestException: the document is no OpenAPI document, or one of its methods cannot be put.
    """
    read = read_openapi(document)
    lay_api(gateway, rest_api_id, read.definitions, read.methods, read.bare_paths, overwrite=overwrite)
    lay_gateway_responses(gateway, rest_api_id, read.gateway_responses, overwrite=overwrite)


def lay_api(
    gateway: Operations,
    rest_api_id: str,
    definitions: Definitions,
    methods: Methods,
    bare_paths: Iterable[str] = (),
    *,
    overwrite: bool = True,
) -> None:
    """Make an API's definitions, resources and methods; methods name validators and authorizers as `definitions` does.

    Raises:
        BadRequestException: a model, an authorizer, a path part or a method is refused.
    """
    importer = DefinitionImporter(gateway, rest_api_id, definitions)
    ids = importer.lay()
    settled = {key: _settled(method, ids) for key, method in methods.items()}
    lay_tree(gateway, rest_api_id, settled, bare_paths, overwrite=overwrite)
    if overwrite:
        importer.prune()


def lay_gateway_responses(
    gateway: Operations, rest_api_id: str, responses: Iterable[model.GatewayResponse], *, overwrite: bool = True
) -> None:
    """Customise an API's gateway responses; with `overwrite` all others are AWS's own again.

    Raises:
        BadRequestException: a type or a status is none.
    """
    wanted = {response.response_type: response for response in responses}
    present = gateway.get_gateway_responses(model.RestApiRequest(rest_api_id=rest_api_id)).items
    for response in present if overwrite else ():
        if not response.default_response and response.response_type not in wanted:
            named = model.GatewayResponseRequest(rest_api_id=rest_api_id, response_type=response.response_type)
            gateway.delete_gateway_response(named)
    for response in wanted.values():
        gateway.put_gateway_response(
            model.PutGatewayResponseRequest(
                rest_api_id=rest_api_id,
                response_type=response.response_type,
                status_code=response.status_code,
                response_parameters=response.response_parameters,
                response_templates=response.response_templates,
            )
        )


def lay_tree(
    gateway: Operations, rest_api_id: str, methods: Methods, bare_paths: Iterable[str] = (), *, overwrite: bool = True
) -> None:
    """Make an API's resources and methods as `methods` says; a path that stays keeps its resource id.

    Raises:
        BadRequestException: a path part or a method is refused.
    """
    wanted = [*bare_paths, *(path for path, _ in methods)]
    tree = _Tree(gateway, rest_api_id)
    if overwrite:
        tree.prune({ancestor for path in wanted for ancestor in _ancestors(path)})
    for path in wanted:
        tree.resource(path)
    for (path, _), method in methods.items():
        tree.put(path, method)


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
    """An API's resources by path, kept in step while they are changed."""

    def __init__(self, gateway: Operations, rest_api_id: str) -> None:
        self._gateway = gateway
        self._api = rest_api_id
        self._resources = {resource.path: resource for resource in every(gateway.get_resources, rest_api_id)}

    def prune(self, keep: set[str]) -> None:
        """Take every method away, and every resource whose path is not in `keep`."""
        for path, resource in sorted(self._resources.items(), reverse=True):
            if path != "/" and path not in keep:
                self._gateway.delete_resource(model.ResourceRequest(rest_api_id=self._api, resource_id=resource.id))
                del self._resources[path]
                continue
            for http_method in resource.resource_methods:
                self._delete_method(resource.id, http_method)

    def resource(self, path: str) -> model.Resource:
        """The resource at `path`, made with those above it where it is not there."""
        *above, whole = _ancestors(path)
        if whole not in self._resources:
            parent = self.resource(above[-1])
            self._resources[whole] = self._gateway.create_resource(
                model.CreateResourceRequest(
                    rest_api_id=self._api, parent_id=parent.id, path_part=whole.rpartition("/")[2]
                )
            )
        return self._resources[whole]

    def put(self, path: str, method: model.Method) -> None:
        """Put a method and its integration on the resource at `path`."""
        place = model.MethodRequest(
            rest_api_id=self._api, resource_id=self.resource(path).id, http_method=method.http_method
        )
        self._gateway.put_method(_named(model.PutMethodRequest, place, method))
        for method_response in method.method_responses.values():
            self._gateway.put_method_response(_named(model.PutMethodResponseRequest, place, method_response))
        if method.method_integration is not None:
            self._put_integration(place, method.method_integration)

    def _put_integration(self, place: model.MethodRequest, integration: model.Integration) -> None:
        request = _named(model.PutIntegrationRequest, place, integration)
        # Here `httpMethod` is the method's own; the endpoint's has a name of its own.
        request = msgspec.structs.replace(request, integration_http_method=integration.http_method)
        self._gateway.put_integration(request)
        for response in integration.integration_responses.values():
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
