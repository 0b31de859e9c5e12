"""Step 1: the API and the stage that a request is for."""

from random import random

from lgtui.emulator.gateway.failures import UNKNOWN_API, UNKNOWN_STAGE, GatewayFailure
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.frames import TraceEntry

NAME = "resolve"


def run(context: RequestContext) -> None:
    """Split the path into stage and resource path, and find the live stage.

    Slashes before the stage's name do not count (fact proxy-008).

    Raises:
        GatewayFailure: 404 without a body for an unknown API (fact route-009), 403 for an unknown stage, and for an API
            that is reached by its domain names alone.
    """
    state = context.services.store.apis.get(context.api_id)
    if state is None:
        raise GatewayFailure(UNKNOWN_API, "", explanation=f"There is no API with the id {context.api_id}.")
    stage_name, _, rest = context.request.path.lstrip("/").partition("/")
    live = state.live.get(stage_name)
    if live is None:
        raise _unknown_stage(stage_name, list(state.live))
    if live.snapshot.api.disable_execute_api_endpoint and context.request.base_path is None:
        raise _only_by_domain_names(context)
    if live.canary is not None and random() < live.canary.share:
        live = live.canary.side
    context.live, context.stage_name, context.path = live, stage_name, f"/{rest}"


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Which stage and deployment answered."""
    if not context.resolved:
        return [span.entry(NAME, f"{context.request.path} is no stage of {context.api_id}")]
    place = context.live.place
    saw = {"path": context.request.path, "deployment": place.deployment_id}
    canary = "  canary" if context.live.is_canary else ""
    api = context.services.store.apis.get(context.api_id)
    main = api.live.get(place.stage_name) if api else None
    if main is not None and main.canary is not None:
        went = "this one did" if context.live.is_canary else "this one did not"
        saw["the canary's share"] = f"{main.canary.share * 100:.4g} % of the requests go to it, by chance: {went}"
    return [span.entry(NAME, f"api {place.api_id}  stage {place.stage_name}{canary}", saw=saw)]


def _only_by_domain_names(context: RequestContext) -> GatewayFailure:
    domains = [
        state.domain.domain_name
        for state in context.services.store.domains.values()
        if any(mapping.rest_api_id == context.api_id for mapping in state.mappings.values())
    ]
    known = f"curl -H 'Host: {domains[0]}' reaches it" if domains else "give it one by CreateBasePathMapping"
    return GatewayFailure(
        UNKNOWN_STAGE,
        "Forbidden",
        explanation=f"The API's disableExecuteApiEndpoint is set, so that its domain names alone reach it: {known}.",
    )


def _unknown_stage(name: str, stages: list[str]) -> GatewayFailure:
    known = ", ".join(stages) or "none yet"
    return GatewayFailure(
        UNKNOWN_STAGE,
        "Forbidden",
        explanation=f"The path's first part names the stage, and there is no stage {name!r}. "
        f"Ask for one of this API's: {known}.",
    )
