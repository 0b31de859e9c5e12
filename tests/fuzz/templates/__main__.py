"""Renders random templates here and by the oracle, and tells where they differ.

Needs Java and the oracle: `python -m tests.fuzz.templates --oracle DIR/run.sh --seconds 600 --out found.jsonl`.
"""

import argparse
import gzip
import json
import re
import time
from pathlib import Path
from random import Random
from typing import Any

from lgtui.emulator.gateway.templates import TemplateError, compile_template
from lgtui.emulator.gateway.templates.variables import plain_variables
from tests.fuzz.templates.grammar import Grammar
from tests.fuzz.templates.mutation import mutate
from tests.fuzz.templates.oracle import Oracle

CASES = Path(__file__).parents[2] / "emulator/gateway/templates/cases.jsonl.gz"
BATCH = 200
# Java prints objects without a `toString()` of their own with a number that changes from run to run.
IDENTITY = re.compile(r"@[0-9a-f]{4,8}")


def rendered(case: dict[str, Any]) -> str | None:
    """What the engine makes of a case; None where it fails.

    A template is rendered twice, as a new one and as one that is rendered often, which takes another way.
    """
    texts = [_rendered(case, warm) for warm in (False, True)]
    return texts[0] if texts[0] == texts[1] else f"!! new: {texts[0]!r}, warm: {texts[1]!r}"


def _rendered(case: dict[str, Any], warm: bool) -> str | None:
    try:
        template = compile_template(case["template"])
        if warm:
            template.warm_up()
        return template.render(plain_variables(case["context"]))
    except TemplateError:
        return None
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as bug:
        return f"!! {bug!r}"


def batch(random: Random, cases: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """Cases to try: one half from the grammar, one half mutations."""
    templates = [case["template"] for case in cases]
    grammar = Grammar(random)
    return [
        {
            "id": f"fuzz-{number + at}",
            "template": grammar.template() if at % 2 else mutate(random, templates),
            "context": random.choice(cases).get("context") or {},
        }
        for at in range(BATCH)
    ]


def fuzz(oracle: Oracle, random: Random, seconds: float, out: Path) -> tuple[int, int]:
    """Compare until the time is over; write each difference as a case with the oracle's answer.

    Returns:
        How many templates were compared, and how many differed.
    """
    cases = [json.loads(line) for line in gzip.decompress(CASES.read_bytes()).decode().splitlines()]
    compared = differing = 0
    end = time.monotonic() + seconds
    with out.open("a", encoding="utf-8") as found:
        while time.monotonic() < end:
            tried = batch(random, cases, compared)
            for case, answer in zip(tried, oracle.render(tried), strict=True):
                wanted = answer.get("output")
                if wanted is not None and IDENTITY.search(wanted):
                    continue
                compared += 1
                got = rendered(case)
                if got == wanted:
                    continue
                differing += 1
                expectation = {"error": answer["error"]} if wanted is None else {"expected": wanted}
                found.write(json.dumps({**case, "group": "fuzz", **expectation, "got": got}) + "\n")
                found.flush()
    return compared, differing


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--oracle", type=Path, required=True, help="the oracle's run.sh")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--out", type=Path, default=Path("found.jsonl"))
    arguments = parser.parse_args()
    with Oracle(arguments.oracle) as oracle:
        compared, differing = fuzz(oracle, Random(arguments.seed), arguments.seconds, arguments.out)
    print(f"{compared} templates compared, {differing} differ")


if __name__ == "__main__":
    main()
