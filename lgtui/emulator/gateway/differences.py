"""The difference between two deployments: which methods and definitions were added, removed or changed, and in what."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from lgtui.emulator.gateway.definitions import Definitions
from lgtui.emulator.gateway.deployments import Route, Snapshot
from lgtui.frames import Difference, MemberChange


class Part(NamedTuple):
    """What a part of an API is called: `("method", "GET /orders")`."""

    kind: str
    name: str


Members = dict[str, str]
"""A part's members as text, by their dotted path."""

_SETTINGS = frozenset({"apiKeySource", "binaryMediaTypes", "minimumCompressionSize", "policy"})
"""Members of an API itself that requests notice."""

_OWN = frozenset({"id", "name", "httpMethod", "responseType", "defaultResponse"})
"""Members that name a part, or say where it came from: not what it is."""

_ABSENT = ("", "[]", "null", "false")
"""What a member reads that is not set: the same as one that is not there."""


def differences(before: Snapshot | None, after: Snapshot) -> list[Difference]:
    """What `after` has otherwise than `before`, in the order of `_parts`.

    Args:
        before: the deployment to compare with; None where there is none, and everything was added.
        after: the deployment in question.
    """
    was = dict(_parts(before)) if before is not None else {}
    now = dict(_parts(after))
    found = [
        _difference(part, was.get(part), now.get(part)) for part in [*now, *(part for part in was if part not in now)]
    ]
    return [difference for difference in found if difference is not None]


def _parts(snapshot: Snapshot) -> Iterator[tuple[Part, Members]]:
    """Everything of a deployment that can differ: the API's settings, its methods, and what they refer to."""
    api = msgspec.to_builtins(snapshot.api)
    yield Part("API", "settings"), _members({name: api[name] for name in api if name in _SETTINGS})
    definitions = snapshot.definitions
    names = _names(definitions)
    for route in sorted(snapshot.routes.targets(), key=lambda route: (route.resource_path, route.http_method)):
        yield Part("method", f"{route.http_method} {route.resource_path}"), _method(route, names)
    yield from _named("model", definitions.models.values())
    yield from _named("request validator", definitions.validators.values())
    yield from _named("authorizer", definitions.authorizers.values())
    for response in definitions.gateway_responses.values():
        yield Part("gateway response", response.response_type), _members(msgspec.to_builtins(response))


def _named(kind: str, definitions: Iterable[Any]) -> Iterator[tuple[Part, Members]]:
    for definition in definitions:
        yield Part(kind, definition.name), _members(msgspec.to_builtins(definition))


def _names(definitions: Definitions) -> dict[str, str]:
    """The names of what methods refer to by id: an import gives new ids to what stays the same."""
    authorizers = {authorizer.id: authorizer.name for authorizer in definitions.authorizers.values()}
    return {**authorizers, **{validator.id: validator.name for validator in definitions.validators.values()}}


def _method(route: Route, names: Mapping[str, str]) -> Members:
    method = msgspec.to_builtins(route.method)
    for reference in ("authorizerId", "requestValidatorId"):
        method[reference] = names.get(method.get(reference, ""), "")
    integration = msgspec.to_builtins(route.integration)
    if integration.get("cacheNamespace") == route.resource_id:
        del integration["cacheNamespace"]
    responses = integration.pop("integrationResponses", {})
    del method["methodIntegration"]
    return {
        **_members(method),
        **_members({"integration": integration, "integrationResponses": responses}),
        "integration.httpMethod": integration.get("httpMethod", ""),
    }


def _members(document: Mapping[str, Any], prefix: str = "") -> Members:
    """A document as text by dotted path; lists, and what is no map, stay whole."""
    members: Members = {}
    for name, value in document.items():
        if isinstance(value, Mapping):
            members |= _members(value, f"{prefix}{name}.")
        elif name not in _OWN:
            members[f"{prefix}{name}"] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return members


def _difference(part: Part, before: Members | None, after: Members | None) -> Difference | None:
    """How one part differs, None where it does not."""
    if before is None or after is None:
        return Difference(part.kind, part.name, "added" if before is None else "removed")
    names = [*after, *(name for name in before if name not in after)]
    changes = [
        MemberChange(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if _read(before, name) != _read(after, name)
    ]
    return Difference(part.kind, part.name, "changed", changes) if changes else None


def _read(members: Members, name: str) -> str:
    value = members.get(name, "")
    return "" if value in _ABSENT else value
