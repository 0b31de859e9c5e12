"""Cases changed a little: tokens deleted, doubled, swapped, inserted, and two cases spliced into one."""

import re
from random import Random

_TOKEN = re.compile(r"\s+|[A-Za-z0-9_]+|.", re.DOTALL)
_INSERTS = (
    *(
        "$",
        "#",
        "\\",
        "!",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ".",
        "..",
        ",",
        ":",
        "'",
        '"',
        "-",
        "+",
        "=",
        "==",
        "&&",
        "##",
    ),
    *(
        "#*",
        "*#",
        "#[[",
        "]]#",
        "#end",
        "#else",
        "#if(",
        "#set(",
        "#foreach(",
        "#{",
        "${",
        "$!",
        "$x",
        "$name",
        "$list",
    ),
    *("in", "true", "1", "1.5", "0", "<", "#stop", "#break", "#define(", "#macro(", "@", "%", "/", "\\u0041", "\\#"),
    *("\\$", "\\\\", "''", '""', "x_y", "a-b", ".size()", "[0]", "\n", " \r\n", "\t", " ", "#**", "$#", "#literal()"),
)


def mutate(random: Random, templates: list[str]) -> str:
    """One template of the list after one to three changes."""
    tokens = _TOKEN.findall(random.choice(templates))
    for _ in range(random.randint(1, 3)):
        tokens = _change(random, tokens, templates)
    return "".join(tokens)


def _change(random: Random, tokens: list[str], templates: list[str]) -> list[str]:
    at = random.randrange(len(tokens) + 1)
    kind = random.choice(("delete", "double", "swap", "insert", "insert", "splice"))
    if kind == "delete":
        return tokens[:at] + tokens[at + random.randint(1, 2) :]
    if kind == "double":
        return tokens[:at] + tokens[max(0, at - random.randint(1, 3)) :]
    if kind == "insert":
        return [*tokens[:at], random.choice(_INSERTS), *tokens[at:]]
    if kind == "splice":
        other = _TOKEN.findall(random.choice(templates))
        return tokens[:at] + other[random.randrange(len(other) + 1) :]
    if len(tokens) > 1:
        first, second = random.randrange(len(tokens)), random.randrange(len(tokens))
        tokens[first], tokens[second] = tokens[second], tokens[first]
    return tokens
