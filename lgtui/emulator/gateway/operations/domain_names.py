"""Operations on domain names."""

import hashlib
import re

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException
from lgtui.emulator.gateway.model import (
    CreateDomainNameRequest,
    DomainName,
    DomainNameRequest,
    DomainNames,
    DomainNamesRequest,
    Empty,
    EndpointConfiguration,
    MutualTlsAuthentication,
    UpdateDomainNameRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, brief, page
from lgtui.emulator.gateway.operations.endpoints import settled, with_ip_address_type, with_type
from lgtui.emulator.gateway.operations.patching import REPLACE, Change, Patcher, Path, member

CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
"""The hosted zone of every CloudFront distribution (Route 53's guide)."""
REGIONAL_ZONE = "Z1UJRXOUMOOFQ8"
"""The hosted zone of API Gateway's regional names in us-east-1; other regions have others."""

_NAME = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.IGNORECASE)


class DomainNameOperations(Operations):
    """CreateDomainName, GetDomainName, GetDomainNames, UpdateDomainName, DeleteDomainName."""

    def create_domain_name(self, request: CreateDomainNameRequest) -> DomainName:
        """Take a name, by which APIs are reached here from now on; certificates are kept and not looked at.

        Raises:
            BadRequestException: it is no name, or the endpoint's settings do not fit each other.
            ConflictException: the name is taken.
        """
        name = request.domain_name
        _check_name(name)
        if name.lower() in self._store.domains:
            raise ConflictException("The domain name you provided already exists.")
        endpoint = settled(request.endpoint_configuration)
        edge = endpoint.types == ["EDGE"]
        dns = f"d{hashlib.sha256(name.encode()).hexdigest()[:13]}"
        domain = DomainName(
            domain_name=name,
            domain_name_arn=f"arn:aws:apigateway:{self._settings.region_name}::/domainnames/{name}",
            domain_name_status="AVAILABLE",
            endpoint_configuration=endpoint,
            security_policy=request.security_policy,
            routing_mode=request.routing_mode,
            endpoint_access_mode=request.endpoint_access_mode,
            certificate_name=request.certificate_name,
            certificate_arn=request.certificate_arn,
            certificate_upload_date=self._now() if request.certificate_name or request.certificate_arn else None,
            regional_certificate_name=request.regional_certificate_name,
            regional_certificate_arn=request.regional_certificate_arn,
            ownership_verification_certificate_arn=request.ownership_verification_certificate_arn,
            distribution_domain_name=f"{dns}.cloudfront.net" if edge else "",
            distribution_hosted_zone_id=CLOUDFRONT_ZONE if edge else "",
            regional_domain_name="" if edge else f"{dns}.execute-api.{self._settings.region_name}.amazonaws.com",
            regional_hosted_zone_id="" if edge else REGIONAL_ZONE,
            mutual_tls_authentication=request.mutual_tls_authentication,
            policy=request.policy,
            tags=request.tags,
        )
        self._store.add_domain(domain)
        return brief(domain)

    def get_domain_name(self, request: DomainNameRequest) -> DomainName:
        """The domain name of that name."""
        return self._store.domain(request.domain_name).domain

    def get_domain_names(self, request: DomainNamesRequest) -> DomainNames:
        """A page of all domain names, oldest first."""
        owned = self._store.domains.values() if request.resource_owner == "SELF" else ()
        domains = [state.domain for state in owned]
        items, position = page(domains, request.position, request.limit)
        return DomainNames(items=[brief(item) for item in items], position=position)

    def update_domain_name(self, request: UpdateDomainNameRequest) -> DomainName:
        """Change a domain name.

        Raises:
            BadRequestException: a path or a value is not allowed.
        """
        state = self._store.domain(request.domain_name)
        state.domain = _PATCHER.apply(state.domain, request.patch_operations)
        return state.domain

    def delete_domain_name(self, request: DomainNameRequest) -> Empty:
        """Give a name up, with its base path mappings."""
        self._store.remove_domain(self._store.domain(request.domain_name).domain.domain_name)
        return Empty()


def _check_name(name: str) -> None:
    if not name:
        raise BadRequestException("No Domain Name specified")
    if not _NAME.fullmatch(name):
        raise BadRequestException(f"Invalid domain name specified: {name}")


def _endpoint_type(domain: DomainName, names: list[str], value: str) -> DomainName:
    return _with_endpoint(domain, with_type(domain.endpoint_configuration, value or names[-1]))


def _ip_address_type(domain: DomainName, _: list[str], value: str) -> DomainName:
    return _with_endpoint(domain, with_ip_address_type(domain.endpoint_configuration, value))


def _with_endpoint(domain: DomainName, endpoint: EndpointConfiguration) -> DomainName:
    return msgspec.structs.replace(domain, endpoint_configuration=endpoint)


def _truststore(name: str) -> Change[DomainName]:
    """The change of a member of the domain name's mutual TLS authentication."""

    def change(domain: DomainName, _: list[str], value: str) -> DomainName:
        before = domain.mutual_tls_authentication or MutualTlsAuthentication()
        authentication = msgspec.structs.replace(before, **{name: value})
        return msgspec.structs.replace(domain, mutual_tls_authentication=authentication)

    return change


_PATCHER: Patcher[DomainName] = Patcher(
    [
        Path("/certificateName", REPLACE, member("certificate_name")),
        Path("/certificateArn", REPLACE, member("certificate_arn")),
        Path("/regionalCertificateName", REPLACE, member("regional_certificate_name")),
        Path("/regionalCertificateArn", REPLACE, member("regional_certificate_arn")),
        Path("/ownershipVerificationCertificateArn", REPLACE, member("ownership_verification_certificate_arn")),
        Path("/endpointConfiguration/types", ("add",), _endpoint_type),
        Path("/endpointConfiguration/types/{type}", REPLACE, _endpoint_type),
        Path("/endpointConfiguration/ipAddressType", REPLACE, _ip_address_type),
        Path("/securityPolicy", REPLACE, member("security_policy")),
        Path("/endpointAccessMode", REPLACE, member("endpoint_access_mode")),
        Path("/routingMode", REPLACE, member("routing_mode")),
        Path("/policy", REPLACE, member("policy")),
        Path("/mutualTlsAuthentication/truststoreUri", REPLACE, _truststore("truststore_uri")),
        Path("/mutualTlsAuthentication/truststoreVersion", REPLACE, _truststore("truststore_version")),
    ]
)
