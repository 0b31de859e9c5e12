"""Operations on method responses and integration responses."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.model import (
    PutIntegrationResponseRequest,
    PutMethodResponseRequest,
    StatusCodeRequest,
)
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand


@pytest.fixture
def api(stand: Stand) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(stand)


def test_an_integration_response_needs_no_method_response(api: CustomApi) -> None:
    """Recorded on AWS; what it maps is looked for when a request comes."""
    place = api.place("GET /", type="MOCK", uri="")

    put = api.stand.gateway.put_integration_response(PutIntegrationResponseRequest(**place, status_code="200"))

    assert put.status_code == "200"


def test_a_method_response_is_declared_once(api: CustomApi) -> None:
    place = api.place("GET /", type="MOCK", uri="")
    api.stand.gateway.put_method_response(PutMethodResponseRequest(**place, status_code="200"))
    with pytest.raises(ConflictException):
        api.stand.gateway.put_method_response(PutMethodResponseRequest(**place, status_code="200"))


@pytest.mark.parametrize(
    "members",
    [
        {"selection_pattern": "(("},
        {"response_parameters": {"method.response.header.X": "nonsense"}},
        {"response_parameters": {"integration.response.header.X": "'text'"}},
    ],
)
def test_a_wrong_integration_response_is_refused(api: CustomApi, members: dict[str, Any]) -> None:
    place = api.place("GET /", type="MOCK", uri="")
    api.stand.gateway.put_method_response(PutMethodResponseRequest(**place, status_code="200"))
    with pytest.raises(BadRequestException, match="Invalid"):
        api.stand.gateway.put_integration_response(PutIntegrationResponseRequest(**place, status_code="200", **members))


def test_responses_are_read_and_deleted(api: CustomApi) -> None:
    api.mock("GET /", {}, {"200": {"response_templates": {"application/json": "x"}}})
    named = StatusCodeRequest(**api.last_place, status_code="200")
    gateway = api.stand.gateway
    assert gateway.get_integration_response(named).response_templates == {"application/json": "x"}
    assert gateway.get_method_response(named).status_code == "200"
    gateway.delete_integration_response(named)
    gateway.delete_method_response(named)
    for get in (gateway.get_integration_response, gateway.get_method_response):
        with pytest.raises(NotFoundException):
            get(named)
