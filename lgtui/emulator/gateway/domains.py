"""Domain names at work: which one a request names, and which API its base path mappings lead to."""

from collections.abc import Container

import msgspec

from lgtui.emulator.gateway.exchange import HttpRequest
from lgtui.emulator.gateway.failures import UNKNOWN_STAGE, GatewayFailure
from lgtui.emulator.gateway.model import BasePathMapping
from lgtui.emulator.gateway.operations.base_path_mappings import NO_BASE_PATH
from lgtui.emulator.gateway.store import DomainState


def domain_named(host: str, domains: Container[str]) -> str:
    """The domain name that a `Host` header stands for; empty where there is none.

    Args:
        domains: in lower case; `*.example.com` stands for every name with one label more.
    """
    name = host.lower().rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host.lower()
    if name in domains:
        return name
    wildcard = f"*.{name.partition('.')[2]}"
    return wildcard if wildcard in domains else ""


def routed(state: DomainState, request: HttpRequest) -> tuple[str, HttpRequest]:
    """The API that answers a request to a domain name, and the request as that API's stage takes it.

    Raises:
        GatewayFailure: 403 where nothing is mapped there, as on AWS.
    """
    first, _, rest = request.path.lstrip("/").partition("/")
    mapping = state.mappings.get(first)
    if mapping is not None:
        return mapping.rest_api_id, _below(mapping, request, f"/{first}", f"/{rest}")
    mapping = state.mappings.get(NO_BASE_PATH)
    if mapping is None:
        known = ", ".join(state.mappings) or "none yet"
        raise GatewayFailure(
            UNKNOWN_STAGE,
            "Forbidden",
            explanation=f"No base path mapping of {state.domain.domain_name} is for {request.path}. "
            f"Its base paths: {known}.",
        )
    return mapping.rest_api_id, _below(mapping, request, "", request.path)


def _below(mapping: BasePathMapping, request: HttpRequest, base_path: str, path: str) -> HttpRequest:
    """The request below a base path; where the mapping names no stage, the path's next part does."""
    if mapping.stage:
        return msgspec.structs.replace(request, path=f"/{mapping.stage}{path}", base_path=base_path)
    stage = path.lstrip("/").partition("/")[0]
    return msgspec.structs.replace(request, path=path, base_path=f"{base_path}/{stage}")
