"""The tokens of JSON and of mapping templates."""

import pytest

from lgtui.console.requests.highlighting import json_tokens, template_tokens


def test_a_line_of_json_is_told_apart() -> None:
    line = '  "a\\"": ["x", -1.5e3, true, nullable], "open'

    assert [(line[start:end], kind) for start, end, kind in json_tokens(line)] == [
        ('"a\\""', "key"),
        ('"x"', "string"),
        ("-1.5e3", "number"),
        ("true", "word"),
        ('"open', "string"),
    ]


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("#set($x = 'a') ## why", [("#set", "word"), ("$x", "reference"), ("'a'", "string"), ("## why", "comment")]),
        ('"id": "$!{input.params}"', [('"id"', "key"), ("$!{input.params}", "reference")]),
        (
            "#foreach($i in $items)x#end",
            [("#foreach", "word"), ("$i", "reference"), ("$items", "reference"), ("#end", "word")],
        ),
        ("#* note *#text #{else}", [("#* note *#", "comment"), ("#{else}", "word")]),
        ("#setting costs $5", []),
    ],
)
def test_a_line_of_a_template_is_told_apart(line: str, tokens: list[tuple[str, str]]) -> None:
    assert [(line[start:end], kind) for start, end, kind in template_tokens(line)] == tokens
