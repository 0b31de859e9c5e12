"""Mapping templates to try: those of a method's integration, and an event for them made of what is known."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lgtui import frames
from lgtui.console.region.state import MethodTarget
from lgtui.console.requests.drafts import Draft, placeholders, query_pairs

BEGINNING = """\
#set($body = $input.path('$'))
{
  "id": "$input.params('id')",
  "stage": "$context.stage",
  "names": [
#foreach($item in $body.items)
    "$util.escapeJavaScript($item.name)"#if($foreach.hasNext),#end

#end
  ]
}
"""
"""A template to begin from where a method has none."""

BEGINNING_BODY = {"items": [{"name": "Ada"}, {"name": "Grace"}]}


@dataclass(frozen=True)
class MappingDraft:
    """A template and the event it is tried on, as typed."""

    template: str
    event: str


@dataclass(frozen=True)
class FoundTemplate:
    """A mapping template of a method: `name` says which, such as `request application/json`."""

    name: str
    text: str


def templates_of(integration: Mapping[str, Any]) -> list[FoundTemplate]:
    """The mapping templates of an integration as GetIntegration answers it: of requests, then of responses."""
    responses = integration.get("integrationResponses") or {}
    found = list(_found("request", integration.get("requestTemplates")))
    for status, response in responses.items():
        found += _found(f"response {status}", response.get("responseTemplates"))
    return found


def _found(of: str, templates: Mapping[str, str | None] | None) -> Iterator[FoundTemplate]:
    for content_type, text in (templates or {}).items():
        yield FoundTemplate(f"{of} {content_type}", text or "")


def beginning_event(target: MethodTarget | None, draft: Draft | None, stage: frames.StageView | None) -> str:
    """An event to try a template on, as `lgtui render` takes it: body, params, context and stageVariables.

    Args:
        target: the method it is for, or None.
        draft: what the composer holds for that method, or None.
        stage: the stage whose variables hold, or None.
    """
    path, http_method = (target.path, target.http_method) if target else ("/orders/{id}", "POST")
    draft = draft or Draft(http_method, path)
    event = {
        "body": _body(draft),
        "params": {
            "path": {name: draft.path_values.get(name, "") or "7" for name in placeholders(path)},
            "querystring": dict(query_pairs(draft.line)),
            "header": {"Accept": "*/*", **{name: value for name, value in draft.headers if name}},
        },
        "context": {
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "apiId": target.api_id if target else "a1b2c3d4e5",
            "stage": stage.name if stage else "dev",
            "httpMethod": draft.http_method,
            "resourcePath": path,
            "identity": {"sourceIp": "127.0.0.1", "userAgent": "lgtui"},
        },
        "stageVariables": dict(stage.variables) if stage else {},
    }
    return json.dumps(event, indent=2, ensure_ascii=False)


def _body(draft: Draft) -> object:
    """The typed body as JSON where it is; a template is tried on something even where nothing was typed."""
    if not draft.body:
        return BEGINNING_BODY
    try:
        return json.loads(draft.body)
    except (ValueError, RecursionError):
        return draft.body
