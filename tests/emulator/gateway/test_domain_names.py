"""Domain names: what they are, which APIs their base paths lead to, and what those see of them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.model import (
    BasePathMapping,
    BasePathMappingRequest,
    BasePathMappingsRequest,
    CreateBasePathMappingRequest,
    CreateDomainNameRequest,
    DomainName,
    DomainNameRequest,
    DomainNamesRequest,
    EndpointConfiguration,
    PatchOperation,
    UpdateBasePathMappingRequest,
    UpdateDomainNameRequest,
    UpdateRestApiRequest,
)
from tests.emulator.gateway.stand import STAGE, Answer, Stand, read

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "api.example.com"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def region(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A region with the function `obedient`."""
    stand = Stand(tmp_path_factory.mktemp("region"))
    stand.create_obedient()
    yield stand
    await stand.region.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def stand(region: Stand) -> AsyncIterator[Stand]:
    """The region without a domain name."""
    yield region
    for domain in region.gateway.get_domain_names(DomainNamesRequest()).items:
        region.gateway.delete_domain_name(DomainNameRequest(domain_name=domain.domain_name))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api(region: Stand) -> str:
    """An API whose every request reaches `obedient`."""
    return region.api("ANY /{proxy+}")


def create(stand: Stand, name: str = NAME, **members: Any) -> DomainName:
    """Take a domain name."""
    return stand.gateway.create_domain_name(CreateDomainNameRequest(domain_name=name, **members))


def mapped(stand: Stand, api: str, base_path: str = "", stage: str = STAGE) -> BasePathMapping:
    """Let an API answer below a base path."""
    return stand.gateway.create_base_path_mapping(
        CreateBasePathMappingRequest(domain_name=NAME, base_path=base_path, rest_api_id=api, stage=stage)
    )


def remapped(stand: Stand, base_path: str, path: str, value: str) -> BasePathMapping:
    """Change a mapping."""
    patch = PatchOperation(op="replace", path=path, value=value)
    return stand.gateway.update_base_path_mapping(
        UpdateBasePathMappingRequest(domain_name=NAME, base_path=base_path, patch_operations=[patch])
    )


async def send(stand: Stand, path: str, host: str = NAME) -> Answer:
    """Send a request to a domain name."""
    request = HttpRequest(method="GET", path=path, headers=[("Host", host)])
    return read(await stand.gateway.handle_domain(stand.gateway.domain_named(host), request))


# Names -----------------------------------------------------------------------------------------------------------


async def test_an_edge_name_points_to_a_distribution_and_a_regional_one_to_the_region(stand: Stand) -> None:
    edge = create(stand)
    regional = create(stand, "r.example.com", endpoint_configuration=EndpointConfiguration(types=["REGIONAL"]))

    assert edge.endpoint_configuration.types == ["EDGE"]
    assert edge.distribution_domain_name.endswith(".cloudfront.net")
    assert not edge.regional_domain_name
    assert regional.regional_domain_name.endswith(".execute-api.us-east-1.amazonaws.com")
    assert not regional.distribution_domain_name
    assert {edge.domain_name_status, regional.domain_name_status} == {"AVAILABLE"}


@pytest.mark.parametrize(
    ("name", "message"), [("", "No Domain Name specified"), ("a b", "Invalid domain name specified: a b")]
)
async def test_what_is_no_name_is_refused(stand: Stand, name: str, message: str) -> None:
    with pytest.raises(BadRequestException) as caught:
        create(stand, name)
    assert caught.value.message == message


async def test_a_name_is_taken_once_in_whatever_case(stand: Stand) -> None:
    create(stand, "Api.Example.com")
    with pytest.raises(ConflictException):
        create(stand)
    assert stand.gateway.get_domain_name(DomainNameRequest(domain_name=NAME)).domain_name == "Api.Example.com"


async def test_names_are_listed_in_pages(stand: Stand) -> None:
    create(stand, "a.example.com")
    create(stand, "b.example.com")
    first = stand.gateway.get_domain_names(DomainNamesRequest(limit=1))
    second = stand.gateway.get_domain_names(DomainNamesRequest(limit=1, position=first.position))
    assert [item.domain_name for item in (*first.items, *second.items)] == ["a.example.com", "b.example.com"]
    assert not second.position
    assert stand.gateway.get_domain_names(DomainNamesRequest(resource_owner="OTHER_ACCOUNTS")).items == []


async def test_a_name_is_changed_by_the_documented_paths(stand: Stand) -> None:
    create(stand)
    paths = {
        "/certificateArn": "arn:c",
        "/securityPolicy": "TLS_1_0",
        "/endpointConfiguration/types/EDGE": "REGIONAL",
        "/mutualTlsAuthentication/truststoreUri": "s3://bucket/store.pem",
    }
    patches = [PatchOperation(op="replace", path=path, value=value) for path, value in paths.items()]
    changed = stand.gateway.update_domain_name(UpdateDomainNameRequest(domain_name=NAME, patch_operations=patches))

    assert (changed.certificate_arn, changed.security_policy) == ("arn:c", "TLS_1_0")
    assert changed.endpoint_configuration.types == ["REGIONAL"]
    assert changed.mutual_tls_authentication is not None
    assert changed.mutual_tls_authentication.truststore_uri == "s3://bucket/store.pem"
    with pytest.raises(BadRequestException, match="Invalid patch path  '/domainName' specified for op 'replace'"):
        patch = PatchOperation(op="replace", path="/domainName", value="x")
        stand.gateway.update_domain_name(UpdateDomainNameRequest(domain_name=NAME, patch_operations=[patch]))


