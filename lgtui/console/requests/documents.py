"""Bodies as documents: whether a text is meant as JSON or XML, what is wrong with it, and the text laid out anew."""

import re
from typing import Any, Literal

from lgtui.console.requests.json_check import Problem, json_problem

Kind = Literal["json", "xml", ""]
"""What a text is meant as; empty where it is neither."""

INDENT = "  "

_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def kind_of(text: str, content_type: str) -> Kind:
    """What a body is, by its content type, or where that says nothing by how it begins."""
    if "json" in content_type.lower():
        return "json"
    if "xml" in content_type.lower():
        return "xml"
    if content_type and "text/plain" not in content_type.lower():
        return ""
    return {"{": "json", "[": "json", "<": "xml"}.get(text.lstrip()[:1], "")  # type: ignore[return-value]


def problem_of(text: str, kind: Kind) -> Problem | None:
    """What is wrong with a text; nothing with an empty one, nor with one that is no document."""
    if kind == "json":
        return json_problem(text)
    return _xml_problem(text) if kind == "xml" and text.strip() else None


def laid_out(text: str, kind: Kind) -> str:
    """A document that has no problem with each member on a line of its own; numbers and texts stay as written."""
    if kind == "json" and text.strip():
        return _laid_out_json(text)
    return _laid_out_xml(text) if kind == "xml" and text.strip() else text


def _laid_out_json(text: str) -> str:
    parts: list[str] = []
    depth = 0
    tokens = _JSON_TOKEN.findall(text)
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token in "{[":
            empty = following in ("}", "]")
            depth += 1
            parts.append(token if empty else token + _line(depth))
        elif token in "}]":
            depth -= 1
            parts.append(token if parts[-1] in ("{", "[") else _line(depth) + token)
        elif token == ",":
            parts.append("," + _line(depth))
        else:
            parts.append(": " if token == ":" else token)
    return "".join(parts)


def _line(depth: int) -> str:
    return "\n" + INDENT * depth


def _xml_problem(text: str) -> Problem | None:
    from xml.parsers.expat import ExpatError, ParserCreate, errors

    try:
        ParserCreate().Parse(text.encode(), True)
    except ExpatError as error:
        return Problem(errors.messages[error.code], error.lineno, error.offset + 1)
    return None


def _laid_out_xml(text: str) -> str:
    # Few bodies are XML: the explorer does not start slower for them.
    from xml.dom import minidom

    document = minidom.parseString(text.encode())
    _drop_blanks(document)
    whole = document.toprettyxml(indent=INDENT)
    declared = text.lstrip().startswith("<?xml")
    return (whole if declared else whole.partition("\n")[2]).rstrip("\n")


def _drop_blanks(node: Any) -> None:
    """Take out what stands between elements and is only layout."""
    for child in list(node.childNodes):
        if child.nodeType == child.TEXT_NODE and not child.data.strip() and len(node.childNodes) > 1:
            node.removeChild(child)
        else:
            _drop_blanks(child)
