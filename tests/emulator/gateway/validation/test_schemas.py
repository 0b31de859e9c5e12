"""Bodies against models, and what is said of those that do not fit."""

import json
from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import Model
from lgtui.emulator.gateway.validation.budget import TooSlow
from lgtui.emulator.gateway.validation.model_schema import check_schema
from lgtui.emulator.gateway.validation.schemas import Schemas, model_url

DRAFT_7 = "http://json-schema.org/draft-07/schema#"

INVALID = "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified{}]"


def complaints(schema: dict[str, Any], body: object, **others: dict[str, Any]) -> list[str]:
    """What is wrong with a body; `others` are models that the schema may refer to."""
    schemas = {"Main": schema, **others}
    models = {name: Model(id=name, name=name, schema=json.dumps(each)) for name, each in schemas.items()}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Schemas("api", models).get("Main").complaints(sent)


@pytest.mark.parametrize(
    ("schema", "body", "complaint"),
    [
        ({"type": "object"}, b"", "Unknown error parsing request body"),
        ({"type": "object"}, b"{'a': 1}", "Unknown error parsing request body"),
        ({"type": "object"}, b"\xff\xfe{}", "Unknown error parsing request body"),
        ({"type": "array"}, b"[" * 100_000, "Unknown error parsing request body"),
        (
            {"required": ["repeat", "email", "name"]},
            {"name": "x"},
            'object has missing required properties (["email","repeat"])',
        ),
        (
            {"type": "number"},
            "1",
            'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
        ),
        (
            {"type": "integer"},
            1.0,
            'instance type (number) does not match any allowed primitive type (allowed: ["integer"])',
        ),
        (
            {"properties": {"a": {}}, "additionalProperties": False},
            {"a": 1, "c": 1, "b": 1},
            'object instance has properties which are not allowed by the schema: ["b","c"]',
        ),
        ({"enum": ["a", 1]}, "b", 'instance value ("b") not found in enum (possible values: ["a",1])'),
        ({"pattern": "^a$"}, "b", 'ECMA 262 regex "^a$" does not match input string "b"'),
        ({"minLength": 3}, "ab", 'string "ab" is too short (length: 2, required minimum: 3)'),
        ({"maxLength": 1}, "ab", 'string "ab" is too long (length: 2, maximum allowed: 1)'),
        ({"minimum": 5}, 4, "numeric instance is lower than the required minimum (minimum: 5, found: 4)"),
        ({"maximum": 5}, 6.5, "numeric instance is greater than the required maximum (maximum: 5, found: 6.5)"),
        (
            {"minimum": 5, "exclusiveMinimum": True},
            5,
            "numeric instance is not strictly greater than the required minimum 5",
        ),
        ({"multipleOf": 2}, 3, "remainder of division is not zero (3 / 2)"),
        ({"minItems": 1}, [], "array is too short: must have at least 1 elements but instance has 0 elements"),
        ({"maxItems": 1}, [1, 2], "array is too long: must have at most 1 elements but instance has 2 elements"),
        ({"uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1}], "array must not contain duplicate elements"),
        ({"minProperties": 1}, {}, "object has too few properties (found 0 but schema requires at least 1)"),
        (
            {"items": [{}], "additionalItems": False},
            [1, 2],
            "schema only allows 1 elements in array but instance has 2 elements",
        ),
        (
            {"dependencies": {"a": ["b"]}},
            {"a": 1},
            'property "a" of object has missing property dependencies (schema requires ["b"]; missing: ["b"])',
        ),
        (
            {"anyOf": [{"type": "null"}, {"type": "array"}]},
            1,
            "instance failed to match at least one required schema among 2",
        ),
        (
            {"oneOf": [{"type": "null"}, {"type": "array"}]},
            1,
            "instance failed to match exactly one schema (matched 0 out of 2)",
        ),
        ({"not": {"type": "null"}}, None, "instance matched a schema which it should not have"),
        ({"format": "email"}, "nobody", 'string "nobody" is not a valid email address'),
        ({"format": "ipv4"}, "1.2.3", 'string "1.2.3" is not a valid IPv4 address'),
    ],
)
def test_a_body_that_does_not_fit_is_told_in_the_words_of_awss_validator(
    schema: dict[str, Any], body: object, complaint: str
) -> None:
    assert complaints(schema, body) == [complaint]


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ({"type": "object"}, {}),
        ({"type": "number"}, 1),
        ({"multipleOf": 0.01}, 0.07),
        ({"multipleOf": 0.5}, int("9" * 400)),
        ({"multipleOf": 1e-300}, 1e308),
        ({"pattern": r"^\d+$"}, "123"),
        ({"pattern": "b+"}, "abbc"),
        ({"format": "date-time"}, "2026-11-22T21:40:44.123Z"),
        ({"format": "unheard-of"}, "anything"),
        ({"uniqueItems": True}, [1, "1", [1], {"a": 1}]),
        ({"properties": {"id": {"type": "string"}}}, {"id": "x"}),
        ({"id": "https://elsewhere.example/x", "definitions": {"n": {}}, "$ref": "#/definitions/n"}, 1),
    ],
)
def test_a_body_that_fits_has_no_complaint(schema: dict[str, Any], body: object) -> None:
    assert complaints(schema, body) == []


