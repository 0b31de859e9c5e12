"""Fuzzes what templates read: payloads, JsonPaths, $util, parameters and $context's order, against the oracle.

Needs Java and the oracle: `python -m tests.fuzz.templates.data --oracle DIR/run.sh --seconds 600 --out found.jsonl`.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.fuzz.templates.__main__ import rendered
from tests.fuzz.templates.data_maker import Case, DataMaker
from tests.fuzz.templates.oracle import Oracle

BATCH = 500


def fuzz(oracle: Oracle, random: Random, seconds: float, out: Path) -> tuple[Counter[str], Counter[str]]:
    """Compare until the time is over; write each difference as a case with the oracle's answer.

    Returns:
        By kind of case, how many were compared and how many differed.
    """
    maker = DataMaker(random)
    compared: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with out.open("a", encoding="utf-8") as found:
        while time.monotonic() < end:
            cases = [{"id": f"data-{compared.total() + at}", **maker.case()} for at in range(BATCH)]
            for case, answer in zip(cases, oracle.render(cases), strict=True):
                compared[case["group"]] += 1
                if difference := _difference(case, answer):
                    differing[case["group"]] += 1
                    found.write(json.dumps(difference) + "\n")
                    found.flush()
    return compared, differing


def _difference(case: Case, answer: Case) -> Case | None:
    got, wanted = rendered(case), answer.get("output")
    # The oracle's output is UTF-8, in which Java writes half a surrogate pair as a question mark.
    if got is not None and got.encode("utf-8", "replace").decode("utf-8") == wanted:
        return None
    if got is None and wanted is None:
        return None
    return {**case, "got": got, **({"error": answer["error"]} if wanted is None else {"expected": wanted})}


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
    for kind, count in sorted(compared.items()):
        print(f"{kind}: {count} compared, {differing[kind]} differ")
    print(f"{compared.total()} compared, {differing.total()} differ")


if __name__ == "__main__":
    main()
