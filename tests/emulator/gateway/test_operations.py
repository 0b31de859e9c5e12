"""The control plane's operations: what they make, and what they refuse."""

from pathlib import Path

import pytest

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.events import ApisChanged
from lgtui.emulator.gateway.model import (
    CreateDeploymentRequest,
    CreateResourceRequest,
    CreateRestApiRequest,
    CreateStageRequest,
    ImportRestApiRequest,
    PutMethodRequest,
    PutRestApiRequest,
    ResourceRequest,
    ResourcesRequest,
    RestApiRequest,
    StageRequest,
)
from tests.emulator.gateway.stand import STAGE, Stand

DOCUMENT = b"""
openapi: 3.0.1
info: {title: imported}
x-amazon-apigateway-binary-media-types: [image/png]
paths:
  /pets/{id}:
    get:
      x-amazon-apigateway-integration:
        {type: aws_proxy, httpMethod: POST,
         uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/obedient/invocations"}
"""


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    """A region whose functions are never invoked."""
    return Stand(tmp_path)


def resource_request(api: str, parent: str, part: str) -> CreateResourceRequest:
    """A request for a resource below `parent`."""
    return CreateResourceRequest(rest_api_id=api, parent_id=parent, path_part=part)


def test_a_tag_chooses_the_apis_id_and_with_it_every_other(stand: Stand, tmp_path: Path) -> None:
    ids = []
    for region in (stand, Stand(tmp_path / "other")):
        api = region.gateway.create_rest_api(CreateRestApiRequest(name="x", tags={"_custom_id_": "mine"}))
        child = region.gateway.create_resource(resource_request(api.id, api.root_resource_id, "a"))
        ids.append((api.id, api.root_resource_id, child.id))

    assert ids[0] == ids[1]
    assert ids[0][0] == "mine"


def test_an_id_that_is_taken_is_refused(stand: Stand) -> None:
    request = CreateRestApiRequest(name="x", tags={"_custom_id_": "mine"})
    stand.gateway.create_rest_api(request)

    with pytest.raises(ConflictException):
        stand.gateway.create_rest_api(request)


def test_what_an_operation_changes_is_told_on_the_bus(stand: Stand) -> None:
    told: list[ApisChanged] = []
    stand.region.bus.subscribe(ApisChanged, told.append)

    api = stand.gateway.create_rest_api(CreateRestApiRequest(name="x"))

    assert told == [ApisChanged(api.id)]


