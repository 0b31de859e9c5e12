"""What an account holds, as it should be by the operations that were acknowledged, and as its emulator says it is."""

import base64
import copy
import hashlib
import io
import random
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

import boto3
from botocore.config import Config

from tests.emulator_process import call

State = dict[str, dict[str, Any]]
"""`functions`, `apis` and `keys` by name, each as this test describes it."""

ROLE = "arn:aws:iam::123456789012:role/r"


class Clients(NamedTuple):
    """boto3's clients of one emulator."""

    functions: Any
    gateway: Any


class Change(NamedTuple):
    """An operation: how it is asked for, and what the account holds once it is done."""

    name: str
    send: Callable[[Clients], object]
    apply: Callable[[State], None]


def clients(url: str) -> Clients:
    """Clients that ask once and wait for the answer."""

    def client(service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="any",
            aws_secret_access_key="any",
            config=Config(retries={"total_max_attempts": 1}),
        )

    return Clients(client("lambda"), client("apigateway"))


def package(source: str) -> bytes:
    """A deployment package of one module."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", source)
    return packed.getvalue()


class Account:
    """Makes changes one after the other, each of them possible after those before.

    Attributes:
        state: what is there once all that was acknowledged is done.
    """

    def __init__(self, chance: random.Random) -> None:
        self.state: State = {"functions": {}, "apis": {}, "keys": {}}
        self._chance = chance
        self._count = 0

    def next(self, connected: Clients) -> Change:
        """A change of something that is there, or one that makes something new."""
        self._count += 1
        makers: list[Callable[[Clients], Change]] = [self._create_function, self._create_api, self._create_key]
        if self.state["functions"]:
            makers += [self._publish, self._configure, self._point_alias, self._delete_function]
        if self.state["apis"]:
            makers += [self._add_method, self._deploy, self._deploy, self._delete_api]
        return self._chance.choice(makers)(connected)

    def after(self, change: Change) -> State:
        """What would be there after one change more."""
        state = copy.deepcopy(self.state)
        change.apply(state)
        return state

    def _any(self, kind: str) -> str:
        return self._chance.choice(sorted(self.state[kind]))

    # Functions --------------------------------------------------------------------------------------------------

    def _create_function(self, _: Clients) -> Change:
        name, code = f"f{self._count}", package(f"number = {self._count}")
        made = {"description": "", "versions": 0, "aliases": {}}
        return Change(
            f"create_function {name}",
            lambda to: to.functions.create_function(
                FunctionName=name, Runtime="python3.11", Handler="app.handler", Role=ROLE, Code={"ZipFile": code}
            ),
            lambda state: state["functions"].update({name: made}),
        )

    def _configure(self, _: Clients) -> Change:
        name, text = self._any("functions"), f"by change {self._count}"
        return Change(
            f"update_function_configuration {name}",
            lambda to: to.functions.update_function_configuration(FunctionName=name, Description=text),
            lambda state: state["functions"][name].update(description=text),
        )

    def _publish(self, _: Clients) -> Change:
        """Code and version in one operation, so that each publishes a new one."""
        name, code = self._any("functions"), package(f"number = {self._count}")

        def apply(state: State) -> None:
            state["functions"][name]["versions"] += 1

        return Change(
            f"update_function_code {name}",
            lambda to: to.functions.update_function_code(FunctionName=name, ZipFile=code, Publish=True),
            apply,
        )

    def _point_alias(self, _: Clients) -> Change:
        name = self._any("functions")
        versions, aliases = self.state["functions"][name]["versions"], self.state["functions"][name]["aliases"]
        number = str(self._chance.randint(1, versions)) if versions else "$LATEST"
        operation = "update_alias" if "live" in aliases else "create_alias"
        return Change(
            f"{operation} {name}:live",
            lambda to: getattr(to.functions, operation)(FunctionName=name, Name="live", FunctionVersion=number),
            lambda state: state["functions"][name]["aliases"].update(live=number),
        )

    def _delete_function(self, _: Clients) -> Change:
        name = self._any("functions")
        return Change(
            f"delete_function {name}",
            lambda to: to.functions.delete_function(FunctionName=name),
            lambda state: state["functions"].pop(name),
        )

    # APIs -------------------------------------------------------------------------------------------------------

    def _create_api(self, _: Clients) -> Change:
        api_id = f"api{self._count}"
        made = {"paths": ["/"], "methods": [], "deployments": [], "stages": {}}
        return Change(
            f"create_rest_api {api_id}",
            lambda to: to.gateway.create_rest_api(name=api_id, tags={"_custom_id_": api_id}),
            lambda state: state["apis"].update({api_id: made}),
        )

    def _add_method(self, connected: Clients) -> Change:
        """The next of a resource, a method on it and its integration."""
        api_id = self._any("apis")
        path, methods = f"/p{self._count}", self.state["apis"][api_id]["methods"]
        bare = [path for path in self.state["apis"][api_id]["paths"] if path != "/" and path not in methods]
        ids = {each["path"]: each["id"] for each in connected.gateway.get_resources(restApiId=api_id)["items"]}
        if not bare:
            return Change(
                f"create_resource {api_id}{path}",
                lambda to: to.gateway.create_resource(restApiId=api_id, parentId=ids["/"], pathPart=path[1:]),
                lambda state: state["apis"][api_id]["paths"].append(path),
            )
        return Change(
            f"put_method {api_id}{bare[0]}",
            lambda to: to.gateway.put_method(
                restApiId=api_id, resourceId=ids[bare[0]], httpMethod="GET", authorizationType="NONE"
            ),
            lambda state: state["apis"][api_id]["methods"].append(bare[0]),
        )

    def _deploy(self, connected: Clients) -> Change:
        """A deployment, to a stage with it; every method gets its integration before."""
        api_id, text = self._any("apis"), f"by change {self._count}"
        if not self.state["apis"][api_id]["methods"]:
            return self._add_method(connected)
        for resource in connected.gateway.get_resources(restApiId=api_id)["items"]:
            if "resourceMethods" in resource:
                connected.gateway.put_integration(
                    restApiId=api_id, resourceId=resource["id"], httpMethod="GET", type="MOCK"
                )

        def apply(state: State) -> None:
            state["apis"][api_id]["deployments"].append(text)
            state["apis"][api_id]["stages"]["prod"] = text

        return Change(
            f"create_deployment {api_id}",
            lambda to: to.gateway.create_deployment(restApiId=api_id, stageName="prod", description=text),
            apply,
        )

    def _delete_api(self, _: Clients) -> Change:
        api_id = self._any("apis")
        return Change(
            f"delete_rest_api {api_id}",
            lambda to: to.gateway.delete_rest_api(restApiId=api_id),
            lambda state: state["apis"].pop(api_id),
        )

    def _create_key(self, _: Clients) -> Change:
        name = f"key{self._count}"
        return Change(
            f"create_api_key {name}",
            lambda to: to.gateway.create_api_key(name=name, value=name * 10, enabled=True),
            lambda state: state["keys"].update({name: name * 10}),
        )


def read(connected: Clients, own: set[str]) -> State:
    """What an emulator says is there, less the functions and APIs named `own`, which are its template's."""
    functions = connected.functions.list_functions(MaxItems=10_000)["Functions"]
    apis = connected.gateway.get_rest_apis(limit=500)["items"]
    keys = connected.gateway.get_api_keys(limit=500, includeValues=True)["items"]
    names = [each["FunctionName"] for each in functions if each["FunctionName"] not in own]
    return {
        "functions": {name: _function(connected.functions, name) for name in names},
        "apis": {api["id"]: _api(connected.gateway, api["id"]) for api in apis if api["name"] not in own},
        "keys": {key["name"]: key["value"] for key in keys},
    }


