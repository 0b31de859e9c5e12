"""The function written for a template that is rendered often does what its closures do."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.gateway.templates import Template, TemplateError, compile_template
from lgtui.emulator.gateway.templates.engine import WARM_AFTER
from lgtui.emulator.gateway.templates.variables import plain_variables

HERE = Path(__file__).parent
LINES = [
    *gzip.decompress((HERE / "cases.jsonl.gz").read_bytes()).decode("utf-8").splitlines(),
    *(line for name in ("data_cases.jsonl", "found.jsonl") for line in (HERE / name).read_text("utf-8").splitlines()),
]


def outcome(template: Template, variables: dict[str, object]) -> tuple[object, ...]:
    """What a rendering gives, or where and why it fails."""
    try:
        return (template.render(variables),)
    except TemplateError as error:
        return error.message, error.line, error.column


def compiled(source: str) -> Template | None:
    """The template, never rendered before; None where it does not parse."""
    compile_template.cache_clear()
    try:
        return compile_template(source)
    except TemplateError:
        return None


def test_every_case_renders_warm_as_it_renders_cold() -> None:
    differing = []
    for line in LINES:
        case: dict[str, Any] = json.loads(line)
        if (template := compiled(case["template"])) is not None:
            cold = outcome(template, plain_variables(case.get("context") or {}))
            template.warm_up()
            if outcome(template, plain_variables(case.get("context") or {})) != cold:
                differing.append(case["id"])

    assert differing == []


@pytest.mark.parametrize(
    "source",
    [
        "#foreach($i in [1..2])#foreach($j in [1..2])$i$j#if($foreach.hasNext),#end#end;#end",
        "".join(f"#foreach($v{n} in [1..2])" for n in range(9)) + "$v8" + "#end" * 9,
        "#if($a)" * 60 + "x" + "#end" * 60,
        "#foreach($i in [1, $null, 3])#set($i = 9)[$i$velocityCount$velocityHasNext]#end$!i",
        "#foreach($i in [1..5])#if($i == 3)#break#end$i#end|#foreach($i in [1..5])#if($i == 2)#stop#end$i#end",
        "#foreach($foreach in [1])x#end",
        "#foreach($$i in [1, 2])#set($i = 'z')$i#end",
        "#define($b)$x#end#set($x = 1)#if($b)$b#end",
        "#set($m = {'a': [1.5, 1e7], 'class': 2})$m.a $m.class $m.a.get(0) $m.get('a')[1] $m.none.more",
        '#set($s = "a\\u0024velocityCount")#foreach($i in [1])"$s" "$i\\u0024velocityCount"#end',
        "#foreach($i in [1..1500])$i#end",
        "#set($a = {'b': {'c': 1, 'd': 2}})$a.b.c $a.b.d $a.put('b', {'d': 3}) $a.b.c $a.b.d $a['b'].d $a.b.c.d "
        "$a.b.class",
        "#foreach($i in [1, 2])#foreach($j in [1, 2])$foreach.hasNext $foreach.parent.index $foreach.count#end#end",
        "#foreach($i in [1, 2])$foreach.hasNext.x $foreach.hasNext() $foreach#end",
    ],
)
def test_constructs_render_warm_as_they_render_cold(source: str) -> None:
    template = compile_template(source)
    cold = outcome(template, {})
    template.warm_up()

    assert outcome(template, {}) == cold


def test_a_template_warms_up_by_itself() -> None:
    template = compile_template("#foreach($i in [1..3])$i#end")

    assert {template.render({}) for _ in range(2 * WARM_AFTER)} == {"123"}
