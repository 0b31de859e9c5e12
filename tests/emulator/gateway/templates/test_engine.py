"""Compiling and rendering: what is kept, what is shared, what a template changes."""

from concurrent.futures import ThreadPoolExecutor

from lgtui.emulator.gateway.templates import compile_template
from lgtui.emulator.gateway.templates.values import HashMap, Value


def test_the_same_text_is_compiled_once() -> None:
    assert compile_template("$a once") is compile_template("$a once")


def test_rendering_leaves_the_variables_as_they_are() -> None:
    variables: dict[str, Value] = {"a": 1}

    assert compile_template("#set($a = 2)#set($b = 3)$a$b").render(variables) == "23"
    assert variables == {"a": 1}


def test_what_a_template_writes_into_a_value_stays_there() -> None:
    context = HashMap.of([("requestOverride", HashMap.of([("header", HashMap())]))])
    template = "#set($context.requestOverride.header['X-A'] = 'b')#set($q = $context.requestOverride.put('made', 'up'))"

    compile_template(template).render({"context": context})

    assert context["requestOverride"] == {"header": {"X-A": "b"}, "made": "up"}


def test_a_template_renders_for_several_threads_at_once() -> None:
    template = compile_template('#foreach($i in [1..200])#set($x = "${n}-$i")$x #end')
    expected = {n: "".join(f"{n}-{i} " for i in range(1, 201)) for n in range(8)}

    with ThreadPoolExecutor(4) as pool:
        rendered = pool.map(lambda n: (n, template.render({"n": n})), list(expected) * 4)

    assert all(text == expected[n] for n, text in rendered)


def test_a_call_site_that_meets_values_of_many_classes_finds_the_method_of_each() -> None:
    values: list[Value] = ["text", [1, 2], {"a": 1}, 5, "t", [3]]
    template = compile_template("#foreach($v in $values)$v.size()|$v.length()|$v.get(0)|$v.intValue();#end")

    assert template.render({"values": values}) == "|4||;2||1|;1|||;|||5;|1||;1||3|;"


def test_a_stopped_template_renders_what_came_before() -> None:
    assert compile_template("a#foreach($i in [1..3])$i#if($i == 2)#stop#end#end b").render({}) == "a12"


def test_a_template_of_nothing_but_text_is_known_before_it_is_rendered() -> None:
    template = compile_template('{"statusCode": 200} ## a mock')

    assert template.constant == template.render({})
    assert compile_template("$util.urlEncode('a b')").constant is None
