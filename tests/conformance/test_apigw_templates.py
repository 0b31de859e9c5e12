"""What AWS was recorded to render: the facts about mapping templates."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from lgtui.emulator.gateway.templates import RequestVariables, compile_template
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand

RAW = "some raw data"
CONTEXT_KEYS = [
    *("resourceId", "resourcePath", "httpMethod", "extendedRequestId", "requestTime", "path", "accountId", "protocol"),
    *("requestOverride", "stage", "domainPrefix", "requestTimeEpoch", "requestId", "identity"),
]


def rendered(template: str, payload: object) -> str:
    """What a template makes of a payload: a text as it is, all else as JSON."""
    body = payload if isinstance(payload, str) else json.dumps(payload)
    return compile_template(template).render(RequestVariables({}).with_payload(body))


@pytest.mark.parametrize(
    ("fact", "printed", "found", "text"),
    [
        ("vtl-002", "$result", [{"foo": "bar"}], '[{"foo":"bar"}]'),
        ("vtl-003", "$result.nested", {"nested": {"foo": "bar"}}, "{foo=bar}"),
        ("vtl-005", "$result[0]", [{"foo": "bar"}], "{foo=bar}"),
        ("vtl-006", "$result[0]", [[{"foo": "bar"}]], '[{"foo":"bar"}]'),
        ("vtl-007", "$result", {"foo": [{"nested": "bar"}]}, '{foo=[{"nested":"bar"}]}'),
        (
            "vtl-008",
            "$result",
            {"bigger": "dict", "to": "test", "with": "separators"},
            "{bigger=dict, to=test, with=separators}",
        ),
        ("vtl-009", "$result.toString()", {"list": [{"foo": "bar"}]}, '{list=[{"foo":"bar"}]}'),
    ],
)
def test_maps_print_as_java_prints_them_and_lists_as_json(fact: str, printed: str, found: object, text: str) -> None:
    assert rendered(f'#set($result = $input.path("$.json")){printed}', {"json": found}) == text, fact


def test_vtl_010_what_is_not_there_is_null_and_the_empty_text() -> None:
    template = (
        '#set($result = $input.path("$.nonExisting")){"body": $result, "nested": $result.nested, '
        '"isNull": "#if($result == $null)true#{else}false#end", '
        '"isEmptyString": "#if($result == "")true#{else}false#end"}'
    )

    assert rendered(template, {"json": 1}) == '{"body": , "nested": , "isNull": "true", "isEmptyString": "true"}'


@pytest.mark.parametrize(
    ("fact", "template", "text"),
    [
        ("vtl-015", "Action=SendMessage&MessageBody=$input.body", "Action=SendMessage&MessageBody=some raw data"),
        (
            "vtl-018",
            "EncodedBody=$util.urlEncode($input.body)&EncodedBodyAccess=$util.urlEncode($input.body.testAccess)",
            "EncodedBody=some+raw+data&EncodedBodyAccess=",
        ),
    ],
)
def test_the_body_is_a_text_without_properties(fact: str, template: str, text: str) -> None:
    assert rendered(template, RAW) == text, fact


def test_vtl_016_a_property_of_the_body_is_nothing_and_an_empty_body_prints_as_an_object() -> None:
    sent = rendered("#set($result = $input.body.testAccess)$result", RAW)

    assert (sent, rendered("$input.body", sent)) == ("", "{}")


@pytest_asyncio.fixture
async def api(tmp_path: Path) -> AsyncIterator[CustomApi]:
    """An API with nothing in it yet."""
    stand = Stand(tmp_path)
    yield CustomApi(stand)
    await stand.region.stop()


@pytest.mark.asyncio
async def test_vtl_025_the_keys_of_context_come_as_a_hash_map_has_them(api: CustomApi) -> None:
    template = "#foreach($key in $context.keySet())$key #end"
    api.mock(
        "GET /",
        {"application/json": '{"statusCode": 200}'},
        {"200": {"response_templates": {"application/json": template}}},
    )

    printed = (await api.send("GET", "/")).body.decode().split()

    assert [key for key in printed if key in CONTEXT_KEYS] == CONTEXT_KEYS
