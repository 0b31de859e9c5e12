"""Payloads, JsonPaths, $util, parameters and $context's order: every answer came out of the oracle (Velocity 1.7)."""

import json
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.gateway.templates import TemplateError, compile_template
from lgtui.emulator.gateway.templates.variables import plain_variables

CASES = [json.loads(line) for line in (Path(__file__).parent / "data_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", [case for case in CASES if "expected" in case], ids=lambda case: case["id"])
def test_data_reads_and_prints_as_in_java(case: dict[str, Any]) -> None:
    rendered = compile_template(case["template"]).render(plain_variables(case["context"]))

    # The oracle's output is UTF-8, in which Java writes half a surrogate pair as a question mark.
    assert rendered.encode("utf-8", "replace").decode("utf-8") == case["expected"]


@pytest.mark.parametrize("case", [case for case in CASES if "error" in case], ids=lambda case: case["id"])
def test_data_that_java_refuses_fails(case: dict[str, Any]) -> None:
    template = compile_template(case["template"])

    with pytest.raises(TemplateError) as raised:
        template.render(plain_variables(case["context"]))

    assert raised.value.line == 1
