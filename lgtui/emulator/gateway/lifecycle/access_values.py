"""`$context` as access logs have it: what templates see, and how each phase of the request went.

The variables are those of the guide (api-gateway-variables-for-access-logging). What lgtui has nothing for is absent:
the firewall's (`waf`, `wafResponseCode`, `webaclArn`), client certificates', custom domains' and TLS's.
"""

from typing import Any

from lgtui.emulator.gateway.integrations.context_values import context_values
from lgtui.emulator.gateway.integrations.request_maps import HeaderMaps
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.course import Course
from lgtui.emulator.gateway.lifecycle.gateway_response import error_values

INVALID_REQUEST_ID = "UUID_REPLACED_INVALID_REQUEST_ID"
"""`$context.requestId` where the client's own is no UUID (guide, set-up-logging)."""

OK = "200"

Phase = dict[str, str | None]

_PASSED: Phase = {"status": OK, "error": None}


def access_values(context: RequestContext, course: Course) -> dict[str, Any]:
    """Every variable that has a value, by its name after `$context.`."""
    values = context_values(context, HeaderMaps(context.request.headers).by_name)
    integration = _integration(context, course)
    values |= {
        "status": str(context.status),
        "responseLength": str(len(context.body)),
        "responseLatency": _milliseconds(context.finished - context.started),
        "endpointType": next(iter(context.live.snapshot.api.endpoint_configuration.types or ()), None),
        "integration": integration,
        "integrationLatency": integration.get("latency"),
        "integrationStatus": integration.get("integrationStatus"),
        "integrationErrorMessage": integration.get("error"),
        "awsEndpointRequestId": integration.get("requestId"),
        "xrayTraceId": context.trace_root,
        **_overrides(context),
    }
    if context.ids.is_replaced:
        values["requestId"] = INVALID_REQUEST_ID
    if context.failure is not None:
        values["error"] = error_values(context.failure)
    if course.authorization_seconds is not None or course.refused_by_authorization:
        _add_authorization(values, context, course)
    return values


def _integration(context: RequestContext, course: Course) -> Phase:
    """`$context.integration`; empty where the endpoint was not asked."""
    record = None if course.endpoint_seconds is None else context.plan.backend.record(context)
    if record is None or course.endpoint_seconds is None:
        return {}
    status = str(record.status) if record.status else None
    return {
        "latency": _milliseconds(course.endpoint_seconds),
        "integrationStatus": status,
        "status": _answered_status(context, status),
        "requestId": record.request_id,
        "error": context.failure.log if context.failure else None,
    }


def _answered_status(context: RequestContext, status: str | None) -> str | None:
    """The status that the endpoint's own code gave: behind a Lambda proxy it is the response's, not Lambda's."""
    if context.answer is None:
        return status
    return None if context.failure else str(context.status)


def _overrides(context: RequestContext) -> dict[str, Any]:
    """What templates have written into `$context`."""
    state = context.transformation
    requested = state.request_overrides() if state else None
    responded = state.response_overrides() if state else None
    overrides: dict[str, Any] = {}
    if requested is not None:
        names = {"header": requested.header, "path": requested.path, "querystring": requested.querystring}
        overrides["requestOverride"] = names
    if responded is not None:
        overrides["responseOverride"] = {"header": responded.header, "status": responded.status}
    return overrides


def _add_authorization(values: dict[str, Any], context: RequestContext, course: Course) -> None:
    """The phases that say who called and whether they may.

    They are the blog's on these variables (troubleshooting-amazon-api-gateway-with-enhanced-observability-variables):
    `authenticate` has what came of a signature, `authorizer` what an authorizer did, `authorize` what policies made of
    either. The texts of the errors are [guess].
    """
    outcome = _outcome(context, course)
    judged = {**outcome, "latency": "0"}
    if course.authorization_seconds is None:  # the API's policy refused before the authorizer could be asked
        values["authorize"] = judged
        return
    match context.route.method.authorization_type:
        case "NONE":
            pass
        case "AWS_IAM":
            signed = context.caller is not None
            values["authenticate"] = {**outcome, **_PASSED} if signed else outcome
            values["authorize"] = judged if signed else None
        case "CUSTOM":
            decided = context.authorization is not None and context.authorization.decision is not None
            _add_authorizer(values, {**outcome, **(_PASSED if decided else {}), **_asked(context)})
            values["authorize"] = judged if decided else None
        case _:
            known = context.pool_authorization is not None and context.pool_authorization.claims is not None
            _add_authorizer(values, {**outcome, **_PASSED} if known else outcome)
            values["authorize"] = judged if known and course.refused_by_authorization else None


def _add_authorizer(values: dict[str, Any], phase: Phase) -> None:
    """Put what the authorizer did beside what it hands on."""
    values["authorizer"] = {**values.get("authorizer", {}), **phase}


def _asked(context: RequestContext) -> Phase:
    """The authorizer's invocation; empty where its function was not asked."""
    authorization = context.authorization
    if authorization is None or authorization.record is None:
        return {}
    record = authorization.record
    return {
        "integrationLatency": _milliseconds(authorization.latency),
        "integrationStatus": str(record.status) if record.status else None,
        "requestId": record.request_id,
    }


def _outcome(context: RequestContext, course: Course) -> Phase:
    """How authorization ended."""
    failure = context.failure if course.refused_by_authorization else None
    return {
        "status": str(failure.type.status) if failure else OK,
        "latency": _milliseconds(course.authorization_seconds or 0.0),
        "error": (failure.message or failure.log) if failure else None,
    }


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))
