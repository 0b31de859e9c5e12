"""Writes one Python function for a template: what is frequent stands in it word for word, all else is called.

The functions of `compiler`, `loops` and `steps` say what every construct means. Calling them one by one costs more than
most of them do, so references, `#if`, `#foreach` and `#set` of a variable are written out here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any, TypeGuard

from lgtui.emulator.gateway.templates import syntax
from lgtui.emulator.gateway.templates.compiler import Compiler
from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.evaluation import Render
from lgtui.emulator.gateway.templates.limits import LimitError, out_of_work
from lgtui.emulator.gateway.templates.loops import COUNT, HAS_NEXT, LOST_SCOPE, SCOPE, restore
from lgtui.emulator.gateway.templates.printing import PLAIN_NUMBERS
from lgtui.emulator.gateway.templates.run import Block, Run, Stop
from lgtui.emulator.gateway.templates.util import UTIL, escape_script, script_escape
from lgtui.emulator.gateway.templates.values import HashMap, Value
from lgtui.emulator.gateway.templates.views import ForeachScope, JavaIterator, rounds

# Python takes twenty nested blocks, and a loop here is three.
_MAX_LOOPS = 6
_MAX_INDENT = 40
# Beyond, writing and compiling the function would take longer than it saves.
_MAX_CHARACTERS = 50_000


class Generator(Compiler):
    """Writes the function of one template; `_v` in it is the value at hand."""

    def generated(self, nodes: list[syntax.Node]) -> Render:
        """A function that renders statements one after another."""
        if len(self._source.text) > _MAX_CHARACTERS:
            return self.body(nodes)
        self._lines: list[str] = []
        self._indent = 0
        self._loops = 0
        self._locals: dict[str, str] = {}
        self._gathers = not _MAY_END.search(self._source.text)
        self._names: dict[str, Any] = dict(_HELPERS)
        with self._block("def render(run):"):
            self._write("variables = run.variables; get = variables.get; write = run.write; hidden = run.hidden")
            self._statements(nodes)
        # Nothing of the template is in this source but as `repr` of its texts and names.
        exec("\n".join(self._lines), self._names)
        render: Render = self._names["render"]
        return render

    def _statements(self, nodes: list[syntax.Node], rounds: int = 0) -> None:
        self._write(f"run.work -= {len(nodes) + rounds}")
        for printed, run in groupby(nodes, _is_printed):
            if printed and self._gathers:
                self._write_gathered(run)
                continue
            for node in run:
                self._write_statement(node)

    def _write_statement(self, node: syntax.Node) -> None:
        match node:
            case syntax.Text(text=text):
                self._write(f"write({text!r})")
            case syntax.Reference() if _is_printed(node):
                self._write_reference(node)
                self._write("if _v.__class__ is str: write(_v)")
                self._write(f"elif _v is not None: {self._name(self._write_other(node))}(run, _v)")
            case syntax.Set() if not node.target.steps:
                self._write_set(node)
            case syntax.If() if self._indent < _MAX_INDENT:
                self._write_if(node)
            case syntax.Directive(name="foreach") if self._is_plain_loop(node):
                self._write_loop(node)
            case _:
                self._write(f"{self._name(self._statement(node))}(run)")

    def _write_gathered(self, nodes: Iterable[syntax.Node]) -> None:
        """Texts and references in a row: one text, written at once."""
        whole = ""
        kept: dict[tuple[str, ...], str] = {}
        for number, node in enumerate(nodes):
            if isinstance(node, syntax.Text):
                whole += node.text.replace("{", "{{").replace("}", "}}")
            elif isinstance(node, syntax.Reference):
                self._write_printed(node, kept)
                shown = self._name(_shown(self._write_other(node)))
                self._write(f"_{number} = _v if _v.__class__ is str else {_PLAIN_FLOAT} else {shown}(run, _v)")
                whole += f"{{_{number}}}"
        self._write(f"write(f{whole!r})")

    def _write_set(self, node: syntax.Set) -> None:
        name = node.target.target
        self._write_value(node.value)
        self._write(f"if _v is not None and {name!r} not in hidden: variables[{name!r}] = _v")

    def _write_if(self, node: syntax.If) -> None:
        word = "if"
        for condition, body in node.branches:
            if condition is None:
                header = "else:" if word == "elif" else "if True:"
            elif word == "if" and _is_computable(condition):
                self._write_reference(condition)
                header = f"if {_TRUTH}:"
            else:
                header = f"{word} {self._name(self.test(condition))}(run):"
            with self._block(header):
                self._statements(body)
            word = "elif"

    # Loops -----------------------------------------------------------------------------------------------------------

    def _is_plain_loop(self, node: syntax.Directive) -> bool:
        return node.called and len(node.arguments) == 3 and self._loops < _MAX_LOOPS and self._indent < _MAX_INDENT

    def _write_loop(self, node: syntax.Directive) -> None:
        first, word, operand = node.arguments
        key = first.root if isinstance(first, syntax.Reference) else first.tokens[0].image[1:]
        self.value(first), self.value(word)
        owner, place = self._name(node), self._name(self._source.place(node.start))
        failure = self._name(lambda error: self._source.error(f"#foreach: {error}", node.start))
        self._write_value(operand)
        self._loops += 1
        elements, scope, saved = (f"{name}{self._loops}" for name in ("elements", "scope", "saved"))
        self._write(f"{elements} = rounds(_v)")
        with self._block(f"if {elements} is not None:"):
            self._write("if not isinstance(_v, (list, JavaIterator)): run.work -= len(_v) >> 3")
            names = [key, *(name for name in (COUNT, HAS_NEXT) if self._may_read(name))]
            self._write(f"{saved} = [{', '.join(f'({name!r}, get({name!r}))' for name in names)}]")
            self._write(f"variables[{SCOPE!r}] = {scope} = ForeachScope({owner}, get({SCOPE!r}), {place})")
            with self._block("try:"):
                self._write_rounds(key, elements, scope, node.body or [])
            with self._block("except Stop as stop:"):
                self._write(f"hidden.discard({key!r})")
                with self._block(f"if not stop.ends({owner}):"):
                    self._write(f"restore(variables, {saved})")
                    self._write("raise")
            with self._block("except (JavaException, LimitError) as error:"):
                self._write(f"raise {failure}(error) from None")
            self._write(f"if not restore(variables, {saved}): raise {failure}(LOST_SCOPE)")
        self._loops -= 1

    def _write_rounds(self, key: str, elements: str, scope: str, body: list[syntax.Node]) -> None:
        item, index, has_next = (f"{name}{self._loops}" for name in ("item", "index", "has_next"))
        counts = self._reads_more_than_has_next()
        rounds = (
            f"{index}, ({item}, {has_next}) in enumerate({elements})" if counts else f"{item}, {has_next} in {elements}"
        )
        with self._block(f"for {rounds}:"):
            if counts:
                self._write(f"{scope}.index = {index}")
            self._write(f"{scope}.has_next = {has_next}")
            if self._may_read(COUNT):
                self._write(f"variables[{COUNT!r}] = {index} + 1")
            if self._may_read(HAS_NEXT):
                self._write(f"variables[{HAS_NEXT!r}] = {has_next}")
            self._write(f"variables[{key!r}] = {item}")
            self._write("if run.work < 0: raise out_of_work()")
            self._write(f"if {item} is None: hidden.add({key!r})")
            with self._known_as(key, item):
                self._statements(body, rounds=1)
            self._write(f"if {item} is None: hidden.discard({key!r})")

    def _reads_more_than_has_next(self) -> bool:
        """Whether the template can name a loop's scope or count for anything but `$foreach.hasNext`."""
        return self._may_read(COUNT) or "\\u" in self._source.text or bool(_SCOPE_READ.search(self._source.text))

    def _may_read(self, name: str) -> bool:
        """Whether the template can name a variable; in a string it may be spelt in escapes."""
        return name in self._source.text or "\\u" in self._source.text

    @contextmanager
    def _known_as(self, key: str, item: str) -> Iterator[None]:
        """Let `key` be read from Python's own variable `item`, if it is nowhere set but by this loop."""
        if not self._sets(key) and len(self._places("foreach", key)) == 1:
            self._locals[key] = item
        yield
        self._locals.pop(key, None)

    def _sets(self, name: str) -> bool:
        """Whether the template may set a variable otherwise than by a loop; a string may hide that in escapes."""
        return "\\u" in self._source.text or bool(self._places("set|define", name))

    def _keeps_scope(self) -> bool:
        """Whether `$foreach` is what the nearest loop made it."""
        return not self._sets(SCOPE) and not self._places("foreach", SCOPE)

    def _places(self, directives: str, name: str) -> list[str]:
        """Where one of these directives starts with the variable."""
        return re.findall(rf"(?:{directives})}}?\s*\(\s*[^\w\s]*{re.escape(name)}(?![\w-])", self._source.text)

    # Values ----------------------------------------------------------------------------------------------------------

    def _write_value(self, node: syntax.Expression) -> None:
        """Lines that leave the value of an expression in `_v`."""
        if _is_computable(node):
            self._write_reference(node)
            self._write("if _v is None: _v = ''")
        elif isinstance(node, syntax.Constant) and node.value.__class__ in (str, int):
            self._write(f"_v = {node.value!r}")
        else:
            self._write(f"_v = {self._name(self.value(node))}(run)")

    def _write_reference(self, node: syntax.Reference) -> None:
        """Lines that leave what a reference stands for in `_v`; None where it is undefined."""
        if self._loops and node.root == SCOPE and _is_has_next(node.steps) and self._keeps_scope():
            read, loop = self._name(self.step(node.steps[0])), self._loops
            self._write(f"_v = {read}(scope{loop}, run) if scope{loop} else has_next{loop}")
            return
        self._write(f"_v = {self._locals.get(node.root) or f'get({node.root!r})'}")
        for step in node.steps:
            match step:
                case syntax.Property(name=name) if name.lower() != "class":
                    self._write_property(step)
                case syntax.Call(arguments=[argument]) if _is_computable(argument):
                    self._write_call(step, argument)
                case _:
                    self._write(f"if _v is not None: _v = {self._name(self.step(step))}(_v, run)")

    def _write_printed(self, node: syntax.Reference, kept: dict[tuple[str, ...], str]) -> None:
        """Write a reference in a row of them.

        Args:
            kept: where the references before have left what this one may begin with: path → Python's variable.
        """
        steps = [step for step in node.steps if isinstance(step, syntax.Property) and step.name.lower() != "class"]
        if len(steps) < len(node.steps):
            kept.clear()  # A method may change what its receiver holds.
        if not steps or len(steps) < len(node.steps):
            self._write_reference(node)
            return
        self._write_owner(node.root, steps[:-1], kept)
        self._write_property(steps[-1])

    def _write_owner(self, root: str, steps: list[syntax.Property], kept: dict[tuple[str, ...], str]) -> None:
        """Lines that leave the value of `root` behind `steps` in `_v`, looked up once for a row of references."""
        path = (root, *(step.name for step in steps))
        if path in kept:
            self._write(f"_v = {kept[path]}")
            return
        if steps:
            self._write_owner(root, steps[:-1], kept)
            self._write_property(steps[-1])
        else:
            self._write(f"_v = {self._locals.get(root) or f'get({root!r})'}")
        kept[path] = f"kept{len(kept)}"
        self._write(f"{kept[path]} = _v")

    def _write_property(self, step: syntax.Property) -> None:
        self._write(f"if _v.__class__ is dict or _v.__class__ is HashMap: _v = _v.get({step.name!r})")
        self._write(f"elif _v is not None: _v = {self._name(self.step(step))}(_v, run)")

    def _write_call(self, step: syntax.Call, argument: syntax.Reference) -> None:
        receiver = f"receiver{self._indent}"
        with self._block("if _v is not None:"):
            self._write(f"{receiver} = _v")
            self._write_value(argument)
            call = self._name(self.single_call(step))
            short = _SHORT_CALLS.get(step.name, "").format(receiver=receiver)
            if short:
                self._write(short)
            self._write(f"{'else: ' if short else ''}_v = {call}({receiver}, _v, run)")

    # The source ------------------------------------------------------------------------------------------------------

    def _write(self, line: str) -> None:
        self._lines.append(" " * self._indent + line)

    @contextmanager
    def _block(self, header: str) -> Iterator[None]:
        self._write(header)
        self._indent += 1
        yield
        self._indent -= 1

    def _name(self, thing: object) -> str:
        """A name that stands for `thing` in the source."""
        name = f"thing{len(self._names)}"
        self._names[name] = thing
        return name


