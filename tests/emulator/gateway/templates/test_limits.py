"""What a template may not do: go on forever, grow without end, or reach what is not its own."""

import pytest

from lgtui.emulator.gateway.templates import TemplateError, compile_template
from lgtui.emulator.gateway.templates.input import Input

DOUBLE = "#foreach($i in [1..60])#set({0})#end"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])x#end#end#end", "steps of work"),
        ('#set($x = "ab")' + DOUBLE.format('$x = "$x$x"'), "a text grew"),
        ("#set($x = 'ab')" + DOUBLE.format("$x = $x + $x"), "a text grew"),
        ("#set($x = 'aa')" + DOUBLE.format("$x = $x.replace('a', 'aaaa')"), "a text grew"),
        ("#set($x = 'a')$x.repeat(99999999)", "a text grew"),
        ("#set($x = 'a')$x.format('%999999999d', 1)", "a text grew"),
        ("#set($x = [1])" + DOUBLE.format("$q = $x.addAll($x)"), "a list grew"),
        ("#foreach($i in [1..2000000000])#end", "a list grew"),
        ("#set($x = 99999999999999999999)" + DOUBLE.format("$x = $x * $x"), "a number grew"),
        ("#set($x = [1])" + DOUBLE.format("$x = [$x, $x]") + "$x", "too large"),
        ("#set($x = {1: 2})" + DOUBLE.format("$x = {'a': $x, 'b': $x}") + "$x.hashCode()", "too large"),
        ("#set($x = [1..5000])$x.containsAll($x)", "too long to be compared"),
        ("#set($x = [1])#set($q = $x.add([$x]))$x", "nested too deep"),
        ("#if(true)" * 2000 + "#end" * 2000, "nested too deep"),
        ("#set($x = " + "(" * 5000 + "1" + ")" * 5000 + ")", "nested too deep"),
    ],
)
def test_a_template_without_bounds_fails(template: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        compile_template(template).render({})


def test_a_regular_expression_that_takes_forever_fails() -> None:
    template = "#set($x = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')$x.matches('(a|aa)+b')"

    with pytest.raises(TemplateError, match="takes longer than"):
        compile_template(template).render({})


def test_a_loop_ends_after_a_thousand_rounds_without_a_word() -> None:
    rounds = compile_template("#foreach($i in [1..1500])$velocityCount #end").render({}).split()

    assert (len(rounds), rounds[-1]) == (1000, "1000")


def test_blocks_that_print_each_other_end() -> None:
    assert compile_template("#define($a)x$b#end#define($b)y$a#end$a").render({}) == "xyxy$a"


@pytest.mark.parametrize(
    "reference",
    [
        *("$s.encode('utf-8')", "$s.format_map({})", "$s.isidentifier()", "$l.append(1)", "$l.copy()", "$l.sort()"),
        *("$m.items()", "$m.popitem()", "$m.fromkeys", "$input.params.clear", "$input.document", "$input.param('a')"),
        *("$input.java_string()", "$input.java_class", "$input.methods", "$input.class.methods", "$s.getClass().mro()"),
        *("$s.class.forName('java.lang.Runtime')", "$s.class.classLoader", "$s.class.represents"),
    ],
)
def test_a_template_reaches_nothing_but_the_methods_of_java(reference: str) -> None:
    variables = {"s": "text", "l": [1], "m": {"a": 1}, "input": Input("{}", {}, {}, {})}

    assert compile_template(f"{reference}|").render(variables) == "|"