def test_nothing_is_said_of_what_is_inside_a_wrong_object() -> None:
    schema = {"required": ["b"], "properties": {"a": {"type": "string"}}}

    assert complaints(schema, {"a": 1}) == ['object has missing required properties (["b"])']


def test_a_dollar_does_not_match_before_a_last_line_break() -> None:
    assert complaints({"pattern": "^a$"}, "a\n")


@pytest.mark.parametrize("digits", ["١٢٣", "１２３"])
def test_digits_of_a_pattern_are_asciis(digits: str) -> None:
    assert complaints({"pattern": r"^\d+$"}, digits)


def test_models_refer_to_each_other_and_to_their_own_definitions() -> None:
    main = {"type": "array", "items": {"$ref": model_url("api", "Item")}}
    item = {"$ref": "#/definitions/n", "definitions": {"n": {"type": "integer"}}}

    assert complaints(main, [1], Item=item) == []
    assert complaints(main, ["x"], Item=item)


def test_a_model_may_refer_to_itself() -> None:
    tree = {"type": "object", "properties": {"left": {"$ref": model_url("api", "Main")}}}

    assert complaints(tree, {"left": {"left": {}}}) == []
    assert complaints(tree, {"left": {"left": 1}})


def test_every_schema_is_read_as_draft_4_whatever_it_says() -> None:
    schema = {"$schema": DRAFT_7, "properties": {"a": {"$schema": DRAFT_7, "minimum": 5, "exclusiveMinimum": True}}}

    assert complaints(schema, {"a": 5})


def test_a_long_body_of_many_small_parts_is_not_cut_off() -> None:
    schema = {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "integer"}}}}

    assert complaints(schema, [{"a": number} for number in range(10_000)]) == []


def exploding(levels: int) -> dict[str, Any]:
    """A schema whose every level asks the next one twice."""
    steps: dict[str, Any] = {
        f"n{level}": {"anyOf": [{"$ref": f"#/definitions/n{level + 1}"}, {"$ref": f"#/definitions/n{level + 1}"}]}
        for level in range(levels)
    }
    return {"$ref": "#/definitions/n0", "definitions": {**steps, f"n{levels}": {"type": "null"}}}


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        (exploding(40), 1),
        ({"properties": {"x": {"$schema": DRAFT_7, **exploding(0)}}, **exploding(40)}, 1),
        ({"pattern": r"^(\w|\w\w|\w+)+$"}, "a" * 60 + "!"),
        ({"patternProperties": {r"^(\w|\w\w|\w+)+$": {}}}, {"a" * 60 + "!": 1}),
        ({"patternProperties": {r"^(\w|\w\w|\w+)+$": {}}, "additionalProperties": False}, {"a" * 60 + "!": 1}),
    ],
)
def test_a_schema_or_a_pattern_that_explodes_is_cut_off(schema: dict[str, Any], body: object) -> None:
    with pytest.raises(TooSlow):
        complaints(schema, body)


@pytest.mark.parametrize(
    ("schema", "more"),
    [
        ({"type": "objekt"}, ""),
        ({"type": "object", "required": []}, ""),
        ({"enum": ["a", "a"]}, ""),
        ({"pattern": "("}, ""),
        ({"$ref": "#/definitions/none"}, ""),
        ({"properties": {"a": {"type": "string", "example": "x"}}}, '. Unsupported keyword(s): ["example"]'),
        ({"nullable": True, "const": 1}, '. Unsupported keyword(s): ["const","nullable"]'),
    ],
)
def test_a_schema_that_is_none_is_refused(schema: dict[str, Any], more: str) -> None:
    with pytest.raises(BadRequestException) as caught:
        check_schema(json.dumps(schema), set())

    assert caught.value.message == INVALID.format(more)


@pytest.mark.parametrize("text", ["{", "[]", "1", "null x", "{" * 10_000])
def test_a_schema_that_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(BadRequestException):
        check_schema(text, set())


@pytest.mark.parametrize("ref", ["Other", "#Other", "http://example.com/x", "file:///etc/passwd"])
def test_a_reference_that_is_not_canonical_is_refused(ref: str) -> None:
    with pytest.raises(BadRequestException):
        check_schema(json.dumps({"$ref": ref}), {"Other"})
