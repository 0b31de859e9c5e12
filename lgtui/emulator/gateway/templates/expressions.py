"""References, literals and expressions of the grammar: what stands inside parentheses, and `$name…` anywhere."""

from typing import NoReturn

from lgtui.emulator.gateway.templates.literals import number, string
from lgtui.emulator.gateway.templates.scanner import Scanner, Token
from lgtui.emulator.gateway.templates.source import Source
from lgtui.emulator.gateway.templates.syntax import (
    Binary,
    Call,
    Constant,
    Expression,
    Index,
    ListLiteral,
    MapLiteral,
    Node,
    Not,
    Property,
    Range,
    Reference,
    Step,
    Template,
)

OPERAND_STARTS = frozenset(
    ("IDENTIFIER", "LCURLY", "STRING_LITERAL", "INTEGER_LITERAL", "FLOATING_POINT_LITERAL", "LBRACKET", "LEFT_CURLEY")
) | {"TRUE", "FALSE"}
_PARAMETER_STARTS = OPERAND_STARTS | {"WHITESPACE"}
_METHOD_STARTS = _PARAMETER_STARTS | {"REFMOD2_RPAREN"}
_PRECEDENCE = {
    **dict.fromkeys(("LOGICAL_OR",), 1),
    **dict.fromkeys(("LOGICAL_AND",), 2),
    **dict.fromkeys(("LOGICAL_EQUALS", "LOGICAL_NOT_EQUALS"), 3),
    **dict.fromkeys(("LOGICAL_LT", "LOGICAL_GT", "LOGICAL_LE", "LOGICAL_GE"), 4),
    **dict.fromkeys(("PLUS", "MINUS"), 5),
    **dict.fromkeys(("MULTIPLY", "DIVIDE", "MODULUS"), 6),
}
_NAMES = {"EOF": "the end of the template", "WHITESPACE": "a blank"}


