"""Which of the recorded facts a test checks: its id is in the test's name or among its parameters."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.left_out import LEFT_OUT

HERE = Path(__file__).parent
TESTS = HERE.parent
FACTS = HERE / "facts.tsv"
IN_A_NAME = re.compile(r"([a-z]+)_(\d{3})(?=_|$)")
IN_A_PARAMETER = re.compile(r"([a-z]+)-(\d{3})")


def facts() -> dict[str, str]:
    """Every recorded fact's id, and its area (`lambda.alias`)."""
    return dict(line.split("\t") for line in FACTS.read_text().splitlines())


def checked() -> set[str]:
    """The facts that some test checks."""
    known = facts()
    return {fact for file in TESTS.rglob("test_*.py") for fact in _mentioned(file) if fact in known}


def table() -> str:
    """How many facts of each area are checked, as a table in Markdown."""
    areas, has_test = facts(), checked()
    lines = ["| area | checked | not checked |", "|---|---|---|"]
    for area in sorted(set(areas.values())):
        own = [fact for fact in areas if areas[fact] == area]
        lines.append(f"| {area} | {sum(fact in has_test for fact in own)} | {_missing(own, has_test)} |")
    lines.append(f"| **all** | **{len(has_test)}** | **{len(areas) - len(has_test)}** |")
    return "\n".join(lines)


def reasons() -> str:
    """Why a fact is not checked, a line each."""
    return "\n".join(f"{fact}: {reason}" for fact, reason in sorted(LEFT_OUT.items()))


def _missing(own: list[str], has_test: set[str]) -> str:
    missing = [fact for fact in own if fact not in has_test]
    return f"{len(missing)}: {', '.join(missing)}" if missing else "0"


def _mentioned(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield from ("-".join(found) for found in IN_A_NAME.findall(node.name))
        elif isinstance(node, ast.Constant) and (found := IN_A_PARAMETER.fullmatch(str(node.value))):
            yield "-".join(found.groups())
