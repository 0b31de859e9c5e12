"""Where parameter mappings take their values from: request, endpoint's answer, stage, context, or a text."""

import re
from collections.abc import Callable, Mapping

from lgtui.emulator.gateway.failures import configuration_error
from lgtui.emulator.gateway.integrations.documents import Document, TooMuchWork
from lgtui.emulator.gateway.integrations.transformation import Transformation

Source = Callable[[Transformation], str | None]
"""Gives a mapping's value for one request; None where there is none, and then nothing is set."""

_STATIC = re.compile(r"'(?P<text>.*)'", re.DOTALL)
_PARTS = re.compile(r"(?P<side>method\.request|integration\.response)\.(?P<place>\w+)(?:\.(?P<name>.+))?")


def compile_source(expression: str, *, is_answered: bool) -> Source:
    """The source that a mapping expression names (guide, request-response-data-mappings).

    Args:
        is_answered: whether the endpoint has answered by the time that the mapping is worked out.

    Raises:
        ValueError: it names none.
    """
    if static := _STATIC.fullmatch(expression):
        text = static["text"]
        return lambda _: text
    head, _, rest = expression.partition(".")
    if head == "stageVariables" and rest:
        return lambda state: state.stage_variables.get(rest)
    if head == "context" and rest:
        return lambda state: _member(state.context_values, rest)
    match = _PARTS.fullmatch(expression)
    if match is None:
        raise ValueError(f"{expression!r} is no mapping expression")
    if match["side"] == "method.request":
        return _request_source(expression, match["place"], match["name"] or "")
    if not is_answered:
        raise ValueError(f"{expression!r} is not there before the endpoint has answered")
    return _response_source(expression, match["place"], match["name"] or "")


def mapping_source(target: str, expression: str, *, is_answered: bool) -> Source:
    """The source of a mapping to `target`.

    Raises:
        GatewayFailure: 500, the expression names none; every request to the method fails.
    """
    try:
        return compile_source(expression, is_answered=is_answered)
    except ValueError as error:
        raise configuration_error(
            f"Invalid mapping expression specified: {expression}", f"The mapping of {target}: {error}."
        ) from None


def _request_source(expression: str, place: str, name: str) -> Source:
    key = name.lower()
    match place:
        case "path":
            return lambda state: state.path.get(name)
        case "querystring":
            return lambda state: state.query.get(name)
        case "multivaluequerystring":
            return lambda state: _joined(state.multi_query.get(name))
        case "header":
            return lambda state: state.headers.by_name.get(key)
        case "multivalueheader":
            return lambda state: _joined(state.headers.values(key))
        case "body":
            return lambda state: _in_body(state.document, expression, name)
    raise ValueError(f"{expression!r} is no mapping expression")


def _response_source(expression: str, place: str, name: str) -> Source:
    key = name.lower()
    match place:
        case "header":
            return lambda state: state.answer.header(key)
        case "multivalueheader":
            return lambda state: _joined(state.answer.headers.get(key))
        case "body":
            return lambda state: _in_body(state.answer_document, expression, name)
    raise ValueError(f"{expression!r} is no mapping expression")


def _joined(values: list[str] | None) -> str | None:
    return ",".join(values) if values else None


def _in_body(document: Document, expression: str, path: str) -> str | None:
    """The body, or what a JsonPath (without its `$.`) finds in it.

    Raises:
        GatewayFailure: 500, the path looks at more than it may.
    """
    if not path:
        return document.text
    try:
        return document.find(path)
    except TooMuchWork as error:
        raise configuration_error(
            f"Invalid mapping expression specified: {expression}",
            f"The mapping expression {expression} cannot be worked out for this body: {error}. Write a path with fewer "
            "wildcards.",
        ) from None


def _member(values: Mapping[str, object], path: str) -> str | None:
    """A member of `$context`, `identity.sourceIp` too."""
    value: object = values
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return None if value is None else str(value)
