"""Compiles mapping templates and renders them."""

from collections.abc import Mapping
from functools import lru_cache

from lgtui.emulator.gateway.templates import syntax
from lgtui.emulator.gateway.templates.compiler import Compiler
from lgtui.emulator.gateway.templates.errors import TemplateError
from lgtui.emulator.gateway.templates.generation import Generator
from lgtui.emulator.gateway.templates.limits import LimitError
from lgtui.emulator.gateway.templates.parser import parse
from lgtui.emulator.gateway.templates.run import Run, Stop, join
from lgtui.emulator.gateway.templates.source import Source
from lgtui.emulator.gateway.templates.values import Value

_MAX_CACHED = 512
# Writing a function takes as long as some ten renderings save.
WARM_AFTER = 10


class Template:
    """A compiled mapping template; it may be rendered by several threads at once.

    Args:
        source: Its text.
        nodes: Its statements.

    Attributes:
        constant: What it renders where it refers to nothing, whatever the variables are; else None.
    """

    def __init__(self, source: Source, nodes: list[syntax.Node]) -> None:
        self._source = source
        self._nodes = nodes
        self.constant = _constant_text(nodes)
        self._render = Compiler(source).body(nodes)
        self._renderings = 0

    def warm_up(self) -> None:
        """Write the one function that renders it fast; this happens by itself when it is rendered often."""
        self._render = Generator(self._source).generated(self._nodes)

    def render(self, variables: Mapping[str, Value]) -> str:
        """The text the template makes of variables.

        Args:
            variables: Java values by name, without the `$`. The mapping stays as it is; a template can change what its
                values hold, as with `$context.requestOverride`.

        Raises:
            TemplateError: the template fails, or goes beyond a limit.
        """
        self._renderings += 1
        if self._renderings == WARM_AFTER:
            self.warm_up()
        try:
            return self._text(Run(variables))
        except RecursionError:
            raise _too_deep() from None
        except LimitError as error:
            raise TemplateError(str(error)) from None

    def _text(self, run: Run) -> str:
        """What is written until the template ends or stops."""
        try:
            self._render(run)
        except Stop:
            return join(run.out)
        return join(run.out)


@lru_cache(maxsize=_MAX_CACHED)
def compile_template(source: str) -> Template:
    """Compile a template; the same text is compiled once.

    Args:
        source: The template.

    Raises:
        TemplateError: it cannot be parsed, with line and column.
    """
    text = Source(source)
    try:
        return Template(text, parse(text))
    except RecursionError:
        raise _too_deep() from None


def _constant_text(nodes: list[syntax.Node]) -> str | None:
    """The text that `nodes` render where they are nothing but text."""
    texts = [node.text for node in nodes if isinstance(node, syntax.Text)]
    return "".join(texts) if len(texts) == len(nodes) else None


def _too_deep() -> TemplateError:
    return TemplateError("The template is nested too deep")
