"""Values of a document that know where they stand."""

from typing import Any

import pytest

from lgtui.emulator.gateway.openapi.node import DocumentError, Node, Remark, attribute, pointer


def test_a_pointer_escapes_slashes_and_tildes() -> None:
    assert pointer(("paths", "/a~b", "get", "parameters", 0)) == "#/paths/~1a~0b/get/parameters/0"


def test_a_place_is_named_as_awss_parser_names_it() -> None:
    assert attribute(("paths", "/orders", "get", "responses")) == "paths.'/orders'(get).responses"
    assert attribute(("info", "title")) == "info.title"


def test_what_is_of_another_kind_is_passed_over_with_a_warning() -> None:
    node = Node.document({"paths": {"/orders": {"get": {"parameters": {"a": 1}}}}})

    items = list(node.get("paths").get("/orders").get("get").get("parameters").items())

    assert items == []
    trail = ("paths", "/orders", "get", "parameters")
    assert node.warnings == [Remark("attribute paths.'/orders'(get).parameters is not of type `array`", trail)]


def test_a_reference_leads_to_its_place_and_through_others() -> None:
    node = Node.document({"a": {"$ref": "#/b~1c"}, "b/c": {"$ref": "#/list/1"}, "list": [0, {"found": 1}]})

    found = node.get("a").resolved()

    assert (found.value, found.trail) == ({"found": 1}, ("list", 1))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"a": {"$ref": "#/gone"}}, "leads nowhere"),
        ({"a": {"$ref": "other.yaml#/x"}}, "leads out of the document"),
        ({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}}, "leads in a circle"),
        ({"a": {"$ref": "#/a"}}, "leads in a circle"),
    ],
)
def test_a_reference_that_leads_to_nothing_is_refused_at_its_place(document: Any, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        Node.document(document).get("a").resolved()

    assert caught.value.remarks[0].trail[0] in ("a", "b")
