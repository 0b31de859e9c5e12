"""`lgtui burst` as a process: its output, its exit codes, Ctrl-C."""

import asyncio
import json
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.load.http_server import OK, serving


@dataclass
class Outcome:
    """What a process left."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, object]]:
        """Standard output as NDJSON."""
        return [json.loads(line) for line in self.out.splitlines()]


async def start(*words: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "lgtui", "burst", *words)
    return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)


async def outcome(process: asyncio.subprocess.Process, stdin: bytes = b"") -> Outcome:
    out, err = await process.communicate(stdin)
    assert process.returncode is not None
    return Outcome(process.returncode, out.decode(), err.decode())


async def run(*words: str, stdin: bytes = b"") -> Outcome:
    return await outcome(await start(*words), stdin)


async def test_a_summary_for_people() -> None:
    async with serving() as server:
        done = await run(server.url, "--count", "30", "--rate", "300")
    assert done.code == 0
    first, status, latency = done.out.splitlines()
    assert first.startswith("30 sent in ")
    assert status.split() == ["200", "30"]
    assert latency.startswith("latency  p50 ")
    assert done.err == ""


async def test_a_result_is_kept_in_files(tmp_path: Path) -> None:
    kept, drawn = tmp_path / "burst.json", tmp_path / "burst.svg"
    async with serving() as server:
        words = (server.url, "--shape", "ramp", "--rate", "200", "--for", "0.5", "-o", str(kept), "-o", str(drawn))
        done = await run(*words)
    assert done.code == 0
    assert json.loads(kept.read_text())["result"]["by_status"] == {"200": 55}
    assert drawn.read_text().startswith("<svg ")


async def test_progress_and_result_for_programs() -> None:
    async with serving() as server:
        done = await run(server.url, "--count", "40", "--rate", "100", "--json")
    *progress, result = done.objects
    assert progress
    assert {line["type"] for line in progress} == {"BurstProgress"}
    assert result["type"] == "BurstResult"
    assert result["by_status"] == {"200": 40}


async def test_method_headers_and_body_from_standard_input() -> None:
    async with serving() as server:
        words = ("--count", "1", "-X", "PUT", "-H", "X-A: 1", "-H", "X-B:2", "--body", "@-")
        done = await run(server.url, *words, stdin=b"\x00binary")
    assert done.code == 0
    assert server.requests[0].startswith(b"PUT /Prod/hello HTTP/1.1\r\n")
    assert b"X-A: 1\r\nX-B: 2\r\n" in server.requests[0]
    assert server.requests[0].endswith(b"\r\n\r\n\x00binary")


async def test_so_long_at_a_rate() -> None:
    async with serving() as server:
        done = await run(server.url, "--for", "0.2", "--rate", "100", "--json")
    assert done.objects[-1]["sent"] == 20


async def test_ctrl_c_ends_it_with_the_result_so_far() -> None:
    async with serving() as server:
        process = await start(server.url, "--count", "100000", "--rate", "50", "--json")
        await server.busy.wait()
        process.send_signal(signal.SIGINT)
        done = await outcome(process)
    assert done.code == 0
    assert done.objects[-1]["type"] == "BurstResult"
    assert done.objects[-1]["stopped"] is True


async def test_it_ends_when_nobody_reads_its_output_any_more() -> None:
    async with serving() as server:
        process = await start(server.url, "--count", "100000", "--rate", "50", "--json")
        assert process.stdout is not None
        await process.stdout.readline()
        process.stdout._transport.close()  # type: ignore[attr-defined]
        assert await asyncio.wait_for(process.wait(), 10) == 1


async def test_requests_without_any_answer_exit_with_one() -> None:
    async def broken(_: int) -> bytes:
        return b""

    async with serving(broken) as server:
        done = await run(server.url, "--count", "3", "--rate", "100")
    assert done.code == 1
    assert "no answer  3  the connection broke before the answer's end" in done.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("http://example.com/",), "example.com is not this machine"),
        (("nonsense",), "is no http(s) URL"),
        (("http://127.0.0.1:1/", "--rate", "0"), "--rate 0"),
        (("http://127.0.0.1:1/", "--rate", "nan"), "--rate nan"),
        (("http://127.0.0.1:1/", "--count", "0"), "--count 0"),
        (("http://127.0.0.1:1/", "--for", "-1"), "--for -1"),
        (("http://127.0.0.1:1/", "--shape", "wave"), "--shape wave: the shapes are constant, ramp, spike, steps"),
        (("http://127.0.0.1:1/", "--connections", "0"), "--connections is from 1"),
        (("http://127.0.0.1:1/", "--method", "GE T"), "is no HTTP method"),
        (("http://127.0.0.1:1/", "--header", "no colon"), "write 'Name: value'"),
        (("http://127.0.0.1:1/", "--header", "X: a\r\nY: b"), "write 'Name: value'"),
        (("http://127.0.0.1:1/", "--body", "@/no/such/file"), "No such file or directory"),
        (("http://127.0.0.1:1/",), "connection refused"),
    ],
)
async def test_what_cannot_be_done_is_one_sentence_and_exit_code_two(words: tuple[str, ...], sentence: str) -> None:
    done = await run(*words)
    assert done.code == 2
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


async def test_a_refusal_for_programs_is_an_object_too() -> None:
    done = await run("http://example.com/", "--json")
    assert done.code == 2
    assert done.objects == [
        {
            "type": "BurstRefused",
            "message": "example.com is not this machine: lgtui sends bursts to loopback addresses alone.",
        }
    ]


async def test_a_429_is_an_answer() -> None:
    async def refuse(_: int) -> bytes:
        return OK.replace(b"200 OK", b"429 Too Many Requests")

    async with serving(refuse) as server:
        done = await run(server.url, "--count", "2", "--rate", "100")
    assert done.code == 0
