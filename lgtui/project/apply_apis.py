"""Brings REST APIs to a plan by AWS's operations; what was changed by hand beside it stays."""

from collections.abc import Iterator
from dataclasses import replace

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.gateway import model as apigateway
from lgtui.emulator.gateway.openapi import DocumentError, lay_api, lay_gateway_responses
from lgtui.emulator.gateway.openapi.methods import ANY_METHOD
from lgtui.emulator.gateway.openapi.node import Trail
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.objects import Shelf
from lgtui.project.lay_changes import lay_changes
from lgtui.project.plan import ApiPlan, Plan, StagePlan

CUSTOM_ID = "_custom_id_"
"""The tag by which CreateRestApi is told the API's id."""

_MOST_NAMED = 4
"""Methods that a deployment's description names."""


UNSETTLED = apigateway.Method(http_method="", authorization_type="")
"""In the place of a method of which it is not known what became of it."""


class ApiApplier:
    """Applies the APIs of plans, and remembers what it has applied."""

    def __init__(self, gateway: Gateway, applied: Shelf) -> None:
        self._gateway = gateway
        self._applied = applied.table("api", ApiPlan)
        self._roles = applied.table("cloudwatch-role", str)

    def put(self, wanted: ApiPlan, file_name: str) -> list[str]:
        """Make or change an API; gives what was changed, a phrase each."""
        before = self._applied.get(wanted.id)
        if before == wanted:
            return []
        if before is not None and wanted.id not in self._gateway.api_ids():
            before = None
        if before is not None and _identity(before) != _identity(wanted):
            self._delete(wanted.id)
            before = None
        if before is None:
            return self._create(wanted, file_name)
        return self._update(before, wanted, file_name)

    def put_role(self, role: str) -> None:
        """Give the account the role that writes logs, where the plan has another one than before."""
        if not role or self._roles.get("account") == role:
            return
        self._roles["account"] = role
        patch = apigateway.PatchOperation(op="replace", path="/cloudwatchRoleArn", value=role)
        self._gateway.update_account(apigateway.UpdateAccountRequest(patch_operations=[patch]))

    def keep_only(self, plan: Plan) -> list[str]:
        """Delete the APIs that are not in the plan any more; gives a phrase for each."""
        gone = {api_id: api.name for api_id, api in self._applied.items() if api_id not in plan.apis}
        for api_id in gone:
            self._delete(api_id)
        return [f"deleted API {name}" for name in gone.values()]

    def _delete(self, api_id: str) -> None:
        if api_id in self._gateway.api_ids():
            self._gateway.delete_rest_api(apigateway.RestApiRequest(rest_api_id=api_id))
        del self._applied[api_id]

    def _create(self, wanted: ApiPlan, file_name: str) -> list[str]:
        self._gateway.create_rest_api(
            apigateway.CreateRestApiRequest(
                name=wanted.name,
                description=wanted.description or None,
                binary_media_types=list(wanted.binary_media_types),
                api_key_source=wanted.definitions.api_key_source,
                version=wanted.settings.version,
                minimum_compression_size=wanted.settings.minimum_compression_size,
                endpoint_configuration=wanted.settings.endpoint,
                disable_execute_api_endpoint=wanted.settings.disable_execute_api_endpoint,
                policy=wanted.settings.policy,
                tags={**wanted.settings.tags, CUSTOM_ID: wanted.id},
            )
        )
        self._applied[wanted.id] = replace(wanted, methods={}, bare_paths=(), stages=())
        self._lay(wanted)
        self._put_stages((), wanted, self._deploy(wanted, f"{file_name} loaded"))
        self._applied[wanted.id] = wanted
        return [f"created API {wanted.name}"]

    def _update(self, before: ApiPlan, wanted: ApiPlan, file_name: str) -> list[str]:
        changes = list(_method_changes(before, wanted))
        deployment_id = ""
        if before.definitions != wanted.definitions:
            changes.append("changed models, request validators or authorizers")
        if before.gateway_responses != wanted.gateway_responses:
            changes.append("changed gateway responses")
        if before.settings.policy != wanted.settings.policy:
            changes.append("changed the resource policy")
            self._put_policy(wanted)
        if changes or before.bare_paths != wanted.bare_paths:
            self._lay_changes(before, wanted)
            deployment_id = self._deploy(wanted, f"{file_name} saved: {_summary(changes)}")
        elif _names(wanted.stages) - _names(before.stages) or self._lost_stages(before, wanted):
            deployment_id = self._deploy(wanted, f"{file_name} saved: new stage")
        self._put_stages(before.stages, wanted, deployment_id)
        self._applied[wanted.id] = wanted
        return changes or [f"updated API {wanted.name}"]

    def _put_policy(self, api: ApiPlan) -> None:
        patches = [_replace("/policy", api.settings.policy)]
        self._gateway.update_rest_api(apigateway.UpdateRestApiRequest(rest_api_id=api.id, patch_operations=patches))

    def _lay(self, api: ApiPlan) -> None:
        """Make the resources and methods of an API that is new.

        Until that is done the applied plan has none that is settled, so that a refusal half way is made good by the
        next load.
        """
        unsettled = dict.fromkeys(api.methods, UNSETTLED)
        self._applied[api.id] = replace(self._applied[api.id], methods=unsettled, bare_paths=())
        try:
            lay_api(self._gateway, api.id, api.definitions, api.methods, api.bare_paths)
            trails = api.definitions.trails
            lay_gateway_responses(self._gateway, api.id, api.gateway_responses, trails=trails)
        except DocumentError as error:
            raise _Refused(error, api) from error
        self._applied[api.id] = replace(self._applied[api.id], methods=api.methods, bare_paths=api.bare_paths)

    def _lay_changes(self, before: ApiPlan, wanted: ApiPlan) -> None:
        """Do what the template has changed. Until that is done its methods count as unsettled, for the next load."""
        were, are = before.methods, wanted.methods
        changed = [key for key in were.keys() | are.keys() if were.get(key) != are.get(key)]
        unsettled = {**were, **dict.fromkeys(changed, UNSETTLED)}
        self._applied[wanted.id] = replace(before, methods=unsettled)
        try:
            lay_changes(self._gateway, before, wanted)
        except DocumentError as error:
            raise _Refused(error, wanted) from error
        self._applied[wanted.id] = replace(wanted, stages=before.stages)

    def _deploy(self, api: ApiPlan, description: str) -> str:
        """A new deployment's id. Without a stage there is nothing to deploy for."""
        if not api.stages:
            return ""
        request = apigateway.CreateDeploymentRequest(rest_api_id=api.id, description=description)
        return self._gateway.create_deployment(request).id

    # Stages -----------------------------------------------------------------------------------------------------

    def _put_stages(self, before: tuple[StagePlan, ...], api: ApiPlan, deployment_id: str) -> None:
        """Bring the stages from `before` to the plan, and to the new deployment where there is one."""
        standing = {stage.name: stage for stage in before}
        present = {stage.stage_name for stage in self._gateway.stages_of(api.id)}
        for name in standing.keys() - _names(api.stages):
            if name in present:
                self._gateway.delete_stage(apigateway.StageRequest(rest_api_id=api.id, stage_name=name))
            self._note_stages(api.id, standing, gone=name)
        for stage in api.stages:
            if stage.name not in present:
                if standing.pop(stage.name, None) == stage:
                    continue  # It was deleted by hand, and the template says of it what it said before.
            elif stage.name not in standing:
                standing[stage.name] = StagePlan(stage.name, stage.line)
            if stage.name not in standing:
                self._create_stage(api.id, stage, deployment_id)
                standing[stage.name] = replace(stage, settings={})
                self._note_stages(api.id, standing)
            self._patch_stage(api.id, standing[stage.name], stage, deployment_id)
            standing[stage.name] = stage
            self._note_stages(api.id, standing)

    def _lost_stages(self, before: ApiPlan, wanted: ApiPlan) -> bool:
        """Whether the template changes a stage that was deleted by hand, and has to be made again."""
        present = {stage.stage_name for stage in self._gateway.stages_of(wanted.id)}
        return any(stage.name not in present and stage not in before.stages for stage in wanted.stages)

    def _note_stages(self, api_id: str, standing: dict[str, StagePlan], gone: str = "") -> None:
        """Remember after each step which stages stand, so that a refusal half way is made good by the next load."""
        standing.pop(gone, None)
        self._applied[api_id] = replace(self._applied[api_id], stages=tuple(standing.values()))

    def _create_stage(self, api_id: str, stage: StagePlan, deployment_id: str) -> None:
        self._gateway.create_stage(
            apigateway.CreateStageRequest(
                rest_api_id=api_id,
                stage_name=stage.name,
                deployment_id=deployment_id,
                description=stage.description,
                variables=stage.variables,
            )
        )

    def _patch_stage(self, api_id: str, was: StagePlan, now: StagePlan, deployment_id: str) -> None:
        """Change of a stage only what the template changed; what was changed by hand besides stays."""
        present = self._gateway.get_stage(apigateway.StageRequest(rest_api_id=api_id, stage_name=now.name))
        patches = [*_variable_patches(was, now), *_setting_patches(was, now, present)]
        if deployment_id and present.deployment_id != deployment_id:
            patches.append(_replace("/deploymentId", deployment_id))
        if was.description != now.description:
            patches.append(_replace("/description", now.description))
        if patches:
            self._gateway.update_stage(
                apigateway.UpdateStageRequest(rest_api_id=api_id, stage_name=now.name, patch_operations=patches)
            )


