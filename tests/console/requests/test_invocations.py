"""Direct invocations: the exact request, and what each answer is said to mean."""

import base64
import json

import pytest

from lgtui.console.region.outcomes import Answer
from lgtui.console.requests.invocations import EventDraft, in_words, invocation_id, invoke_request, log_tail, start_of


def answer(status: int, document: object = None, **headers: str) -> Answer:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(status, "", pairs, b"" if document is None else json.dumps(document).encode(), 0.01)


def tail(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_an_event_becomes_an_invoke_with_the_tail_of_the_log() -> None:
    draft = EventDraft("live", "Event", '{"a": "ä"}')

    request = invoke_request("orders", draft, "http://127.0.0.1:4566")

    assert request.url == "http://127.0.0.1:4566/2015-03-31/functions/orders/invocations?Qualifier=live"
    assert request.headers == (("X-Amz-Invocation-Type", "Event"), ("X-Amz-Log-Type", "Tail"))
    assert request.body == '{"a": "ä"}'.encode()


def test_latest_is_invoked_without_a_qualifier_and_half_a_character_does_no_harm() -> None:
    request = invoke_request("orders", EventDraft(event='"\ud800"'), "http://127.0.0.1:4566")

    assert request.url.endswith("/functions/orders/invocations")
    assert request.body == b'"?"'


def test_the_log_tail_says_whether_the_start_was_cold() -> None:
    cold = answer(200, {}, X_Amz_Log_Result=tail("START\nREPORT RequestId: 1 Init Duration: 41.00 ms\n"))

    assert log_tail(cold)[0] == "START"
    assert invocation_id(cold) == "1"
    assert start_of(cold) == "cold"
    assert start_of(answer(200, {}, X_Amz_Log_Result=tail("REPORT RequestId: 1\n"))) == "warm"
    assert start_of(answer(202)) == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(202), "Queued."),
        (answer(204), "Dry run:"),
        (
            answer(
                429,
                {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "message": "Rate Exceeded."},
                X_Amzn_ErrorType="TooManyRequestsException",
                Retry_After="5",
            ),
            "raise it with c, or wait for a running one. AWS's clients would wait 5 s and try again.",
        ),
        (
            answer(404, {"Message": "Function not found: arn:x"}, X_Amzn_ErrorType="ResourceNotFoundException:"),
            "ResourceNotFoundException: Function not found: arn:x\nThere is no such function",
        ),
        (answer(400, {"message": "m"}, X_Amzn_ErrorType="InvalidRequestContentException"), "The event is no JSON"),
        (answer(500, "no document"), "500: "),
    ],
)
def test_answers_are_told_in_plain_words(given: Answer, said: str) -> None:
    assert said in in_words(given)


@pytest.mark.parametrize(
    ("payload", "remedy"),
    [
        ({"errorType": "Sandbox.Timedout", "errorMessage": "Task timed out after 3.00 seconds"}, "raise that"),
        ({"errorMessage": "2024 r-1 Task timed out after 1.00 seconds"}, "longer than its Timeout"),
        ({"errorType": "Runtime.ExitError", "errorMessage": "Error: Runtime exited"}, "process ended"),
        ({"errorType": "Runtime.ExitError", "errorMessage": "Runtime exited: signal: killed"}, "raise MemorySize"),
        ({"errorType": "Runtime.ImportModuleError", "errorMessage": "No module"}, "e opens the file"),
        ({"errorType": "KeyError", "errorMessage": "'id'"}, "The stack trace"),
    ],
)
def test_a_failed_function_is_told_with_what_to_do(payload: dict[str, str], remedy: str) -> None:
    said = in_words(answer(200, payload, X_Amz_Function_Error="Unhandled"))

    assert said.startswith("The function failed: ")
    assert payload["errorMessage"] in said
    assert remedy in said


def test_a_payload_that_is_no_object_does_no_harm() -> None:
    assert "it gave no reason" in in_words(answer(200, [1], X_Amz_Function_Error="Unhandled"))
    assert in_words(answer(200, {"order": 7})) == ""
