"""Requests on their way: what the trace tells of each step, and how refusals and failures are explained."""

from itertools import pairwise

import pytest

from lgtui.emulator.functions.model import FunctionNameRequest, PutFunctionConcurrencyRequest
from lgtui.frames import TraceEntry
from tests.emulator.gateway.stand import Answer, Stand, uri

pytestmark = pytest.mark.asyncio(loop_scope="module")


def entry(stand: Stand, answer: Answer, name: str) -> TraceEntry:
    """The one entry of that name."""
    (found,) = [each for each in stand.trace(answer).entries if each.name == name]
    return found


async def test_the_trace_of_an_answered_request_names_every_step_in_order(stand: Stand) -> None:
    api = stand.api("GET /orders/{id}")
    await stand.send(api, "GET", "/orders/41")

    answer = await stand.send(api, "GET", "/orders/42?x=1")

    trace = stand.trace(answer)

    assert [each.name for each in trace.entries] == [
        "resolve",
        "route",
        "throttle",
        "integration request",
        "endpoint",
        "handler",
        "integration response",
        "method response",
    ]
    assert {each.verdict for each in trace.entries} == {"ok"}
    assert (trace.status, trace.http_method, trace.path, trace.resource_path) == (
        200,
        "GET",
        "/orders/42",
        "/orders/{id}",
    )
    assert trace.explanation == ""


