"""`lgtui render` as people and scripts run it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lgtui.emulator.gateway.templates import compile_template
from lgtui.render import EventError, event_variables, render_cases, render_event


def lgtui(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run `lgtui render` to its end."""
    command = [sys.executable, "-m", "lgtui", "render", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, input=given, timeout=60)


def rendered(source: str, event: str) -> str:
    return compile_template(source).render(event_variables(event))


def failure(tmp_path: Path, source: str, event: str = "{}") -> str:
    """What render_event says of a template that fails, with the folder left out."""
    (tmp_path / "t.vm").write_text(source)
    (tmp_path / "e.json").write_text(event)
    errors = io.StringIO()
    assert render_event(tmp_path / "t.vm", tmp_path / "e.json", io.StringIO(), errors) == 1
    return errors.getvalue().replace(f"{tmp_path}/", "")


def test_a_template_is_rendered_on_an_event(tmp_path: Path) -> None:
    template, event = tmp_path / "t.vm", tmp_path / "e.json"
    template.write_text("$input.path('$.name') é $input.params('q') $context.stage $stageVariables.table")
    event.write_text(
        '{"body": {"name": "Ada"}, "params": {"querystring": {"q": "x y"}},'
        ' "context": {"stage": "dev"}, "stageVariables": {"table": "Items"}}'
    )

    ended = lgtui("--template", str(template), "--event", str(event))

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "Ada é x y dev Items\n", "")


def test_an_event_of_other_members_is_the_payload_itself() -> None:
    assert rendered("$input.body", '{"name": "Ada", "body": 1}') == '{"name": "Ada", "body": 1}'


def test_a_body_of_text_is_the_payload_as_it_is() -> None:
    assert rendered("$input.body|$input.json('$')", json.dumps({"body": "{a: 'b',}"})) == '{a: \'b\',}|{"a":"b"}'


def test_an_event_without_a_body_has_an_empty_payload() -> None:
    assert rendered("$input.body $context.stage", '{"context": {"stage": "dev"}}') == "{} dev"


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("{", "it is not JSON"),
        ('{"params": [1]}', "'params' is to be a JSON object"),
        ('{"params": {"header": 1}}', "'header' is to be a JSON object"),
        ('{"context": "dev"}', "'context' is to be a JSON object"),
    ],
)
def test_an_event_that_is_none_is_refused_in_words(event: str, sentence: str) -> None:
    with pytest.raises(EventError, match=sentence):
        event_variables(event)


def test_an_error_names_the_place_and_shows_the_line_with_a_caret(tmp_path: Path) -> None:
    said = failure(tmp_path, "{\n\t\"x\": $input.path('$').l.get(9)\n}", '{"l": []}')

    sentence, line, caret, rest = said.split("\n")
    assert sentence.startswith("lgtui: t.vm:2:")
    assert "IndexOutOfBoundsException" in sentence
    assert sentence.endswith("API Gateway would answer 500")
    assert line == "  \t\"x\": $input.path('$').l.get(9)"
    assert line[len(caret) - 1 :].startswith("get(9)")
    assert rest == ""


def test_the_end_of_a_template_is_a_place_too(tmp_path: Path) -> None:
    said = failure(tmp_path, "#if($a)\nyes\n")

    assert said.startswith("lgtui: t.vm:")
    assert said.split("\n")[-2].endswith("^")


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    said = failure(tmp_path, f"{'x' * 500}$input.json('$..'){'y' * 500}")

    line, caret = said.split("\n")[1:3]
    assert len(line) <= 102
    assert line[len(caret) - 1 :].startswith("json('$..')yyy")


def test_a_payload_that_is_refused_says_so_with_400(tmp_path: Path) -> None:
    event = json.dumps({"body": "{bad"})

    assert "API Gateway would answer 400" in failure(tmp_path, "$input.json('$')", event)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    errors = io.StringIO()

    assert render_event(tmp_path / "none.vm", tmp_path / "e.json", io.StringIO(), errors) == 1
    assert errors.getvalue() == f"lgtui: {tmp_path / 'none.vm'} cannot be read: No such file or directory\n"


def test_a_template_without_an_event_is_refused() -> None:
    ended = lgtui("--template", "t.vm")

    assert ended.returncode == 2
    assert "render --template needs --event" in ended.stderr


def test_cases_are_answered_line_by_line() -> None:
    cases = [
        {"id": "a", "template": "$v.n", "context": {"v": {"n": 1}}},
        {"id": "b", "template": "#if"},
        {"id": "c", "template": "$input.json('$')", "context": {"__input": {"body": "{a:1}", "params": {}}}},
    ]

    ended = lgtui("--cases", "-", given="\n".join([*map(json.dumps, cases), "", "nonsense", "[]"]))

    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c", None, None]
    assert (answers[0]["output"], answers[2]["output"]) == ("1", '{"a":1}')
    assert [sorted(answer) for answer in answers[1::2]] == [["error", "id"]] * 2
    assert answers[3]["error"].startswith("line 5 is not JSON")


def test_an_answer_comes_before_the_next_case_is_read() -> None:
    command = [sys.executable, "-m", "lgtui", "render", "--cases", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "template": "x"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"id": number, "output": "x"}


def test_a_cases_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    errors = io.StringIO()

    assert render_cases(str(tmp_path / "none"), io.StringIO(), errors) == 1
    assert errors.getvalue() == f"lgtui: {tmp_path / 'none'} cannot be read: No such file or directory\n"
