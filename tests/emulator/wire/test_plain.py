"""Outputs that are written straight are written as the model binds them."""

from collections.abc import Callable
from typing import Any, get_type_hints

import msgspec
import pytest

from lgtui.emulator.functions import model as lambda_
from lgtui.emulator.functions.service import Functions
from lgtui.emulator.gateway import model as apigateway
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.wire.plain import plain_writer
from lgtui.emulator.wire.rest_json import Writer
from lgtui.emulator.wire.service_model import Operation, service_model

METHOD = apigateway.Method(
    http_method="GET",
    authorization_type="NONE",
    method_integration=apigateway.Integration(type="MOCK", request_templates={"a/b": "x"}),
)

OUTPUTS: dict[str, tuple[str, Callable[..., object], msgspec.Struct]] = {
    "a list under another name": ("apigateway", Gateway.get_deployments, apigateway.Deployments(items=[])),
    "nested members": (
        "apigateway",
        Gateway.get_resource,
        apigateway.ToldResource(id="a", path="/", resource_methods={"GET": METHOD, "PUT": apigateway.Empty()}),
    ),
    "what is not said": (
        "lambda",
        Functions.get_alias,
        lambda_.AliasConfiguration(alias_arn="arn", name="live", function_version="1", description="", revision_id="r"),
    ),
}


def operation(service: str, method: Callable[..., object]) -> Operation:
    """The operation that a method carries out."""
    name = method.__name__.replace("_", "")
    return next(each for each in service_model(service).operations() if each.name.lower() == name)


@pytest.mark.parametrize("case", OUTPUTS)
def test_a_plain_output_is_written_as_the_model_binds_it(case: str) -> None:
    service, method, output = OUTPUTS[case]
    model, asked = service_model(service), operation(service, method)
    plain = plain_writer(model, asked, get_type_hints(method)["return"])
    assert plain is not None
    bound = Writer(model, asked).write(msgspec.to_builtins(output, builtin_types=(bytes,)))
    assert msgspec.json.decode(plain.write(output)) == msgspec.json.decode(bound.body)


class _Nullable(msgspec.Struct, rename="pascal"):
    alias_arn: str | None


class _Foreign(msgspec.Struct, rename="pascal"):
    alias_arn: str = ""
    folder: str = ""


@pytest.mark.parametrize("output_type", [_Nullable, _Foreign, _Nullable | _Foreign, dict])
def test_an_output_is_not_plain_where_something_of_it_must_be_left_out(output_type: Any) -> None:
    assert plain_writer(service_model("lambda"), operation("lambda", Functions.get_alias), output_type) is None
