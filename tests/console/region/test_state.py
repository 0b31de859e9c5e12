"""The console's picture of the region, frame by frame."""

import msgspec

from lgtui import frames
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState
from lgtui.console.region.throttles import Throttle
from tests.console.region_double import hello, log_line

GET_ORDER = MethodTarget("a1", "/orders/{id}", "GET")


def region() -> RegionState:
    state = RegionState()
    state.apply(hello("http://127.0.0.1:1"))
    return state


def test_a_hello_replaces_all_that_was_known() -> None:
    state = region()
    state.apply(frames.LogsWritten([log_line("old", "r1")]))

    state.apply(hello("http://127.0.0.1:2", apis=[], environments=[]))

    assert state.api("a1") is None
    assert state.environments == {}
    assert state.lines_of(["r1"]) == []


def test_environments_that_are_gone_are_forgotten() -> None:
    state = region()
    environment = state.environments["e1"]

    state.apply(frames.EnvironmentsChanged([msgspec.structs.replace(environment, state="gone")]))

    assert state.environments == {}


def test_buckets_change_and_go() -> None:
    state = region()
    bucket = state.buckets["stage/a1/dev"]

    state.apply(frames.BucketsChanged([msgspec.structs.replace(bucket, tokens=1.0)]))
    assert state.buckets["stage/a1/dev"].tokens == 1.0

    state.apply(frames.BucketsChanged([], removed=["stage/a1/dev"]))
    assert state.buckets == {}


def test_a_handler_is_found_through_the_stage_variable_in_its_integration() -> None:
    state = region()

    function = state.handler_of(GET_ORDER)

    assert function is not None
    assert function.source == "/p/app.py"


def test_what_has_no_function_has_no_handler() -> None:
    state = region()

    assert state.handler_of(MethodTarget("a1", "/legacy [/foo]", "ANY")) is None
    assert state.handler_of(FunctionTarget("gone")) is None


def test_the_throttles_on_the_way_to_a_method_are_the_accounts_its_stages_and_its_own() -> None:
    state = region()
    api = state.apis[0]
    own = {**api.stages[0].method_throttles, "orders~1{id}/GET": frames.ThrottleView(1.0, 2)}
    stage = msgspec.structs.replace(api.stages[0], method_throttles=own)
    account = frames.BucketView("account", "account", "account", 20.0, 100.0, 10.0, 20)
    state.apply(frames.ResourcesChanged([msgspec.structs.replace(api, stages=[stage])], []))
    state.apply(frames.BucketsChanged([account]))

    passed_by_all = [Throttle("account", 10.0, 20), Throttle("stage", 5.0, 10)]
    assert state.throttles_of(GET_ORDER) == [*passed_by_all, Throttle("method", 1.0, 2)]
    assert state.throttles_of(MethodTarget("a1", "/orders", "POST")) == passed_by_all
    assert state.throttles_of(FunctionTarget("orders")) == []


def test_the_first_method_is_one_that_is_emulated() -> None:
    assert region().first_target() == MethodTarget("a1", "/orders", "POST")


def test_lines_of_a_request_are_found_in_order() -> None:
    state = region()
    state.apply(frames.LogsWritten([log_line("one", "r1"), log_line("other", "r2")]))
    state.apply(frames.LogsWritten([log_line("two", "r1")]))

    assert [line.text for line in state.lines_of(["r1", ""])] == ["one", "two"]


def test_requests_go_to_an_apis_first_stage() -> None:
    state = region()

    assert state.stage("a1") == state.apis[0].stages[0]
    assert state.stage("unknown") is None
