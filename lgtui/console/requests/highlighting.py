"""Which parts of a line of JSON, of XML or of a mapping template are what, for an editor's colours."""

import re
from collections.abc import Callable, Iterator

Token = tuple[int, int, str]
"""First column, column after the last, and what it is: `key`, `string`, `number`, `word`, `reference` or `comment`."""

Highlighter = Callable[[str], Iterator[Token]]
"""Finds the tokens of one line."""

_JSON = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*"(?=\s*:))'
    r'|(?P<string>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*)"
    r"|(?P<word>\b(?:true|false|null)\b)"
)

_TEMPLATE = re.compile(
    r"(?P<comment>##.*|#\*.*?(?:\*#|$))"
    r"|(?P<word>#(?:(?:set|if|elseif|else|end|foreach|stop|break|define)\b|\{(?:else|end)\}))"
    r"|(?P<reference>\$!?(?:[A-Za-z_][\w-]*|\{[A-Za-z_][\w-]*)(?:\.[A-Za-z_][\w-]*)*\}?)"
    r"|(?P<key>\"[^\"$#\\]*\"(?=\s*:))"
    r"|(?P<string>'[^']*'|\"[^\"$#\\]*\")"
)


_MARKUP = re.compile(
    r"(?P<comment><!--.*?(?:-->|$)|<\?.*?\?>)"
    r"|(?P<key></?[A-Za-z_][\w:.-]*|/?>)"
    r"|(?P<string>\"[^\"<]*\"|'[^'<]*')"
)


def json_tokens(line: str) -> Iterator[Token]:
    """The tokens of a line of JSON; no token of JSON reaches over the end of a line."""
    return _tokens(_JSON, line)


def markup_tokens(line: str) -> Iterator[Token]:
    """The tokens of a line of XML; what goes on over the end of a line is coloured on its first alone."""
    return _tokens(_MARKUP, line)


def template_tokens(line: str) -> Iterator[Token]:
    """The tokens of a line of a mapping template; text between them is output as it stands."""
    return _tokens(_TEMPLATE, line)


def _tokens(pattern: re.Pattern[str], line: str) -> Iterator[Token]:
    for found in pattern.finditer(line):
        yield found.start(), found.end(), found.lastgroup or ""
