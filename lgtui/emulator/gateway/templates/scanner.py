"""The token rules of Velocity 1.7: a scanner with lexical states, as its grammar (Parser.jjt) defines them.

Every state knows its own tokens, the longest match wins, and a `$` or `#` is only the beginning of a token: what
follows decides in another state what it was. The parser pulls tokens one at a time, as it switches the state for a
directive.
"""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from lgtui.emulator.gateway.templates.source import Source


class State(IntEnum):
    """Where the scanner is."""

    DEFAULT = 0
    REFERENCE = 1
    REFMODIFIER = 2
    REFMOD2 = 3
    REFINDEX = 4
    DIRECTIVE = 5
    PRE_DIRECTIVE = 6


DEFAULT, REFERENCE, REFMODIFIER, REFMOD2, REFINDEX, DIRECTIVE, PRE_DIRECTIVE = State


@dataclass(slots=True, eq=False)
class Token:
    """A piece of the template.

    Attributes:
        kind: Its name in Velocity's grammar.
        image: Its text, with what was scanned before its state was known (`$`, `$!`, `#`, backslashes).
        start: Its offset in the template.
        special: A lone `$` or `#` that came before and belongs to no token; printed only where text is.
    """

    kind: str
    image: str
    start: int
    special: str = ""


class Saved(NamedTuple):
    """What the scanner returns to when a state ends."""

    state: State
    opened: int
    closed: int


# `$name`, `$!name` and `${` at once, as they are so frequent.
_NAMED = r"(?P<NAMED>\$!?[A-Za-z_][A-Za-z0-9_-]*)|(?P<BRACED>\$!?\{)"
_DOLLAR = _NAMED + r"|(?P<DOLLAR>\\*\$(?:\\*!)?)"
_HASH = r"(?P<BLOCK>\#\[\[)|(?P<FORMAL>\#\*\*(?=[^\#]))|(?P<MULTI_LINE>\#\*)|(?P<HASH>\#)"
_COMMENT = r"(?P<SINGLE_LINE_COMMENT_START>\#\#)"
_SET = r"(?P<SET_DIRECTIVE>[ \t]*\#(?:set|\{set\})[ ]*\()"
_WORD = r"[A-Za-z_@][A-Za-z0-9_@]*"
_BRACKETED = r"\{[A-Za-z_][A-Za-z0-9_@]*\}"
_NUMBER = (
    r"(?P<INTEGER_LITERAL>-?[0-9]+(?:(?=\.\.)|(?![0-9]*(?:\.|[eE][+-]?[0-9]))))"
    r"|(?P<FLOATING_POINT_LITERAL>-?(?:[0-9]+(?:\.[0-9]*(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)|\.[0-9]+(?:[eE][+-]?[0-9]+)?))"
)
_STRING = r"""(?P<STRING_LITERAL>"[^"]*(?:""[^"]*)*"|'[^']*(?:''[^']*)*')"""
_BLANK = r"(?P<WHITESPACE>[ \t\r\n]+)"
_IDENTIFIER = r"(?P<IDENTIFIER>[A-Za-z_][A-Za-z0-9_-]*)"
_EMPTY_INDEX = r"(?P<EMPTY_INDEX>\$(?:(?:\\?!)?\[|\.))"
_DOT = r"(?P<DOT>\.(?=[A-Za-z]))"
_NEWLINE = r"(?:[ \t]*(?:\r\n|\n|\r))?"
_LISTS = (
    r"(?P<LBRACKET>\[)|(?P<RBRACKET>\])|(?P<COMMA>,)|(?P<DOUBLEDOT>\.\.)|(?P<COLON>:)"
    r"|(?P<LEFT_CURLEY>\{)|(?P<RIGHT_CURLEY>\})"
)
_OPERATORS = (
    r"(?P<LOGICAL_AND>&&)|(?P<LOGICAL_OR>\|\|)|(?P<LOGICAL_LE><=)|(?P<LOGICAL_LT><)|(?P<LOGICAL_GE>>=)|(?P<LOGICAL_GT>>)"
    r"|(?P<LOGICAL_EQUALS>==)|(?P<EQUALS>=)|(?P<LOGICAL_NOT_EQUALS>!=)|(?P<LOGICAL_NOT>!)"
    r"|(?P<MINUS>-)|(?P<PLUS>\+)|(?P<MULTIPLY>\*)|(?P<DIVIDE>/)|(?P<MODULUS>%)"
)

