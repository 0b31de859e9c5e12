"""How a template falls apart into tokens."""

import pytest

from lgtui.emulator.gateway.templates.scanner import Scanner, Token
from lgtui.emulator.gateway.templates.source import Source


def scan(text: str) -> list[Token]:
    """All tokens of a text without directives, which only the parser can scan."""
    scanner = Scanner(Source(text))
    tokens = [scanner.next_token()]
    while tokens[-1].kind != "EOF":
        tokens.append(scanner.next_token())
    return tokens[:-1]


def kinds(text: str) -> str:
    """The kinds of a text's tokens."""
    return " ".join(token.kind for token in scan(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text", "TEXT"),
        ("$a-b_c.d", "IDENTIFIER DOT IDENTIFIER"),
        ("$a.1", "IDENTIFIER TEXT"),
        ("$a.", "IDENTIFIER TEXT"),
        ("${a}b", "LCURLY IDENTIFIER RCURLY TEXT"),
        (
            "$a.b('x', 1)",
            "IDENTIFIER DOT IDENTIFIER LPAREN STRING_LITERAL COMMA WHITESPACE INTEGER_LITERAL REFMOD2_RPAREN",
        ),
        ("$a[0].b", "IDENTIFIER INDEX_LBRACKET INTEGER_LITERAL INDEX_RBRACKET DOT IDENTIFIER"),
        ("$a  #set(", "IDENTIFIER SET_DIRECTIVE"),
        ("a  #set(", "TEXT SET_DIRECTIVE"),
        ("a ## b\nc", "TEXT SINGLE_LINE_COMMENT_START SINGLE_LINE_COMMENT TEXT"),
        ("a #* $b *# c", "TEXT MULTI_LINE_COMMENT TEXT"),
        ("#[[ $b ]]#", "TEXTBLOCK"),
        ("\\\\\\$a \\#if", "IDENTIFIER TEXT ESCAPE_DIRECTIVE"),
        ("$true", "TRUE"),
        ("$[", "EMPTY_INDEX"),
        ("$.x", "EMPTY_INDEX TEXT"),
    ],
)
def test_a_text_falls_apart_as_in_velocity(text: str, expected: str) -> None:
    assert kinds(text) == expected


def test_backslashes_and_dollars_belong_to_the_reference_that_follows() -> None:
    assert [token.image for token in scan("\\\\$!a $$b")] == ["\\\\$!a", " ", "$$b"]


def test_a_lone_dollar_goes_with_the_text_behind_it() -> None:
    assert [(token.special, token.image) for token in scan("cost $ 5")] == [("", "cost "), ("$", " 5")]


def test_a_token_knows_where_it_begins() -> None:
    assert [token.start for token in scan("ab $c.d")] == [0, 3, 5, 6]
