"""Renders random templates cold and warm, that is by their closures and by the function written for them.

Needs no oracle: `python -m tests.fuzz.templates.warm --seconds 600`.
"""

import argparse
import gzip
import json
import time
from random import Random
from typing import Any

from lgtui.emulator.gateway.templates import Template, TemplateError, compile_template
from lgtui.emulator.gateway.templates.variables import plain_variables
from tests.fuzz.templates.__main__ import CASES, batch


def outcome(template: Template, context: dict[str, Any]) -> tuple[object, ...]:
    """What a rendering gives, or where and why it fails."""
    try:
        return (template.render(plain_variables(context)),)
    except TemplateError as error:
        return error.message, error.line, error.column


def fuzz(random: Random, seconds: float) -> tuple[int, list[str]]:
    """How many templates were compared until the time was over, and those that differ."""
    cases = [json.loads(line) for line in gzip.decompress(CASES.read_bytes()).decode().splitlines()]
    compared, differing = 0, []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for case in batch(random, cases, compared):
            compile_template.cache_clear()
            try:
                template = compile_template(case["template"])
            except TemplateError:
                continue
            compared += 1
            cold = outcome(template, case["context"])
            template.warm_up()
            if outcome(template, case["context"]) != cold:
                differing.append(case["template"])
    return compared, differing


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    compared, differing = fuzz(Random(arguments.seed), arguments.seconds)
    for template in differing:
        print(json.dumps(template))
    print(f"{compared} templates compared, {len(differing)} differ")


if __name__ == "__main__":
    main()
