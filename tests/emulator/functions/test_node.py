"""Node functions: the ways to answer, the ways to fail, modules, and the log."""

import base64
import json
import re

import pytest

from tests.emulator.functions.bench import Bench, needs_node

pytestmark = needs_node


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("exports.handler = async (event) => ({ got: event.a });", {"got": 1}),
        ("exports.handler = (event, context, callback) => callback(null, 'called');", "called"),
        ("exports.handler = (e, c, callback) => { setTimeout(() => callback(null, 'late'), 5); };", "late"),
        ("exports.handler = (e, c, callback) => { callback(null, 'first'); callback(null, 'second'); };", "first"),
        ("exports.handler = (event, context) => context.succeed('old style');", "old style"),
        ("exports.handler = (event, context) => { context.done(null, 'done'); };", "done"),
        ("exports.handler = () => Promise.resolve('thenable');", "thenable"),
        ("exports.handler = () => {};", None),
        ("exports.handler = async () => {};", None),
        ("exports.handler = async () => NaN;", None),
    ],
)
async def test_a_handler_answers_in_every_way_that_node_handlers_may(bench: Bench, source: str, answer: object) -> None:
    bench.create_node(source)
    assert await bench.call({"a": 1}) == answer
    assert await bench.call({"a": 1}) == answer
    assert bench.environment().invocations == 2


async def test_a_callback_waits_for_the_event_loop_to_be_empty_unless_told_not_to(bench: Bench) -> None:
    bench.create_node("""
        let later = false;
        exports.handler = (event, context, callback) => {
            context.callbackWaitsForEmptyEventLoop = event.waits;
            const answer = { get later() { return later; } };
            later = false;
            setTimeout(() => { later = true; }, 20);
            callback(null, answer);
        };
    """)
    assert await bench.call({"waits": True}) == {"later": True}
    assert await bench.call({"waits": False}) == {"later": False}


@pytest.mark.parametrize(
    ("source", "error_type", "message"),
    [
        ("exports.handler = async () => { throw new TypeError('no'); };", "TypeError", "no"),
        ("exports.handler = () => { throw new RangeError('sync'); };", "RangeError", "sync"),
        ("exports.handler = (e, c, callback) => callback(new Error('by callback'));", "Error", "by callback"),
        ("exports.handler = (e, c, callback) => callback('text');", "string", "text"),
        ("exports.handler = (e, context) => context.fail(new Error('failed'));", "Error", "failed"),
        (
            "exports.handler = async () => { const a = {}; a.a = a; return a; };",
            "Error",
            "Unable to stringify response",
        ),
        ("exports.handler = async () => 'x'.repeat(7e6);", "Function.ResponseSizeTooLarge", "Response payload size"),
        ("exports.handler = async () => { await new Promise(() => {}); };", "Runtime.NodeJsExit", "The Lambda runtime"),
    ],
)
async def test_a_failure_is_the_answer_and_the_environment_stays(
    bench: Bench, source: str, error_type: str, message: str
) -> None:
    bench.create_node(source)
    for _ in range(2):
        error = await bench.fail()
        assert error["errorType"] == error_type
        assert error["errorMessage"].startswith(message)
    assert bench.environment().invocations == 2


@pytest.mark.parametrize(
    ("statement", "error_type", "log"),
    [
        ("setTimeout(() => { throw new TypeError('late'); }, 1)", "TypeError", "Uncaught Exception"),
        ("Promise.reject(new Error('lost'))", "Runtime.UnhandledPromiseRejection", "Unhandled Promise Rejection"),
        ("process.exit(5)", "Runtime.ExitError", "Runtime exited with error: exit status 5"),
    ],
)
async def test_what_nobody_catches_ends_the_process(bench: Bench, statement: str, error_type: str, log: str) -> None:
    bench.create_node(
        f"exports.handler = (event, context, callback) => {{ {statement}; setTimeout(callback, 9000); }};"
    )
    assert (await bench.fail())["errorType"] == error_type
    assert any(log in line for line in bench.lines("error"))
    assert bench.environment().pid == 0