class ExpressionParser:
    """The half of the parser below statements.

    Args:
        source: The text.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._scanner = Scanner(source)
        self._tokens: list[Token] = []
        self._at = 0

    def nested(self, source: Source) -> list[Node]:
        """The statements of a double-quoted string."""
        raise NotImplementedError

    def _peek(self, ahead: int = 0) -> str:
        """The kind of a token not yet taken."""
        tokens, at = self._tokens, self._at + ahead
        try:
            return tokens[at].kind
        except IndexError:
            while len(tokens) <= at:
                tokens.append(self._scanner.next_token())
            return tokens[at].kind

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _take(self, kind: str) -> Token:
        if self._peek() != kind:
            self._refuse(kind)
        return self._next()

    def _refuse(self, expected: str = "") -> NoReturn:
        self._peek()
        token = self._tokens[self._at]
        found = _NAMES.get(token.kind) or repr(token.image)
        wanted = f", expected {_NAMES.get(expected, expected)}" if expected else ""
        raise self._source.error(f"Encountered {found}{wanted}", token.start)

    def _skip_blank(self) -> bool:
        if self._peek() == "WHITESPACE":
            self._at += 1
            return True
        return False

    def _reference(self) -> Reference:
        first = self._at
        kind = self._peek()
        if kind == "LCURLY":
            self._next()
            self._take("IDENTIFIER")
            steps = self._steps()
            self._take("RCURLY")
        else:
            self._take("IDENTIFIER")
            steps = self._steps()
        return _named(self._tokens[first : self._at], steps)

    def _steps(self) -> list[Step]:
        steps: list[Step] = []
        while True:
            kind = self._peek()
            if kind == "INDEX_LBRACKET":
                steps.append(self._index())
            elif kind == "DOT" and self._peek(1) == "IDENTIFIER":
                self._next()
                steps.append(self._call() if self._is_call() else self._property())
            else:
                return steps

    def _is_call(self) -> bool:
        return self._peek(1) == "LPAREN" and self._peek(2) in _METHOD_STARTS

    def _property(self) -> Property:
        token = self._next()
        return Property(token.image, token.start)

    def _call(self) -> Call:
        token = self._next()
        self._next()
        arguments = [] if self._peek() == "REFMOD2_RPAREN" else self._parameters()
        self._take("REFMOD2_RPAREN")
        return Call(token.image, arguments, token.start)

    def _index(self) -> Index:
        start = self._next().start
        self._skip_blank()
        if self._peek() not in ("STRING_LITERAL", "INTEGER_LITERAL", "TRUE", "FALSE", "IDENTIFIER", "LCURLY"):
            self._refuse()
        argument = self._operand()
        self._skip_blank()
        self._take("INDEX_RBRACKET")
        return Index(argument, start)

    def _parameters(self) -> list[Expression]:
        parameters = [self._parameter()]
        while self._peek() == "COMMA":
            self._next()
            parameters.append(self._parameter())
        return parameters

    def _parameter(self) -> Expression:
        self._skip_blank()
        parameter = self._operand()
        self._skip_blank()
        return parameter

    def _expression(self, weakest: int = 1) -> Expression:
        """Operators that bind at least as strongly as `weakest`, from the left."""
        left = self._unary()
        while (strength := _PRECEDENCE.get(self._peek(), 0)) >= weakest:
            operator = self._next()
            first = self._at
            right = self._expression(strength + 1)
            # Velocity takes the right side for the source of the whole.
            left = Binary(operator.kind, left, right, self._tokens[first : self._at], operator.start)
        return left

    def _unary(self) -> Expression:
        blank = self._peek() == "WHITESPACE"
        if self._peek(int(blank)) == "LOGICAL_NOT":
            self._skip_blank()
            token = self._next()
            first = self._at
            return Not(self._unary(), self._tokens[first : self._at], token.start)
        self._skip_blank()
        operand = self._parenthesis() if self._peek() == "LPAREN" else self._operand()
        self._skip_blank()
        return operand

    def _parenthesis(self) -> Expression:
        self._next()
        first = self._at
        expression = self._expression()
        expression.tokens = self._tokens[first : self._at]
        self._take("RPAREN")
        return expression

    def _operand(self) -> Expression:
        """A literal or a reference, without blanks around it."""
        kind = self._peek()
        if kind in ("IDENTIFIER", "LCURLY"):
            return self._reference()
        if kind == "LBRACKET":
            return self._brackets()
        if kind == "LEFT_CURLEY":
            return self._map()
        if kind == "STRING_LITERAL":
            return self._string()
        if kind not in ("INTEGER_LITERAL", "FLOATING_POINT_LITERAL", "TRUE", "FALSE"):
            self._refuse()
        token = self._next()
        if kind == "TRUE" or kind == "FALSE":
            return Constant(kind == "TRUE", kind == "TRUE", [token], token.start)
        try:
            return Constant(number(token.image), False, [token], token.start)
        except ValueError:
            raise self._source.error(f"{token.image!r} is no number", token.start) from None

    def _string(self) -> Expression:
        token = self._next()
        quote, has_signs = token.image[0], "$" in token.image or "#" in token.image
        try:
            content = string(token.image)
        except ValueError as error:
            raise self._source.error(str(error), token.start) from None
        if quote == "'" or not has_signs:
            return Constant(content, False, [token], token.start)
        padded = "##" not in content
        line, column = self._source.place(token.start)
        source = Source(content + " " if padded else content, line, column + 1)
        return Template(self.nested(source), padded, source, [token], token.start)

    def _brackets(self) -> Expression:
        """`[a..b]` or `[a, b]`: only what follows the first element tells."""
        first = self._at
        token = self._next()
        if self._peek() == "RBRACKET":
            self._next()
            return ListLiteral([], self._tokens[first : self._at], token.start)
        item = self._parameter()
        if self._peek() == "DOUBLEDOT" and self._may_bound(item):
            self._next()
            last = self._parameter()
            if not self._may_bound(last):
                self._refuse()
            self._take("RBRACKET")
            return Range(item, last, self._tokens[first : self._at], token.start)
        items = [item]
        while self._peek() == "COMMA":
            self._next()
            items.append(self._parameter())
        self._take("RBRACKET")
        return ListLiteral(items, self._tokens[first : self._at], token.start)

    def _may_bound(self, item: Expression) -> bool:
        if isinstance(item, Constant):
            return isinstance(item.value, int) and not isinstance(item.value, bool)
        return isinstance(item, Reference)

    def _map(self) -> Expression:
        first = self._at
        token = self._next()
        items = []
        if not self._map_is_empty():
            items.append(self._pair())
            while self._peek() == "COMMA":
                self._next()
                items.append(self._pair())
        else:
            self._skip_blank()
        # Behind a reference the brace closes that state, and has another name.
        self._take("RCURLY" if self._peek() == "RCURLY" else "RIGHT_CURLEY")
        return MapLiteral(items, self._tokens[first : self._at], token.start)

    def _map_is_empty(self) -> bool:
        ahead = int(self._peek() == "WHITESPACE")
        return self._peek(ahead) not in _PARAMETER_STARTS

    def _pair(self) -> tuple[Expression, Expression]:
        key = self._parameter()
        self._take("COLON")
        return key, self._parameter()


def _named(tokens: list[Token], steps: list[Step]) -> Reference:
    """Sort out what stands before a reference's name: escapes, further dollars, `!` and `{`."""
    token = tokens[0]
    image = token.image
    if "\\!" in image:
        return _slash_bang(tokens, steps)
    name = image.lstrip("\\")
    slashes = len(image) - len(name)
    reference = Reference("", steps, tokens, token.start, prefix="\\" * (slashes // 2), escaped=slashes % 2 == 1)
    dollar = name.rfind("$")
    if dollar > 0:
        reference.more, name = name[:dollar], name[dollar:]
    token.image = name
    reference.quiet = name.startswith("$!")
    reference.runt = not name.startswith("$")
    reference.target = name[1:]
    if name in ("${", "$!{"):
        reference.root = tokens[1].image
    else:
        reference.root = name if reference.runt else name[2 if reference.quiet else 1 :]
    return reference


def _slash_bang(tokens: list[Token], steps: list[Step]) -> Reference:
    """`$\\!name` is no variable: it has no value, and renders as undefined."""
    image = tokens[0].image
    dollar = image.index("$")
    slash = image.index("\\", dollar)
    root = image[:slash] + image[slash + 1 :]
    return Reference(root, steps, tokens, tokens[0].start, target=image[1:], computable=False)
