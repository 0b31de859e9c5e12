"""Recorded facts about API Gateway's control plane: resources that move, and responses by their status."""

from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.gateway.model import (
    CreateResourceRequest,
    PatchOperation,
    PutIntegrationResponseRequest,
    StatusCodeRequest,
    UpdateResourceRequest,
)
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand


@pytest.fixture
def api(tmp_path: Path) -> CustomApi:
    """An API with nothing in it yet."""
    return CustomApi(Stand(tmp_path))


def refusal(operation: Any, request: Any) -> tuple[int, str, str]:
    """The status, the code and the message with which an operation is refused."""
    with pytest.raises(ServiceError) as caught:
        operation(request)
    return caught.value.status, caught.value.code, caught.value.message


def update(api: CustomApi, path: str, value: str) -> tuple[int, str, str]:
    """How UpdateResource refuses a change of `/pets`, which has a child."""
    gateway = api.stand.gateway
    pets = api.stand.resource(api.id, "/pets")
    gateway.create_resource(CreateResourceRequest(rest_api_id=api.id, parent_id=pets, path_part="below"))
    patch = PatchOperation(op="replace", path=path, value=value.format(below=api.stand.resource(api.id, "/pets/below")))
    return refusal(
        gateway.update_resource,
        UpdateResourceRequest(rest_api_id=api.id, resource_id=pets, patch_operations=[patch]),
    )


def test_ctl_004_a_resource_does_not_move_below_itself(api: CustomApi) -> None:
    assert update(api, "/parentId", "{below}") == (400, "BadRequestException", "Resources cannot be cyclical.")


def test_ctl_005_a_resource_has_a_parent_and_a_path_part_to_change(api: CustomApi) -> None:
    message = "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]"
    assert update(api, "/invalid", "x") == (400, "BadRequestException", message)


def test_ctl_020_what_is_no_status_is_refused_by_its_pattern(api: CustomApi) -> None:
    place = api.place("GET /", type="MOCK", uri="")
    request = PutIntegrationResponseRequest(**place, status_code="wrong")
    assert refusal(api.stand.gateway.put_integration_response, request) == (
        400,
        "ValidationException",
        "1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy "
        r"regular expression pattern: [1-5]\d\d",
    )


def test_ctl_021_a_status_without_an_integration_response_is_not_found(api: CustomApi) -> None:
    place = api.place("GET /", type="MOCK", uri="")
    assert refusal(api.stand.gateway.get_integration_response, StatusCodeRequest(**place, status_code="201")) == (
        404,
        "NotFoundException",
        "Invalid Response status code specified",
    )