async def test_a_cold_start_shows_the_init_before_the_handler_inside_the_endpoint(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.region.functions.retire("obedient", "reload")

    trace = stand.trace(await stand.send(api, "GET", "/x"))

    init, handler = [each for each in trace.entries if each.nested]
    assert (init.name, handler.name) == ("init", "handler")
    assert init.summary.startswith("cold start: a new environment in ")
    assert init.start + init.duration <= handler.start + 1e-9
    assert handler.saw["start"] == "cold"


async def test_steps_follow_each_other_and_the_handler_is_inside_the_endpoint(stand: Stand) -> None:
    answer = await stand.send(stand.api("POST /x"), "POST", "/x", order={"wait": 0.02})

    trace = stand.trace(answer)
    steps = [each for each in trace.entries if not each.nested]
    assert all(a.start + a.duration <= b.start + 1e-9 for a, b in pairwise(steps))
    endpoint = next(each for each in steps if each.name == "endpoint")
    handler = entry(stand, answer, "handler")
    assert handler.duration >= 0.02
    assert endpoint.start <= handler.start
    assert handler.start + handler.duration <= endpoint.start + endpoint.duration + 0.005


async def test_the_trace_holds_what_was_handed_on(stand: Stand) -> None:
    answer = await stand.send(stand.api("GET /x"), "GET", "/x")

    assert '"resource":"/x"' in entry(stand, answer, "integration request").changed["event"]
    assert '"statusCode": 200' in entry(stand, answer, "endpoint").changed["answer"]
    assert entry(stand, answer, "throttle").summary.startswith("account ")
    assert entry(stand, answer, "handler").summary.startswith("billed ")
    assert entry(stand, answer, "method response").changed["x-amzn-RequestId"] == answer.headers["x-amzn-requestid"]


@pytest.mark.parametrize(("host", "port"), [("localhost:3000", "3000"), ("localhost", "80"), ("[::1]:99", "99")])
async def test_the_function_is_told_how_the_request_came(stand: Stand, host: str, port: str) -> None:
    sent = {"Host": host, "x-forwarded-for": "10.0.0.1", "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793"}

    event = await stand.event(stand.api("GET /x"), "GET", "/x", headers=sent)

    headers = event["headers"]
    assert (headers["X-Forwarded-For"], headers["X-Forwarded-Port"]) == ("10.0.0.1, 127.0.0.1", port)
    assert "x-forwarded-for" not in headers
    assert headers["X-Amzn-Trace-Id"] == sent["X-Amzn-Trace-Id"]
    assert event["requestContext"]["domainName"] == host


async def test_a_path_without_the_method_is_explained_by_the_methods_it_has(stand: Stand) -> None:
    answer = await stand.send(stand.api("GET /x", "PUT /x"), "POST", "/x")

    assert "The path /x has only GET, PUT, not POST." in stand.trace(answer).explanation
    assert [each.verdict for each in stand.trace(answer).entries] == ["ok", "refused"]


async def test_a_header_may_name_the_method_in_the_request_lines_place(stand: Stand) -> None:
    api = stand.api("PUT /x")

    event = await stand.event(api, "POST", "/x", headers={"X-HTTP-Method-Override": "PUT"})
    odd = await stand.send(api, "POST", "/x", headers={"X-HTTP-Method-Override": "put; drop"})

    assert event["httpMethod"] == "PUT"
    assert odd.status == 403


async def test_the_trace_says_that_a_header_named_the_method(stand: Stand) -> None:
    answer = await stand.send(stand.api("PUT /x"), "POST", "/x", headers={"X-HTTP-Method-Override": "PUT"})

    assert entry(stand, answer, "route").saw["HTTP method"] == "PUT, which came as POST"


async def test_an_unknown_stage_is_forbidden_and_the_stages_are_named(stand: Stand) -> None:
    api = stand.api("GET /x")

    answer = await stand.send(api, "GET", "/x", stage="nowhere")

    assert (answer.status, answer.body) == (403, b'{"message":"Forbidden"}')
    assert "Ask for one of this API's: stage." in stand.trace(answer).explanation


async def test_a_throttled_request_is_told_which_bucket_and_when_the_next_token_comes(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.throttle(api, "*/*", 0.5, 1)
    await stand.send(api, "GET", "/x")

    answer = await stand.send(api, "GET", "/x")

    trace = stand.trace(answer)
    assert answer.status == 429
    assert trace.entries[-1].summary.startswith("stage stage is empty  stage 0.0/1  account ")
    assert (
        "The bucket of stage stage (0.5 tokens a second, burst 1) is empty; its next token comes in"
        in trace.explanation
    )
    assert "Limit: 0.50 Burst: 1" in stand.log(answer)[0]
    assert stand.log(answer)[0].startswith(f"Key throttle limit exceeded for RestApi {api}, Stage stage, Resource ")


async def test_a_method_with_limits_of_its_own_leaves_the_others_alone(stand: Stand) -> None:
    api = stand.api("GET /limited", "GET /free")
    stand.throttle(api, "~1limited/GET", 0.5, 1)

    statuses = [(await stand.send(api, "GET", path)).status for path in ("/limited", "/limited", "/free", "/free")]

    assert statuses == [200, 429, 200, 200]


async def test_a_refused_request_takes_no_token_of_the_other_buckets(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.throttle(api, "*/*", 0, 100)
    stand.throttle(api, "~1x/GET", 0, 1)

    for _ in range(3):
        await stand.send(api, "GET", "/x")

    levels = {view.id: view.tokens for view in stand.gateway.throttles.buckets()}
    assert (levels[f"stage/{api}/stage"], levels[f"method/{api}/stage/GET /x"]) == (99, 0)


async def test_a_function_that_raises_is_explained_by_its_error(stand: Stand) -> None:
    answer = await stand.send(stand.api("POST /x"), "POST", "/x", order={"raise": "no luck"})

    trace = stand.trace(answer)
    assert (answer.status, answer.body) == (502, b'{"message": "Internal server error"}')
    assert "no luck" in trace.explanation
    assert [each.verdict for each in trace.entries if each.name in ("endpoint", "handler")] == ["failed", "failed"]
    assert stand.log(answer)[0].startswith("Lambda execution failed with status 200 due to customer function error: ")


async def test_a_malformed_answer_is_explained_by_what_a_proxy_response_is(stand: Stand) -> None:
    answer = await stand.send(stand.api("POST /x"), "POST", "/x", order={"return": {"body": {"a": 1}}})

    assert "serialise JSON yourself" in stand.trace(answer).explanation
    assert 'body must be a text, and is an object: {"a":1}' in stand.trace(answer).explanation


async def test_a_function_without_concurrency_left_is_answered_500(stand: Stand) -> None:
    functions = stand.region.functions
    functions.put_function_concurrency(
        PutFunctionConcurrencyRequest(function_name="obedient", reserved_concurrent_executions=0)
    )
    try:
        answer = await stand.send(stand.api("GET /x"), "GET", "/x")
    finally:
        functions.delete_function_concurrency(FunctionNameRequest(function_name="obedient"))

    assert answer.status == 500
    assert stand.log(answer)[0] == "Execution failed due to configuration error: Rate Exceeded."
    assert "Lambda throttled the invocation" in stand.trace(answer).explanation


async def test_an_integration_that_is_not_emulated_is_refused_by_name(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.integrate(api, stand.resource(api, "/x"), "GET", type="AWS", uri="arn:aws:apigateway:us-east-1:sqs:path/1/q")
    stand.deploy(api)

    answer = await stand.send(api, "GET", "/x")

    sentence = "lgtui does not emulate the service sqs yet"
    assert (answer.status, answer.json()) == (501, {"message": sentence})
    assert entry(stand, answer, "endpoint").verdict == "not emulated"
    assert sentence in stand.log(answer)[0]


async def test_a_proxy_of_a_delivery_stream_is_refused_by_name(stand: Stand) -> None:
    api = stand.api("POST /x")
    stand.integrate(
        api, stand.resource(api, "/x"), "POST", uri="arn:aws:apigateway:us-east-1:firehose:action/PutRecord"
    )
    stand.deploy(api)

    answer = await stand.send(api, "POST", "/x")

    assert (answer.status, "Firehose" in answer.json()["message"]) == (501, True)


async def test_a_stage_variable_picks_the_function(stand: Stand) -> None:
    api = stand.api("GET /x", variables={"function": "obedient"})
    stand.integrate(api, stand.resource(api, "/x"), "GET", uri=uri("${stageVariables.function}"))
    stand.deploy(api)
    good = await stand.event(api, "GET", "/x")

    stand.patch(api, "/variables/function", "absent")
    bad = await stand.send(api, "GET", "/x")

    assert good["stageVariables"] == {"function": "obedient"}
    assert bad.status == 500
    assert "does not exist" in stand.trace(bad).explanation


async def test_editing_the_api_changes_nothing_until_it_is_deployed(stand: Stand) -> None:
    api = stand.api("GET /x")
    stand.put(api, "GET", "/new")

    before = await stand.send(api, "GET", "/new")
    stand.deploy(api)
    after = await stand.send(api, "GET", "/new")

    assert (before.status, after.status) == (403, 200)


async def test_every_request_is_counted_by_its_outcome(stand: Stand) -> None:
    api = stand.api("GET /x")
    before = stand.region.metrics.sent, stand.region.metrics.client_errors

    await stand.send(api, "GET", "/x")
    await stand.send(api, "GET", "/nothing")

    total = stand.region.metrics
    assert (total.sent - before[0], total.client_errors - before[1]) == (2, 1)


async def test_the_function_goes_on_after_the_gateway_gave_up(stand: Stand) -> None:
    api = stand.api("POST /slow")
    stand.integrate(api, stand.resource(api, "/slow"), "POST", timeout_in_millis=50)
    stand.deploy(api)

    answer = await stand.send(api, "POST", "/slow", order={"wait": 0.3, "return": {"body": "late"}})
    ended = await stand.log_line("obedient", "END RequestId")

    assert answer.status == 504
    assert ended.time > stand.trace(answer).time + 0.3
