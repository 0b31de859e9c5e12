"""What an account has beside its APIs: VPC links, client certificates, and the tags of whatever has them."""

from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.model import (
    ClientCertificateRequest,
    CreateApiKeyRequest,
    CreateDomainNameRequest,
    CreateUsagePlanRequest,
    CreateVpcLinkRequest,
    GenerateClientCertificateRequest,
    PageRequest,
    PatchOperation,
    TagResourceRequest,
    TagsRequest,
    UntagResourceRequest,
    UpdateClientCertificateRequest,
    UpdateVpcLinkRequest,
    VpcLink,
    VpcLinkRequest,
)
from tests.emulator.gateway.stand import STAGE, Stand

BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/x/1"


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


def link(stand: Stand, **members: Any) -> VpcLink:
    """Make a VPC link."""
    return stand.gateway.create_vpc_link(CreateVpcLinkRequest(**{"name": "l", "target_arns": [BALANCER], **members}))


def test_a_vpc_link_is_pending_in_its_first_answer_alone(stand: Stand) -> None:
    """Recorded on AWS."""
    created = link(stand)
    got = stand.gateway.get_vpc_link(VpcLinkRequest(vpc_link_id=created.id))

    assert (created.status, created.status_message, created.tags) == ("PENDING", "", None)
    assert (got.status, got.status_message, got.tags) == ("AVAILABLE", "Your vpc link is ready for use", {})


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"name": "", "target_arns": []}, "Name cannot be empty"),
        ({"target_arns": ["invalid-arn"]}, "Invalid ARN. ARN is not well formed invalid-arn"),
    ],
)
def test_a_vpc_link_that_cannot_be(stand: Stand, members: dict[str, Any], message: str) -> None:
    """Recorded on AWS."""
    with pytest.raises(BadRequestException) as caught:
        link(stand, **members)
    assert caught.value.message == message


def test_vpc_links_are_listed_changed_and_deleted(stand: Stand) -> None:
    first, second = link(stand), link(stand, name="second")
    page = stand.gateway.get_vpc_links(PageRequest(limit=1))
    rest = stand.gateway.get_vpc_links(PageRequest(limit=1, position=page.position))
    assert [item.id for item in (*page.items, *rest.items)] == [first.id, second.id]

    rename = PatchOperation(op="replace", path="/name", value="other")
    changed = stand.gateway.update_vpc_link(UpdateVpcLinkRequest(vpc_link_id=first.id, patch_operations=[rename]))
    assert (changed.name, changed.status) == ("other", "AVAILABLE")

    stand.gateway.delete_vpc_link(VpcLinkRequest(vpc_link_id=first.id))
    with pytest.raises(NotFoundException, match="Invalid Vpc Link identifier specified"):
        stand.gateway.get_vpc_link(VpcLinkRequest(vpc_link_id=first.id))


async def test_a_client_certificate_is_one_for_a_year(stand: Stand) -> None:
    made = await stand.gateway.generate_client_certificate(GenerateClientCertificateRequest(description="mine"))

    certificate = x509.load_pem_x509_certificate(made.pem_encoded_certificate.encode())
    certificate.verify_directly_issued_by(certificate)
    assert certificate.not_valid_after_utc.timestamp() == int(made.expiration_date)
    assert made.expiration_date - made.created_date == 365 * 24 * 3_600


async def test_a_client_certificate_that_a_stage_has_stays(stand: Stand) -> None:
    gateway, api = stand.gateway, stand.api("GET /x")
    made = await gateway.generate_client_certificate(GenerateClientCertificateRequest())
    named = ClientCertificateRequest(client_certificate_id=made.client_certificate_id)
    stand.patch(api, "/clientCertificateId", made.client_certificate_id)

    with pytest.raises(BadRequestException, match=f"used by the stage {STAGE}"):
        gateway.delete_client_certificate(named)

    stand.patch(api, "/clientCertificateId", op="remove")
    describe = PatchOperation(op="replace", path="/description", value="old")
    changed = gateway.update_client_certificate(
        UpdateClientCertificateRequest(client_certificate_id=made.client_certificate_id, patch_operations=[describe])
    )
    assert changed.description == "old"
    gateway.delete_client_certificate(named)
    with pytest.raises(NotFoundException):
        gateway.get_client_certificate(named)


async def test_whatever_has_an_arn_has_tags(stand: Stand) -> None:
    gateway, api = stand.gateway, stand.api("GET /x")
    certificate = await gateway.generate_client_certificate(GenerateClientCertificateRequest())
    for path in (
        f"restapis/{api}",
        f"restapis/{api}/stages/{STAGE}",
        f"apikeys/{gateway.create_api_key(CreateApiKeyRequest(name='k')).id}",
        f"usageplans/{gateway.create_usage_plan(CreateUsagePlanRequest(name='p')).id}",
        f"domainnames/{gateway.create_domain_name(CreateDomainNameRequest(domain_name='a.example')).domain_name}",
        f"vpclinks/{link(stand).id}",
        f"clientcertificates/{certificate.client_certificate_id}",
    ):
        arn = f"arn:aws:apigateway:us-east-1::/{path}"
        gateway.tag_resource(TagResourceRequest(resource_arn=arn, tags={"team": "x", "stage": "y"}))
        gateway.untag_resource(UntagResourceRequest(resource_arn=arn, tag_keys=["stage", "none"]))
        assert gateway.get_tags(TagsRequest(resource_arn=arn)).tags == {"team": "x"}, path


@pytest.mark.parametrize("path", ["restapis/none", "restapis", "vpclinks/none", "apikeys/none", "nouns/x"])
def test_what_is_not_there_has_no_tags(stand: Stand, path: str) -> None:
    with pytest.raises(NotFoundException):
        stand.gateway.get_tags(TagsRequest(resource_arn=f"arn:aws:apigateway:us-east-1::/{path}"))


def test_tags_have_their_limits(stand: Stand) -> None:
    arn = f"arn:aws:apigateway:us-east-1::/restapis/{stand.api('GET /x')}"
    for tags in ({"aws:x": "y"}, {f"k{number}": "v" for number in range(51)}):
        with pytest.raises(BadRequestException):
            stand.gateway.tag_resource(TagResourceRequest(resource_arn=arn, tags=tags))
    with pytest.raises(BadRequestException, match="Invalid ARN"):
        stand.gateway.get_tags(TagsRequest(resource_arn="arn:aws:s3:::bucket"))
