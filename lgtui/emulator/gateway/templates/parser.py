"""The grammar of Velocity 1.7: from tokens to the syntax tree, or a `TemplateError` with its place."""

import re
from collections.abc import Callable

from lgtui.emulator.gateway.templates.errors import TemplateError
from lgtui.emulator.gateway.templates.expressions import OPERAND_STARTS, ExpressionParser
from lgtui.emulator.gateway.templates.scanner import Token
from lgtui.emulator.gateway.templates.source import Source
from lgtui.emulator.gateway.templates.syntax import (
    Directive,
    Expression,
    If,
    Node,
    Property,
    Reference,
    Set,
    Step,
    Text,
    Word,
)

_BLOCK_DIRECTIVES = frozenset(("foreach", "define", "literal", "macro"))
_LINE_DIRECTIVES = frozenset(("include", "parse", "break", "stop"))
DIRECTIVES = _BLOCK_DIRECTIVES | _LINE_DIRECTIVES
_ESCAPABLE = DIRECTIVES | {"if", "end", "set", "else", "elseif"}
_PLAIN = (
    *("DOT", "RPAREN", "LPAREN", "INTEGER_LITERAL", "FLOATING_POINT_LITERAL", "STRING_LITERAL", "ESCAPE", "RCURLY"),
    "EMPTY_INDEX",
)
_SIMPLE = re.compile(
    r"""([^$\#\\]*+)(\$(!?)([A-Za-z_][\w-]*+)((?:\.[A-Za-z][\w-]*+)*+))(?=[^\w\-\[({}.\#$\\ \t]|[ \t]++[^ \t\#]|\Z)""",
    re.ASCII,
)
_BOOLEANS = frozenset(("true", "false"))
_CONTROL = frozenset(("IF_DIRECTIVE", "ELSE_DIRECTIVE", "ELSEIF_DIRECTIVE", "END"))
_ARGUMENT_STARTS = OPERAND_STARTS | {"WORD", "COMMA"}


def parse(source: Source) -> list[Node]:
    """The statements of a template.

    Raises:
        TemplateError: the template is not well-formed; with the line and column.
    """
    return Parser(source, set()).template()


