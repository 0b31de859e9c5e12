"""Documents laid into an API by its own operations."""

from pathlib import Path

import pytest

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.gateway.model import CreateRestApiRequest, Method, ResourcesRequest, ToldResource
from lgtui.emulator.gateway.openapi import lay_document, read_openapi
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.runtime_api import listen

MOCK = {"x-amazon-apigateway-integration": {"type": "mock"}}


class Api:
    """An empty API of a region."""

    def __init__(self, region: Region) -> None:
        self.gateway = region.gateway
        self.id = self.gateway.create_rest_api(CreateRestApiRequest(name="shop")).id

    def put(self, *operations: str, overwrite: bool = True) -> None:
        """Import a document of operations such as `get /orders`, each with a mock integration."""
        paths: dict[str, dict[str, object]] = {}
        for operation in operations:
            method, path = operation.split()
            paths.setdefault(path, {})[method] = MOCK
        lay_document(self.gateway, self.id, read_openapi({"openapi": "3.0.1", "paths": paths}), overwrite=overwrite)

    def resources(self) -> dict[str, ToldResource]:
        return {
            resource.path: resource
            for resource in self.gateway.get_resources(ResourcesRequest(rest_api_id=self.id, embed=["methods"])).items
        }

    def methods(self) -> set[str]:
        found = self.resources().items()
        return {f"{method.lower()} {path}" for path, resource in found for method in resource.resource_methods}


@pytest.fixture
def api(tmp_path: Path) -> Api:
    return Api(Region(Settings(work_folder=tmp_path), listen))


def test_resources_are_made_with_those_above_them(api: Api) -> None:
    api.put("get /", "post /orders/{id}/items")

    assert set(api.resources()) == {"/", "/orders", "/orders/{id}", "/orders/{id}/items"}
    assert api.methods() == {"get /", "post /orders/{id}/items"}


def test_an_integration_is_put(api: Api) -> None:
    api.put("get /orders")

    method = api.resources()["/orders"].resource_methods["GET"]
    assert isinstance(method, Method)
    assert method.method_integration is not None
    assert method.method_integration.type == "MOCK"


def test_overwriting_takes_away_what_the_document_lacks(api: Api) -> None:
    api.put("get /orders", "post /orders", "get /old/deep/path")

    api.put("put /orders", "get /new")

    assert set(api.resources()) == {"/", "/orders", "/new"}
    assert api.methods() == {"put /orders", "get /new"}


def test_a_path_that_stays_keeps_its_resource_id(api: Api) -> None:
    api.put("get /orders/{id}")
    before = api.resources()["/orders/{id}"].id

    api.put("post /orders/{id}")

    assert api.resources()["/orders/{id}"].id == before


def test_a_variable_may_take_anothers_place(api: Api) -> None:
    api.put("get /orders/{id}")

    api.put("get /orders/{number}")

    assert api.methods() == {"get /orders/{number}"}


def test_without_overwriting_what_is_there_stays(api: Api) -> None:
    api.put("get /orders")

    api.put("get /new", overwrite=False)

    assert api.methods() == {"get /orders", "get /new"}


def test_more_resources_than_a_page_holds_are_all_seen(api: Api) -> None:
    api.put(*(f"get /r{number}" for number in range(600)))

    api.put("get /last")

    assert set(api.resources()) == {"/", "/last"}


def test_a_path_part_that_aws_refuses_is_refused(api: Api) -> None:
    with pytest.raises(ServiceError, match="path part"):
        api.put("get /sp*ce")