# The alternatives of each state stand so that the first to match is the longest.
_PATTERNS = {
    DEFAULT: (
        rf"{_SET}|(?P<TEXT>[^$\#\\]+)|{_EMPTY_INDEX}|{_DOLLAR}|{_COMMENT}|{_HASH}"
        rf"|(?P<ESCAPE_DIRECTIVE>(?:\\\\)*\\\#(?:{_WORD}|{_BRACKETED}))|(?P<DOUBLE_ESCAPE>\\\\)|(?P<ESCAPE>\\)"
    ),
    REFERENCE: (
        rf"{_IDENTIFIER}|{_DOT}|{_SET}|(?P<INDEX_LBRACKET>\[)|(?P<LCURLY>\{{)|(?P<RCURLY>\}})"
        rf"|{_EMPTY_INDEX}|{_DOLLAR}|{_COMMENT}|{_HASH}|(?P<REFERENCE_TERMINATOR>.)"
    ),
    REFMODIFIER: (
        rf"{_IDENTIFIER}|(?P<LPAREN>\()|{_DOT}|{_SET}|(?P<INDEX_LBRACKET>\[)|(?P<LCURLY>\{{)|(?P<RCURLY>\}})"
        rf"|{_DOLLAR}|{_HASH}|(?P<REFERENCE_TERMINATOR>.)"
    ),
    REFMOD2: (
        rf"(?P<REFMOD2_RPAREN>\))|{_STRING}|{_DOLLAR}|{_SET}|{_BLANK}|{_IDENTIFIER}|{_NUMBER}|{_DOT}|{_LISTS}|{_HASH}"
    ),
    REFINDEX: rf"(?P<INDEX_RBRACKET>\])|{_STRING}|{_NUMBER}|{_DOLLAR}|{_BLANK}|(?P<TRUE>true)|(?P<FALSE>false)|{_HASH}",
    DIRECTIVE: (
        rf"{_BLANK}|{_DOLLAR}|{_STRING}|(?P<LPAREN>\()|(?P<RPAREN>\){_NEWLINE})|{_NUMBER}|(?P<WORD>{_WORD})"
        rf"|(?P<BRACKETED_WORD>{_BRACKETED})|{_LISTS}|{_OPERATORS}|{_COMMENT}|{_HASH}"
    ),
    PRE_DIRECTIVE: (
        rf"(?P<END>(?:end(?![A-Za-z0-9_@])|\{{end\}}){_NEWLINE})|(?P<ELSE_DIRECTIVE>(?:else(?![A-Za-z0-9_@])|\{{else\}}){_NEWLINE})"
        rf"|(?P<WORD>{_WORD})|(?P<BRACKETED_WORD>{_BRACKETED})|{_NUMBER}|{_DOLLAR}|{_COMMENT}|{_HASH}|(?P<DIRECTIVE_TERMINATOR>.)"
    ),
}
_MATCHERS = tuple(re.compile(_PATTERNS[state], re.DOTALL).match for state in State)

_BOOLEANS = {"true": "TRUE", "false": "FALSE"}
_KEYWORDS = {
    **_BOOLEANS,
    "and": "LOGICAL_AND",
    "or": "LOGICAL_OR",
    "lt": "LOGICAL_LT",
    "le": "LOGICAL_LE",
    "gt": "LOGICAL_GT",
    "ge": "LOGICAL_GE",
    "eq": "LOGICAL_EQUALS",
    "ne": "LOGICAL_NOT_EQUALS",
    "not": "LOGICAL_NOT",
}
_BRANCHES = {
    "if": "IF_DIRECTIVE",
    "{if}": "IF_DIRECTIVE",
    "elseif": "ELSEIF_DIRECTIVE",
    "{elseif}": "ELSEIF_DIRECTIVE",
}
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        """TEXT EMPTY_INDEX ESCAPE_DIRECTIVE DOUBLE_ESCAPE ESCAPE LCURLY WHITESPACE LBRACKET RBRACKET COMMA DOUBLEDOT
        COLON LEFT_CURLEY RIGHT_CURLEY LOGICAL_AND LOGICAL_OR LOGICAL_LE LOGICAL_LT LOGICAL_GE LOGICAL_GT EQUALS
        LOGICAL_EQUALS LOGICAL_NOT_EQUALS LOGICAL_NOT MINUS PLUS MULTIPLY DIVIDE MODULUS TRUE FALSE""",
    )
)