class Parser(ExpressionParser):
    """Reads one template, or one double-quoted string of it.

    Args:
        source: The text.
        macros: Names `#macro` defined so far; they only count when escaped (`\\#name`).
    """

    def __init__(self, source: Source, macros: set[str]) -> None:
        super().__init__(source)
        self._macros = macros

    def template(self) -> list[Node]:
        """Everything up to the end."""
        nodes = self._block()
        self._take("EOF")
        return nodes

    def nested(self, source: Source) -> list[Node]:
        """The statements of a double-quoted string."""
        return Parser(source, self._macros).template()

    def _block(self) -> list[Node]:
        nodes: list[Node] = []
        while True:
            if self._at == len(self._tokens) and self._scanner.is_plain:
                self._simple_references(nodes)
            statement = _STATEMENTS.get(self._peek())
            if statement is None:
                return nodes
            nodes.append(statement(self))

    def _simple_references(self, nodes: list[Node]) -> None:
        """Read texts and references such as `$a.b` at once, where what follows cannot belong to them."""
        scanner = self._scanner
        text = self._source.text
        while match := _SIMPLE.match(text, scanner.position):
            before, image, bang, root, properties = match.groups()
            start = match.start(2)
            names = properties.split(".") if properties else [""]
            if root in _BOOLEANS or not _BOOLEANS.isdisjoint(names):
                return
            if before:
                self._tokens.append(Token("TEXT", before, scanner.position))
                nodes.append(Text(before, scanner.position))
            token = Token("IDENTIFIER", image, start)
            self._tokens.append(token)
            self._at = len(self._tokens)
            steps: list[Step] = [Property(name, start) for name in names[1:]]
            nodes.append(Reference(root, steps, [token], start, quiet=bool(bang)))
            scanner.position = match.end()

    def _text(self) -> Node:
        token = self._next()
        return Text(token.special + token.image, token.start)

    def _brace(self) -> Node:
        return self._reference() if self._peek(1) == "IDENTIFIER" else self._text()

    def _text_block(self) -> Node:
        token = self._next()
        return Text(token.image[len("#[[") : -len("]]#")], token.start)

    def _line_comment(self) -> Node:
        """A comment prints nothing but a lone `$` that stuck to it."""
        token = self._next()
        if self._peek() == "SINGLE_LINE_COMMENT":
            self._next()
        return Text(token.image[: token.image.index("##")], token.start)

    def _long_comment(self) -> Node:
        """A comment prints what stuck to its opening; which of its signs that is, Velocity takes by chance."""
        token = self._next()
        opening = token.image.find("##")
        if opening < 0:
            opening = token.image.find("#*")
        return Text(token.image[: max(0, opening)], token.start)

    def _escaped_directive(self) -> Node:
        """`\\#if`: half of the backslashes go, where a directive of this name exists."""
        token = self._next()
        slashes = token.image.rindex("\\")
        directive = token.image[slashes + 1 :]
        name = directive[1:].strip("{}")
        if name in _ESCAPABLE or name in self._macros:
            token.image = token.image[: slashes // 2] + directive
        return Text(token.image, token.start)

    def _escapes(self) -> Node:
        """`\\\\` before a directive prints one backslash; before anything else it stays."""
        token = self._next()
        count = 1
        while self._peek() == "DOUBLE_ESCAPE":
            self._next()
            count += 1
        name = self._tokens[self._at].image[1:]
        control = self._peek() in _CONTROL or name in DIRECTIVES or name in self._macros
        return Text(("\\" if control else "\\\\") * count, token.start)

    def _set(self) -> Node:
        start = self._next().start
        self._skip_blank()
        target = self._reference()
        self._skip_blank()
        self._take("EQUALS")
        value = self._expression()
        self._take("RPAREN")
        self._scanner.in_set = False
        return Set(target, value, start)

    def _if(self) -> Node:
        start = self._tokens[self._at].start
        branches: list[tuple[Expression | None, list[Node]]] = [self._branch()]
        while self._peek() == "ELSEIF_DIRECTIVE":
            branches.append(self._branch())
        if self._peek() == "ELSE_DIRECTIVE":
            self._next()
            branches.append((None, self._block()))
        self._take("END")
        return If(branches, start)

    def _branch(self) -> tuple[Expression, list[Node]]:
        self._next()
        self._skip_blank()
        self._take("LPAREN")
        condition = self._expression()
        self._take("RPAREN")
        return condition, self._block()

    def _directive(self) -> Node:
        first = self._at
        token = self._next()
        name = token.image[2:-1] if token.kind == "BRACKETED_WORD" else token.image[1:]
        if not self._scanner.enter_directive():
            if name == "macro":
                raise self._error("#macro needs a name in parentheses", token)
            return Directive(name, [], None, False, [token], token.start)
        self._skip_blank()
        self._take("LPAREN")
        arguments = self._arguments(name, token)
        self._skip_blank()
        self._take("RPAREN")
        if name not in _BLOCK_DIRECTIVES and not name.startswith("@"):
            return Directive(name, arguments, None, True, self._tokens[first : self._at], token.start)
        opened = self._at
        body = self._block()
        closed = self._at
        self._take("END")
        if name == "macro":
            self._define_macro(arguments, token)
        tokens = self._tokens
        return Directive(name, arguments, body, True, tokens[first : self._at], token.start, tokens[opened:closed])

    def _arguments(self, name: str, token: Token) -> list[Expression]:
        arguments: list[Expression] = []
        while self._argument_follows():
            self._skip_blank()
            if self._peek() == "COMMA":
                self._next()
                self._skip_blank()
            argument = self._argument()
            self._check_argument(name, argument, len(arguments), token)
            arguments.append(argument)
        return arguments

    def _argument_follows(self) -> bool:
        kind = self._peek()
        if kind == "WHITESPACE":
            kind = self._peek(1)
        return kind in _ARGUMENT_STARTS

    def _argument(self) -> Expression:
        if self._peek() == "WORD":
            token = self._next()
            return Word(token.image, [token], token.start)
        return self._operand()

    def _check_argument(self, name: str, argument: Expression, position: int, token: Token) -> None:
        """Bare words are for macros and for the `in` of `#foreach`."""
        is_word = isinstance(argument, Word)
        if name == "macro" and position == 0:
            if not is_word:
                raise self._error("#macro wants its name first, without quotes", token)
        elif is_word and name in DIRECTIVES and not (name == "foreach" and position == 1):
            raise self._error(f"Invalid argument {position + 1} of #{name}", token)

    def _define_macro(self, arguments: list[Expression], token: Token) -> None:
        """API Gateway has inline macros off: a definition vanishes, only its name is remembered."""
        if not arguments or not isinstance(arguments[0], Word):
            raise self._error("#macro wants its name first, without quotes", token)
        self._macros.add(arguments[0].text)

    def _error(self, message: str, token: Token) -> TemplateError:
        return self._source.error(message, token.start)


_STATEMENTS: dict[str, Callable[[Parser], Node]] = {
    **dict.fromkeys(_PLAIN, Parser._text),
    "TEXT": Parser._text,
    "IDENTIFIER": Parser._reference,
    "LCURLY": Parser._brace,
    "IF_DIRECTIVE": Parser._if,
    "SET_DIRECTIVE": Parser._set,
    "WORD": Parser._directive,
    "BRACKETED_WORD": Parser._directive,
    "SINGLE_LINE_COMMENT_START": Parser._line_comment,
    "MULTI_LINE_COMMENT": Parser._long_comment,
    "FORMAL_COMMENT": Parser._long_comment,
    "TEXTBLOCK": Parser._text_block,
    "ESCAPE_DIRECTIVE": Parser._escaped_directive,
    "DOUBLE_ESCAPE": Parser._escapes,
}
