"""Reading YAML and JSON with lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.project.documents import Document, parse_document, read_document
from lgtui.project.errors import ProjectError


def parse(text: str) -> Document:
    return parse_document(text, Path("template.yaml"))


def test_short_forms_become_long_ones() -> None:
    document = parse("a: !Ref X\nb: !GetAtt X.Arn\nc: !Sub '${X}'\nd: !Join [',', [!Ref X]]\ne: !If [C, 1, 2]\n")

    assert document.data == {
        "a": {"Ref": "X"},
        "b": {"Fn::GetAtt": ["X", "Arn"]},
        "c": {"Fn::Sub": "${X}"},
        "d": {"Fn::Join": [",", [{"Ref": "X"}]]},
        "e": {"Fn::If": ["C", 1, 2]},
    }


def test_an_unquoted_date_stays_text() -> None:
    assert parse("AWSTemplateFormatVersion: 2010-09-09").data == {"AWSTemplateFormatVersion": "2010-09-09"}


def test_every_value_knows_its_line() -> None:
    document = parse("Resources:\n  A:\n    Type: T\n    List:\n      - one\n      - {two: 2}\n")

    assert document.line("Resources", "A", "Type") == 3
    assert document.line("Resources", "A", "List", 1, "two") == 6


def test_an_unknown_place_has_the_line_of_what_is_around_it() -> None:
    document = parse("Resources:\n  A:\n    Type: T\n")

    assert document.line("Resources", "A", "Properties", "CodeUri") == 2


def test_of_duplicate_keys_the_later_wins_and_is_told() -> None:
    document = parse("a: 1\nb: 2\na: 3\n")

    assert document.data == {"a": 3, "b": 2}
    assert document.duplicates == [("a", 3)]


def test_anchors_and_merge_keys_are_followed() -> None:
    document = parse("base: &base {x: 1, y: 2}\nother:\n  <<: *base\n  y: 3\n")

    assert document.data["other"] == {"x": 1, "y": 3}


def test_json_with_tabs_is_read() -> None:
    assert parse('{\n\t"a": [1, true, "x"]\n}').data == {"a": [1, True, "x"]}


def test_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    document = read_document(file)

    assert document.data == {"a": 1, "b": 2}
    assert document.line("b") == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b"", 0, "is empty"),
        (b"# nothing but a comment\n", 0, "is empty"),
        (b"a: b\nc: [1, 2\n", 2, "flow sequence that begins in line 2"),
        (b"a: b: c", 1, "not valid YAML"),
        (b"a: *gone", 1, "stands for nothing"),
        (b"a: 1\nb: \xff\xfe", 2, "not UTF-8"),
        (b"[" * 50_000, 1, "nested too deeply"),
        (b"? [a, b]\n: 1", 1, "key must be plain text"),
        (b"a: !!python/object:os.system {}", 0, ""),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, text: bytes, line: int, words: str) -> None:
    file = tmp_path / "template.yaml"
    file.write_bytes(text)

    if not words:
        assert read_document(file).data == {"a": {}}
        return
    with pytest.raises(ProjectError, match=words) as caught:
        read_document(file)
    assert caught.value.line == line
    assert caught.value.file == str(file)


def test_aliases_that_blow_up_are_refused() -> None:
    doubling = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))

    with pytest.raises(ProjectError, match="aliases"):
        parse(f"a0: &a0 x\n{doubling}")


@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "random.yaml"
    file.write_bytes(content)

    try:
        document = read_document(file)
    except ProjectError as error:
        assert error.message
    else:
        assert document.file == file


@given(st.text(alphabet="a:-[]{}&*!?|>'\"#\n \t<%@,~0.", max_size=80))
def test_random_yaml_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    file = tmp_path_factory.getbasetemp() / "random_text.yaml"
    file.write_text(content)

    try:
        document = read_document(file)
    except ProjectError as error:
        assert error.message
    else:
        assert document.line() >= 0
