"""Compiles a syntax tree to one Python function that renders it."""

from collections.abc import Callable
from typing import NoReturn

from lgtui.emulator.gateway.templates import syntax
from lgtui.emulator.gateway.templates.dispatch import adjust_index, set_index, set_property
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.evaluation import Evaluate, ExpressionCompiler, Render, Test
from lgtui.emulator.gateway.templates.limits import LimitError, out_of_work
from lgtui.emulator.gateway.templates.parser import DIRECTIVES
from lgtui.emulator.gateway.templates.printing import java_string
from lgtui.emulator.gateway.templates.run import Block, Run, Stop
from lgtui.emulator.gateway.templates.source import Source
from lgtui.emulator.gateway.templates.values import Value
from lgtui.emulator.gateway.templates.views import ForeachScope, rounds

_COUNT, _HAS_NEXT, _SCOPE = "velocityCount", "velocityHasNext", "foreach"


class Compiler(ExpressionCompiler):
    """Compiles the statements of one template, or of one double-quoted string of it.

    Args:
        source: The text the tree was read from.
    """

    def nested(self, source: Source) -> "Compiler":
        return Compiler(source)

    def body(self, nodes: list[syntax.Node]) -> Render:
        """A function that renders statements one after another."""
        parts, tail = self._parts(nodes)
        if len(parts) == 1 and not parts[0][0] and not tail:
            return parts[0][1]
        count = len(parts)

        def render(run: Run) -> None:
            run.work -= count
            write = run.write
            for text, part in parts:
                write(text)
                part(run)
            write(tail)

        return render

    def _parts(self, nodes: list[syntax.Node]) -> tuple[list[tuple[str, Render]], str]:
        """The statements, each with the text before it; and the text at the end."""
        parts: list[tuple[str, Render]] = []
        text = ""
        for node in nodes:
            if isinstance(node, syntax.Text):
                text += node.text
            else:
                parts.append((text, self._statement(node)))
                text = ""
        return parts, text

    def _statement(self, node: syntax.Node) -> Render:
        match node:
            case syntax.Reference():
                return self._print(node)
            case syntax.Set():
                return self._set(node)
            case syntax.If():
                return self._if(node)
            case syntax.Directive():
                return self._directive(node)
            case syntax.Text(text=text):
                return _text(text)

    def _print(self, node: syntax.Reference) -> Render:
        if node.runt:
            return _text(node.root)
        if node.escaped:
            return self._print_source(node)
        evaluate = self.computed(node)
        write_other = self._write_other(node)
        before = node.prefix + node.more
        if before:
            return lambda run: write_other(run, evaluate(run))
        if not node.steps:
            return _print_variable(node.root, write_other)

        def render(run: Run) -> None:
            value = evaluate(run)
            if value.__class__ is str:
                run.write(value)
            else:
                write_other(run, value)

        return render

    def _write_other(self, node: syntax.Reference) -> Callable[[Run, Value], None]:
        """Writes a value that is no text, or has backslashes or dollars before it."""
        before = node.prefix + node.more
        source, start = self._source, node.start
        fallback = node.prefix * 2 + node.more + ("" if node.quiet else syntax.literal(node.tokens))

        def write(run: Run, value: Value) -> None:
            if isinstance(value, Block):
                _print_block(run, value, before, fallback)
                return
            try:
                text = java_string(value)
            except (JavaException, LimitError) as error:
                raise source.error(str(error), start) from None
            run.work -= len(text) >> 5
            run.write(before + text)

        return write

    def _print_source(self, node: syntax.Reference) -> Render:
        """`\\$name` prints `$name`; what it refers to is worked out all the same."""
        evaluate = self.computed(node)
        text = node.prefix + syntax.literal(node.tokens)

        def render(run: Run) -> None:
            evaluate(run)
            run.write(text)

        return render

    def _set(self, node: syntax.Set) -> Render:
        evaluate = self.value(node.value)
        if node.target.steps:
            return self._set_within(node, evaluate)
        name = node.target.target

        def render(run: Run) -> None:
            value = evaluate(run)
            if value is not None and name not in run.hidden:
                run.variables[name] = value

        return render

    def _set_within(self, node: syntax.Set, evaluate: Evaluate) -> Render:
        """`#set($a.b = value)` and `#set($a[b] = value)`; nothing where `$a` is undefined."""
        root = node.target.root
        steps = [self.step(step) for step in node.target.steps[:-1]]
        assign = self._assignment(node.target.steps[-1])
        source, start = self._source, node.start

        def render(run: Run) -> None:
            value = evaluate(run)
            target = run.variables.get(root)
            for step in steps:
                target = None if target is None else step(target, run)
            if target is None or value is None:
                return
            try:
                assign(run, target, value)
            except (JavaException, LimitError) as error:
                raise source.error(f"#set: {error}", start) from None

        return render

    def _assignment(self, step: syntax.Step) -> Callable[[Run, Value, Value], None]:
        if isinstance(step, syntax.Index):
            argument = self.value(step.argument)
            return lambda run, target, value: set_index(target, adjust_index(target, argument(run)), value)
        name = step.name
        return lambda run, target, value: set_property(target, name, value)

    def _if(self, node: syntax.If) -> Render:
        branches: list[tuple[Test, Render]] = []
        otherwise: Render | None = None
        for condition, body in node.branches:
            if condition is None:
                otherwise = self.body(body)
            else:
                branches.append((self.test(condition), self.body(body)))

        if len(branches) == 1 and otherwise is None:
            return _only_if(*branches[0])

        def render(run: Run) -> None:
            for test, body in branches:
                if test(run):
                    body(run)
                    return
            if otherwise is not None:
                otherwise(run)

        return render

    def _directive(self, node: syntax.Directive) -> Render:
        if node.name in DIRECTIVES:
            compile_directive: Callable[[syntax.Directive], Render] = getattr(self, f"_{node.name}")
            return compile_directive(node)
        if node.name.startswith("@") and not node.called:
            return _text(f"#{node.name}")
        self._check(node)
        return _text("".join([token.image for token in node.tokens]))

    def _check(self, node: syntax.Directive) -> None:
        """Find the errors in what is never rendered."""
        for argument in node.arguments:
            self.value(argument)
        self.body(node.body or [])

    def _macro(self, node: syntax.Directive) -> Render:
        self._check(node)
        return _text("")

    def _literal(self, node: syntax.Directive) -> Render:
        self._check(node)
        tokens = node.arguments[0].tokens if node.arguments else node.body_tokens
        if not tokens:
            raise self._source.error("#literal wants something between it and #end", node.start)
        return _text(syntax.literal(tokens))

    def _define(self, node: syntax.Directive) -> Render:
        if len(node.arguments) != 1:
            raise self._source.error("#define wants one name: #define($name)", node.start)
        name = node.arguments[0].tokens[0].image[1:]
        body = self.body(node.body or [])

        def render(run: Run) -> None:
            run.variables[name] = Block(run, body)

        return render

    def _foreach(self, node: syntax.Directive) -> Render:
        if not node.called:
            raise self._source.error("#foreach wants parentheses: #foreach($item in $list)", node.start)
        operands = [self.value(argument) for argument in node.arguments]
        body = self.body(node.body or [])
        if len(operands) < 2:
            return self._fail("#foreach wants a name, `in` and a list", node)
        if len(operands) == 2:
            return _text("")
        if len(operands) > 3:
            body = self._print_extra(node.arguments[3])
        first = node.arguments[0]
        key = first.root if isinstance(first, syntax.Reference) else first.tokens[0].image[1:]
        return self._loop(node, key, operands[2], body)

    def _print_extra(self, node: syntax.Expression) -> Render:
        """A fourth argument is what a loop prints instead of its body: the references in it."""
        match node:
            case syntax.Reference():
                return self._print(node)
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
            variables = run.variables
            saved = [(name, variables.get(name)) for name in (key, _COUNT, _HAS_NEXT)]
            variables[_SCOPE] = scope = ForeachScope(node, variables.get(_SCOPE), place)
            try:
                for item, has_next in elements:
                    scope.index = count = scope.index + 1
                    variables[_COUNT] = count + 1
                    variables[_HAS_NEXT] = scope.has_next = has_next
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
                    _restore(variables, saved)
                    raise
            except JavaException as error:
                raise source.error(f"#foreach: {error}", start) from None
            if not _restore(variables, saved):
                raise source.error("#foreach: $foreach is no name for an element", start)

        return render

    def _include(self, node: syntax.Directive) -> Render:
        """There is nothing to include; with no argument that is no error."""
        return self._fail("#include has nothing to include here", node) if node.arguments else _text("")

    def _parse(self, node: syntax.Directive) -> Render:
        return self._fail("#parse has no template to parse here", node)

    def _stop(self, node: syntax.Directive) -> Render:
        self._check(node)
        if len(node.arguments) > 1:
            raise self._source.error("#stop takes one message at most", node.start)
        evaluate = self.value(node.arguments[0]) if node.arguments else None

        def render(run: Run) -> NoReturn:
            if evaluate is not None:
                evaluate(run)
            raise Stop

        return render

    def _break(self, node: syntax.Directive) -> Render:
        if len(node.arguments) > 1:
            raise self._source.error("#break takes one scope at most", node.start)
        if not node.arguments:
            return _break_nearest
        evaluate = self.value(node.arguments[0])
        source, start = self._source, node.start

        def render(run: Run) -> NoReturn:
            scope = evaluate(run)
            if not isinstance(scope, ForeachScope):
                raise source.error("#break wants a scope such as $foreach", start)
            raise Stop(scope.owner)

        return render

    def _fail(self, message: str, node: syntax.Directive) -> Render:
        """Fails when it is rendered, after its arguments."""
        arguments = [self.value(argument) for argument in node.arguments]

        def render(run: Run) -> NoReturn:
            for argument in arguments:
                argument(run)
            raise self._source.error(message, node.start)

        return render


