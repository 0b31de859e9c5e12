"""Event source mappings outlive the emulator, and it is said that nothing polls their sources."""

from pathlib import Path

import msgspec

from lgtui.emulator.functions.model.event_sources import (
    CreateEventSourceMappingRequest,
    EventSourceMappingRequest,
)
from tests.emulator.functions.asynchronous.event_bench import EventBench
from tests.emulator.functions.bench import Bench

QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue"


async def test_a_mapping_says_that_nothing_polls_its_source(bench: Bench) -> None:
    bench.create("def handler(event, context): return 1")

    bench.functions.create_event_source_mapping(
        CreateEventSourceMappingRequest(function_name="f", event_source_arn=QUEUE)
    )

    assert bench.lines("warn")[-1] == (
        f"f: event sources are not polled here yet: records of {QUEUE} do not reach it. Invoke it with them by hand."
    )


async def test_a_mapping_outlives_the_emulator(tmp_path: Path) -> None:
    first = EventBench(tmp_path / "1", state_folder=tmp_path / "state")
    first.create("def handler(event, context): return 1")
    filters = {"Filters": [{"Pattern": '{"body": ["x"]}'}]}
    made = first.functions.create_event_source_mapping(
        CreateEventSourceMappingRequest(function_name="f", event_source_arn=QUEUE, filter_criteria=filters)
    )
    await first.objects.committed()
    await first.stop()

    second = EventBench(tmp_path / "2", state_folder=tmp_path / "state")
    told = second.functions.get_event_source_mapping(EventSourceMappingRequest(uuid=made.uuid))
    await second.stop()

    assert told == msgspec.structs.replace(made, state="Enabled")
