"""Where a template fails: line and column, and what API Gateway makes of it."""

import pytest

from lgtui.emulator.gateway.templates import TemplateError, compile_template
from lgtui.emulator.gateway.templates.values import Value

VARIABLES: dict[str, Value] = {"name": "Ada", "list": ["a", "b"], "map": {"x": 1}, "t": True}


def failure(template: str) -> TemplateError:
    """The error a template fails with, when it is compiled or rendered."""
    with pytest.raises(TemplateError) as caught:
        compile_template(template).render(VARIABLES)
    return caught.value


@pytest.mark.parametrize(
    ("template", "line", "column"),
    [
        ("#set($x = 5-7)", 1, 12),
        ("a\nb #if($t)\nc", 3, 2),
        ("a\r\n  #set($x = )", 2, 13),
        ("one\rtwo $", 2, 6),
        ("#if($t)#else#else#end", 1, 13),
        ("#[[ never closed", 1, 1),
        ("x $name[a]", 1, 9),
        ('#set($x = "fine\n $name[?]")', 2, 8),
        ('  #set($x = "$name[?]")', 1, 20),
        ("#foreach $x", 1, 1),
        ("#define($a $b)#end", 1, 1),
        ("#macro(2)x#end", 1, 1),
        ('#set($x = "\\u00")', 1, 11),
    ],
)
def test_a_template_that_cannot_be_parsed_says_where(template: str, line: int, column: int) -> None:
    error = failure(template)

    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize(
    ("template", "line", "column"),
    [
        ("ok\n $list.get(9)", 2, 8),
        ("$list[9]", 1, 6),
        ("#set($list[9] = 1)", 1, 1),
        ("#foreach($i in $list)\n#set($q = $list.add(1))#end", 1, 1),
        ('#set($x = "\n$name.substring(9)")', 2, 7),
        ("#if($t)\n  #include('x')#end", 2, 3),
        ("$name.matches('(')", 1, 7),
        ("#break($name)", 1, 1),
    ],
)
def test_a_template_that_fails_while_it_renders_says_where(template: str, line: int, column: int) -> None:
    error = failure(template)

    assert (error.line, error.column) == (line, column)


def test_an_error_is_a_500_and_has_a_line_for_the_execution_log() -> None:
    error = failure("#if")

    assert error.status == 500
    assert error.log_line.startswith("Execution failed due to configuration error: ")
    assert error.message in error.log_line


def test_an_error_names_what_was_there_and_what_should_be() -> None:
    assert failure("#set($x 1)").message == "Encountered '1', expected EQUALS"
    assert failure("#if($t)").message == "Encountered the end of the template, expected END"


def test_code_that_never_runs_may_be_wrong_in_what_only_rendering_finds() -> None:
    assert compile_template("#if(!$t)$list.get(9)#parse('x')#end.").render(VARIABLES) == "."
