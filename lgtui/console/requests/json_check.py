"""Whether a text is JSON, and if not, where and why."""

import json
from dataclasses import dataclass

DEEP = "it is nested too deeply"


@dataclass(frozen=True)
class Problem:
    """Why a text is no document of its kind; line and column count from 1."""

    message: str
    line: int
    column: int


def json_problem(text: str) -> Problem | None:
    """What is wrong with a text as JSON, or None; an empty text is none of its business.

    Lambda and API Gateway take strict JSON: `NaN` and `Infinity`, which Python would read, are wrong.
    """
    if not text.strip():
        return None
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return Problem(_in_words(error), error.lineno, error.colno)
    except RecursionError:
        return Problem(DEEP, 1, 1)
    except _NotJson as error:
        found = text.index(str(error))
        before = text[:found]
        return Problem(f"{error} is no JSON", before.count("\n") + 1, found - before.rfind("\n"))
    return None


class _NotJson(ValueError):
    """A word that only Python takes for JSON."""


def _refuse(word: str) -> object:
    raise _NotJson(word)


_WORDS = {
    "Expecting property name enclosed in double quotes": 'a name in "double quotes" is expected',
    "Expecting value": "a value is expected",
    "Expecting ',' delimiter": "a comma is expected",
    "Expecting ':' delimiter": "a colon is expected",
    "Extra data": "there is more after the end",
    "Unterminated string starting at": "this string has no end",
    "Invalid control character at": "this character may not stand here as it is",
    "Illegal trailing comma before end of object": "a comma before the end",
    "Illegal trailing comma before end of array": "a comma before the end",
}


def _in_words(error: json.JSONDecodeError) -> str:
    return _WORDS.get(error.msg, error.msg)
