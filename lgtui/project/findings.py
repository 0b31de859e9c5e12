"""What a template holds that lgtui does not emulate: listed once, with its line and what that means."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from lgtui.emulator.gateway.integrations.registry import service_elsewhere
from lgtui.emulator.gateway.policies.conditions import VPC_KEYS
from lgtui.emulator.gateway.policies.resource_policies import read_policy
from lgtui.emulator.gateway.user_pools.keys import pool_id
from lgtui.frames import NotEmulated
from lgtui.project.api_definitions import AUTHORIZER, MODEL, REQUEST_VALIDATOR
from lgtui.project.apis import DEPLOYMENT, GATEWAY_RESPONSE, METHOD, RESOURCE, REST_API, STAGE
from lgtui.project.attachments import ALIAS, EVENT_INVOKE, PERMISSION, URL, VERSION
from lgtui.project.domain_names import BASE_PATH_MAPPING, DOMAIN_NAME
from lgtui.project.functions import FUNCTION
from lgtui.project.layers import LAYER
from lgtui.project.log_groups import LOG_GROUP
from lgtui.project.plan import ApiPlan
from lgtui.project.template import Template
from lgtui.project.usage_plans import API_KEY, USAGE_PLAN, USAGE_PLAN_KEY

_SAM_FUNCTION = "AWS::Serverless::Function"
_SAM_API = "AWS::Serverless::Api"

_SAM_LAYER = "AWS::Serverless::LayerVersion"

_EMULATED = {
    *(_SAM_FUNCTION, _SAM_API, _SAM_LAYER),
    *(FUNCTION, LAYER, VERSION, ALIAS, URL, PERMISSION, EVENT_INVOKE),
    *(REST_API, RESOURCE, METHOD, DEPLOYMENT, STAGE, MODEL, REQUEST_VALIDATOR, GATEWAY_RESPONSE, AUTHORIZER),
    *(API_KEY, USAGE_PLAN, USAGE_PLAN_KEY, DOMAIN_NAME, BASE_PATH_MAPPING, LOG_GROUP),
}

_HARMLESS = {
    "AWS::ApiGateway::Account",
    "AWS::CDK::Metadata",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::Lambda::LayerVersionPermission",
}
"""What changes nothing about how a request is answered here. So is everything of IAM."""

_RESOURCES = {
    "AWS::Cognito::UserPool": "nobody signs in to it; tokens count by the keys that --jwks gives",
    "AWS::Lambda::EventSourceMapping": "it calls no function; invoke the function by hand",
    "AWS::Serverless::Application": "nested applications are not loaded",
    "AWS::Serverless::HttpApi": "HTTP APIs are not served; REST APIs are",
    "AWS::ApiGatewayV2::Api": "HTTP and WebSocket APIs are not served; REST APIs are",
}
"""What it means that a resource is left out, where that is more than that it is not there."""

_ABSENT = "calls to it reach nothing"

_UNKNOWN_CONDITION = "requests are answered with 501 where it would decide"

_ELSEWHERE = "requests go on to --services-endpoint; without it they are answered with 501"

_FUNCTION_PROPERTIES = {
    "DeploymentPreference": "the alias moves at once",
    "FileSystemConfigs": "the file system is not there",
    "SnapStart": "environments start without a snapshot",
}

_NOT_BUILT = "nothing is built: run `sam build`, and open .aws-sam/build/template.yaml"

_STAGE_PROPERTIES = {
    "CanarySetting": "all requests go to the stage's deployment",
    "ClientCertificateId": "endpoints get no certificate",
    "DocumentationVersion": "it has no effect here",
    "TracingEnabled": "nothing is sent to X-Ray; lgtui keeps a trace of its own of every request",
}
"""What a stage may have that lgtui does not emulate."""

_API_PROPERTIES = {
    "CanarySetting": _STAGE_PROPERTIES["CanarySetting"],
    "TracingEnabled": _STAGE_PROPERTIES["TracingEnabled"],
}

_DEPLOYMENT_PROPERTIES = {"DeploymentCanarySettings": _STAGE_PROPERTIES["CanarySetting"]}


class Findings:
    """Looks through one template and the APIs planned from it.

    Args:
        template: the template.
        pools: the ids of the user pools whose keys are known.
    """

    def __init__(self, template: Template, pools: Container[str] = ()) -> None:
        self._template = template
        self._pools = pools
        self._data: dict[str, Any] = template.document.data

    def all(self, apis: Mapping[str, ApiPlan]) -> Iterator[NotEmulated]:
        """Everything that is not emulated, in the template's order, each thing once."""
        for kind, properties in (("Function", _FUNCTION_PROPERTIES), ("Api", _API_PROPERTIES)):
            of_kind = _mapping(_mapping(self._data.get("Globals")).get(kind))
            yield from self._properties(f"Globals.{kind}", of_kind, properties, "Globals", kind)
        for logical_id, resource in self._data["Resources"].items():
            yield from self._resource(logical_id, resource)
        for api in apis.values():
            yield from self._methods(api)

    def _resource(self, logical_id: str, resource: Mapping[str, Any]) -> Iterator[NotEmulated]:
        kind = str(resource["Type"])
        properties = _mapping(resource.get("Properties"))
        if _mapping(resource.get("Metadata")).get("BuildMethod"):
            what = f"BuildMethod of {logical_id}"
            yield self._finding(what, _NOT_BUILT, "Resources", logical_id, "Metadata", "BuildMethod")
        trail = ("Resources", logical_id, "Properties")
        if kind in (_SAM_FUNCTION, FUNCTION):
            yield from self._properties(logical_id, properties, _FUNCTION_PROPERTIES, *trail)
            yield from self._events(logical_id, _mapping(properties.get("Events")))
        elif kind == _SAM_API:
            yield from self._properties(logical_id, properties, _API_PROPERTIES, *trail)
        elif kind == STAGE:
            yield from self._properties(logical_id, properties, _STAGE_PROPERTIES, *trail)
        elif kind == DEPLOYMENT:
            yield from self._properties(logical_id, properties, _DEPLOYMENT_PROPERTIES, *trail)
            of_stage = _mapping(properties.get("StageDescription"))
            yield from self._properties(logical_id, of_stage, _STAGE_PROPERTIES, *trail, "StageDescription")
        elif kind not in _EMULATED | _HARMLESS and not kind.startswith("AWS::IAM::"):
            yield self._finding(f"{kind} {logical_id}", _RESOURCES.get(kind, _ABSENT), "Resources", logical_id)

    def _properties(
        self, owner: str, properties: Mapping[str, Any], listed: Mapping[str, str], *trail: str
    ) -> Iterator[NotEmulated]:
        for name, detail in listed.items():
            if properties.get(name):
                yield self._finding(f"{name} of {owner}", detail, *trail, name)

    def _events(self, logical_id: str, events: Mapping[str, Any]) -> Iterator[NotEmulated]:
        for name, event in events.items():
            kind = _mapping(event).get("Type")
            trail = ("Resources", logical_id, "Properties", "Events", name)
            if kind != "Api":
                yield self._finding(f"{kind} event {name} of {logical_id}", "it does not call the function", *trail)

    def _methods(self, api: ApiPlan) -> Iterator[NotEmulated]:
        """Methods that need a service from elsewhere, and, once for each API, what else its definition asks for."""
        for (path, verb), method in api.methods.items():
            integration = method.method_integration
            service = service_elsewhere(integration) if integration else ""
            if service:
                line = api.method_lines.get((path, verb), api.line)
                yield self._at(line, f"integration of {verb} {path} with {service}", _ELSEWHERE)
        yield from self._authorizers(api)
        yield from self._policy(api)

    def _policy(self, api: ApiPlan) -> Iterator[NotEmulated]:
        """What of a resource policy lgtui does not know, and conditions whose key no request has here."""
        try:
            policy = read_policy(api.settings.policy)
        except ValueError:  # it is refused when the project loads
            return
        rules = policy.rules if policy else ()
        of_vpcs = (each for rule in rules for each in rule.conditions.known if each.key in VPC_KEYS)
        found = {f"condition {each.name}": "requests come through no VPC here: the key is absent" for each in of_vpcs}
        found |= {name: _UNKNOWN_CONDITION for rule in rules for name in rule.unknown}
        for what, detail in found.items():
            yield self._at(api.line, f"{what} in the resource policy of {api.name}", detail)

    def _authorizers(self, api: ApiPlan) -> Iterator[NotEmulated]:
        """User pools of which there are no keys, and how to give them."""
        for key, authorizer in api.definitions.authorizers.items():
            pools = [pool_id(arn) for arn in authorizer.provider_arns]
            guarded = [place for place, method in api.methods.items() if method.authorizer_id == key]
            if not guarded or not pools or any(pool in self._pools for pool in pools):
                continue
            path, verb = guarded[0]
            more = f" and {len(guarded) - 1} more" if len(guarded) > 1 else ""
            advice = f"no keys of the user pool {pools[0]}; give them with --jwks {pools[0]}=FILE_OR_URL"
            line = api.method_lines.get(guarded[0], api.line)
            detail = f"requests are answered with 501: {advice}"
            yield self._at(line, f"authorizer {authorizer.name} of {verb} {path}{more}", detail)

    def _finding(self, what: str, detail: str, *trail: str) -> NotEmulated:
        return self._at(self._template.document.line(*trail), what, detail)

    def _at(self, line: int, what: str, detail: str) -> NotEmulated:
        return NotEmulated(what, str(self._template.document.file), line, detail)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
