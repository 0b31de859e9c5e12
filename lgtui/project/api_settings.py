"""What a template, or the OpenAPI document in it, says of a REST API as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import EndpointConfiguration
from lgtui.emulator.gateway.openapi.reader import Settings


@dataclass(frozen=True)
class ApiSettings:
    """Settings that CreateRestApi takes, besides the name, the description and the binary media types."""

    version: str = ""
    minimum_compression_size: int | None = None
    policy: str = ""
    endpoint: EndpointConfiguration = field(default_factory=EndpointConfiguration)
    disable_execute_api_endpoint: bool = False
    tags: dict[str, str] = field(default_factory=dict)


def api_settings(properties: Mapping[str, Any], read: Settings) -> ApiSettings:
    """The settings of an API: the resource's own properties before what its document says.

    Raises:
        ValueError: a size is no number.
    """
    compression = properties.get("MinimumCompressionSize")
    disabled = properties.get("DisableExecuteApiEndpoint")
    return ApiSettings(
        version=read.version,
        minimum_compression_size=read.minimum_compression_size if compression is None else int(compression),
        policy=_policy(properties.get("Policy")) or read.policy,
        endpoint=_endpoint(properties.get("EndpointConfiguration")) or read.endpoint or EndpointConfiguration(),
        disable_execute_api_endpoint=bool(read.disable_execute_api_endpoint)
        if disabled is None
        else str(disabled).lower() == "true",
        tags={**read.tags, **_tags(properties.get("Tags"))},
    )


def _policy(written: Any) -> str:
    """A resource policy as text; it is an object or a text."""
    if not written:
        return ""
    return written if isinstance(written, str) else msgspec.json.encode(written).decode()


def _endpoint(written: Any) -> EndpointConfiguration | None:
    if not isinstance(written, Mapping):
        return None
    return EndpointConfiguration(
        types=[str(item) for item in written.get("Types") or ()] or None,
        ip_address_type=str(written.get("IpAddressType") or "") or None,
        vpc_endpoint_ids=[str(item) for item in written.get("VpcEndpointIds") or ()] or None,
    )


def _tags(written: Any) -> dict[str, str]:
    listed = written if isinstance(written, list) else []
    return {str(tag.get("Key")): str(tag.get("Value")) for tag in listed if isinstance(tag, Mapping)}