def test_a_deleted_api_is_gone_with_its_buckets(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.throttle(api, "*/*", 1, 1)

    stand.gateway.delete_rest_api(RestApiRequest(rest_api_id=api))

    with pytest.raises(NotFoundException, match=f"Invalid API identifier specified 123456789012:{api}"):
        stand.gateway.get_rest_api(RestApiRequest(rest_api_id=api))
    assert [view.id for view in stand.gateway.throttles.buckets()] == ["account"]


def test_lists_come_in_pages(stand: Stand) -> None:
    api = stand.api("GET /a", "GET /b", "GET /c")

    first = stand.gateway.get_resources(ResourcesRequest(rest_api_id=api, limit=3))
    second = stand.gateway.get_resources(ResourcesRequest(rest_api_id=api, limit=3, position=first.position))

    assert [resource.path for resource in [*first.items, *second.items]] == ["/", "/a", "/b", "/c"]
    assert second.position == ""


@pytest.mark.parametrize(
    ("there", "part", "error", "message"),
    [
        ("a", "a", ConflictException, "Another resource with the same parent already has this name: a"),
        ("{id}", "{other}", BadRequestException, r"A sibling \({id}\) of this resource already has a variable path"),
        ("a", "b c", BadRequestException, "Resource's path part only allow"),
        ("a", "{}", BadRequestException, "Resource's path part only allow"),
        ("a", "", BadRequestException, "Resource's path part only allow"),
    ],
)
def test_path_parts_that_are_refused(stand: Stand, there: str, part: str, error: type[Exception], message: str) -> None:
    api = stand.gateway.create_rest_api(CreateRestApiRequest(name="x"))
    stand.gateway.create_resource(resource_request(api.id, api.root_resource_id, there))

    with pytest.raises(error, match=message):
        stand.gateway.create_resource(resource_request(api.id, api.root_resource_id, part))


def test_a_deleted_resource_takes_all_below_it_along_and_can_be_made_again(stand: Stand) -> None:
    api = stand.api("GET /a/b/c")
    request = ResourceRequest(rest_api_id=api, resource_id=stand.resource(api, "/a"))

    stand.gateway.delete_resource(request)

    assert [resource.path for resource in stand.gateway.resources_of(api)] == ["/"]
    stand.put(api, "GET", "/a/b")
    assert [resource.path for resource in stand.gateway.resources_of(api)] == ["/", "/a", "/a/b"]


def test_a_method_can_be_put_once(stand: Stand) -> None:
    api = stand.api("GET /x")
    request = PutMethodRequest(rest_api_id=api, resource_id=stand.resource(api, "/x"), http_method="GET")

    with pytest.raises(ConflictException, match="Method already exists for this resource"):
        stand.gateway.put_method(request)


def test_an_api_without_methods_cannot_be_deployed(stand: Stand) -> None:
    api = stand.gateway.create_rest_api(CreateRestApiRequest(name="x"))

    with pytest.raises(BadRequestException, match="The REST API doesn't contain any methods"):
        stand.gateway.create_deployment(CreateDeploymentRequest(rest_api_id=api.id))


def test_a_method_without_an_integration_cannot_be_deployed(stand: Stand) -> None:
    api = stand.api("GET /x")
    resource_id = stand.resource(api, "/y")
    stand.gateway.put_method(PutMethodRequest(rest_api_id=api, resource_id=resource_id, http_method="GET"))

    with pytest.raises(BadRequestException, match="No integration defined for method"):
        stand.deploy(api)


def test_a_deployment_moves_its_stage_and_keeps_the_settings(stand: Stand) -> None:
    api = stand.api("GET /x", variables={"a": "1"})
    stand.throttle(api, "*/*", 5, 10)

    deployment_id = stand.deploy(api, {"b": "2"})

    stage = stand.gateway.get_stage(StageRequest(rest_api_id=api, stage_name=STAGE))
    assert (stage.deployment_id, stage.variables) == (deployment_id, {"a": "1", "b": "2"})
    assert stage.method_settings["*/*"].throttling_burst_limit == 10


def test_a_stage_can_go_back_to_an_older_deployment(stand: Stand) -> None:
    api = stand.api("GET /x")
    first = stand.gateway.stages_of(api)[0].deployment_id
    stand.deploy(api)

    assert stand.patch(api, "/deploymentId", first).deployment_id == first


def test_a_stage_name_is_used_once(stand: Stand) -> None:
    api = stand.api("GET /x")
    request = CreateStageRequest(rest_api_id=api, stage_name=STAGE, deployment_id=stand.deploy(api))

    with pytest.raises(ConflictException, match="Stage already exists"):
        stand.gateway.create_stage(request)


def test_stage_variables_are_set_and_removed(stand: Stand) -> None:
    api = stand.api("GET /x", variables={"a": "1"})

    assert stand.patch(api, "/variables/b", "2").variables == {"a": "1", "b": "2"}
    assert stand.patch(api, "/variables/a", op="remove").variables == {"b": "2"}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("/variables/bad-name", "x", "Invalid stage variable name 'bad-name'"),
        pytest.param("/variables/" + "n" * 65, "x", "Invalid stage variable name", id="long name"),
        ("/variables/a", "two words", "Invalid value of the stage variable 'a'"),
        pytest.param("/variables/a", "x" * 513, "Invalid value of the stage variable 'a'", id="long value"),
        ("/*/*/throttling/rateLimit", "fast", "it is a number of at least 0"),
        ("/*/*/throttling/rateLimit", "nan", "it is a number of at least 0"),
        ("/*/*/throttling/burstLimit", "-1", "it is a whole number of at least 0"),
        ("/*/*/throttling/burstLimit", "1.5", "it is a whole number of at least 0"),
        ("/*/*/throttling/burstLimit", str(2**64), "it is a whole number of at least 0"),
        ("/*/*/caching/ttlInSeconds", "9" * 5_000, "it is a number of seconds from 0 to 3600"),
        ("/nonsense", "x", r"Invalid method setting path: /nonsense. Must be one of: \[/deploymentId, /description, "),
        ("/tags/tag1", "x", "Invalid method setting path: /tags/tag1. Must be one of: "),
    ],
)
def test_stage_settings_that_are_refused(stand: Stand, path: str, value: str, message: str) -> None:
    with pytest.raises(BadRequestException, match=message):
        stand.patch(stand.api("GET /x"), path, value)


