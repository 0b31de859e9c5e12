"""The URIs by which AWS integrations name a service: `arn:aws:apigateway:{region}:{service}:{path|action}/…`."""

import re
from typing import NamedTuple

from lgtui.emulator.gateway.failures import configuration_error

_URI = re.compile(
    r"arn:aws[\w-]*:apigateway:(?P<region>[^:]*):(?:(?P<subdomain>[^:]+)\.)?(?P<service>[^:.]+):"
    r"(?P<style>path|action)/(?P<rest>.*)",
    re.DOTALL,
)


class ServiceUri(NamedTuple):
    """What a URI names (API reference, PutIntegration: `uri`).

    Attributes:
        subdomain: what stands before the service's name, such as an S3 bucket; empty where nothing does.
        style: `path` or `action`.
        rest: the path without its slash, or the action and what `&name=value` follows it.
    """

    region: str
    subdomain: str
    service: str
    style: str
    rest: str

    @property
    def domain(self) -> str:
        """The service's name with its subdomain: `bucket.s3`, `runtime.sagemaker`."""
        return f"{self.subdomain}.{self.service}" if self.subdomain else self.service

    @property
    def host(self) -> str:
        """The service's host on AWS."""
        return f"{self.domain}.{self.region}.amazonaws.com"


def service_of(uri: str) -> str:
    """The service that a URI names; empty where it names none."""
    match = _URI.fullmatch(uri)
    return match["service"] if match else ""


def parse_service_uri(uri: str) -> ServiceUri:
    """Take a URI apart, its stage variables filled in.

    Raises:
        GatewayFailure: 500, it names no service.
    """
    match = _URI.fullmatch(uri)
    if match is None:
        raise configuration_error(
            "Invalid endpoint address",
            f"The integration's URI {uri} names no service: it is arn:aws:apigateway:REGION:SERVICE:path/PATH, or "
            "…:action/ACTION.",
        )
    return ServiceUri(match["region"], match["subdomain"] or "", match["service"], match["style"], match["rest"])
