"""Compiles `#foreach`: its rounds, `$foreach` and `$velocityCount`, and what is there again when it is over."""

from typing import NoReturn

from lgtui.emulator.gateway.templates import syntax
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.evaluation import ExpressionCompiler, Render
from lgtui.emulator.gateway.templates.limits import LimitError, out_of_work
from lgtui.emulator.gateway.templates.run import Run, Stop
from lgtui.emulator.gateway.templates.steps import Evaluate
from lgtui.emulator.gateway.templates.values import Value
from lgtui.emulator.gateway.templates.views import ForeachScope, JavaIterator, rounds

COUNT, HAS_NEXT, SCOPE = "velocityCount", "velocityHasNext", "foreach"
"""The variables a loop sets."""
LOST_SCOPE = "$foreach is no name for an element"


class LoopCompiler(ExpressionCompiler):
    """The part of the compiler that makes loops."""

    def print_reference(self, node: syntax.Reference) -> Render:
        """A function that prints a reference."""
        raise NotImplementedError

    def _foreach(self, node: syntax.Directive) -> Render:
        if not node.called:
            raise self._source.error("#foreach wants parentheses: #foreach($item in $list)", node.start)
        operands = [self.value(argument) for argument in node.arguments]
        body = self.body(node.body or [])
        if len(operands) < 2:
            return self.fail("#foreach wants a name, `in` and a list", node)
        if len(operands) == 2:
            return text_part("")
        if len(operands) > 3:
            body = self._print_extra(node.arguments[3])
        first = node.arguments[0]
        key = first.root if isinstance(first, syntax.Reference) else first.tokens[0].image[1:]
        return self._loop(node, key, operands[2], body)

    def _print_extra(self, node: syntax.Expression) -> Render:
        """A fourth argument is what a loop prints instead of its body: the references in it."""
        match node:
            case syntax.Reference():
                return self.print_reference(node)
            case syntax.ListLiteral(items=items):
                parts = items
            case syntax.MapLiteral(items=pairs):
                parts = [part for pair in pairs for part in pair]
            case syntax.Range(first=first, last=last):
                parts = [first, last]
            case _:
                parts = []
        prints = [self._print_extra(part) for part in parts]

        def render(run: Run) -> None:
            for each in prints:
                each(run)

        return render

    def _loop(self, node: syntax.Directive, key: str, evaluate: Evaluate, body: Render) -> Render:
        source, start = self._source, node.start
        place = source.place(start)

        def render(run: Run) -> None:
            value = evaluate(run)
            elements = rounds(value)
            if elements is None:
                return
            if not isinstance(value, (list, JavaIterator)):
                run.work -= len(value) >> 3  # type: ignore[arg-type]
            variables = run.variables
            saved = [(name, variables.get(name)) for name in (key, COUNT, HAS_NEXT)]
            variables[SCOPE] = scope = ForeachScope(node, variables.get(SCOPE), place)
            try:
                for item, has_next in elements:
                    scope.index = count = scope.index + 1
                    variables[COUNT] = count + 1
                    variables[HAS_NEXT] = scope.has_next = has_next
                    variables[key] = item
                    run.work -= 1
                    if run.work < 0:
                        raise out_of_work()
                    if item is None:
                        _render_hidden(run, key, body)
                    else:
                        body(run)
            except Stop as stop:
                if not stop.ends(node):
                    restore(variables, saved)
                    raise
            except (JavaException, LimitError) as error:
                raise source.error(f"#foreach: {error}", start) from None
            if not restore(variables, saved):
                raise source.error(f"#foreach: {LOST_SCOPE}", start)

        return render

    def fail(self, message: str, node: syntax.Directive) -> Render:
        """Fails when it is rendered, after its arguments."""
        arguments = [self.value(argument) for argument in node.arguments]

        def render(run: Run) -> NoReturn:
            for argument in arguments:
                argument(run)
            raise self._source.error(message, node.start)

        return render


def text_part(text: str) -> Render:
    """A function that writes a text."""
    return lambda run: run.write(text)


def _render_hidden(run: Run, key: str, body: Render) -> None:
    """A round over null: the loop's variable stays undefined, even if the body sets it."""
    run.hidden.add(key)
    try:
        body(run)
    finally:
        run.hidden.discard(key)


def restore(variables: dict[str, Value], saved: list[tuple[str, Value]]) -> bool:
    """What a loop hid is there again; False where its own scope got lost."""
    for name, value in saved:
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value
    scope = variables.get(SCOPE)
    if isinstance(scope, ForeachScope):
        before = scope.parent if scope.parent is not None else scope.replaced
        if before is None:
            del variables[SCOPE]
        else:
            variables[SCOPE] = before
    return scope is not None
