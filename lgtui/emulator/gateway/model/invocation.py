"""Invocations for a test, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import Shape


class TestInvokeMethodRequest(Shape, frozen=True, kw_only=True):
    """Input of TestInvokeMethod; `path_with_query_string` may be another path than the resource's."""

    __test__ = False

    rest_api_id: str
    resource_id: str
    http_method: str
    path_with_query_string: str = ""
    body: str = ""
    headers: dict[str, str] = {}
    multi_value_headers: dict[str, list[str]] = {}
    stage_variables: dict[str, str] = {}


class TestInvokeMethodResponse(Shape, frozen=True, kw_only=True):
    """Output of TestInvokeMethod: the answer and its execution log; `latency` in milliseconds."""

    __test__ = False

    status: int
    body: str
    headers: dict[str, str]
    multi_value_headers: dict[str, list[str]]
    log: str
    latency: int
