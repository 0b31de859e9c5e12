"""XML of query services as the JSON that AWS has for it."""

import json

import pytest

from lgtui.emulator.gateway.integrations.query_answers import as_json


@pytest.mark.parametrize(
    ("xml", "document"),
    [
        (
            b'<SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult><MessageId>1'
            b"</MessageId></SendMessageResult><ResponseMetadata><RequestId>2</RequestId></ResponseMetadata>"
            b"</SendMessageResponse>",
            {
                "SendMessageResponse": {
                    "SendMessageResult": {"MessageId": "1"},
                    "ResponseMetadata": {"RequestId": "2"},
                }
            },
        ),
        (b"<R><Topics><member><Arn>a</Arn></member></Topics></R>", {"R": {"Topics": [{"Arn": "a"}]}}),
        (b"<R><A>1</A><A>2</A><B/></R>", {"R": {"A": ["1", "2"], "B": None}}),
        (b"<R><Message><Body>1</Body></Message></R>", {"R": {"messages": [{"Body": "1"}]}}),
        (
            b"<ErrorResponse><Error><Code>C</Code></Error><RequestId>2</RequestId></ErrorResponse>",
            {"Error": {"Code": "C"}, "RequestId": "2"},
        ),
    ],
)
def test_elements_become_members(xml: bytes, document: object) -> None:
    body = as_json(xml)
    assert body is not None
    assert json.loads(body) == document


@pytest.mark.parametrize("body", [b"", b"text", b"<a>", b"\xff", b'{"a": 1}'])
def test_what_is_no_xml_stays(body: bytes) -> None:
    assert as_json(body) is None
