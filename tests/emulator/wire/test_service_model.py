"""Which request is which operation."""

import pytest

from lgtui.emulator.wire.service_model import service_model


@pytest.mark.parametrize(
    ("service", "http_method", "path", "query", "operation", "labels"),
    [
        ("lambda", "POST", "/2015-03-31/functions/hello/invocations", {}, "Invoke", {"FunctionName": "hello"}),
        ("lambda", "GET", "/2015-03-31/functions/", {}, "ListFunctions", {}),
        ("lambda", "GET", "/2015-03-31/functions/a%3Ab", {}, "GetFunction", {"FunctionName": "a:b"}),
        ("apigateway", "POST", "/restapis", {}, "CreateRestApi", {}),
        ("apigateway", "POST", "/restapis", {"mode": ["import"]}, "ImportRestApi", {}),
        ("apigateway", "PATCH", "/restapis/a1/stages/p", {}, "UpdateStage", {"restapi_id": "a1", "stage_name": "p"}),
    ],
)
def test_a_request_is_the_operation_that_the_model_says(
    service: str, http_method: str, path: str, query: dict[str, list[str]], operation: str, labels: dict[str, str]
) -> None:
    found = service_model(service).find(http_method, path, query)

    assert found is not None
    assert (found[0].name, found[1]) == (operation, labels)


@pytest.mark.parametrize("path", ["/", "/nothing", "/restapis/a1/stages/p/q/r/s"])
def test_a_request_that_no_operation_has_is_none(path: str) -> None:
    assert service_model("apigateway").find("PATCH", path, {}) is None
