"""Requests as `.http` files, which editors can send too: written without secrets, and read back.

The format is that of the editors' HTTP clients: `###` before each request, `@name = value`, `{{name}}`, the request
line, headers, an empty line and the body.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lgtui.console.requests.drafts import METHODS, Draft, Pairs, placeholders, query_pairs, with_query
from lgtui.console.requests.signing import SERVICE, Signing
from lgtui.console.secret_values import is_secret, is_secret_parameter

_SEPARATOR = re.compile(r"^###[^\n]*\n?", re.MULTILINE)
_VARIABLE = re.compile(r"^@([\w-]+)\s*=\s*(.*)$")
_USE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_STAGE = "stage"
_SCHEME = "AWS"
_KEYS = ("access-key-id", "secret-access-key")
_SIGNED = f"{_SCHEME} {' '.join(f'{{{{{name}}}}}' for name in _KEYS)} service:{SERVICE}"


class SavedRequest(NamedTuple):
    """A request of a file.

    Attributes:
        http_method, url: as they stand, with variables put in; the URL may be a path alone.
        left_open: names of variables that nothing in the file gives a value: secrets, mostly.
        signing: with what it is to be signed; empty keys where the file leaves them open.
    """

    http_method: str
    url: str
    headers: Pairs
    body: str
    left_open: tuple[str, ...]
    signing: Signing | None = None


def as_http(title: str, draft: Draft, stage_url: str) -> str:
    """A draft as a file; values of secret headers and query parameters are left open as variables of
    their names."""
    values = {name: draft.path_values.get(name, "") for name in placeholders(draft.line)}
    line = draft.line
    for name in values:
        line = line.replace(f"{{{name}+}}", f"{{{{{name}}}}}").replace(f"{{{name}}}", f"{{{{{name}}}}}")
    query = query_pairs(line)
    if any(is_secret_parameter(name) for name, _ in query):
        line = with_query(line, tuple((name, _left_open(name, value)) for name, value in query))
    variables = [f"@{name} = {value}" for name, value in ((_STAGE, stage_url), *values.items())]
    headers = [
        f"{name}: {{{{{name.lower()}}}}}" if is_secret(name) else f"{name}: {value}"
        for name, value in draft.headers
        if name.strip()
    ]
    if draft.signing:
        headers.append(f"Authorization: {_SIGNED}")
    request = [f"{draft.http_method} {{{{{_STAGE}}}}}{line}", *headers]
    return "\n".join([f"### {title}", *variables, "", *request, *(["", draft.body] if draft.body else [])]) + "\n"


def _left_open(name: str, value: str) -> str:
    """A query parameter's value, or where it is secret a variable of its name."""
    return f"{{{{{name}}}}}" if is_secret_parameter(name) and re.fullmatch(r"[\w-]+", name) else value


def read_http(text: str) -> SavedRequest | str:
    """The first request of a file; in words why there is none."""
    variables: dict[str, str] = {}
    for part in _SEPARATOR.split(text.replace("\r\n", "\n")):
        lines = part.split("\n")
        begin = _read_variables(lines, variables)
        if begin < len(lines):
            return _request(lines[begin:], variables)
    return "There is no request in this file: write METHOD URL, headers, an empty line and the body."


def _read_variables(lines: list[str], variables: dict[str, str]) -> int:
    """Take in the variables at the beginning; gives the line that is none of them, nor empty, nor a comment."""
    for number, line in enumerate(lines):
        if found := _VARIABLE.match(line.strip()):
            variables[found[1]] = found[2].strip()
        elif line.strip() and not line.lstrip().startswith(("#", "//")):
            return number
    return len(lines)


def _request(lines: list[str], variables: Mapping[str, str]) -> SavedRequest | str:
    left_open: list[str] = []

    def put_in(text: str) -> str:
        def value(found: re.Match[str]) -> str:
            if found[1] not in variables:
                left_open.append(found[1])
            return variables.get(found[1], "")

        return _USE.sub(value, text)

    words = put_in(lines[0]).split() or [""]
    http_method, rest = (words[0], words[1:]) if words[0] in METHODS else ("GET", words)
    if not rest:
        return f"The request line has no URL: {lines[0].strip()}"
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    headers = [put_in(line).partition(":") for line in lines[1:end] if not line.lstrip().startswith(("#", "//"))]
    if wrong := next((name for name, colon, _ in headers if not colon), None):
        return f"This is no header: {wrong.strip()}"
    pairs = tuple((name.strip(), value.strip()) for name, _, value in headers)
    signing = next((_signing(value) for name, value in pairs if _is_signed(name, value)), None)
    pairs = tuple(pair for pair in pairs if not _is_signed(*pair))
    body = put_in("\n".join(lines[end + 1 :]).rstrip("\n"))
    asked = [name for name in left_open if not (signing and name in _KEYS)]
    return SavedRequest(http_method, rest[0], pairs, body, tuple(dict.fromkeys(asked)), signing)


def _is_signed(name: str, value: str) -> bool:
    return name.lower() == "authorization" and value.partition(" ")[0] == _SCHEME


def _signing(value: str) -> Signing:
    """With what a header of the editors' own, `AWS KEY SECRET token:TOKEN service:…`, says that it is signed."""
    words = value.split()[1:]
    keys = [word for word in words if ":" not in word]
    token = next((word.removeprefix("token:") for word in words if word.startswith("token:")), "")
    return Signing(keys[0], keys[1], token) if len(keys) == len(_KEYS) else Signing()
