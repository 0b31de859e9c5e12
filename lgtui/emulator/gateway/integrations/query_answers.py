"""XML answers of query services as the JSON that AWS gives to `Accept: application/json`, which emulators leave out.

API Gateway asks all services for JSON, so templates read `$.SendMessageResponse.SendMessageResult.MessageId`
(LocalStack's record of test_sqs_request_and_response_xml_templates_integration).
"""

from xml.etree import ElementTree

import msgspec

JSON = "application/json"

_LISTS = {"Message": "messages"}
"""Lists that have another name in JSON, those of ReceiveMessage [guess: as templates in the wild read them]."""

Value = dict[str, "Value"] | list["Value"] | str | None


def as_json(body: bytes) -> bytes | None:
    """The answer as JSON; None where it is no XML.

    The root of an error is left out, as of `{"Error": {"Code": …}, "RequestId": …}` [guess].
    """
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return None
    value = _value(root)
    name = _name(root)
    return msgspec.json.encode(value if name == "ErrorResponse" else {name: value})


def _value(element: ElementTree.Element) -> Value:
    """A leaf is a text, `member`s are a list, and so are elements of one name."""
    if not len(element):
        return element.text
    if all(_name(child) == "member" for child in element):
        return [_value(child) for child in element]
    grouped: dict[str, list[Value]] = {}
    for child in element:
        grouped.setdefault(_name(child), []).append(_value(child))
    return {
        _LISTS.get(name, name): values if len(values) > 1 or name in _LISTS else values[0]
        for name, values in grouped.items()
    }


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
