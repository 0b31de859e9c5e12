"""Every operation of both services with input that its model forbids: always AWS's shape, never a fault of ours."""

import base64
import io
import itertools
import json
import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from lgtui.emulator.functions.model import (
    Code,
    CreateAliasRequest,
    CreateFunctionRequest,
    FunctionNameRequest,
    PublishVersionRequest,
)
from lgtui.emulator.functions.service import Functions
from lgtui.emulator.gateway.model import (
    CreateBasePathMappingRequest,
    CreateDocumentationPartRequest,
    CreateDocumentationVersionRequest,
    CreateDomainNameRequest,
    CreateRestApiRequest,
    CreateVpcLinkRequest,
    DocumentationPartLocation,
    GenerateClientCertificateRequest,
)
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.emulator.wire.answer import Answer
from lgtui.emulator.wire.aws_api import AwsApi
from lgtui.emulator.wire.runtime_api import listen
from lgtui.emulator.wire.service_model import Operation, ServiceModel, service_model

WRONG_VALUES: list[Any] = [
    *(5, -1, 10**30, 1.5, True, "", "no such thing", "x" * 3_000, "\u0000\n'\"<é🙂", "arn:aws:lambda:us-east-1:1:x"),
    *([], [None], [5], ["a", "a"], [[]], [{}], {}, {"a": None}, {"a": 5}, {"": "", "b": {"c": []}}),
]
"""Values of every JSON type; each member of each body is given each of them."""

WRONG_TEXTS = ["", "-1", "no such thing", "x" * 3_000, "%", "..", "\u0000", "é🙂", "a:b:c:d:e:f:g", "$LATEST", "1"]
"""Values that stand in paths, queries and headers."""

BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"5",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"a":"\\ud800"}',
]

EMULATED = [
    (service, operation.name)
    for service, owner in (("lambda", Functions), ("apigateway", Gateway))
    for operation in service_model(service).operations()
    if hasattr(owner, re.sub(r"(?<!^)(?=[A-Z])", "_", operation.name).lower())
]


_NUMBERS = itertools.count()
"""Each CreateFunction makes another function, so that none is refused only because its name is taken."""


class Control:
    """The control plane of a region that has a function with a version and an alias, and an API."""

    def __init__(self, folder: Path) -> None:
        self.region = Region(Settings(work_folder=folder / "work"), listen)
        self._api = AwsApi(self.region)
        self.names: dict[str, Any] = {}

    async def furnish(self) -> None:
        """Make what operations are about, so that bad input reaches beyond the look-up of names."""
        functions = self.region.functions
        code = Code(source="def handler(event, context): return event")
        functions.create_function(
            CreateFunctionRequest(function_name="f", runtime="python3.11", handler="app.handler", code=code)
        )
        await functions.publish_version(PublishVersionRequest(function_name="f"))
        functions.create_alias(CreateAliasRequest(function_name="f", name="live", function_version="1"))
        gateway = self.region.gateway
        api = gateway.create_rest_api(CreateRestApiRequest(name="api"))
        gateway.create_domain_name(CreateDomainNameRequest(domain_name="a.example.com"))
        gateway.create_base_path_mapping(
            CreateBasePathMappingRequest(domain_name="a.example.com", base_path="v1", rest_api_id=api.id)
        )
        link = gateway.create_vpc_link(CreateVpcLinkRequest(name="link", target_arns=["arn:aws:x"]))
        certificate = await gateway.generate_client_certificate(GenerateClientCertificateRequest())
        part = gateway.create_documentation_part(
            CreateDocumentationPartRequest(
                rest_api_id=api.id, location=DocumentationPartLocation(type="API"), properties="{}"
            )
        )
        gateway.create_documentation_version(
            CreateDocumentationVersionRequest(rest_api_id=api.id, documentation_version="1")
        )
        self.names = {
            "FunctionName": "f",
            "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "Qualifier": "live",
            "Name": "live",
            "FunctionVersion": "1",
            "restApiId": api.id,
            "restapi_id": api.id,
            "parent_id": api.root_resource_id,
            "resource_id": api.root_resource_id,
            "http_method": "GET",
            "domain_name": "a.example.com",
            "base_path": "v1",
            "vpclink_id": link.id,
            "clientcertificate_id": certificate.client_certificate_id,
            "part_id": part.id,
            "doc_version": "1",
            "resource_arn": f"arn:aws:apigateway:us-east-1::/restapis/{api.id}",
            "Code": {"ZipFile": base64.b64encode(_package()).decode()},
            "Role": "arn:aws:iam::123456789012:role/r",
            "StatementId": "s",
            "LayerName": "layer",
        }

    async def send(self, request: "Request") -> Answer:
        return await self._api.handle("", request.method, request.path, request.query, request.headers, request.body)

    def faults(self) -> list[str]:
        """What the log says of faults of lgtui's own."""
        return [line.text for line in self.region.logs.after(0, 20_000)[0] if "lgtui broke" in line.text]


