"""Writes `x-amazon-apigateway-integration`: what is as API Gateway supposes it is left out (recorded on AWS)."""

from typing import Any

import msgspec

from lgtui.emulator.gateway.model import Integration, IntegrationResponse

DEFAULT_TIMEOUT = 29_000
"""Milliseconds."""


def integration_object(integration: Integration) -> dict[str, Any]:
    """An integration as a document has it."""
    cached = integration.cache_key_parameters
    supposed = "INTERNET" if integration.type in ("HTTP", "HTTP_PROXY") else None
    members = {
        "type": integration.type.lower(),
        "httpMethod": integration.http_method,
        "uri": integration.uri,
        "credentials": integration.credentials,
        "responses": dict(_response(each) for each in integration.integration_responses.values()),
        "requestParameters": integration.request_parameters,
        "requestTemplates": integration.request_templates,
        "passthroughBehavior": integration.passthrough_behavior.lower(),
        "connectionType": "" if integration.connection_type == supposed else integration.connection_type,
        "connectionId": integration.connection_id,
        "contentHandling": integration.content_handling,
        "cacheNamespace": integration.cache_namespace if cached else "",
        "cacheKeyParameters": cached,
        "timeoutInMillis": 0 if integration.timeout_in_millis == DEFAULT_TIMEOUT else integration.timeout_in_millis,
        "tlsConfig": msgspec.to_builtins(integration.tls_config),
    }
    return _said(members)


def _response(response: IntegrationResponse) -> tuple[str, dict[str, Any]]:
    """A response by the pattern that selects it; the one without is the default."""
    members = {
        "statusCode": response.status_code,
        "responseParameters": response.response_parameters,
        "responseTemplates": response.response_templates,
        "contentHandling": response.content_handling,
    }
    return response.selection_pattern or "default", _said(members)


def _said(members: dict[str, Any]) -> dict[str, Any]:
    """Members without those that are empty."""
    return {name: value for name, value in members.items() if value}