def _text(text: str) -> Render:
    return lambda run: run.write(text)


def _print_variable(name: str, write_other: Callable[[Run, Value], None]) -> Render:
    """`$name`, the most frequent reference."""

    def render(run: Run) -> None:
        value = run.variables.get(name)
        if value.__class__ is str:
            run.write(value)
        elif value is not None:
            write_other(run, value)

    return render


def _only_if(test: Test, body: Render) -> Render:
    def render(run: Run) -> None:
        if test(run):
            body(run)

    return render


def _break_nearest(run: Run) -> NoReturn:
    raise Stop(nearest=True)


def _print_block(run: Run, block: Block, before: str, fallback: str) -> None:
    """A `#define`d block in the output; its source where it is within itself too often."""
    if block.render():
        return
    text = block.text()
    run.write(fallback if text is None else before + text)


def _render_hidden(run: Run, key: str, body: Render) -> None:
    """A round over null: the loop's variable stays undefined, even if the body sets it."""
    run.hidden.add(key)
    try:
        body(run)
    finally:
        run.hidden.discard(key)


def _restore(variables: dict[str, Value], saved: list[tuple[str, Value]]) -> bool:
    """What a loop hid is there again; False where its own scope got lost."""
    for name, value in saved:
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value
    scope = variables.get(_SCOPE)
    if isinstance(scope, ForeachScope):
        before = scope.parent if scope.parent is not None else scope.replaced
        if before is None:
            del variables[_SCOPE]
        else:
            variables[_SCOPE] = before
    return scope is not None