def _function(client: Any, name: str) -> dict[str, Any]:
    versions = client.list_versions_by_function(FunctionName=name)["Versions"]
    aliases = client.list_aliases(FunctionName=name)["Aliases"]
    latest = client.get_function(FunctionName=name)
    digest = hashlib.sha256(call(latest["Code"]["Location"]).body).digest()
    assert base64.b64encode(digest).decode() == latest["Configuration"]["CodeSha256"], f"the code of {name} is another"
    return {
        "description": versions[0]["Description"],
        "versions": len(versions) - 1,
        "aliases": {alias["Name"]: alias["FunctionVersion"] for alias in aliases},
    }


def _api(client: Any, api_id: str) -> dict[str, Any]:
    resources = client.get_resources(restApiId=api_id, limit=500)["items"]
    deployments = client.get_deployments(restApiId=api_id, limit=500)["items"]
    texts = {each["id"]: each["description"] for each in deployments}
    stages = client.get_stages(restApiId=api_id).get("item", [])
    return {
        "paths": [each["path"] for each in sorted(resources, key=lambda each: (len(each["path"]), each["path"]))],
        "methods": [each["path"] for each in resources if "resourceMethods" in each],
        "deployments": list(texts.values()),
        "stages": {stage["stageName"]: texts[stage["deploymentId"]] for stage in stages},
    }


def ordered(state: State) -> State:
    """A state whose lists are in an order that does not depend on who made them."""
    for api in state["apis"].values():
        for members in ("paths", "methods", "deployments"):
            api[members] = sorted(api[members])
    return state
