"""Domain names and base path mappings of templates, brought into a region."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.model import (
    BasePathMappingsRequest,
    CreateBasePathMappingRequest,
    DomainNamesRequest,
)
from lgtui.emulator.region import Region
from lgtui.project.project import Project
from tests.project.conftest import MakePlan, WriteProject

SAM = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Domain: {Type: String, Default: api.example.com}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Domain:
        DomainName: !Ref Domain
        CertificateArn: arn:aws:acm:us-east-1:123456789012:certificate/x
        BasePath: [/v1, v2]
        Route53: {HostedZoneId: Z1}
      DefinitionBody:
        openapi: 3.0.1
        paths:
          /orders:
            get:
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: {application/json: '{"statusCode": 200}'}
                responses: {default: {statusCode: "200", responseTemplates: {application/json: '"mapped"'}}}
              responses: {"200": {description: ok}}
"""

CLOUDFORMATION = """\
Resources:
  Name:
    Type: AWS::ApiGateway::DomainName
    Properties: {DomainName: api.example.com}
  Elsewhere:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: {DomainName: !Ref Name, RestApiId: abc, BasePath: other}
"""


class Loaded:
    """A project in a region, and the domain names that the region has."""

    def __init__(self, folder: Path, region: Region) -> None:
        self.template = folder / "template.yaml"
        self.project = Project(folder, region)
        self.gateway = region.gateway

    async def load(self, old: str = "", new: str = "") -> None:
        """Load what is on disk, once `old` is replaced."""
        self.template.write_text(self.template.read_text().replace(old, new) if old else self.template.read_text())
        await self.project.load()
        assert self.project.problem is None, self.project.problem

    def names(self) -> list[str]:
        """The domain names."""
        return [domain.domain_name for domain in self.gateway.get_domain_names(DomainNamesRequest()).items]

    def base_paths(self, name: str) -> list[str]:
        """The base paths that are mapped to a domain name."""
        request = BasePathMappingsRequest(domain_name=name)
        return [mapping.base_path for mapping in self.gateway.get_base_path_mappings(request).items]

    async def status(self, path: str, host: str = "api.example.com") -> int:
        """The status of a request to a domain name."""
        request = HttpRequest(method="GET", path=path, headers=[("Host", host)])
        return (await self.gateway.handle_domain(self.gateway.domain_named(host), request)).status


@pytest_asyncio.fixture
async def loaded(write_project: WriteProject, region: Region) -> AsyncIterator[Loaded]:
    """The SAM project in a region."""
    loaded = Loaded(write_project(SAM), region)
    await loaded.load()
    yield loaded


async def test_a_domain_of_a_sam_api_leads_to_its_stage(loaded: Loaded) -> None:
    assert loaded.names() == ["api.example.com"]
    assert [await loaded.status(path) for path in ("/v1/orders", "/v2/orders", "/orders")] == [200, 200, 403]


async def test_a_change_of_the_template_changes_what_is_mapped(loaded: Loaded) -> None:
    (api,) = [api.id for api in loaded.gateway.apis()]
    loaded.gateway.create_base_path_mapping(
        CreateBasePathMappingRequest(domain_name="api.example.com", base_path="mine", rest_api_id=api)
    )
    await loaded.load("[/v1, v2]", "[v2, v3]")
    assert loaded.base_paths("api.example.com") == ["v2", "mine", "v3"]

    await loaded.load("api.example.com", "shop.example.com")
    assert loaded.names() == ["shop.example.com"]
    assert await loaded.status("/v3/orders", "shop.example.com") == 200


async def test_a_domain_that_is_dropped_is_given_up(loaded: Loaded) -> None:
    text = loaded.template.read_text()
    start, end = text.index("      Domain:"), text.index("      DefinitionBody:")
    await loaded.load(text[start:end], "")
    assert loaded.names() == []


def test_the_template_says_how_its_name_is_reached(plan_of: MakePlan) -> None:
    plan = plan_of(SAM)
    said = (
        "api.example.com is reached at any port of lgtui by the header “Host: api.example.com”; mapped to it: /v1, /v2."
    )
    assert said in [notice.text for notice in plan.notices]
    assert plan.not_emulated == []


def test_a_mapping_to_another_templates_api_is_left_out_aloud(plan_of: MakePlan) -> None:
    plan = plan_of(CLOUDFORMATION)
    assert [(domain.name, domain.types, domain.mappings) for domain in plan.domains] == [
        ("api.example.com", ("EDGE",), ())
    ]
    assert "Elsewhere: the API abc is not of this template; nothing is mapped to it." in [
        notice.text for notice in plan.notices
    ]
