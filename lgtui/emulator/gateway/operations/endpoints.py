"""What of an endpoint's settings AWS refuses, for APIs and for domain names."""

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import EndpointConfiguration

ENDPOINT_TYPES = ("REGIONAL", "EDGE", "PRIVATE")
IP_ADDRESS_TYPES = ("ipv4", "dualstack")
MAX_COMPRESSION_SIZE = 10_485_760


def settled(given: EndpointConfiguration) -> EndpointConfiguration:
    """`given` with AWS's defaults: EDGE, and ipv4, or dualstack for PRIVATE (recorded).

    Raises:
        BadRequestException: there is no type or more than one, or PRIVATE with ipv4.
    """
    types = ["EDGE"] if given.types is None else given.types
    if not types:
        raise BadRequestException("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")
    if len(types) > 1:
        raise BadRequestException("Cannot create an api with multiple Endpoint Types.")
    is_private = types == ["PRIVATE"]
    if is_private and given.ip_address_type == "ipv4":
        raise BadRequestException("Only dualstack ipAddressType is supported for Private APIs.")
    default = "dualstack" if is_private else "ipv4"
    return msgspec.structs.replace(given, types=types, ip_address_type=given.ip_address_type or default)


def with_type(endpoint: EndpointConfiguration, name: str) -> EndpointConfiguration:
    """`endpoint` of another type; a private one speaks both versions of IP.

    Raises:
        BadRequestException: there is no such type.
    """
    if name not in ENDPOINT_TYPES:
        raise BadRequestException(f"Invalid EndpointTypes specified. Valid options are {','.join(ENDPOINT_TYPES)}")
    ip = "dualstack" if name == "PRIVATE" else endpoint.ip_address_type
    return msgspec.structs.replace(endpoint, types=[name], ip_address_type=ip)


def with_ip_address_type(endpoint: EndpointConfiguration, name: str) -> EndpointConfiguration:
    """`endpoint` with another version of IP.

    Raises:
        BadRequestException: there is no such one, or the endpoint is private and it is ipv4.
    """
    if name not in IP_ADDRESS_TYPES:
        raise BadRequestException("ipAddressType must be either ipv4 or dualstack.")
    return settled(msgspec.structs.replace(endpoint, ip_address_type=name))


def check_compression(size: int) -> None:
    """Refuse a size that no answer can have (fact ctl-017).

    Raises:
        BadRequestException
    """
    if not 0 <= size <= MAX_COMPRESSION_SIZE:
        raise BadRequestException(f"Invalid minimum compression size, must be between 0 and {MAX_COMPRESSION_SIZE}")
