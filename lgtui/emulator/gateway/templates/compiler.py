"""Compiles a syntax tree to one Python function that renders it."""

from collections.abc import Callable
from typing import NoReturn

from lgtui.emulator.gateway.templates import syntax
from lgtui.emulator.gateway.templates.dispatch import adjust_index, set_index, set_property
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.evaluation import Render, Test
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.loops import LoopCompiler, text_part
from lgtui.emulator.gateway.templates.parser import DIRECTIVES
from lgtui.emulator.gateway.templates.printing import PLAIN_NUMBERS, java_string
from lgtui.emulator.gateway.templates.run import Block, Run, Stop
from lgtui.emulator.gateway.templates.source import Source
from lgtui.emulator.gateway.templates.steps import Evaluate
from lgtui.emulator.gateway.templates.values import Value
from lgtui.emulator.gateway.templates.views import ForeachScope


class Compiler(LoopCompiler):
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
                return self.print_reference(node)
            case syntax.Set():
                return self._set(node)
            case syntax.If():
                return self._if(node)
            case syntax.Directive():
                return self._directive(node)
            case syntax.Text(text=text):
                return text_part(text)

    def print_reference(self, node: syntax.Reference) -> Render:
        if node.runt:
            return text_part(node.root)
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
            plain = PLAIN_NUMBERS.get(value.__class__)
            if plain is not None and not before:
                run.write(plain(value))
                return
            if isinstance(value, Block):
                _print_block(run, value, before, fallback)
                return
            try:
                text = java_string(value)
            except (JavaException, LimitError) as error:
                raise source.error(str(error), start) from None
            run.work -= len(text) >> 3
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
            return text_part(f"#{node.name}")
        self._check(node)
        return text_part("".join([token.image for token in node.tokens]))

    def _check(self, node: syntax.Directive) -> None:
        """Find the errors in what is never rendered."""
        for argument in node.arguments:
            self.value(argument)
        self.body(node.body or [])

    def _macro(self, node: syntax.Directive) -> Render:
        self._check(node)
        return text_part("")

    def _literal(self, node: syntax.Directive) -> Render:
        self._check(node)
        tokens = node.arguments[0].tokens if node.arguments else node.body_tokens
        if not tokens:
            raise self._source.error("#literal wants something between it and #end", node.start)
        return text_part(syntax.literal(tokens))

    def _define(self, node: syntax.Directive) -> Render:
        if len(node.arguments) != 1:
            raise self._source.error("#define wants one name: #define($name)", node.start)
        name = node.arguments[0].tokens[0].image[1:]
        body = self.body(node.body or [])

        def render(run: Run) -> None:
            run.variables[name] = Block(run, body)

        return render

    def _include(self, node: syntax.Directive) -> Render:
        """There is nothing to include; with no argument that is no error."""
        return self.fail("#include has nothing to include here", node) if node.arguments else text_part("")

    def _parse(self, node: syntax.Directive) -> Render:
        return self.fail("#parse has no template to parse here", node)

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
