"""UpdateMethod: a method that is there gets another key rule, validator, parameters and models."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import Method, MethodRequest, PatchOperation, UpdateMethodRequest
from tests.emulator.gateway.stand import Stand
from tests.emulator.gateway.test_validation import ValidatedApi

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def api(stand: Stand) -> ValidatedApi:
    """An API with one method that is validated."""
    return ValidatedApi(stand)


def update(api: ValidatedApi, path: str, value: str = "", op: Any = "replace") -> Method:
    """Change the method."""
    patch = PatchOperation(op=op, path=path, value=value)
    return api.gateway.update_method(UpdateMethodRequest(**api.place, patch_operations=[patch]))


async def test_a_change_acts_from_the_next_deployment_on(api: ValidatedApi) -> None:
    update(api, "/apiKeyRequired", "true")
    before = await api.post({"a": 1, "b": 2})

    api.stand.deploy(api.id)

    assert (before.status, (await api.post({"a": 1, "b": 2})).status) == (200, 403)


async def test_required_parameters_come_and_go(api: ValidatedApi) -> None:
    update(api, "/requestParameters/method.request.querystring.page", "true", "add")
    api.stand.deploy(api.id)
    missing = await api.post({"a": 1, "b": 2})

    update(api, "/requestParameters/method.request.querystring.page", op="remove")
    api.stand.deploy(api.id)

    assert (missing.status, (await api.post({"a": 1, "b": 2})).status) == (400, 200)


async def test_a_models_content_type_is_written_with_its_slash_escaped(api: ValidatedApi) -> None:
    assert update(api, "/requestModels/text~1json", "Empty", "add").request_models["text/json"] == "Empty"
    assert "text/json" not in update(api, "/requestModels/text~1json", op="remove").request_models


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/requestValidatorId", "none"),
        ("/requestModels/text~1json", "NoModel"),
        ("/authorizationType", "CUSTOM"),
        ("/httpMethod", "GET"),
    ],
)
async def test_a_change_that_is_not_allowed_changes_nothing(api: ValidatedApi, path: str, value: str) -> None:
    before = api.gateway.get_method(MethodRequest(**api.place))

    with pytest.raises(BadRequestException):
        update(api, path, value)

    assert api.gateway.get_method(MethodRequest(**api.place)) == before


async def test_what_is_not_true_is_false(api: ValidatedApi) -> None:
    """Recorded on AWS for apiKeyRequired."""
    assert not update(api, "/apiKeyRequired", "whatever").api_key_required


async def test_an_authorizer_is_forgotten_where_nothing_is_authorised(api: ValidatedApi) -> None:
    """Recorded on AWS."""
    assert update(api, "/authorizerId", "abc123").authorizer_id == ""


@pytest.mark.parametrize(
    ("op", "path", "message"),
    [
        ("add", "/operationName", "Invalid patch operation specified. Must be one of: [replace]"),
        ("add", "/httpMethod", "Invalid patch path /httpMethod"),
        ("replace", "/requestParameters", "Invalid patch path /requestParameters"),
        ("add", "/requestModels/application/json", "Invalid patch path /requestModels/application/json"),
    ],
)
async def test_a_refusal_names_the_path_or_its_operations(api: ValidatedApi, op: Any, path: str, message: str) -> None:
    """Recorded on AWS."""
    with pytest.raises(BadRequestException) as caught:
        update(api, path, "Empty", op)

    assert caught.value.message == message