@pytest.mark.parametrize(
    ("source", "handler", "error_type", "message"),
    [
        ("require('nothing-like-it')", "index.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'noth"),
        ("exports.handler = {", "index.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: "),
        ("exports.x = 1", "index.handler", "Runtime.HandlerNotFound", "index.handler is undefined or not exported"),
        ("exports.handler = 1", "index.handler", "Runtime.HandlerNotFound", "index.handler is not a function"),
        ("", "handler", "Runtime.MalformedHandlerName", "Bad handler"),
        ("", "../index.handler", "Runtime.MalformedHandlerName", "'../index.handler' is not a valid handler name"),
        ("throw new EvalError('at init')", "index.handler", "EvalError", "at init"),
        (
            "awslambda.streamifyResponse(() => {})",
            "index.handler",
            "Error",
            "lgtui does not emulate response streaming",
        ),
        (
            "require('@aws-sdk/client-s3')",
            "index.handler",
            "Runtime.ImportModuleError",
            "Error: Cannot find module '@aws",
        ),
    ],
)
async def test_a_handler_that_cannot_be_loaded_answers_as_lambda_would(
    bench: Bench, source: str, handler: str, error_type: str, message: str
) -> None:
    bench.create_node(source, handler=handler)
    error = await bench.fail()
    assert error["errorType"] == error_type
    assert error["errorMessage"].startswith(message)
    assert any("undefined\tERROR\tUncaught Exception" in line for line in bench.lines("error"))


async def test_a_missing_sdk_says_how_to_install_it(bench: Bench) -> None:
    bench.create_node("require('aws-sdk')")
    assert "here run: npm install aws-sdk" in (await bench.fail())["errorMessage"]


@pytest.mark.parametrize(
    ("file", "package", "source", "handler"),
    [
        ("index.mjs", "", "export const handler = async () => 'esm';", "index.handler"),
        ("index.js", '{"type": "module"}', "export const handler = async () => 'esm';", "index.handler"),
        ("index.cjs", '{"type": "module"}', "exports.handler = async () => 'esm';", "index.handler"),
        ("src/deep/api.js", "", "exports.routes = { get: async () => 'esm' };", "src/deep/api.routes.get"),
    ],
)
async def test_modules_of_both_kinds_are_found(
    bench: Bench, file: str, package: str, source: str, handler: str
) -> None:
    if package:
        bench.write("package.json", package)
    bench.create_node(source, file=file, handler=handler)
    assert await bench.call() == "esm"


async def test_the_console_writes_awss_format(bench: Bench) -> None:
    bench.create_node("exports.handler = async () => { console.log('a %d', 1); console.warn('two\\nlines'); };")
    request_id = (await bench.invoke()).report.request_id
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    (line,) = bench.lines("info")
    assert re.fullmatch(rf"{stamp}\t{request_id}\tINFO\ta 1", line)
    (warning,) = bench.lines("warn")
    assert re.fullmatch(rf"{stamp}\t{request_id}\tWARN\ttwo\nlines", warning)


async def test_a_failed_call_is_logged_as_invoke_error_with_its_members(bench: Bench) -> None:
    bench.create_node("exports.handler = async () => { throw Object.assign(new Error('no'), { code: 'E1' }); };")
    await bench.fail()
    (line,) = bench.lines("error")
    head, _, members = line.partition("Invoke Error \t")
    assert head.endswith("\tERROR\t")
    error = json.loads(members)
    assert (error["errorType"], error["errorMessage"], error["code"]) == ("Error", "no", "E1")
    assert error["stack"][0] == "Error: no"


async def test_the_context_has_awss_members(bench: Bench) -> None:
    bench.create_node("""
        exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });
    """)
    given = base64.b64encode(b'{"custom": {"foo": "bar"}}').decode()
    answer = await bench.invoke(client_context=given)
    context = json.loads(answer.payload)
    assert 8_000 < context.pop("left") <= 10_000
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[\$LATEST\]\w{32}", context.pop("logStreamName"))
    assert context == {
        "callbackWaitsForEmptyEventLoop": True,
        "functionVersion": "$LATEST",
        "functionName": "f",
        "memoryLimitInMB": "128",
        "logGroupName": "/aws/lambda/f",
        "clientContext": {"custom": {"foo": "bar"}},
        "invokedFunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:f",
        "awsRequestId": answer.report.request_id,
    }