_BEGINNINGS = frozenset(("DOLLAR", "HASH"))
_TERMINATORS = frozenset(("REFERENCE_TERMINATOR", "DIRECTIVE_TERMINATOR"))
_LONG_COMMENTS = {"MULTI_LINE": "MULTI_LINE_COMMENT", "FORMAL": "FORMAL_COMMENT"}

# Inside comments and #[[ ]]# a `$` or `#` may still swallow what follows it, even the end of the comment.
_OPENING = r"\\*\$(?:\\*!)?|\#\[\[|\#\*\*[^\#]|\#\*|\#"
_LINE_BODY = re.compile(rf"(?:{_OPENING}|[^\r\n])*+", re.DOTALL)
_LONG_BODY = re.compile(rf"(?:{_OPENING}|(?!\*\#).)*+", re.DOTALL)
_BLOCK_BODY = re.compile(rf"(?:{_OPENING}|(?!\]\]\#).)*+", re.DOTALL)
_PIECE = re.compile(rf"({_OPENING})|.", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r")
_LEFT_PARENTHESIS = re.compile(r"[ \n\r\t]*\(")
_SPECIAL = re.compile(r"(\\+\$).?|([#$])|.", re.DOTALL)


@dataclass(slots=True)
class Scanner:
    """Hands out the tokens of one template.

    Args:
        source: The template.
    """

    source: Source
    position: int = 0
    state: State = DEFAULT
    in_set: bool = False
    _opened: int = 0
    _closed: int = 0
    _stack: list[Saved] = field(default_factory=list)
    _comment: bool = False

    def next_token(self) -> Token:
        """The next token; kind `EOF` at the end.

        Raises:
            TemplateError: no token can begin here, or the template ends within one.
        """
        if self._comment and (closing := self._close_line_comment()):
            return closing
        text = self.source.text
        start = position = self.position
        special, begun = "", False
        while position < len(text):
            match = _MATCHERS[self.state](text, position)
            if match is None:
                raise self.source.error(f"Unexpected {text[position]!r}", position)
            kind, end = match.lastgroup or "", match.end()
            if kind in _PLAIN:
                self.position = end
                return Token(kind, text[start:end], start, special)
            if kind in _BEGINNINGS:
                self._begin(kind)
                position, begun = end, True
            elif kind in _TERMINATORS:
                special += _special_text(text[start:end]) if begun else ""
                self._pop()
                start, begun = position, False
            elif kind in _LONG_COMMENTS:
                token = Token(_LONG_COMMENTS[kind], text[start:end], start, special)
                return self._long_comment(token, end) or self._end(self.position, special)
            else:
                self.position = end
                return self._act(Token(kind, text[start:end], start, special), match.group())
        if begun:
            raise self.source.error("The template ends within a reference or directive", position)
        return self._end(position, special)

    def _end(self, position: int, special: str) -> Token:
        self.position = position
        return Token("EOF", "", position, special)

    @property
    def is_plain(self) -> bool:
        """Whether the next token begins in plain text."""
        return self.state == DEFAULT and not self._comment

    def enter_directive(self) -> bool:
        """After a directive's name: go on in its arguments if `(` follows, else leave it. Says which."""
        if _LEFT_PARENTHESIS.match(self.source.text, self.position):
            self.state = DIRECTIVE
            return True
        self._pop()
        return False

    def _begin(self, kind: str) -> None:
        """`$` or `#` ends a reference before it, and begins what only its own state can tell."""
        if self.state == REFERENCE or (kind == "HASH" and self.state == REFMODIFIER):
            self._pop()
        self._push(PRE_DIRECTIVE if kind == "HASH" else REFERENCE)

    def _push(self, state: State) -> None:
        self._stack.append(Saved(self.state, self._opened, self._closed))
        self._opened = 0
        self.state = state

    def _pop(self) -> bool:
        if not self._stack:
            self._opened = 0
            self.state = DEFAULT
            return False
        self.state, self._opened, self._closed = self._stack.pop()
        return True

    def _act(self, token: Token, matched: str) -> Token:
        """What a token does to the state beyond being one."""
        kind = token.kind
        if kind == "IDENTIFIER":
            token.kind = _BOOLEANS.get(matched, kind)
        elif kind == "NAMED":
            self._begin(kind)
            token.kind = _BOOLEANS.get(matched.lstrip("$!"), "IDENTIFIER")
        elif kind == "BRACED":
            self._begin(kind)
            token.kind = "LCURLY"
        elif kind == "BLOCK":
            self._text_block(token)
        elif kind == "WORD" or kind == "BRACKETED_WORD":
            self._word(token, matched)
        elif kind == "DOT":
            token.image = "."
            self.state = REFMODIFIER
        elif kind == "LPAREN":
            self._opened += 1
            if self.state == REFMODIFIER:
                self.state = REFMOD2
        elif kind == "REFMOD2_RPAREN":
            self.state = REFERENCE
        elif kind == "RPAREN":
            self._close_parenthesis()
        elif kind == "INDEX_LBRACKET":
            self._push(REFINDEX)
        elif kind == "SET_DIRECTIVE":
            self._push(DIRECTIVE)
            self.in_set = True
            self._opened += 1
        elif kind == "SINGLE_LINE_COMMENT_START":
            if self.state == REFERENCE:
                self._pop()
            self._comment = True
        elif self._ends_state(kind):
            self._pop()
        return token

    def _ends_state(self, kind: str) -> bool:
        """Whether a literal outside parentheses, `}`, `]`, `#else` or `#end` ends the state it stands in."""
        if kind == "STRING_LITERAL":
            return self.state == DIRECTIVE and not self.in_set and self._opened == 0
        if kind == "INTEGER_LITERAL":
            return self._opened == 0 and not self.in_set and self.state != REFMOD2 and self.state != REFINDEX
        if kind == "FLOATING_POINT_LITERAL":
            return self._opened == 0 and not self.in_set and self.state != REFMOD2
        return True

    def _word(self, token: Token, matched: str) -> None:
        if self.state == DIRECTIVE:
            token.kind = _KEYWORDS.get(matched, token.kind)
        elif matched in _BRANCHES:
            token.kind = _BRANCHES[matched]
            self.state = DIRECTIVE

    def _close_parenthesis(self) -> None:
        """Drop to the state below the one whose parenthesis this is."""
        while self._opened == 0:
            if not self._pop():
                return
        if self._opened == self._closed + 1:
            self._pop()
        else:
            self._closed += 1

    def _close_line_comment(self) -> Token | None:
        """The end of a `##` comment; None where the template ends first."""
        self._comment = False
        end = self._skip(_LINE_BODY, self.position)
        match = _LINE_END.match(self.source.text, end)
        if match:
            self.position = match.end()
            return Token("SINGLE_LINE_COMMENT", match[0], end)
        self._refuse_open_end(self.position)
        self.position = end
        return None

    def _long_comment(self, comment: Token, opened: int) -> Token | None:
        """Skip a `#* *#` comment; None where the template ends first."""
        end = self._skip(_LONG_BODY, opened)
        if self.source.text.startswith("*#", end):
            self.position = end + 2
            comment.image = self._comment_image(comment.image, opened, end)
            return comment
        if end == opened:
            raise self.source.error("The template ends within a comment", end)
        self._refuse_open_end(opened)
        self.position = end
        return None

    def _comment_image(self, opening: str, opened: int, end: int) -> str:
        """What a long comment leaves of itself: its opening if nothing but signs followed, and signs at its end."""
        image = opening
        for piece in _PIECE.finditer(self.source.text, opened, end):
            image = image + piece[0] if piece[1] else ""
        return image + "*#"

    def _text_block(self, token: Token) -> None:
        """Take all up to `]]#` into the token."""
        end = self._skip(_BLOCK_BODY, self.position)
        if not self.source.text.startswith("]]#", end):
            raise self.source.error("#[[ is never closed by ]]#", token.start)
        self.position = end + 3
        token.kind, token.image = "TEXTBLOCK", self.source.text[token.start : self.position]

    def _skip(self, body: re.Pattern[str], start: int) -> int:
        match = body.match(self.source.text, start)
        return match.end() if match else start

    def _refuse_open_end(self, start: int) -> None:
        """A comment may be cut off by the end of the template, but not right after a `$` or `#`."""
        opening = None
        for piece in _PIECE.finditer(self.source.text, start):
            opening = piece[1]
        if opening:
            raise self.source.error("The template ends with a lone $ or #", len(self.source.text))


def _special_text(image: str) -> str:
    """What is printed of characters that belong to no token: `#`, `$` and the backslashes before a `$`."""
    kept = []
    for match in _SPECIAL.finditer(image):
        escaped, sign = match.groups()
        kept.append(escaped or sign or "")
    return "".join(kept)
