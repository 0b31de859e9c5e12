"""The control plane: what each operation takes over loopback with a thousand resources in the store, beside moto."""

import base64
import http.client
import io
import json
import shutil
import socket
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.servers import answers, emulator, project_copy, wait_until
from tests.benchmarks.table import row, timed

FUNCTIONS, APIS, KEYS, RESOURCES = 250, 150, 150, 450
"""What is in the store before anything is measured: 1,000 in all; the resources are one API's, each with a method."""

FRESH = 10_000
"""Numbers from here on are of what is made while it is measured."""

CALLS = 40
"""Calls of each operation in a round."""

READ_AIM, WRITE_AIM, RATIO_AIM = 3.0, 10.0, 5.0
"""Milliseconds at the median, and times faster than moto."""

ROLE = "arn:aws:iam::123456789012:role/bench"
FUNCTIONS_PATH = "/2015-03-31/functions"
SIGNED = "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"


class Request(NamedTuple):
    """An operation as it is asked for."""

    method: str
    path: str
    body: object = None


class Prepared(NamedTuple):
    """A request as it goes over the connection: what it takes to make it is not measured."""

    method: str
    path: str
    content: bytes | None
    headers: dict[str, str]


def prepare(request: Request, service: str = "") -> Prepared:
    """A request with a signature that names its service, as moto wants it; one with `service` is a form."""
    named = service or ("apigateway" if request.path.startswith(("/restapis", "/apikeys")) else "lambda")
    form = "application/x-www-form-urlencoded" if service else "application/json"
    headers = {"Authorization": SIGNED.format(named), "Content-Type": form}
    body = request.body
    content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    return Prepared(request.method, request.path, content, headers)


class Client:
    """One connection to a control plane."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc)

    def send(self, request: Prepared) -> bytes:
        """What a request is answered.

        Raises:
            RuntimeError: it is refused.
        """
        self._connection.request(*request)
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{request.method} {request.path}: {answer.status} {said.decode()[:300]}")
        return said

    def call(self, request: Request) -> Any:
        """An operation's answer as a document."""
        return json.loads(self.send(prepare(request)) or b"null")


@dataclass
class Account:
    """What stands in one server's store, and the client that put it there."""

    client: Client
    api: str = ""
    root: str = ""
    resources: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def fill(self) -> None:
        """Put a thousand resources into the store."""
        call = self.client.call
        for number in range(FUNCTIONS):
            call(create_function(self, number))
        call(Request("POST", f"{FUNCTIONS_PATH}/f0/versions", {}))
        call(Request("POST", f"{FUNCTIONS_PATH}/f0/aliases", {"Name": "live", "FunctionVersion": "1"}))
        for number in range(APIS):
            self.api = call(create_rest_api(self, number))["id"]
        (self.root,) = (each["id"] for each in call(Request("GET", f"/restapis/{self.api}/resources"))["item"])
        for number in range(RESOURCES):
            self.resources.append(call(create_resource(self, number))["id"])
            call(put_method(self, number))
            call(put_integration(self, number))
        self.keys = [call(create_api_key(self, number))["id"] for number in range(KEYS)]
        call(create_deployment(self, 0))

    def method(self, number: int, verb: str) -> str:
        """The path of a method of one of the resources."""
        return f"/restapis/{self.api}/resources/{self.resources[number % RESOURCES]}/methods/{verb}"


Operation = Callable[[Account, int], Request]
"""Makes the request of an operation; the number is another one each time."""


def create_function(_: Account, number: int) -> Request:
    """A function whose package is another one each time."""
    members = {"FunctionName": f"f{number}", "Runtime": "python3.11", "Handler": "app.handler", "Role": ROLE}
    return Request("POST", FUNCTIONS_PATH, {**members, "Code": {"ZipFile": package(number)}})


def create_rest_api(_: Account, number: int) -> Request:
    """An API by another name each time."""
    return Request("POST", "/restapis", {"name": f"api{number}"})


def create_resource(account: Account, number: int) -> Request:
    """A resource below the root of the large API."""
    return Request("POST", f"/restapis/{account.api}/resources/{account.root}", {"pathPart": f"r{number}"})


def put_method(account: Account, number: int, verb: str = "GET") -> Request:
    """A method of one of the resources."""
    return Request("PUT", account.method(number, verb), {"authorizationType": "NONE"})


def put_integration(account: Account, number: int, verb: str = "GET") -> Request:
    """The integration of a method."""
    templates = {"application/json": '{"statusCode": 200}'}
    body = {"type": "MOCK", "requestTemplates": templates}
    return Request("PUT", f"{account.method(number, verb)}/integration", body)


def create_deployment(account: Account, _: int) -> Request:
    """A deployment of the large API to its stage."""
    return Request("POST", f"/restapis/{account.api}/deployments", {"stageName": "prod"})


def create_api_key(_: Account, number: int) -> Request:
    """A key of another value each time."""
    return Request("POST", "/apikeys", {"name": f"key{number}", "value": f"{number:x>30}", "enabled": True})


def _get(path: str) -> Operation:
    def operation(account: Account, number: int) -> Request:
        place = {"api": account.api, "number": number % 100, "resource": account.resources[number % RESOURCES]}
        return Request("GET", path.format(**place, key=account.keys[number % KEYS]))

    return operation


def _patch(path: str, member: str) -> Operation:
    def operation(account: Account, number: int) -> Request:
        patch = {"op": "replace", "path": member, "value": str(number)}
        return Request("PATCH", path.format(api=account.api), {"patchOperations": [patch]})

    return operation


def _configure(_: Account, number: int) -> Request:
    return Request("PUT", f"{FUNCTIONS_PATH}/f{number % 100}/configuration", {"Description": str(number)})


