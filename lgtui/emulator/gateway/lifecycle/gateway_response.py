"""Customised gateway responses: how a deployment answers what it refuses or fails."""

import json
import re
from collections.abc import Mapping
from typing import Any

from lgtui.emulator.gateway.exchange import RawHeaders
from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.integrations.context_values import context_values
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps, query_maps
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.model import GatewayResponse

DEFAULT_TEMPLATE = '{"message":$context.error.messageString}'
"""AWS's own template (fact gwr-001)."""

JSON = "application/json"
HEADER = "gatewayresponse.header."
_VARIABLE = re.compile(r"\$(context|stageVariables)((?:\.\w+)+)")


def customised(context: RequestContext, failure: GatewayFailure) -> GatewayResponse | None:
    """The deployment's response for a failure: its type's, or the default for its kind (fact gwr-010)."""
    if not context.resolved:
        return None
    responses = context.live.snapshot.definitions.gateway_responses
    kind = "DEFAULT_4XX" if failure.type.status < 500 else "DEFAULT_5XX"
    return responses.get(failure.type.name) or responses.get(kind)


def render(
    response: GatewayResponse, context: RequestContext, failure: GatewayFailure
) -> tuple[int, RawHeaders, bytes]:
    """Status, headers and body of a customised response."""
    headers = HeaderMaps(context.request.headers)
    values = {
        "context": {**context_values(context, headers.by_name), "error": error_values(failure)},
        "stageVariables": context.live.place.variables,
    }
    content_type, template = _template(response, headers.by_name.get("accept", ""))
    chosen = {"Content-Type": content_type, **dict(_headers(response, values, context, headers))}
    status = int(response.status_code) if response.status_code else failure.type.status
    raw = [(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in chosen.items()]
    return status, raw, substitute(template, values).encode()


def substitute(template: str, values: Mapping[str, Mapping[str, Any]]) -> str:
    """A template with its variables filled in; no directives, and what is not known is empty.

    Args:
        template: the text.
        values: `context` and `stageVariables`.
    """

    def value(match: re.Match[str]) -> str:
        found = look_up(values[match[1]], match[2][1:])
        return "" if found is None else found

    return _VARIABLE.sub(value, template)


def look_up(values: Mapping[str, Any], path: str) -> str | None:
    """A member by its dotted path, as text; None where there is none."""
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return None if found is None or isinstance(found, Mapping) else str(found)


def error_values(failure: GatewayFailure) -> dict[str, str]:
    """`$context.error` (guide, api-gateway-mapping-template-reference)."""
    return {
        "message": failure.message,
        "messageString": json.dumps(failure.message or None),
        "responseType": failure.type.name,
        "validationErrorString": failure.validation_error,
    }


def _template(response: GatewayResponse, accept: str) -> tuple[str, str]:
    """The content type that the client takes and its template; JSON where it takes none of them."""
    wanted = accept.partition(",")[0].partition(";")[0].strip()
    templates = response.response_templates or {JSON: DEFAULT_TEMPLATE}
    content_type = wanted if wanted in templates else JSON if JSON in templates else next(iter(templates))
    return content_type, templates[content_type]


def _headers(
    response: GatewayResponse, values: Mapping[str, Mapping[str, Any]], context: RequestContext, headers: HeaderMaps
) -> list[tuple[str, str]]:
    """The mapped headers that have a value."""
    named = (
        (target.removeprefix(HEADER), _source(source, values, context, headers))
        for target, source in response.response_parameters.items()
    )
    return [(name, value) for name, value in named if value is not None]


def _source(
    source: str, values: Mapping[str, Mapping[str, Any]], context: RequestContext, headers: HeaderMaps
) -> str | None:
    """What a mapping takes its value from: a text, the context, a stage variable or the client's request."""
    if source.startswith("'"):
        return source.strip("'")
    head, _, rest = source.partition(".")
    if head in values:
        return look_up(values[head], rest)
    match source.removeprefix("method.request.").partition("."):
        case "header", _, name:
            return headers.by_name.get(name.lower())
        case "multivalueheader", _, name:
            return ",".join(headers.values(name.lower())) or None
        case "multivaluequerystring", _, name:
            return ",".join((query_maps(context.request.query)[1] or {}).get(name, ())) or None
        case "querystring", _, name:
            return (query_maps(context.request.query)[0] or {}).get(name)
        case "path", _, name:
            return context.path_parameters.get(name) if context.routed else None
    return None
