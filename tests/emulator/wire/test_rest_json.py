"""The REST-JSON protocol by the service model."""

from typing import Any

import msgspec
import pytest

from lgtui.emulator.errors import ResourceNotFoundException, TooManyRequestsException, ValidationException
from lgtui.emulator.wire.answer import SerializationException
from lgtui.emulator.wire.rest_json import Reader, Writer, serialize_error
from lgtui.emulator.wire.service_model import service_model


def parse(
    service: str,
    http_method: str,
    path: str,
    *,
    query: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> dict[str, Any]:
    """Read a request as its operation's input."""
    model = service_model(service)
    found = model.find(http_method, path, query or {})
    assert found is not None
    operation, labels = found
    return Reader(model, operation).read(labels, query or {}, headers or {}, body)


def test_members_are_read_from_the_uri_headers_query_and_body() -> None:
    invocation = parse(
        "lambda",
        "POST",
        "/2015-03-31/functions/hello/invocations",
        query={"Qualifier": ["live"]},
        headers={"x-amz-invocation-type": "Event"},
        body=b'{"a": 1}',
    )

    assert invocation == {
        "FunctionName": "hello",
        "Qualifier": "live",
        "InvocationType": "Event",
        "Payload": b'{"a": 1}',
    }


def test_nested_members_of_the_body_are_read_and_blobs_decoded() -> None:
    function = parse(
        "lambda",
        "POST",
        "/2015-03-31/functions",
        body=b'{"FunctionName":"f","Role":"arn:aws:iam::123456789012:role/r","Code":{"ZipFile":"aGk="},'
        b'"Environment":{"Variables":{"AB":"1"}}}',
    )

    assert function["Code"] == {"ZipFile": b"hi"}
    assert function["Environment"] == {"Variables": {"AB": "1"}}


def test_a_member_whose_wire_name_differs_is_read_by_its_wire_name() -> None:
    integration = parse(
        "apigateway",
        "PUT",
        "/restapis/a/resources/r/methods/GET/integration",
        body=b'{"type":"AWS_PROXY","httpMethod":"POST"}',
    )

    assert integration["httpMethod"] == "GET"
    assert integration["integrationHttpMethod"] == "POST"


def test_a_missing_required_member_is_refused_by_its_name() -> None:
    with pytest.raises(ValidationException, match="Value null at 'functionName'"):
        parse("lambda", "POST", "/2015-03-31/functions", body=b'{"Role":"r","Code":{}}')


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"FunctionName": 5}', b'{"Timeout": "x"}', b'{"Code":{"ZipFile":"?"}}']
)
def test_a_body_that_is_not_of_the_shape_is_refused(body: bytes) -> None:
    with pytest.raises(SerializationException):
        parse("lambda", "POST", "/2015-03-31/functions", body=body)


def test_an_output_is_bound_to_status_headers_and_payload() -> None:
    model = service_model("lambda")
    found = model.find("POST", "/2015-03-31/functions/f/invocations", {})
    assert found is not None

    output = {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": b"null", "Report": {}}
    answer = Writer(model, found[0]).write(output)

    assert answer.status == 200
    assert (b"X-Amz-Function-Error", b"Unhandled") in answer.headers
    assert answer.body == b"null"


def test_each_service_s_errors_have_its_own_shape() -> None:
    lambda_error = serialize_error("lambda", ResourceNotFoundException("Function not found: x", Type="User"))
    gateway_error = serialize_error("apigateway", TooManyRequestsException("Too many", retryAfterSeconds=1))

    assert msgspec.json.decode(lambda_error.body) == {"Type": "User", "Message": "Function not found: x"}
    assert (b"x-amzn-errortype", b"ResourceNotFoundException") in lambda_error.headers
    assert msgspec.json.decode(gateway_error.body) == {"message": "Too many"}
    assert (b"retry-after", b"1") in gateway_error.headers


def test_a_throttled_invocation_says_its_reason_in_the_body_and_when_to_retry_in_a_header() -> None:
    refusal = TooManyRequestsException("Rate Exceeded.", Reason="R", Type="User", retryAfterSeconds="1")
    answer = serialize_error("lambda", refusal)

    assert msgspec.json.decode(answer.body) == {"Type": "User", "message": "Rate Exceeded.", "Reason": "R"}
    assert (b"retry-after", b"1") in answer.headers
