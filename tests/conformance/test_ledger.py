"""No recorded fact is forgotten: each of Lambda's is checked by a test here or left out with a reason."""

import json
import re
from pathlib import Path

import pytest

from tests.conformance.ledger import checked, facts, table
from tests.conformance.left_out import LEFT_OUT

ROOT = Path(__file__).parents[2]
RECORD = ROOT.parent / "shared" / "spec" / "aws_facts.jsonl"

FINISHED = re.compile(
    r"lambda\.|apigw\.(routing|proxy-event|proxy-response|binary|errors|throttle|stage|deployment"
    r"|api-keys|usage-plan|quota|validation|models)$"
)
"""Areas that are emulated: a fact of theirs may not go without a test and a reason."""


def test_every_fact_of_what_is_emulated_is_checked_or_left_out_with_a_reason() -> None:
    wanted = {fact for fact, area in facts().items() if FINISHED.match(area)}
    assert wanted - checked() - set(LEFT_OUT) == set()


def test_nothing_that_is_checked_is_called_left_out() -> None:
    assert set(LEFT_OUT) & checked() == set()


def test_only_recorded_facts_are_left_out() -> None:
    assert set(LEFT_OUT) <= set(facts())


def test_the_readme_shows_the_table() -> None:
    assert table() in (ROOT / "README.md").read_text()


@pytest.mark.skipif(not RECORD.exists(), reason="the recorded facts are not beside this checkout")
def test_the_list_of_facts_is_the_recorded_one() -> None:
    recorded = [json.loads(line) for line in RECORD.read_text().splitlines()]
    assert facts() == {fact["id"]: fact["area"] for fact in recorded}