# What can end a rendering in the middle of a print: then the texts before it must have been written.
_SCOPE_READ = re.compile(r"(?<!#)(?<!#\{)foreach(?!\.hasNext(?![\w.\-(\[]))")
_MAY_END = re.compile(r"define|#\{?(?:stop|break)|\\u")
# What the most frequent methods do with what they are mostly given; neither can fail.
_SHORT_CALLS = {
    "get": "if {receiver}.__class__ is dict and _v.__class__ is str: _v = {receiver}.get(_v)",
    "escapeJavaScript": "if {receiver} is UTIL and _v.__class__ is str: _v = escape_script(script_escape, _v)",
}
_PLAIN_FLOAT = "repr(_v) if _v.__class__ is float and 1e-3 <= _v < 1e7"
_TRUTH = "_v is True or (_v.__class__ is not bool and (_v.__class__ is not Block or _v.text() is not None))"
_HELPERS: dict[str, Any] = {
    "Block": Block,
    "ForeachScope": ForeachScope,
    "HashMap": HashMap,
    "JavaException": JavaException,
    "LimitError": LimitError,
    "JavaIterator": JavaIterator,
    "LOST_SCOPE": LOST_SCOPE,
    "Stop": Stop,
    "UTIL": UTIL,
    "escape_script": escape_script,
    "script_escape": script_escape,
    "out_of_work": out_of_work,
    "restore": restore,
    "rounds": rounds,
}


def _is_computable(node: syntax.Expression) -> TypeGuard[syntax.Reference]:
    return isinstance(node, syntax.Reference) and not node.runt and node.computable


def _is_printed(node: syntax.Node) -> bool:
    if isinstance(node, syntax.Reference):
        return not (node.runt or node.escaped or node.prefix or node.more)
    return isinstance(node, syntax.Text)


def _shown(write: Callable[[Run, Value], None]) -> Callable[[Run, Value], str]:
    """A function that gives as text what `write` would write of a value that is no text."""

    def shown(run: Run, value: Value) -> str:
        if value is None:
            return ""
        plain = PLAIN_NUMBERS.get(value.__class__)
        if plain is not None:
            return plain(value)
        before = run.redirect([])
        try:
            write(run, value)
        finally:
            out = run.redirect(before)
        return "".join(out)

    return shown


def _is_has_next(steps: list[syntax.Step]) -> bool:
    return len(steps) == 1 and isinstance(steps[0], syntax.Property) and steps[0].name == "hasNext"
