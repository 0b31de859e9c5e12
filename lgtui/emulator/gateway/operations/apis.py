"""Operations on REST APIs."""

import random

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    CreateRestApiRequest,
    Empty,
    EndpointConfiguration,
    PageRequest,
    Resource,
    RestApi,
    RestApiRequest,
    RestApis,
)
from lgtui.emulator.gateway.operations.base import Operations, brief, page
from lgtui.emulator.gateway.operations.default_models import default_models
from lgtui.emulator.gateway.operations.endpoints import check_compression, settled
from lgtui.emulator.gateway.store import ApiState


class RestApiOperations(Operations):
    """CreateRestApi, GetRestApi, GetRestApis, DeleteRestApi."""

    def create_rest_api(self, request: CreateRestApiRequest) -> RestApi:
        """Make an API with its root resource.

        Raises:
            BadRequestException: the name is empty, or something of it is not allowed.
            ConflictException: the id that a tag chose is taken.
            NotFoundException: the API to clone is not there.
        """
        endpoint = _check(request)
        source = self._store.api(request.clone_from) if request.clone_from else None
        api_id = self._new_id(10, self._store.apis, request.tags)
        ids = random.Random(api_id)
        api = RestApi(
            id=api_id,
            name=request.name,
            created_date=self._now(),
            root_resource_id=source.api.root_resource_id if source else short_id(ids, 10),
            description=request.description or "",
            version=request.version,
            binary_media_types=request.binary_media_types,
            minimum_compression_size=request.minimum_compression_size,
            api_key_source=request.api_key_source,
            endpoint_configuration=endpoint,
            disable_execute_api_endpoint=request.disable_execute_api_endpoint,
            policy=self._settled_policy(request.policy, api_id),
            security_policy=request.security_policy,
            endpoint_access_mode=request.endpoint_access_mode,
            tags=request.tags,
        )
        state = self._store.add(api, ids)
        if source is None:
            state.resources[api.root_resource_id] = Resource(id=api.root_resource_id, path="/")
            state.definitions.models.update(default_models(ids))
        else:
            _clone(source, state)
        self._changed(api_id)
        return brief(state.api)

    def get_rest_api(self, request: RestApiRequest) -> RestApi:
        """The API of that id."""
        return self._store.api(request.rest_api_id).api

    def get_rest_apis(self, request: PageRequest) -> RestApis:
        """A page of all APIs, oldest first."""
        apis = [state.api for state in self._store.apis.values()]
        items, position = page(apis, request.position, request.limit)
        return RestApis(items=[brief(api) for api in items], position=position)

    def delete_rest_api(self, request: RestApiRequest) -> Empty:
        """Remove an API with everything that belongs to it."""
        state = self._store.api(request.rest_api_id)
        for stage_name in list(state.stages):
            self._forget_stage(f"{request.rest_api_id}/{stage_name}")
        self._clients.close(request.rest_api_id)
        self._store.remove(request.rest_api_id)
        self._changed(request.rest_api_id)
        return Empty()


def _clone(source: ApiState, clone: ApiState) -> None:
    """Give a new API what another has, under the same ids [guess]; schemas refer to the models of their own API."""
    clone.resources.update(source.resources)
    clone.children.update({parent: dict(parts) for parent, parts in source.children.items()})
    clone.definitions.restore(source.definitions)
    for name, model in clone.definitions.models.items():
        schema = model.schema.replace(f"/restapis/{source.api.id}/", f"/restapis/{clone.api.id}/")
        clone.definitions.models[name] = msgspec.structs.replace(model, schema=schema)
    clone.documentation.update(source.documentation)
    clone.api = msgspec.structs.replace(
        clone.api,
        binary_media_types=clone.api.binary_media_types or source.api.binary_media_types,
        description=clone.api.description or source.api.description,
    )


def _check(request: CreateRestApiRequest) -> EndpointConfiguration:
    """The endpoint of a new API, where nothing of the request is refused."""
    if not request.name:
        raise BadRequestException("API Name cannot be blank")
    if request.description == "":
        raise BadRequestException("Description cannot be an empty string")
    if request.minimum_compression_size is not None:
        check_compression(request.minimum_compression_size)
    return settled(request.endpoint_configuration)
