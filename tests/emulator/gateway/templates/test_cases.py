"""Templates and what they render to, by the oracle: Apache Velocity 1.7 in API Gateway's mode.

`cases.jsonl.gz` holds the cases that are grouped by what they show, `found.jsonl` what fuzzing against the oracle found
(`tests/fuzz/templates`). Each is a template, its variables, and the text it renders to or the error it fails with.
"""

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.gateway.templates import TemplateError, compile_template
from lgtui.emulator.gateway.templates.variables import plain_variables

HERE = Path(__file__).parent
Case = dict[str, Any]


def read_cases() -> dict[str, list[Case]]:
    """All cases by their group."""
    lines = gzip.decompress((HERE / "cases.jsonl.gz").read_bytes()).decode().splitlines()
    lines += (HERE / "found.jsonl").read_text(encoding="utf-8").splitlines()
    groups: dict[str, list[Case]] = defaultdict(list)
    for line in lines:
        case = json.loads(line)
        groups[case["group"]].append(case)
    return groups


CASES = read_cases()


def rendered(case: Case) -> str | None:
    """What the engine makes of a case; None where it fails."""
    try:
        return compile_template(case["template"]).render(plain_variables(case.get("context") or {}))
    except TemplateError:
        return None


@pytest.mark.parametrize("group", sorted(CASES))
def test_templates_render_as_velocity_renders_them(group: str) -> None:
    wrong = {case["id"]: rendered(case) for case in CASES[group] if rendered(case) != case.get("expected")}

    assert not wrong
