"""Every shape that an operation takes or gives is the service model's: no member is lost for a name of its own."""

import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.wire.service_model import Operation, service_model

MODEL = service_model("apigateway")

SHARED = {"includeValue", "flatten", "restApiId"}
"""Members of inputs that several operations share, and that not all of them have."""


def methods() -> Iterator[tuple[Operation, Any, Any]]:
    """Each operation that is emulated, with the types of its input and its output."""
    for operation in MODEL.operations():
        method = getattr(Gateway, re.sub(r"(?<!^)(?=[A-Z])", "_", operation.name).lower(), None)
        if method is not None:
            hints = get_type_hints(method)
            output = hints.pop("return")
            (request,) = hints.values()
            yield operation, request, output


def strangers(type_: Any, shape_name: str, seen: set[tuple[Any, str]]) -> Iterator[str]:
    """Members of a struct, and of what it holds, that its shape does not have."""
    shape = MODEL.shapes.get(shape_name, {"members": {}, "type": "structure"})
    if get_origin(type_) in (Union, UnionType):
        for alternative in get_args(type_):
            yield from strangers(alternative, shape_name, seen)
    elif isinstance(type_, type) and issubclass(type_, msgspec.Struct) and (type_, shape_name) not in seen:
        seen.add((type_, shape_name))
        hints = get_type_hints(type_)
        for field, name in zip(type_.__struct_fields__, type_.__struct_encode_fields__, strict=True):
            member = shape["members"].get(name)
            if member is None:
                yield f"{type_.__name__}.{name}"
            else:
                yield from strangers(hints[field], member["shape"], seen)
    elif shape["type"] in ("list", "map") and get_args(type_):
        inner = shape["member" if shape["type"] == "list" else "value"]["shape"]
        yield from strangers(get_args(type_)[-1], inner, seen)


def test_answers_have_no_member_that_aws_does_not_have() -> None:
    found = {name for operation, _, output in methods() for name in strangers(output, operation.output_shape, set())}
    assert found == set()


def test_requests_have_no_member_that_aws_does_not_have() -> None:
    found = {name for operation, request, _ in methods() for name in strangers(request, operation.input_shape, set())}
    assert {name.partition(".")[2] for name in found} <= SHARED
