"""What AWS's operations tell of a node of the tree: which ones are asked, and their answers made readable."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

import yaml

from lgtui.console.region.nodes import ApiNode, AuthorizerNode, EventSourceNode, ResourceNode, Subject
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState
from lgtui.console.secret_values import MASK, is_secret_variable

_NOISE = frozenset({"ResponseMetadata", "_links"})


class Question(NamedTuple):
    """A read operation of the control plane.

    Attributes:
        title: what the answer shows.
        path: what is asked for.
        absent: what is said where there is no such thing (404).
    """

    title: str
    path: str
    absent: str = ""


def questions(state: RegionState, subject: Subject) -> Sequence[Question]:
    """What is asked of something in the tree."""
    match subject:
        case FunctionTarget():
            return _of_function(subject)
        case MethodTarget():
            return _of_method(state, subject)
        case ApiNode(api_id=api_id):
            return _of_api(api_id)
        case ResourceNode(api_id=api_id, resource_id=resource_id):
            resource = f"/restapis/{api_id}/resources/{quote(resource_id, safe='')}?embed=methods"
            return [Question("Resource", resource), *_of_api(api_id)]
        case AuthorizerNode(api_id=api_id, authorizer_id=authorizer_id):
            authorizer = f"/restapis/{api_id}/authorizers/{quote(authorizer_id, safe='')}"
            return [Question("Authorizer", authorizer), Question("API", f"/restapis/{api_id}")]
        case EventSourceNode(mapping_id=mapping_id):
            return [Question("Mapping", f"/2015-03-31/event-source-mappings/{quote(mapping_id, safe='')}")]


def _of_api(api_id: str) -> list[Question]:
    api = f"/restapis/{api_id}"
    return [
        Question("API", api),
        Question("Stages", f"{api}/stages"),
        Question("Authorizers", f"{api}/authorizers"),
        Question("Gateway responses", f"{api}/gatewayresponses"),
        Question("Models", f"{api}/models"),
        Question("Validators", f"{api}/requestvalidators"),
        Question("Usage plans", "/usageplans"),
    ]


def _of_method(state: RegionState, target: MethodTarget) -> list[Question]:
    resource, stage = state.resource(target), state.stage(target.api_id)
    if resource is None:
        return []
    api = f"/restapis/{target.api_id}"
    asked = [Question("Method", f"{api}/resources/{quote(resource.id, safe='')}/methods/{target.http_method}")]
    if stage:
        asked.append(Question("Stage", f"{api}/stages/{quote(stage.name, safe='')}"))
    return [*asked, Question("API", api)]


def _of_function(target: FunctionTarget) -> list[Question]:
    name = quote(target.name, safe="")
    query = f"?Qualifier={quote(target.qualifier, safe='')}" if target.qualifier else ""
    asked = [
        Question("Configuration", f"/2015-03-31/functions/{name}/configuration{query}"),
        Question("Policy", f"/2015-03-31/functions/{name}/policy{query}", "No policy allows anybody to invoke it."),
        Question(
            "Asynchronous",
            f"/2019-09-25/functions/{name}/event-invoke-config{query}",
            "Two retries, six hours, no destinations: AWS's defaults.",
        ),
        Question("URL", f"/2021-10-31/functions/{name}/url{query}", "It has no function URL."),
        Question("Event sources", f"/2015-03-31/event-source-mappings?FunctionName={name}"),
        Question("Reserved", f"/2019-09-30/functions/{name}/concurrency", "None is reserved."),
    ]
    if target.qualifier and not target.qualifier.isdigit():
        asked.insert(0, Question("Alias", f"/2015-03-31/functions/{name}/aliases/{quote(target.qualifier, safe='')}"))
    return asked


def readable(document: dict[str, Any], *, secrets_shown: bool = True) -> str:
    """An answer as YAML: texts of several lines as blocks, JSON within texts laid open.

    Args:
        document: the answer.
        secrets_shown: False where variables that are called like secrets are masked.
    """
    shown = document if secrets_shown else _masked(document)
    return yaml.dump(_opened(shown), Dumper=_Blocks, sort_keys=False, allow_unicode=True, width=1_000)


def _masked(document: dict[str, Any]) -> dict[str, Any]:
    """An answer with dots for the values of secret environment variables: `GetFunctionConfiguration` holds them."""
    environment = document.get("Environment")
    if not isinstance(environment, dict) or not isinstance(variables := environment.get("Variables"), dict):
        return document
    dots = {name: MASK if is_secret_variable(name) else value for name, value in variables.items()}
    return {**document, "Environment": {**environment, "Variables": dots}}


def _opened(value: Any) -> Any:
    """A value with the JSON documents in its texts taken apart."""
    if isinstance(value, dict):
        return {name: _member(name, member) for name, member in value.items() if name not in _NOISE}
    if isinstance(value, list):
        return [_opened(member) for member in value]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        try:
            return _opened(json.loads(_unescaped(value)))
        except (ValueError, RecursionError):
            return value
    return value


def _member(name: str, value: Any) -> Any:
    """A member of an object; API Gateway tells times as seconds since the epoch."""
    if name.endswith("Date") and isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return _opened(value)


def _unescaped(text: str) -> str:
    """A document as it is; GetRestApi tells an API's policy with its quotation marks escaped once more."""
    return str(json.loads(f'"{text}"')) if text.startswith('{\\"') else text


class _Blocks(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    tidy = "\n".join(line.rstrip() for line in text.replace("\r", "").replace("\t", "    ").splitlines())
    if "\n" in tidy:
        return dumper.represent_scalar("tag:yaml.org,2002:str", tidy, style="|")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text)


_Blocks.add_representer(str, _text)