def test_a_stage_keeps_whether_it_is_traced(stand: Stand) -> None:
    assert stand.patch(stand.api("GET /x"), "/tracingEnabled", "true").tracing_enabled


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/clientCertificateId", "Invalid Client Certificate identifier specified"),
        ("/documentationVersion", "Invalid Documentation version specified"),
    ],
)
def test_a_stage_cannot_have_what_is_not_there(stand: Stand, path: str, message: str) -> None:
    with pytest.raises(NotFoundException, match=message):
        stand.patch(stand.api("GET /x"), path, "none")


def test_one_limit_alone_takes_the_accounts_default_for_the_other(stand: Stand) -> None:
    setting = stand.patch(stand.api("GET /x"), "/*/*/throttling/burstLimit", "123").method_settings["*/*"]

    assert (setting.throttling_rate_limit, setting.throttling_burst_limit) == (10_000.0, 123)


def test_a_removed_setting_takes_its_bucket_away(stand: Stand) -> None:
    api = stand.api("GET /orders/{id}")
    stand.throttle(api, "~1orders~1{id}/GET", 5, 10)
    assert [view.label for view in stand.gateway.throttles.buckets()] == ["account", "GET /orders/{id}"]

    stand.patch(api, "/~1orders~1{id}/GET", op="remove")

    assert [view.label for view in stand.gateway.throttles.buckets()] == ["account"]


def test_an_openapi_document_becomes_an_api(stand: Stand) -> None:
    api = stand.gateway.import_rest_api(ImportRestApiRequest(body=DOCUMENT))

    resources = stand.gateway.resources_of(api.id)
    assert (api.name, api.binary_media_types) == ("imported", ["image/png"])
    assert [resource.path for resource in resources] == ["/", "/pets", "/pets/{id}"]
    assert list(resources[-1].resource_methods) == ["GET"]


@pytest.mark.parametrize(
    "body",
    [b"not: [closed", b"just text", DOCUMENT.replace(b"{id}", b"{id}x")],
    ids=["no YAML", "no OpenAPI", "a path part that is refused"],
)
def test_a_document_that_is_refused_leaves_nothing(stand: Stand, body: bytes) -> None:
    with pytest.raises(BadRequestException):
        stand.gateway.import_rest_api(ImportRestApiRequest(body=body))

    assert stand.gateway.apis() == []


def test_a_document_takes_the_place_of_an_apis_resources(stand: Stand) -> None:
    api = stand.api("GET /old")

    put = stand.gateway.put_rest_api(PutRestApiRequest(rest_api_id=api, body=DOCUMENT, mode="overwrite"))

    assert put.name == "imported"
    assert [resource.path for resource in stand.gateway.resources_of(api)] == ["/", "/pets", "/pets/{id}"]


def test_a_refused_document_leaves_an_api_as_it_was(stand: Stand) -> None:
    api = stand.api("GET /old")
    broken = PutRestApiRequest(rest_api_id=api, body=DOCUMENT.replace(b"{id}", b"{id}x"), mode="overwrite")

    with pytest.raises(BadRequestException):
        stand.gateway.put_rest_api(broken)

    assert [resource.path for resource in stand.gateway.resources_of(api)] == ["/", "/old"]
    stand.put(api, "GET", "/old/below")
