"""The face of the template engine: requests go in as plain Python, overrides come out so."""

import pytest

from lgtui.emulator.gateway.templates import (
    Parameters,
    RequestVariables,
    TemplateError,
    compile_template,
)


def render(source: str, variables: RequestVariables, payload: str | bytes = "") -> str:
    return compile_template(source).render(variables.with_payload(payload))


def test_a_template_sees_payload_parameters_context_and_stage_variables() -> None:
    variables = RequestVariables(
        {"stage": "dev", "identity": {"sourceIp": "203.0.113.9"}, "requestTimeEpoch": 1704067200000},
        {"table": "Items"},
        Parameters(path={"id": "42"}, querystring={"q": "x"}, header={"Accept": "*/*"}),
    )
    source = (
        "$input.path('$.n')|$input.params('id')|$input.params('Accept')"
        "|$context.stage|$context.identity.sourceIp|$context.requestTimeEpoch|$stageVariables.table"
    )

    assert render(source, variables, b'{"n": "\xc3\xa9"}') == "é|42|*/*|dev|203.0.113.9|1704067200000|Items"


def test_an_empty_payload_reads_as_an_empty_object() -> None:
    assert render("$input.body $input.json('$')", RequestVariables({})) == "{} {}"


def test_header_names_reach_templates_sorted() -> None:
    variables = RequestVariables({}, parameters=Parameters(header={"b": "1", "A": "2", "a": "3"}))

    assert render("$input.params().header", variables) == "{A=2, a=3, b=1}"


def test_overrides_of_the_request_come_out_as_texts() -> None:
    variables = RequestVariables({})
    source = (
        "#set($context.requestOverride.path.id = 7)"
        "#set($context.requestOverride.querystring['q'] = 'x y')"
        "#set($done = $context.requestOverride.header.put('X-Flag', true))"
    )

    render(source, variables)

    overrides = variables.request_overrides
    assert (overrides.path, overrides.querystring, overrides.header) == ({"id": "7"}, {"q": "x y"}, {"X-Flag": "true"})


def test_nothing_is_overridden_where_a_template_writes_nothing() -> None:
    variables = RequestVariables({"stage": "dev"})

    render("$context.stage", variables)

    assert variables.request_overrides.header == {}
    assert variables.response_overrides.header == {}
    assert variables.response_overrides.status is None


def test_the_response_template_reads_what_the_request_template_wrote() -> None:
    variables = RequestVariables({})

    render("#set($context.requestOverride.made = {'up': 1})#set($context.requestOverride.path.p = 'v')", variables)

    assert render("$context.requestOverride.made.up $context.requestOverride.path.p", variables) == "1 v"


@pytest.mark.parametrize(
    ("value", "status"), [("201", 201), ("599", 599), ("600", None), ("99", None), ("'201'", None), ("true", None)]
)
def test_a_status_is_overridden_by_an_integer_from_100_to_599_alone(value: str, status: int | None) -> None:
    variables = RequestVariables({})

    render(f"#set($context.responseOverride.status = {value})", variables)

    assert variables.response_overrides.status == status


def test_overrides_a_template_broke_are_none() -> None:
    variables = RequestVariables({})

    render("#set($context.requestOverride = 'x')#set($context.responseOverride.header = [1])", variables)

    assert variables.request_overrides.path == {}
    assert variables.response_overrides.header == {}


def test_a_payload_that_is_no_json_fails_with_400_at_the_place_that_reads_it() -> None:
    with pytest.raises(TemplateError) as raised:
        render("{\n  $input.json('$.a')}", RequestVariables({}), '{"a": ')

    error = raised.value
    assert (error.status, error.line) == (400, 2)
    assert "Could not process payload" in error.log_line


def test_a_payload_that_is_no_json_prints_as_it_came() -> None:
    assert render("$input.body", RequestVariables({}), "{bad") == "{bad"


def test_a_value_that_holds_itself_fails_instead_of_hanging() -> None:
    source = "#set($m = $input.path('$'))#set($done = $m.put('m', $m))$input.json('$')"

    with pytest.raises(TemplateError, match="holds itself"):
        render(source, RequestVariables({}), "{}")


def test_paths_that_multiply_their_results_are_bounded() -> None:
    with pytest.raises(TemplateError, match="too large"):
        render(f"$input.path('${'[0,0]' * 30}')", RequestVariables({}), "[" * 31 + "1" + "]" * 31)