# Base paths ------------------------------------------------------------------------------------------------------


async def test_a_mapping_without_a_base_path_is_called_none(stand: Stand, api: str) -> None:
    create(stand)
    assert mapped(stand, api).base_path == "(none)"
    assert mapped(stand, api, "v1", "").stage == ""
    mappings = stand.gateway.get_base_path_mappings(BasePathMappingsRequest(domain_name=NAME)).items
    assert [mapping.base_path for mapping in mappings] == ["(none)", "v1"]


@pytest.mark.parametrize(
    ("base_path", "api_id", "stage", "message"),
    [
        ("/v1", "", "", "API Gateway V1 doesn't support the slash character"),
        ("a b", "", "", "The base path only allows"),
        ("v1", "none", "", "Invalid REST API identifier specified"),
        ("v1", "", "none", "Invalid stage identifier specified"),
    ],
)
async def test_a_mapping_that_cannot_be(
    stand: Stand, api: str, base_path: str, api_id: str, stage: str, message: str
) -> None:
    create(stand)
    with pytest.raises(BadRequestException, match=message):
        mapped(stand, api_id or api, base_path, stage)


async def test_a_base_path_is_mapped_once(stand: Stand, api: str) -> None:
    create(stand)
    mapped(stand, api, "v1")
    mapped(stand, api, "v2")
    with pytest.raises(ConflictException, match="Base path already exists for this domain name"):
        mapped(stand, api, "v1")
    with pytest.raises(ConflictException, match="Base path already exists for this domain name"):
        remapped(stand, "v1", "/basePath", "v2")


async def test_a_mapping_moves_to_another_base_path(stand: Stand, api: str) -> None:
    create(stand)
    mapped(stand, api, "v1")
    assert remapped(stand, "v1", "/basePath", "v2").base_path == "v2"

    for base_path in ("v1", "none"):
        with pytest.raises(NotFoundException, match="Invalid base path mapping identifier specified"):
            stand.gateway.get_base_path_mapping(BasePathMappingRequest(domain_name=NAME, base_path=base_path))


# Requests --------------------------------------------------------------------------------------------------------


async def test_a_base_path_leads_to_its_api(stand: Stand, api: str) -> None:
    create(stand)
    mapped(stand, api, "v1")
    event = (await send(stand, "/v1/orders/7")).json()

    assert (event["path"], event["pathParameters"]) == ("/v1/orders/7", {"proxy": "orders/7"})
    context = event["requestContext"]
    assert (context["path"], context["stage"]) == ("/v1/orders/7", STAGE)
    assert (context["domainName"], context["domainPrefix"]) == (NAME, "api")


async def test_without_a_stage_in_the_mapping_the_path_names_it(stand: Stand, api: str) -> None:
    create(stand)
    mapped(stand, api, "v1", "")
    event = (await send(stand, f"/v1/{STAGE}/orders")).json()

    assert (event["requestContext"]["stage"], event["path"]) == (STAGE, f"/v1/{STAGE}/orders")
    assert (await send(stand, "/v1/none/orders")).status == 403


async def test_what_no_base_path_is_for_goes_to_the_mapping_without_one(stand: Stand, api: str) -> None:
    create(stand)
    mapped(stand, api)
    assert (await send(stand, "/orders")).json()["path"] == "/orders"


async def test_what_nothing_is_mapped_to_is_forbidden(stand: Stand, api: str) -> None:
    create(stand)
    mapped(stand, api, "v1")
    answer = await send(stand, "/v2/orders")

    assert (answer.status, answer.json()) == (403, {"message": "Forbidden"})
    assert answer.headers["x-amzn-errortype"] == "ForbiddenException"
    assert "Its base paths: v1." in str(stand.trace(answer))


async def test_a_wildcard_stands_for_one_label(stand: Stand) -> None:
    create(stand, "*.example.com")
    create(stand, "own.example.com")

    named = stand.gateway.domain_named
    assert named("shop.example.com:3000") == "*.example.com"
    assert named("OWN.example.com") == "own.example.com"
    assert [named(host) for host in ("a.b.example.com", "example.com", "127.0.0.1:3000", "")] == [""] * 4


async def test_an_api_without_its_own_endpoint_is_reached_by_its_names_alone(stand: Stand) -> None:
    api = stand.api("ANY /{proxy+}")
    patch = PatchOperation(op="replace", path="/disableExecuteApiEndpoint", value="true")
    stand.gateway.update_rest_api(UpdateRestApiRequest(rest_api_id=api, patch_operations=[patch]))
    stand.deploy(api)
    create(stand)
    mapped(stand, api, "v1")

    refused = await stand.send(api, "GET", "/orders")
    assert (refused.status, refused.json()) == (403, {"message": "Forbidden"})
    assert f"curl -H 'Host: {NAME}' reaches it" in str(stand.trace(refused))
    assert (await send(stand, "/v1/orders")).status == 200
