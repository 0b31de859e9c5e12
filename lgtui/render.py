"""`lgtui render`: one mapping template on one event, or a file of cases, without an API around them."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from lgtui.emulator.gateway.templates import Parameters, RequestVariables, TemplateError, compile_template
from lgtui.emulator.gateway.templates.variables import plain_variables

EVENT_KEYS = {"body", "params", "context", "stageVariables"}
PARAMETER_GROUPS = ("path", "querystring", "header")
_SHOWN_COLUMNS = 100


class EventError(Exception):
    """The event file is not what a template can be rendered on; one sentence."""


def render_event(template: Path, event: Path, out: TextIO, errors: TextIO) -> int:
    """Print what `template` makes of `event`; returns the exit code.

    Args:
        template: The mapping template.
        event: JSON, as `event_variables` reads it.
        out: Gets the result.
        errors: Gets one sentence, with the template's line and a caret where there is a place, if rendering fails.
    """
    try:
        source = template.read_text("utf-8")
        variables = event_variables(event.read_text("utf-8"))
        _write(out, compile_template(source).render(variables))
    except TemplateError as error:
        print(f"lgtui: {describe(error, source, str(template))}", file=errors)
    except EventError as error:
        print(f"lgtui: {event}: {error}", file=errors)
    except UnicodeDecodeError as error:
        print(f"lgtui: {template} or {event} is not UTF-8: {error.reason}", file=errors)
    except OSError as error:
        print(f"lgtui: {error.filename} cannot be read: {error.strerror}", file=errors)
    else:
        return 0
    return 1


def render_cases(cases: str, out: TextIO, errors: TextIO) -> int:
    """Print {"id", "output"} or {"id", "error"} for each case, as soon as it is rendered; returns the exit code.

    Args:
        cases: A file of JSON lines {"id", "template", "context"}, `-` for standard input.
    """
    try:
        with sys.stdin.buffer if cases == "-" else Path(cases).open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    print(json.dumps(_answer(line, number)), file=out, flush=True)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        print(f"lgtui: {cases} cannot be read: {error.strerror}", file=errors)
        return 1
    return 0


def event_variables(text: str) -> dict[str, object]:
    """The variables that an event file stands for.

    Args:
        text: A JSON object with nothing but `body` (text, or JSON that is then the payload's text), `params`
            (`path`, `querystring` and `header`, each an object of texts), `context` and `stageVariables`, all optional;
            any other JSON is the payload itself.

    Raises:
        EventError: It is not JSON, or one of these is of the wrong kind.
    """
    try:
        event = json.loads(text)
    except ValueError as error:
        raise EventError(f"it is not JSON: {error}") from None
    if not isinstance(event, dict) or not event or not event.keys() <= EVENT_KEYS:
        return RequestVariables({}).with_payload(text)
    body = event.get("body", "")
    groups = _mapping(event, "params")
    parameters = Parameters(**{group: _texts(groups, group) for group in PARAMETER_GROUPS})
    variables = RequestVariables(_mapping(event, "context"), _texts(event, "stageVariables"), parameters)
    return variables.with_payload(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False))


def describe(error: TemplateError, source: str, name: str) -> str:
    """What went wrong, where, and what a caller would get; below it the line of `source` and a caret under it."""
    consequence = f"API Gateway would answer {error.status}"
    if not error.line:
        return f"{error.message}; {consequence}"
    line, caret = _excerpt(source.splitlines()[error.line - 1 : error.line], error.column)
    return f"{name}:{error.line}:{error.column}: {error.message}; {consequence}\n  {line}\n  {caret}"


def _excerpt(lines: list[str], column: int) -> tuple[str, str]:
    """The line, cut to what fits, and blanks with a caret to stand below its column."""
    line = lines[0] if lines else ""
    start = max(0, column - 1 - _SHOWN_COLUMNS // 2) if len(line) > _SHOWN_COLUMNS else 0
    before = line[start : column - 1]
    return line[start : start + _SHOWN_COLUMNS], re.sub(r"[^\t]", " ", before) + "^"


def _write(out: TextIO, text: str) -> None:
    # Half a surrogate pair has no UTF-8: as Java does, it is sent as a question mark.
    out.write(_sendable(text))
    if not text.endswith("\n"):
        out.write("\n")


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _mapping(event: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = event.get(key) or {}
    if not isinstance(value, dict):
        raise EventError(f"'{key}' is to be a JSON object")
    return value


def _texts(event: Mapping[str, Any], key: str) -> dict[str, str]:
    values = _mapping(event, key).items()
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values}


def _answer(line: bytes, number: int) -> dict[str, object]:
    """What to print for line `number` of the cases."""
    try:
        case = json.loads(line)
    except ValueError as error:
        return {"id": None, "error": f"line {number} is not JSON: {error}"}
    if not isinstance(case, dict) or not isinstance(case.get("template"), str):
        return {"id": None, "error": f"line {number} is no object with a template"}
    try:
        return {"id": case.get("id"), "output": _rendered(case["template"], _mapping(case, "context"))}
    except TemplateError as error:
        place = f" at line {error.line}, column {error.column}" if error.line else ""
        return {"id": case.get("id"), "error": f"{error.message}{place}"}
    except EventError as error:
        return {"id": case.get("id"), "error": str(error)}


def _rendered(template: str, context: Mapping[str, Any]) -> str:
    given = _mapping(context, "__input")
    _mapping(given, "params")
    return _sendable(compile_template(template).render(plain_variables(context)))
