"""Handlers that fail, crash or answer what they should not: AWS's answer, and an emulator that goes on."""

import json

import pytest

from tests.emulator.functions.bench import Bench


@pytest.mark.parametrize(
    ("source", "handler", "error_type", "words"),
    [
        ("import nothing_like_it", "app.handler", "Runtime.ImportModuleError", "Unable to import module 'app': No mod"),
        ("def handler(:", "app.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'app': "),
        ("x = 1", "app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'"),
        ("x = 1", "handler", "Runtime.MalformedHandlerName", "Bad handler 'handler': not enough values to unpack"),
        ("x = 1", "sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module"),
        ("x = 1", "other.handler", "Runtime.ImportModuleError", "Unable to import module 'other': No module named"),
        ("1 / 0", "app.handler", "ZeroDivisionError", "division by zero"),
    ],
)
async def test_a_handler_that_cannot_be_loaded_answers_as_lambda_would(
    bench: Bench, source: str, handler: str, error_type: str, words: str
) -> None:
    bench.create(source, handler=handler)
    error = await bench.fail()
    assert (error["errorType"], error["requestId"]) == (error_type, "")
    assert error["errorMessage"].startswith(words)
    assert len([line for line in bench.lines("error") if line.startswith(f"[ERROR] {error_type}: {words}")]) == 2
    phases = [line.partition("Phase: ")[2] for line in bench.lines() if line.startswith("INIT_REPORT")]
    assert phases == [f"{phase}\tStatus: error\tError Type: {error_type}" for phase in ("init", "invoke")]
    assert bench.environment().pid == 0


async def test_a_missing_boto3_says_how_to_install_it(bench: Bench) -> None:
    bench.write("boto3.py", "raise ModuleNotFoundError(\"No module named 'boto3'\", name='boto3')")
    bench.create("import boto3")
    assert "on Lambda it is preinstalled" in (await bench.fail())["errorMessage"]


async def test_an_exception_is_the_answer_and_a_log_event_of_several_lines(bench: Bench) -> None:
    bench.create("""
        def handler(event, context):
            raise ValueError("no such order")
    """)
    error = await bench.fail()
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no such order")
    assert len(error["stackTrace"]) == 1 and 'app.py", line 3, in handler' in error["stackTrace"][0]
    (event,) = bench.lines("error")
    head, title, place, *_ = event.split("\n")
    assert (head, title) == ("[ERROR] ValueError: no such order", "Traceback (most recent call last):")
    assert place.startswith('\u00a0\u00a0File "')


async def test_an_exception_keeps_the_environment_and_its_globals(bench: Bench) -> None:
    bench.create("""
        calls = 0
        def handler(event, context):
            global calls
            calls += 1
            if calls == 1:
                raise RuntimeError("first")
            return calls
    """)
    await bench.fail()
    assert await bench.call() == 2


@pytest.mark.parametrize(
    ("expression", "error_type", "words"),
    [
        ("{1, 2}", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable"),
        ("'x' * 7_000_000", "Function.ResponseSizeTooLarge", "Response payload size exceeded maximum allowed payload"),
    ],
)
async def test_a_response_that_cannot_be_sent_fails_and_the_environment_stays(
    bench: Bench, expression: str, error_type: str, words: str
) -> None:
    bench.create(f"def handler(event, context): return 'good' if event else {expression}")
    error = await bench.fail()
    assert error["errorType"] == error_type
    assert error["errorMessage"].startswith(words)
    environment = bench.environment().id
    assert await bench.call({"good": True}) == "good"
    assert bench.environment().id == environment


async def test_a_response_of_six_megabytes_passes(bench: Bench) -> None:
    bench.create("def handler(event, context): return 'x' * 6_291_554")
    assert len((await bench.invoke()).payload) == 6_291_556


async def test_nan_is_sent_as_the_word_that_json_lacks(bench: Bench) -> None:
    bench.create("""
        import decimal
        def handler(event, context): return [float("nan"), decimal.Decimal("NaN")]
    """)
    assert (await bench.invoke()).payload == b"[NaN, NaN]"


async def test_decimals_are_numbers_and_bytes_pass_as_they_are(bench: Bench) -> None:
    bench.create("""
        import decimal
        def handler(event, context):
            return b'{"raw": 1}' if event else {"price": decimal.Decimal("12.50"), "of": "12.50"}
    """)
    assert (await bench.invoke()).payload == b'{"price": 12.50, "of": "12.50"}'
    assert (await bench.invoke({"raw": True})).payload == b'{"raw": 1}'


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("sys.exit(0)", "Runtime exited without providing a reason"),
        ("sys.exit(3)", "Runtime exited with error: exit status 3"),
        ("os._exit(4)", "Runtime exited with error: exit status 4"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "Runtime exited with error: signal: killed"),
    ],
)
@pytest.mark.parametrize("place", ["handler", "module"])
async def test_a_process_that_ends_is_an_exit_error_and_the_next_call_starts_a_new_one(
    bench: Bench, statement: str, reason: str, place: str
) -> None:
    body = statement if place == "handler" else "pass"
    top = "" if place == "handler" else f"if not os.path.exists({str(bench.folder / 'calm')!r}): {statement}"
    bench.create(f"import os, signal, sys\n{top}\ndef handler(event, context):\n    if not event: {body}\n    return 1")
    answer = await bench.invoke()
    text = f"RequestId: {answer.report.request_id} Error: {reason}"
    assert json.loads(answer.payload) == {"errorType": "Runtime.ExitError", "errorMessage": text}
    assert answer.report.end == "exit"
    assert f"{text}\nRuntime.ExitError" in bench.lines("error")
    (bench.folder / "calm").touch()
    again = await bench.invoke({"calm": True})
    assert (again.payload, again.report.before) == (b"1", "reset")
    assert again.report.environment_id == answer.report.environment_id


