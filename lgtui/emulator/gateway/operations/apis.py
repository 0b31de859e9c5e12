"""Operations on REST APIs."""

import random

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


class RestApiOperations(Operations):
    """CreateRestApi, GetRestApi, GetRestApis, DeleteRestApi."""

    def create_rest_api(self, request: CreateRestApiRequest) -> RestApi:
        """Make an API with its root resource.

        Raises:
            BadRequestException: the name is empty, or something of it is not allowed.
            ConflictException: the id that a tag chose is taken.
        """
        endpoint = _check(request)
        api_id = self._new_id(10, self._store.apis, request.tags)
        ids = random.Random(api_id)
        api = RestApi(
            id=api_id,
            name=request.name,
            created_date=self._clock.time(),
            root_resource_id=short_id(ids, 10),
            description=request.description or "",
            version=request.version,
            binary_media_types=request.binary_media_types,
            minimum_compression_size=request.minimum_compression_size,
            api_key_source=request.api_key_source,
            endpoint_configuration=endpoint,
            disable_execute_api_endpoint=request.disable_execute_api_endpoint,
            policy=self._settled_policy(request.policy, api_id),
            tags=request.tags,
        )
        state = self._store.add(api, ids)
        state.resources[api.root_resource_id] = Resource(id=api.root_resource_id, path="/")
        state.definitions.models.update(default_models(ids))
        self._changed(api_id)
        return brief(api)

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
        for stage_name in state.stages:
            self.throttles.settle(f"{request.rest_api_id}/{stage_name}", {})
            self._grants.flush(f"{request.rest_api_id}/{stage_name}")
        self._clients.close(request.rest_api_id)
        self._store.remove(request.rest_api_id)
        self._changed(request.rest_api_id)
        return Empty()


def _check(request: CreateRestApiRequest) -> EndpointConfiguration:
    """The endpoint of a new API, where nothing of the request is refused."""
    if not request.name:
        raise BadRequestException("API Name cannot be blank")
    if request.description == "":
        raise BadRequestException("Description cannot be an empty string")
    if request.minimum_compression_size is not None:
        check_compression(request.minimum_compression_size)
    return settled(request.endpoint_configuration)
