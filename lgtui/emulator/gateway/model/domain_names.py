"""Domain names and base path mappings, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.apis import EndpointConfiguration
from lgtui.emulator.gateway.model.base import PatchOperation, Shape


class MutualTlsAuthentication(Shape, frozen=True, kw_only=True):
    """Where on AWS the certificates are that clients may have; here clients come without TLS."""

    truststore_uri: str = ""
    truststore_version: str = ""


class CreateDomainNameRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateDomainName."""

    domain_name: str
    certificate_name: str = ""
    certificate_arn: str = ""
    regional_certificate_name: str = ""
    regional_certificate_arn: str = ""
    ownership_verification_certificate_arn: str = ""
    endpoint_configuration: EndpointConfiguration = EndpointConfiguration()
    mutual_tls_authentication: MutualTlsAuthentication | None = None
    security_policy: str = "TLS_1_2"
    endpoint_access_mode: str = ""
    routing_mode: str = "BASE_PATH_MAPPING_ONLY"
    policy: str = ""
    tags: dict[str, str] = {}


class DomainName(Shape, frozen=True, kw_only=True):
    """A name by which APIs are reached.

    Attributes:
        domain_name: `api.example.com`, or `*.example.com` for every name with one label before it.
        distribution_domain_name, distribution_hosted_zone_id: where DNS would point to for an EDGE one on AWS.
        regional_domain_name, regional_hosted_zone_id: the same for a REGIONAL one.
        tags: None where an answer does not name them.
    """

    domain_name: str
    domain_name_arn: str
    domain_name_status: str
    endpoint_configuration: EndpointConfiguration
    security_policy: str
    routing_mode: str
    endpoint_access_mode: str = ""
    policy: str = ""
    certificate_name: str = ""
    certificate_arn: str = ""
    certificate_upload_date: float | None = None
    regional_certificate_name: str = ""
    regional_certificate_arn: str = ""
    ownership_verification_certificate_arn: str = ""
    distribution_domain_name: str = ""
    distribution_hosted_zone_id: str = ""
    regional_domain_name: str = ""
    regional_hosted_zone_id: str = ""
    mutual_tls_authentication: MutualTlsAuthentication | None = None
    tags: dict[str, str] | None = None


class DomainNameRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a domain name."""

    domain_name: str


class DomainNamesRequest(Shape, frozen=True, kw_only=True):
    """Input of GetDomainNames; only `SELF` owns domain names here, and no `OTHER_ACCOUNTS`."""

    resource_owner: str = "SELF"
    position: str = ""
    limit: int = 25


class UpdateDomainNameRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateDomainName."""

    domain_name: str
    patch_operations: list[PatchOperation] = []


class DomainNames(Shape, frozen=True, kw_only=True):
    """A page of domain names."""

    items: list[DomainName]
    position: str = ""


class CreateBasePathMappingRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateBasePathMapping; without `base_path` the whole name is mapped, without `stage` every stage."""

    domain_name: str
    base_path: str = ""
    rest_api_id: str
    stage: str = ""


class BasePathMapping(Shape, frozen=True, kw_only=True):
    """The API that answers below a path's first part; `(none)` where it answers whatever no other mapping does."""

    base_path: str
    rest_api_id: str
    stage: str = ""


class BasePathMappingRequest(Shape, frozen=True, kw_only=True):
    """Input of GetBasePathMapping and DeleteBasePathMapping."""

    domain_name: str
    base_path: str


class BasePathMappingsRequest(Shape, frozen=True, kw_only=True):
    """Input of GetBasePathMappings."""

    domain_name: str
    position: str = ""
    limit: int = 25


class UpdateBasePathMappingRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateBasePathMapping."""

    domain_name: str
    base_path: str
    patch_operations: list[PatchOperation] = []


class BasePathMappings(Shape, frozen=True, kw_only=True):
    """A page of base path mappings."""

    items: list[BasePathMapping]
    position: str = ""
