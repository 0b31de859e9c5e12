"""Patterns of terms: `ERROR`, `"a phrase"`, `?either ?or`, `-without`, `%expression%`."""

import re

from lgtui.emulator.cloudwatch_logs.patterns.scanner import InvalidPattern, Matcher, Scanner

_TERM = re.compile(r"\S+")
_WORD = re.compile(r"\w+")


def compile_terms(scanner: Scanner) -> Matcher:
    """What tells whether a message has each term and none that is excluded, or any of those that are optional.

    Raises:
        InvalidPattern
    """
    wanted: list[Matcher] = []
    excluded: list[Matcher] = []
    optional: list[Matcher] = []
    while not scanner.ended():
        kind = excluded if scanner.takes("-") else optional if scanner.takes("?") else wanted
        kind.append(_term(scanner))

    def matches(message: str) -> bool:
        return all(term(message) for term in wanted) and not any(term(message) for term in excluded)

    if optional and not wanted and not excluded:
        return lambda message: any(term(message) for term in optional)
    # Beside other terms the optional ones count for nothing (guide, FilterAndPatternSyntax).
    return matches


def _term(scanner: Scanner) -> Matcher:
    expression = scanner.expression()
    if expression is not None:
        return expression
    phrase = scanner.quoted()
    if phrase is None:
        phrase = _word(scanner)
    return lambda message: phrase in message


def _word(scanner: Scanner) -> str:
    found = scanner.match(_TERM)
    text = found[0] if found else ""
    if _WORD.fullmatch(text) is None:
        raise InvalidPattern(f"invalid character(s) in term '{text}': write it in double quotes")
    return text