class _Refused(ServiceError):
    """What operations refuse of an API's definition.

    Attributes:
        line: where the template, or the OpenAPI file, says the first of it; 0 where that is not known.
    """

    def __init__(self, error: DocumentError, api: ApiPlan) -> None:
        first, *others = error.remarks
        more = f" (and {len(others)} more)" if others else ""
        super().__init__(f"{first}{more}")
        self.line = _line_of(first.trail, api)


def _line_of(trail: Trail, api: ApiPlan) -> int:
    """Where the template has the method or the definition that a place in the document is of."""
    if trail[:1] == ("paths",) and len(trail) > 1:
        verb = "ANY" if trail[2:3] == (ANY_METHOD,) else "".join(map(str, trail[2:3])).upper()
        lines = [line for (path, of), line in api.method_lines.items() if path == trail[1] and verb in ("", of)]
        return min(lines, default=0)
    places = api.definitions.trails.items()
    return next((api.definition_lines.get(key, 0) for key, place in places if trail[: len(place)] == place), 0)


def _identity(api: ApiPlan) -> tuple[object, ...]:
    """What no emulated operation changes in an API that exists."""
    settings = replace(api.settings, policy="")
    return api.name, api.description, api.binary_media_types, api.definitions.api_key_source, settings


def _names(stages: tuple[StagePlan, ...]) -> set[str]:
    return {stage.name for stage in stages}