def _update_code(_: Account, number: int) -> Request:
    body = {"ZipFile": package(FRESH + number), "Publish": True}
    return Request("PUT", f"{FUNCTIONS_PATH}/f{number % 100}/code", body)


def _point_alias(_: Account, number: int) -> Request:
    return Request("PUT", f"{FUNCTIONS_PATH}/f0/aliases/live", {"Description": str(number)})


def _tag(_: Account, number: int) -> Request:
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:f{number % 100}"
    return Request("POST", f"/2017-03-31/tags/{arn}", {"Tags": {"number": str(number)}})


def _fresh(operation: Operation) -> Operation:
    """The operation with numbers beyond those of what was there before."""
    return lambda account, number: operation(account, FRESH + number)


READS: dict[str, Operation] = {
    "GetFunction": _get(f"{FUNCTIONS_PATH}/f{{number}}"),
    "GetFunctionConfiguration": _get(f"{FUNCTIONS_PATH}/f{{number}}/configuration"),
    "ListFunctions": _get(f"{FUNCTIONS_PATH}/"),
    "ListVersionsByFunction": _get(f"{FUNCTIONS_PATH}/f{{number}}/versions"),
    "GetAlias": _get(f"{FUNCTIONS_PATH}/f0/aliases/live"),
    "GetRestApis": _get("/restapis"),
    "GetRestApi": _get("/restapis/{api}"),
    "GetResources": _get("/restapis/{api}/resources"),
    "GetResources, 450": _get("/restapis/{api}/resources?limit=500&embed=methods"),
    "GetMethod": _get("/restapis/{api}/resources/{resource}/methods/GET"),
    "GetStage": _get("/restapis/{api}/stages/prod"),
    "GetDeployments": _get("/restapis/{api}/deployments"),
    "GetApiKeys": _get("/apikeys"),
    "GetApiKey": _get("/apikeys/{key}"),
}

WRITES: dict[str, Operation] = {
    "CreateFunction": _fresh(create_function),
    "UpdateFunctionConfiguration": _configure,
    "UpdateFunctionCode, Publish": _update_code,
    "UpdateAlias": _point_alias,
    "TagResource": _tag,
    "DeleteFunction": lambda _, number: Request("DELETE", f"{FUNCTIONS_PATH}/f{FRESH + number}"),
    "CreateRestApi": _fresh(create_rest_api),
    "CreateResource": _fresh(create_resource),
    "PutMethod": lambda account, number: put_method(account, number, "POST"),
    "PutIntegration": lambda account, number: put_integration(account, number, "POST"),
    "CreateDeployment, 450": create_deployment,
    "UpdateStage": _patch("/restapis/{api}/stages/prod", "/description"),
    "UpdateRestApi": _patch("/restapis/{api}", "/description"),
    "CreateApiKey": _fresh(create_api_key),
}


def control(seconds: int, rounds: int) -> None:
    """Every operation's median, lgtui's and moto's in turns; `seconds` has no part in it."""
    del seconds
    with project_copy() as project, emulator(project) as emulated, _moto() as moto_url:
        accounts = {"lgtui": Account(Client(emulated.control_url))}
        if moto_url:
            accounts["moto"] = Account(Client(moto_url))
            _make_role(accounts["moto"].client)
        for account in accounts.values():
            account.fill()
        row("control plane (ms)", "median", "moto", "times faster")
        for kind, operations, aim in (("read", READS, READ_AIM), ("write", WRITES, WRITE_AIM)):
            medians = {name: _measure(operation, accounts, rounds) for name, operation in operations.items()}
            for name, median in medians.items():
                row(f"  {name}", *_cells(median))
            slowest = max(medians.values(), key=lambda median: median["lgtui"])["lgtui"]
            row(f"  slowest {kind}", f"{slowest:.2f}", f"aim: under {aim:.0f}")
            if moto_url:
                ratio = statistics.median(median["moto"] / median["lgtui"] for median in medians.values())
                row(f"  {kind}s, median of the ratios", f"{ratio:.1f} ×", f"aim: {RATIO_AIM:.0f} ×")


def _measure(operation: Operation, accounts: dict[str, Account], rounds: int) -> dict[str, float]:
    """Each server's median in milliseconds."""
    took: dict[str, list[float]] = {name: [] for name in accounts}
    for number in range(rounds * CALLS):
        for name, account in accounts.items():
            request = prepare(operation(account, number))
            took[name].append(timed(partial(account.client.send, request)) * 1_000)
    return {name: statistics.median(each) for name, each in took.items()}


def _cells(median: dict[str, float]) -> tuple[str, ...]:
    if "moto" not in median:
        return (f"{median['lgtui']:.2f}", "no moto")
    return f"{median['lgtui']:.2f}", f"{median['moto']:.2f}", f"{median['moto'] / median['lgtui']:.1f} ×"


def package(number: int) -> str:
    """A small deployment package, in base64."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", f"def handler(event, context):\n    return {number}\n")
    return base64.b64encode(packed.getvalue()).decode()


@contextmanager
def _moto() -> Iterator[str]:
    """A moto server's URL, until the block ends; empty, and said so, where there is none."""
    beside = Path(sys.executable).with_name("moto_server")
    command = str(beside) if beside.is_file() else shutil.which("moto_server")
    if command is None:
        print("moto is absent, so nothing is compared: pip install 'moto[server]'")
        yield ""
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([command, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{url}/moto-api/"))
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _make_role(client: Client) -> None:
    """The role that moto wants to know before it makes a function."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
    asked = {"Action": "CreateRole", "Version": "2010-05-08", "RoleName": "bench"}
    form = urlencode({**asked, "AssumeRolePolicyDocument": json.dumps(trust)}).encode()
    client.send(prepare(Request("POST", "/", form), "iam"))
