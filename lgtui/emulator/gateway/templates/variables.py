"""The variables of a template, and what its assignments to them mean to the gateway.

`RequestVariables` is the face for who renders templates: the HTTP side goes in as plain Python, overrides come out so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lgtui.emulator.gateway.templates.input import Input
from lgtui.emulator.gateway.templates.json_smart import sized
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.util import UTIL
from lgtui.emulator.gateway.templates.values import HashMap, Value

_STATUS_CODES = range(100, 600)


@dataclass(frozen=True, slots=True)
class Parameters:
    """A request's parameters by name; of each, the value `$input.params` gives."""

    path: Mapping[str, str] = field(default_factory=dict)
    querystring: Mapping[str, str] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestOverrides:
    """`$context.requestOverride` after rendering: parameters of the integration request that the template set."""

    path: Mapping[str, str]
    querystring: Mapping[str, str]
    header: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResponseOverrides:
    """`$context.responseOverride` after rendering; `status` is None unless it was set to an Integer of 100 to 599."""

    header: Mapping[str, str]
    status: int | None


class RequestVariables:
    """What the mapping templates of one request see.

    One object serves the request template and the response template: what the first writes into `$context`, the second
    reads (recorded on AWS).

    Args:
        context: `$context` as plain Python: text, numbers, booleans and mappings of these. The maps for overrides are
            added where they are missing.
        stage_variables: `$stageVariables`.
        parameters: What `$input.params` gives; header names reach templates sorted, as recorded on AWS.
    """

    def __init__(
        self,
        context: Mapping[str, Any],
        stage_variables: Mapping[str, str] | None = None,
        parameters: Parameters | None = None,
    ) -> None:
        self._context = _hash_map({**_NO_OVERRIDES, **context})
        self._stage_variables = dict(stage_variables or {})
        self._parameters = parameters or Parameters()

    def with_payload(self, payload: str | bytes) -> dict[str, Value]:
        """The variables to render a template with.

        Args:
            payload: The body `$input` shows: the client's for a request template, the endpoint's for a response
                template. Octets are taken for UTF-8.
        """
        body = payload if isinstance(payload, str) else payload.decode("utf-8", "replace")
        parameters = self._parameters
        header = dict(sorted(parameters.header.items()))
        return {
            "input": Input(body, parameters.path, parameters.querystring, header),
            "util": UTIL,
            "context": self._context,
            "stageVariables": self._stage_variables,
        }

    @property
    def request_overrides(self) -> RequestOverrides:
        """What the templates rendered so far override of the integration request."""
        overrides = self._context.get("requestOverride")
        return RequestOverrides(
            path=_texts(overrides, "path"),
            querystring=_texts(overrides, "querystring"),
            header=_texts(overrides, "header"),
        )

    @property
    def response_overrides(self) -> ResponseOverrides:
        """What the templates rendered so far override of the response."""
        overrides = self._context.get("responseOverride")
        return ResponseOverrides(header=_texts(overrides, "header"), status=_status(overrides))


_NO_OVERRIDES: Mapping[str, Any] = {
    "requestOverride": {"header": {}, "path": {}, "querystring": {}},
    "responseOverride": {"header": {}},
}


def plain_variables(variables: Mapping[str, Any]) -> dict[str, Value]:
    """Variables written down as JSON, as in the cases file: nothing is added to them.

    Args:
        variables: By name. `context` becomes HashMaps; `__input`, which has "body" and "params", becomes `$input` and
            adds `$util`.
    """
    found: dict[str, Value] = {}
    for name, value in variables.items():
        if name == "__input":
            groups = value.get("params") or {}
            texts = [groups.get(group) or {} for group in ("path", "querystring", "header")]
            found.update(input=Input(value.get("body") or "", *texts), util=UTIL)
        elif value is not None:
            found[name] = _hash_map(value) if name == "context" and isinstance(value, Mapping) else java_value(value)
    return found


def java_value(plain: Any) -> Value:
    """The Java value that Jackson makes of parsed JSON: LinkedHashMap, ArrayList, the smallest kind of integer."""
    if plain is None or isinstance(plain, (str, bool)):
        return plain
    if isinstance(plain, int):
        return sized(plain)
    if isinstance(plain, Mapping):
        return {name: java_value(value) for name, value in plain.items()}
    return [java_value(value) for value in plain] if isinstance(plain, Sequence) else plain


def _hash_map(plain: Mapping[str, Any]) -> HashMap:
    """Recorded on AWS: `$context` and the maps in it iterate as java.util.HashMaps."""
    return HashMap.of([(name, _context_value(value)) for name, value in plain.items()])


def _context_value(plain: Any) -> Value:
    if isinstance(plain, str):
        return plain
    return _hash_map(plain) if isinstance(plain, Mapping) else java_value(plain)


def _status(overrides: Value) -> int | None:
    status = overrides.get("status") if isinstance(overrides, dict) else None
    if isinstance(status, int) and not isinstance(status, bool) and status in _STATUS_CODES:
        return int(status)
    return None


def _texts(overrides: Value, group: str) -> dict[str, str]:
    values = overrides.get(group) if isinstance(overrides, dict) else None
    if not isinstance(values, dict):
        return {}
    return {str(name): java_string(value) for name, value in values.items() if value is not None}
