"""Compiles the expressions of a syntax tree to Python functions: their value, and what `#if` makes of them.

Undefined is the empty string, as on API Gateway: a missing variable, property or method result. Only failed arithmetic
and bare words are null.
"""

import operator
from collections.abc import Callable
from time import thread_time
from typing import TypeAlias

from lgtui.emulator.gateway.templates import arithmetic, syntax
from lgtui.emulator.gateway.templates.equality import as_key, equals
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import LimitError, check_items, check_text
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.run import Block, Run, join
from lgtui.emulator.gateway.templates.source import Source
from lgtui.emulator.gateway.templates.steps import Evaluate, Step, StepCompiler
from lgtui.emulator.gateway.templates.values import HashMap, JSONArray, Value

Test: TypeAlias = Callable[[Run], bool]
Render: TypeAlias = Callable[[Run], None]
CompileBody: TypeAlias = Callable[[list[syntax.Node], Source], Render]

_ARITHMETIC = {
    "PLUS": arithmetic.add,
    "MINUS": arithmetic.subtract,
    "MULTIPLY": arithmetic.multiply,
    "DIVIDE": arithmetic.divide,
    "MODULUS": arithmetic.modulo,
}
_ORDERS: dict[str, Callable[[int, int], bool]] = {
    "LOGICAL_LT": operator.lt,
    "LOGICAL_LE": operator.le,
    "LOGICAL_GT": operator.gt,
    "LOGICAL_GE": operator.ge,
}
_RELATED = ((list, JSONArray), (dict, HashMap))


