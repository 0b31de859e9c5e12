"""Compiles what follows a reference's name: properties, method calls and elements, to functions on values."""

from collections.abc import Callable
from time import thread_time
from typing import TypeAlias

from lgtui.emulator.gateway.templates import syntax
from lgtui.emulator.gateway.templates.dispatch import Call, Getter, adjust_index, find_call, find_getter, is_open
from lgtui.emulator.gateway.templates.errors import BodyError, JavaException, TemplateError
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.run import Run
from lgtui.emulator.gateway.templates.source import Source
from lgtui.emulator.gateway.templates.values import Value

Evaluate: TypeAlias = Callable[[Run], Value]
Step: TypeAlias = Callable[[Value, Run], Value]

_FAILURES = (JavaException, LimitError, BodyError)
# Methods whose time depends on what is in a text or collection; they count by the time they take.
_PATTERNS = frozenset(("matches", "replaceAll", "replaceFirst", "split"))
_SEARCHES = frozenset(("contains", "containsAll", "containsValue", "equals", "hashCode", "indexOf", "lastIndexOf"))
_CHANGES = frozenset(("addAll", "put", "putAll", "remove", "removeAll", "retainAll", "sort", "subList"))
_TEXTS = frozenset(("format", "formatted", "getBytes", "join", "toCharArray", "toJSONString", "toString", "valueOf"))
_SLOW = _PATTERNS | _SEARCHES | _CHANGES | _TEXTS | {"iterator", "toArray"}


class StepCompiler:
    """Compiles steps. A step remembers the class it met last and the method it found there.

    Args:
        source: The template, or the double-quoted string, the tree was read from.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    def value(self, node: syntax.Expression) -> Evaluate:
        """A function that gives the expression's value."""
        raise NotImplementedError

    def step(self, node: syntax.Step) -> Step:
        """A function that goes from a value to a property, a method's result or an element."""
        match node:
            case syntax.Property():
                return self._property(node)
            case syntax.Call(name=name) if name in _SLOW:
                return _timed(self._call(node))
            case syntax.Call(arguments=[]):
                return self._plain_call(node)
            case syntax.Call(arguments=[argument]):
                return self._single_call(node, argument)
            case syntax.Call():
                return self._call(node)
            case syntax.Index():
                return self._index(node)

    def _property(self, node: syntax.Property) -> Step:
        name, start = node.name, node.start
        is_class = name.lower() == "class"
        known: tuple[type, Getter | None] = (type(None), None)

        def read(value: Value, run: Run) -> Value:
            nonlocal known
            if value.__class__ is dict and not is_class:
                return value.get(name)
            cls, getter = known
            if value.__class__ is not cls:
                getter = find_getter(value.__class__, name)
                known = value.__class__, getter
            try:
                return None if getter is None else getter(value)
            except _FAILURES as error:
                raise self._failure(name, error, start) from None

        return read

    def _plain_call(self, node: syntax.Call) -> Step:
        """A method without arguments."""
        name, start = node.name, node.start
        known: tuple[type, Call | None] = (type(None), None)

        def read(value: Value, run: Run) -> Value:
            nonlocal known
            cls, call = known
            try:
                if value.__class__ is not cls:
                    call = find_call(value, name, ())
                    if not is_open(value):
                        known = value.__class__, call
                return None if call is None else call(value)
            except _FAILURES as error:
                raise self._failure(name, error, start) from None

        return read

    def _single_call(self, node: syntax.Call, argument: syntax.Expression) -> Step:
        """A method of one argument."""
        evaluate = self.value(argument)
        call = self.single_call(node)
        return lambda value, run: call(value, evaluate(run), run)

    def single_call(self, node: syntax.Call) -> Callable[[Value, Value, Run], Value]:
        """A function that calls a method with the one argument it is given."""
        name, start = node.name, node.start
        known: tuple[type, type, Call | None] = (type(None), type(None), None)

        def read(value: Value, given: Value, run: Run) -> Value:
            nonlocal known
            cls, kind, call = known
            try:
                if value.__class__ is not cls or given.__class__ is not kind:
                    call = find_call(value, name, (given,))
                    if not is_open(value) and not is_open(given):
                        known = value.__class__, given.__class__, call
                if value.__class__ is str:
                    run.work -= len(value) >> 12
                return None if call is None else call(value, given)
            except _FAILURES as error:
                raise self._failure(name, error, start) from None

        return read

    def _call(self, node: syntax.Call) -> Step:
        name, start = node.name, node.start
        arguments = [self.value(argument) for argument in node.arguments]

        def read(value: Value, run: Run) -> Value:
            given = [argument(run) for argument in arguments]
            try:
                call = find_call(value, name, given)
                if value.__class__ is str:
                    run.work -= len(value) >> 12
                return None if call is None else call(value, *given)
            except _FAILURES as error:
                raise self._failure(name, error, start) from None

        return read

    def _index(self, node: syntax.Index) -> Step:
        argument = self.value(node.argument)
        start = node.start

        def read(value: Value, run: Run) -> Value:
            given = argument(run)
            try:
                index = adjust_index(value, given)
                call = find_call(value, "get", (index,))
                return None if call is None else call(value, index)
            except _FAILURES as error:
                raise self._failure("get", error, start) from None

        return read

    def _failure(self, name: str, error: Exception, start: int) -> TemplateError:
        """A method's error at its place in the template."""
        if isinstance(error, BodyError):
            return error.at(*self._source.place(start))
        return self._source.error(f"{name}: {error}", start)


def _timed(step: Step) -> Step:
    """A step that counts as work by the time it takes."""

    def timed(value: Value, run: Run) -> Value:
        begun = thread_time()
        result = step(value, run)
        run.charge(thread_time() - begun)
        return result

    return timed
