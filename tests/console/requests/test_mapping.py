"""What the mapping-template view begins with."""

import json

from lgtui.console.region.state import MethodTarget
from lgtui.console.requests.drafts import Draft
from lgtui.console.requests.mapping import BEGINNING_BODY, FoundTemplate, beginning_event, templates_of
from tests.console.region_double import hello

GET_ORDER = MethodTarget("a1", "/orders/{id}", "GET")


def test_an_integrations_templates_are_found_with_what_they_are_for() -> None:
    integration = {
        "requestTemplates": {"application/json": "in"},
        "integrationResponses": {
            "200": {"responseTemplates": {"application/json": "out", "text/plain": None}},
            "400": {},
        },
    }

    assert templates_of(integration) == [
        FoundTemplate("request application/json", "in"),
        FoundTemplate("response 200 application/json", "out"),
        FoundTemplate("response 200 text/plain", ""),
    ]
    assert templates_of({"type": "MOCK"}) == []


def test_an_event_is_made_of_what_was_typed_for_the_method() -> None:
    draft = Draft("GET", "/orders/{id}?expand=items", {"id": "42"}, (("X-Test", "yes"),), '{"a": 1}')

    event = json.loads(beginning_event(GET_ORDER, draft, hello().apis[0].stages[0]))

    assert event["body"] == {"a": 1}
    assert event["params"] == {
        "path": {"id": "42"},
        "querystring": {"expand": "items"},
        "header": {"Accept": "*/*", "X-Test": "yes"},
    }
    assert event["context"]["stage"] == "dev"
    assert event["stageVariables"] == {"alias": "live"}


def test_without_a_method_there_is_an_event_all_the_same() -> None:
    event = json.loads(beginning_event(None, None, None))

    assert event["body"] == BEGINNING_BODY
    assert event["params"]["path"] == {"id": "7"}


def test_a_body_that_is_no_json_is_a_text() -> None:
    event = json.loads(beginning_event(GET_ORDER, Draft("POST", "/", body="a=b"), None))

    assert event["body"] == "a=b"
