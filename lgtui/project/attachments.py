"""What a template hangs on functions: versions, aliases, function URLs, permissions, and how events are handled."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lgtui.emulator.functions.model import (
    AddPermissionRequest,
    Cors,
    CreateFunctionUrlConfigRequest,
    Destination,
    DestinationConfig,
    PutFunctionEventInvokeConfigRequest,
)
from lgtui.project.intrinsics import intrinsic
from lgtui.project.plan import AliasPlan, VersionPlan
from lgtui.project.template import Template

VERSION = "AWS::Lambda::Version"
ALIAS = "AWS::Lambda::Alias"
URL = "AWS::Lambda::Url"
PERMISSION = "AWS::Lambda::Permission"
EVENT_INVOKE = "AWS::Lambda::EventInvokeConfig"

_OWNERS = {
    VERSION: "FunctionName",
    ALIAS: "FunctionName",
    URL: "TargetFunctionArn",
    PERMISSION: "FunctionName",
    EVENT_INVOKE: "FunctionName",
}
"""Which property names the function."""

_PERMISSION_MEMBERS = {
    "source_arn": "SourceArn",
    "source_account": "SourceAccount",
    "event_source_token": "EventSourceToken",
    "function_url_auth_type": "FunctionUrlAuthType",
    "principal_org_id": "PrincipalOrgID",
}


class Attachments:
    """Looks up what hangs on the functions of one template."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._found: defaultdict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        for kind, member in _OWNERS.items():
            for logical_id, properties in template.of_type(kind):
                owner = split_name(str(properties.get(member, "")))[0]
                self._found[kind, owner].append((logical_id, properties))

    def versions(self, function: str) -> Iterator[VersionPlan]:
        """The versions of the function of this name.

        A version that the template does not write out is one that SAM makes for AutoPublishAlias.
        """
        written = self._template.document.data["Resources"]
        for logical_id, properties in self._found[VERSION, function]:
            yield VersionPlan(
                logical_id=logical_id,
                line=self._template.line(logical_id),
                description=properties.get("Description"),
                follows=logical_id not in written,
                provisioned=_provisioned(properties),
            )

    def aliases(self, function: str) -> Iterator[AliasPlan]:
        """Its aliases."""
        for logical_id, properties in self._found[ALIAS, function]:
            raw = self._template.resources[logical_id].get("Properties") or {}
            yield AliasPlan(
                name=str(properties.get("Name", "")),
                line=self._template.line(logical_id, "Properties", "AutoPublishAlias"),
                version=self._version(raw.get("FunctionVersion"), properties.get("FunctionVersion")),
                weights=dict(self._weights(raw, properties)),
                description=str(properties.get("Description") or ""),
                provisioned=_provisioned(properties),
            )

    def urls(self, function: str) -> Iterator[CreateFunctionUrlConfigRequest]:
        """Its URLs, and those of its aliases."""
        for _, properties in self._found[URL, function]:
            _, qualifier = split_name(str(properties["TargetFunctionArn"]))
            yield CreateFunctionUrlConfigRequest(
                function_name=function,
                qualifier=str(properties.get("Qualifier") or qualifier),
                auth_type=str(properties.get("AuthType", "")),
                invoke_mode=str(properties.get("InvokeMode") or "BUFFERED"),
                cors=_cors(properties.get("Cors")),
            )

    def permissions(self, function: str) -> Iterator[AddPermissionRequest]:
        """The statements of its policies."""
        for logical_id, properties in self._found[PERMISSION, function]:
            _, qualifier = split_name(str(properties["FunctionName"]))
            members = {member: str(properties.get(name) or "") for member, name in _PERMISSION_MEMBERS.items()}
            yield AddPermissionRequest(
                function_name=function,
                qualifier="" if qualifier == "$LATEST" else qualifier,
                statement_id=logical_id,
                action=str(properties.get("Action", "")),
                principal=str(properties.get("Principal", "")),
                invoked_via_function_url=properties.get("InvokedViaFunctionUrl") is True,
                **members,
            )

    def event_settings(self, function: str) -> Iterator[PutFunctionEventInvokeConfigRequest]:
        """How its events are handled, for $LATEST and for its aliases."""
        for _, properties in self._found[EVENT_INVOKE, function]:
            yield PutFunctionEventInvokeConfigRequest(
                function_name=function,
                qualifier=str(properties.get("Qualifier") or split_name(str(properties["FunctionName"]))[1]),
                maximum_retry_attempts=_number(properties.get("MaximumRetryAttempts")),
                maximum_event_age_in_seconds=_number(properties.get("MaximumEventAgeInSeconds")),
                destination_config=_destinations(properties.get("DestinationConfig")),
            )

    def _weights(self, raw: Mapping[str, Any], settled: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
        """The shares of the versions that an alias points to besides."""
        entries = _weight_entries(settled)
        for written, entry in zip(_weight_entries(raw), entries, strict=False):
            yield (
                self._version(written.get("FunctionVersion"), entry.get("FunctionVersion")),
                float(entry.get("FunctionWeight", 0)),
            )

    def _version(self, raw: Any, settled: Any) -> str:
        """How a plan names the version that an alias points to."""
        if intrinsic(raw) == "Fn::GetAtt":
            target = raw["Fn::GetAtt"]
            logical_id = str(target[0]) if isinstance(target, list) else str(target).partition(".")[0]
            if self._template.resources.get(logical_id, {}).get("Type") == VERSION:
                return logical_id
        return str(settled)


def split_name(function: str) -> tuple[str, str]:
    """A function's bare name and its qualifier, from a name or an ARN; the qualifier is empty where there is none."""
    name, _, qualifier = function.rpartition(":function:")[2].partition(":")
    return name, qualifier


def destinations(settings: Iterable[PutFunctionEventInvokeConfigRequest]) -> list[str]:
    """The ARNs to which records go."""
    configs = [each.destination_config for each in settings if each.destination_config is not None]
    ends = [end for config in configs for end in (config.on_success, config.on_failure) if end is not None]
    return [end.destination for end in ends if end.destination]


def _provisioned(properties: Mapping[str, Any]) -> int | None:
    setting = properties.get("ProvisionedConcurrencyConfig")
    return _number(setting.get("ProvisionedConcurrentExecutions")) if isinstance(setting, Mapping) else None


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _destinations(setting: Any) -> DestinationConfig | None:
    if not isinstance(setting, Mapping) or not setting:
        return None
    return DestinationConfig(
        on_success=_destination(setting.get("OnSuccess")), on_failure=_destination(setting.get("OnFailure"))
    )


def _destination(setting: Any) -> Destination | None:
    return Destination(destination=str(setting.get("Destination", ""))) if isinstance(setting, Mapping) else None


def _weight_entries(properties: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    routing = properties.get("RoutingConfig")
    entries = routing.get("AdditionalVersionWeights") if isinstance(routing, Mapping) else None
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []


def _cors(setting: Any) -> Cors | None:
    if not isinstance(setting, Mapping):
        return None
    return Cors(
        allow_credentials=setting.get("AllowCredentials") is True,
        allow_headers=_texts(setting.get("AllowHeaders")),
        allow_methods=_texts(setting.get("AllowMethods")),
        allow_origins=_texts(setting.get("AllowOrigins")),
        expose_headers=_texts(setting.get("ExposeHeaders")),
        max_age=int(setting.get("MaxAge") or 0),
    )


def _texts(items: Any) -> list[str]:
    return [str(item) for item in items] if isinstance(items, list) else []