async def test_a_megabyte_of_print_and_binary_output_arrive_in_the_log(bench: Bench) -> None:
    bench.create("""
        import sys
        def handler(event, context):
            for number in range(16_000):
                print("%06d" % number, "x" * 60)
            sys.stdout.flush()
            sys.stdout.buffer.write(b"\\xff\\xfe\\x00binary\\n")
            return "done"
    """)
    assert await bench.call() == "done"
    lines = bench.lines()
    numbered = [int(line[:6]) for line in lines if line.endswith("x" * 60)]
    assert numbered == list(range(16_000))
    assert lines[-3] == "\ufffd\ufffd\x00binary"
    assert lines[-2].startswith("END")


async def test_an_endless_line_is_cut(bench: Bench) -> None:
    bench.create("def handler(event, context): print('x' * 1_000_000)")
    await bench.invoke()
    pieces = [len(line) for line in bench.lines("info")]
    assert sum(pieces) == 1_000_000
    assert max(pieces) <= 256 * 1024


async def test_a_handler_that_forks_and_leaks_threads_answers(bench: Bench) -> None:
    bench.create("""
        import os, subprocess, sys, threading, time
        def handler(event, context):
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
            child = os.fork()
            if child == 0:
                os._exit(7)
            status = os.waitpid(child, 0)[1]
            out = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout
            return [os.WEXITSTATUS(status), out.strip()]
    """)
    assert await bench.call() == [7, "42"]
    assert await bench.call() == [7, "42"]


async def test_a_timeout_ends_the_process_even_if_it_ignores_sigterm(bench: Bench) -> None:
    bench.create(
        """
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        def handler(event, context):
            if event:
                return "fine"
            print("before")
            time.sleep(60)
        """,
        timeout=1,
    )
    answer = await bench.invoke()
    request_id = answer.report.request_id
    message = f"RequestId: {request_id} Error: Task timed out after 1.00 seconds"
    assert json.loads(answer.payload) == {"errorType": "Sandbox.Timedout", "errorMessage": message}
    assert (answer.report.end, answer.report.duration, answer.report.billed_ms) == ("timeout", 1.0, 1000)
    texts = bench.lines()
    assert texts[2] == "before"
    assert texts[3].endswith(f" {request_id} Task timed out after 1.00 seconds")
    assert [text.split()[0] for text in texts[4:]] == ["END", "REPORT"]
    assert texts[5].endswith("\tStatus: timeout")
    assert bench.environment().pid == 0
    assert await bench.call({"again": True}) == "fine"


async def test_code_in_a_folder_that_is_gone_is_an_import_error(bench: Bench) -> None:
    bench.create("def handler(event, context): return 1")
    (bench.folder / "f" / "app.py").unlink()
    (bench.folder / "f").rmdir()
    assert (await bench.fail())["errorType"] == "Runtime.ImportModuleError"


async def test_no_bytecode_is_written_beside_the_users_code(bench: Bench) -> None:
    bench.write("helper.py", "")
    bench.create("import helper\ndef handler(event, context): return 1")
    await bench.call()
    assert sorted(path.name for path in (bench.folder / "f").iterdir()) == ["app.py", "helper.py"]
