"""A folder in the place of `/tmp`: each file has a limit, and more than all may hold is said in the log."""

from tests.emulator.functions.bench import Bench

WRITING = """
    import os, tempfile
    def handler(event, context):
        for number, megabytes in enumerate(event["files"]):
            with open(os.path.join(tempfile.gettempdir(), str(number)), "wb") as file:
                file.truncate(0)
                os.posix_fallocate(file.fileno(), 0, megabytes << 20)
"""


async def test_more_than_the_function_may_keep_is_said_once(bench: Bench) -> None:
    bench.create(WRITING)
    await bench.call({"files": [300]})
    await bench.until_state("frozen")
    for _ in range(2):
        await bench.call({"files": [300, 300]})
        await bench.until_state("frozen")
        await bench.until_logged("holds 600 MB and may hold 512 MB")
    assert len(bench.lines("warn")) == 1


async def test_a_file_over_the_limit_cannot_be_written(bench: Bench) -> None:
    bench.create(WRITING)
    assert (await bench.fail({"files": [514]}))["errorMessage"] == "[Errno 27] File too large"