class Request:
    """One HTTP request for an operation; members that are not given take the value of what there is."""

    def __init__(
        self, model: ServiceModel, operation: Operation, names: dict[str, Any], changed: dict[str, Any] | None = None
    ) -> None:
        members = model.shapes.get(operation.input_shape, {"members": {}})["members"]
        required = model.shapes.get(operation.input_shape, {}).get("required", [])
        values = {name: names.get(name, names.get(members[name].get("locationName", ""), "x")) for name in required}
        if operation.name == "CreateFunction":
            values["FunctionName"] = f"new-{next(_NUMBERS)}"
        values |= changed or {}
        by_place: dict[str, dict[str, Any]] = {"uri": {}, "querystring": {}, "header": {}, "body": {}}
        for name, value in values.items():
            member = members.get(name, {})
            if value is not None:
                by_place[member.get("location", "body")][member.get("locationName", name)] = value
        self.method = operation.http_method
        labels = {
            part.strip("{+}"): quote(str(by_place["uri"].get(part.strip("{+}"), "x")), safe="")
            for part in operation.path
        }
        self.path = "/" + "/".join(
            labels[part.strip("{+}")] if part.startswith("{") else part for part in operation.path
        )
        self.query = urlencode({**operation.query, **by_place["querystring"]})
        self.headers = {name.lower(): str(value) for name, value in by_place["header"].items()}
        self.body = json.dumps(by_place["body"]).encode() if by_place["body"] else b""

    @property
    def said(self) -> str:
        """The request in one line."""
        return f"{self.method} {self.path[:200]}?{self.query[:200]} {self.body[:200]!r}"


def _package() -> bytes:
    """A deployment package."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): return event")
    return package.getvalue()


def bad_requests(model: ServiceModel, operation: Operation, names: dict[str, Any]) -> Iterator[Request]:
    """Requests with missing, wrongly typed, too long and unknown members, and bodies that are none."""
    shape = model.shapes.get(operation.input_shape, {"members": {}})
    yield Request(model, operation, names)
    yield Request(model, operation, names, {"noSuchMember": {"a": [1]}})
    for name in shape.get("required", []):
        yield Request(model, operation, names, {name: None})
    for name, member in shape["members"].items():
        in_body = "location" not in member
        for value in WRONG_VALUES if in_body else WRONG_TEXTS:
            yield Request(model, operation, names, {name: value})
        for value in _nested(model, member["shape"]) if in_body else ():
            yield Request(model, operation, names, {name: value})
    for body in BODIES:
        request = Request(model, operation, names)
        request.body = body
        yield request


def _nested(model: ServiceModel, shape_name: str, depth: int = 0) -> Iterator[Any]:
    """Values of a structure, list or map that are wrong inside."""
    shape = model.shapes[shape_name]
    if depth > 2:
        return
    if shape["type"] == "structure":
        for name, member in shape["members"].items():
            inner = member.get("locationName", name)
            for value in (*WRONG_VALUES, *_nested(model, member["shape"], depth + 1)):
                yield {inner: value}
    elif shape["type"] == "list":
        for value in (*WRONG_VALUES, *_nested(model, shape["member"]["shape"], depth + 1)):
            yield [value]
    elif shape["type"] == "map":
        for value in (*WRONG_VALUES, *_nested(model, shape["value"]["shape"], depth + 1)):
            yield {"key": value, "": value}


@pytest.fixture
async def control(tmp_path: Path) -> AsyncIterator[Control]:
    """A furnished control plane, stopped after the test."""
    control = Control(tmp_path)
    await control.furnish()
    yield control
    await control.region.stop()


@pytest.mark.parametrize(("service", "name"), EMULATED, ids=[name for _, name in EMULATED])
async def test_bad_input_is_answered_in_aws_s_shape(control: Control, service: str, name: str) -> None:
    model = service_model(service)
    operation = next(found for found in model.operations() if found.name == name)

    for request in bad_requests(model, operation, control.names):
        answer = await control.send(request)
        said = f"{request.said} → {answer.body[:300]!r}"
        assert control.faults() == [], said
        assert 200 <= answer.status < 500 or answer.status == 501, said
        if answer.status >= 400:
            error = json.loads(answer.body)
            assert error.get("message") or error.get("Message"), said
            assert dict(answer.headers)[b"x-amzn-errortype"], said


async def test_every_other_operation_is_refused_by_its_name(control: Control) -> None:
    model = service_model("lambda")
    emulated = {name for service, name in EMULATED if service == "lambda"}
    others = [operation for operation in model.operations() if operation.name not in emulated]

    for operation in others:
        answer = await control.send(Request(model, operation, control.names))
        assert answer.status == 501
        assert json.loads(answer.body)["message"].startswith(f"lgtui does not emulate {operation.name} of lambda: ")
        assert dict(answer.headers)[b"x-amzn-errortype"] == b"NotImplementedException"
    assert len(others) > 20


async def test_a_fault_of_lgtui_s_own_is_aws_s_500_and_a_line_that_says_where(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_: FunctionNameRequest) -> FunctionNameRequest:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(control.region.functions, "get_policy", break_down)
    operation = next(found for found in service_model("lambda").operations() if found.name == "GetPolicy")
    answer = await control.send(Request(service_model("lambda"), operation, control.names))

    assert answer.status == 500
    assert json.loads(answer.body) == {"Type": "Service", "Message": "lgtui broke at GetPolicy; its log says where."}
    (fault,) = control.faults()
    assert "ZeroDivisionError: by nought (test_bad_input.py:" in fault