def _method_changes(before: ApiPlan, wanted: ApiPlan) -> Iterator[str]:
    """`added GET /orders`, `removed …`, `changed …`."""
    for (path, verb), method in wanted.methods.items():
        was = before.methods.get((path, verb))
        if was is None:
            yield f"added {verb} {path}"
        elif was != method:
            yield f"changed {verb} {path}"
    for path, verb in before.methods:
        if (path, verb) not in wanted.methods:
            yield f"removed {verb} {path}"


def _summary(changes: list[str]) -> str:
    """The first few of the changes, and how many more there are."""
    more = len(changes) - _MOST_NAMED
    rest = [f"and {more} more"] if more > 0 else []
    return ", ".join([*changes[:_MOST_NAMED], *rest]) or "resources"


def _replace(path: str, value: str) -> apigateway.PatchOperation:
    return apigateway.PatchOperation(op="replace", path=path, value=value)


def _variable_patches(was: StagePlan, now: StagePlan) -> Iterator[apigateway.PatchOperation]:
    for name, value in now.variables.items():
        if was.variables.get(name) != value:
            yield _replace(f"/variables/{name}", value)
    for name in was.variables.keys() - now.variables.keys():
        yield apigateway.PatchOperation(op="remove", path=f"/variables/{name}")


def _setting_patches(was: StagePlan, now: StagePlan, present: apigateway.Stage) -> Iterator[apigateway.PatchOperation]:
    """What the template sets anew or otherwise; method settings of which it says nothing more go."""
    for path, value in now.settings.items():
        if was.settings.get(path) != value:
            yield _replace(path, value)
    gone = {_owner(path) for path in was.settings} - {_owner(path) for path in now.settings}
    for owner in sorted(gone):
        if owner == "/accessLogSettings" or _setting_key(owner) in present.method_settings:
            yield apigateway.PatchOperation(op="remove", path=owner)
        elif owner == "/cacheClusterEnabled":
            yield _replace(owner, "false")


def _owner(path: str) -> str:
    """What a setting is part of: `/~1orders/GET` of `/~1orders/GET/throttling/rateLimit`, `/accessLogSettings`."""
    parts = path.split("/")
    return "/".join(parts[:3]) if len(parts) == 5 else "/".join(parts[:2])


def _setting_key(owner: str) -> str:
    """The key of a method setting: `/~1orders~1{id}/GET` gives `orders~1{id}/GET`."""
    return owner.removeprefix("/").removeprefix("~1")
