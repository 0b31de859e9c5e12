"""From the stage editor's fields to UpdateStage's patch operations."""

from lgtui import frames
from lgtui.console.changes.stage_patch import stage_operations, stage_scopes
from tests.console.region_double import hello


def stage(**throttles: frames.ThrottleView) -> frames.StageView:
    settings = {"*/*": throttles["whole"]} if throttles else {}
    return frames.StageView("dev", "d", "", 0.0, "http://x", {"kept": "1", "changed": "2", "removed": "3"}, settings)


def test_only_what_differs_is_patched() -> None:
    typed = (("kept", "1"), ("changed", "9"), ("new/~", "4"))

    assert stage_operations(stage(), typed, {}) == [
        {"op": "remove", "path": "/variables/removed"},
        {"op": "replace", "path": "/variables/changed", "value": "9"},
        {"op": "replace", "path": "/variables/new~1~0", "value": "4"},
    ]


def test_a_throttle_is_set_changed_and_removed() -> None:
    same = tuple(stage().variables.items())
    throttled = stage(whole=frames.ThrottleView(5.0, 10))

    assert stage_operations(throttled, same, {"*/*": ("5", "10")}) == []
    assert stage_operations(throttled, same, {"*/*": ("2.5", ""), "orders~1{id}/GET": ("1", "2")}) == [
        {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "2.5"},
        {"op": "remove", "path": "/*/*/throttling/burstLimit"},
        {"op": "replace", "path": "/orders~1{id}/GET/throttling/rateLimit", "value": "1"},
        {"op": "replace", "path": "/orders~1{id}/GET/throttling/burstLimit", "value": "2"},
    ]


def test_every_method_of_the_api_can_have_a_throttle_of_its_own() -> None:
    assert stage_scopes(hello().apis[0]) == {
        "*/*": "the whole stage",
        "orders/POST": "POST /orders",
        "orders~1{id}/GET": "GET /orders/{id}",
        "legacy [~1foo]/ANY": "ANY /legacy [/foo]",
    }