class ExpressionCompiler(StepCompiler):
    """The half of the compiler below statements.

    Args:
        source: The template, or the double-quoted string, the tree was read from.
    """

    def body(self, nodes: list[syntax.Node]) -> Render:
        """Compile statements."""
        raise NotImplementedError

    def nested(self, source: Source) -> "ExpressionCompiler":
        """A compiler for a double-quoted string."""
        raise NotImplementedError

    def value(self, node: syntax.Expression) -> Evaluate:
        """A function that gives the expression's value."""
        match node:
            case syntax.Reference():
                return self._reference(node)
            case syntax.Constant(value=constant):
                return lambda run: constant
            case syntax.Template():
                return self._template(node)
            case syntax.ListLiteral():
                return self._list(node)
            case syntax.MapLiteral():
                return self._map(node)
            case syntax.Range():
                return self._range(node)
            case syntax.Binary(operator=sign) if sign in _ARITHMETIC:
                return self._calculation(node)
            case syntax.Binary() | syntax.Not():
                return self.test(node)
            case syntax.Word():
                return lambda run: None

    def test(self, node: syntax.Expression) -> Test:
        """A function that tells whether `#if` takes the expression for true: literals and sums never are."""
        match node:
            case syntax.Reference():
                return _truth(self.value(node) if node.runt else self.computed(node))
            case syntax.Constant(truth=truth):
                return lambda run: truth
            case syntax.Not(operand=operand):
                inner = self.test(operand)
                return lambda run: not inner(run)
            case syntax.Binary(operator="LOGICAL_AND" | "LOGICAL_OR"):
                return self._logical(node)
            case syntax.Binary(operator="LOGICAL_EQUALS" | "LOGICAL_NOT_EQUALS"):
                return self._equality(node)
            case syntax.Binary(operator=sign) if sign in _ORDERS:
                return self._order(node)
            case _:
                self.value(node)
                return lambda run: False

    def _reference(self, node: syntax.Reference) -> Evaluate:
        if node.runt or not node.computable:
            return lambda run: None
        return self.computed(node)

    def computed(self, node: syntax.Reference) -> Evaluate:
        """The value a reference prints, which even `$\\!name` has."""
        root = node.root
        steps = [self.step(step) for step in node.steps]
        if not steps:
            return lambda run: "" if (value := run.variables.get(root)) is None else value
        if len(steps) == 1:
            return _single(root, steps[0])

        def walk(run: Run) -> Value:
            value = run.variables.get(root)
            for step in steps:
                if value is None:
                    return ""
                value = step(value, run)
            return "" if value is None else value

        return walk

    def _template(self, node: syntax.Template) -> Evaluate:
        render = self.nested(node.source).body(node.body)
        padded = node.padded

        def text(run: Run) -> str:
            before = run.redirect([])
            try:
                render(run)
            finally:
                out = run.redirect(before)
            whole = join(out)
            run.work -= len(whole) >> 12
            return whole[:-1] if padded else whole

        return self._limited(text, node.start)

    def _limited(self, evaluate: Evaluate, start: int) -> Evaluate:
        def limited(run: Run) -> Value:
            try:
                return evaluate(run)
            except (JavaException, LimitError) as error:
                raise self._source.error(str(error), start) from None

        return limited

    def _list(self, node: syntax.ListLiteral) -> Evaluate:
        items = [self.value(item) for item in node.items]
        return lambda run: [item(run) for item in items]

    def _map(self, node: syntax.MapLiteral) -> Evaluate:
        items = [(self.value(key), self.value(value)) for key, value in node.items]
        return lambda run: {as_key(key(run)): value(run) for key, value in items}

    def _range(self, node: syntax.Range) -> Evaluate:
        first, last = self.value(node.first), self.value(node.last)

        def numbers(run: Run) -> Value:
            low, high = first(run), last(run)
            if not (arithmetic.is_number(low) and arithmetic.is_number(high)):
                return None
            begin, end = arithmetic.int_value(low), arithmetic.int_value(high)
            check_items(abs(begin - end) + 1)
            run.work -= abs(begin - end) >> 3
            return list(range(begin, end + 1)) if begin < end else list(range(begin, end - 1, -1))

        return self._limited(numbers, node.start)

    def _calculation(self, node: syntax.Binary) -> Evaluate:
        left, right = self.value(node.left), self.value(node.right)
        calculate = _ARITHMETIC[node.operator]
        joins = node.operator == "PLUS"
        sources = syntax.literal(node.left.tokens), syntax.literal(node.right.tokens)

        def result(run: Run) -> Value:
            one, other = left(run), right(run)
            if one.__class__ is int and other.__class__ is int:
                return calculate(one, other)
            if joins and (one.__class__ is str or other.__class__ is str):
                text = _concatenate(one, other, sources)
                run.work -= len(text) >> 12
                return text
            if arithmetic.is_number(one) and arithmetic.is_number(other):
                return calculate(one, other)
            return None

        return self._limited(result, node.start)

    def _logical(self, node: syntax.Binary) -> Test:
        left, right = self.test(node.left), self.test(node.right)
        if node.operator == "LOGICAL_AND":
            return lambda run: left(run) and right(run)
        return lambda run: left(run) or right(run)

    def _equality(self, node: syntax.Binary) -> Test:
        left, right = self.value(node.left), self.value(node.right)
        wanted = node.operator == "LOGICAL_EQUALS"
        source, start = self._source, node.start

        def test(run: Run) -> bool:
            one, other = left(run), right(run)
            cls = one.__class__
            if cls is other.__class__ and (cls is str or cls is int):
                return (one == other) is wanted
            begun = thread_time()
            try:
                equal = loosely_equal(one, other)
                run.charge(thread_time() - begun)
                return equal is wanted
            except (JavaException, LimitError) as error:
                raise source.error(str(error), start) from None

        return test

    def _order(self, node: syntax.Binary) -> Test:
        left, right = self.value(node.left), self.value(node.right)
        source, start = self._source, node.start
        holds = _ORDERS[node.operator]

        def test(run: Run) -> bool:
            one, other = left(run), right(run)
            if one.__class__ is int and other.__class__ is int:
                return holds(one, other)
            if not (arithmetic.is_number(one) and arithmetic.is_number(other)):
                return False
            try:
                return holds(arithmetic.compare(one, other), 0)
            except JavaException as error:
                raise source.error(str(error), start) from None

        return test


def _single(root: str, step: Step) -> Evaluate:
    """A reference of one step, the most frequent kind."""

    def walk(run: Run) -> Value:
        value = run.variables.get(root)
        if value is None:
            return ""
        value = step(value, run)
        return "" if value is None else value

    return walk


def _truth(evaluate: Evaluate) -> Test:
    def test(run: Run) -> bool:
        value = evaluate(run)
        if value.__class__ is bool:
            return value is True
        if isinstance(value, Block):
            return value.text() is not None
        return value is not None

    return test


def _concatenate(one: Value, other: Value, sources: tuple[str, str]) -> str:
    """`+` with a text on either side; null prints as its source."""
    left = sources[0] if one is None else java_string(one)
    right = sources[1] if other is None else java_string(other)
    check_text(len(left) + len(right))
    return left + right


def loosely_equal(one: Value, other: Value) -> bool:
    """`==`: numbers by value, values of one class by `equals`, all others by what they print."""
    if one is None or other is None:
        return one is other
    if arithmetic.is_number(one) and arithmetic.is_number(other):
        return arithmetic.compare(one, other) == 0
    if _are_related(one.__class__, other.__class__):
        return equals(one, other)
    return java_string(one) == java_string(other)


def _are_related(one: type, other: type) -> bool:
    """Whether one of two Java classes extends the other."""
    return one is other or any(one in family and other in family for family in _RELATED)
