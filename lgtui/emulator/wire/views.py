"""What the region holds, as the feed's frames, the ready file and the first lines on the terminal show it."""

import os
from collections.abc import Callable

from lgtui import __version__
from lgtui.emulator.functions.environment import Environment
from lgtui.emulator.gateway.integrations.lambda_uri import function_name_of
from lgtui.emulator.gateway.integrations.registry import service_elsewhere
from lgtui.emulator.gateway.model import (
    Authorizer,
    GetDeploymentRequest,
    Integration,
    Method,
    Resource,
    RestApi,
    Stage,
)
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.region import Region
from lgtui.emulator.wire.changes import MOST_TOLD, change_views
from lgtui.frames import (
    ApiView,
    AuthorizerView,
    ClockView,
    Counters,
    EnvironmentView,
    Hello,
    LogLine,
    MethodView,
    Problem,
    ProjectView,
    ResourceView,
    SigningView,
    StageView,
    ThrottleView,
)

ApiUrl = Callable[[str], str]
"""Where an API is reached, without a stage: its id → URL, empty while it has no port."""

COST_DIGITS = 4
"""Of a dollar: as many as are shown, so that the feed tells no smaller changes."""

LINES_IN_HELLO = 500
"""Log lines a new listener of the feed gets."""


def hello(region: Region, project: ProjectView, control_url: str, url: ApiUrl) -> Hello:
    """The whole state."""
    lines, _ = region.logs.after(0, LINES_IN_HELLO)
    key = region.credentials.default
    return Hello(
        version=__version__,
        pid=os.getpid(),
        control_url=control_url,
        clock=clock_view(region),
        project=project,
        apis=api_views(region, url),
        functions=region.functions.summaries(),
        buckets=region.gateway.throttles.buckets(),
        environments=[environment_view(environment) for environment in region.functions.environments()],
        logs=[log_line(line) for line in lines],
        counters=counters(region),
        concurrency=region.functions.activity(),
        changes=change_views(region, MOST_TOLD),
        signing=SigningView(key.access_key_id, key.secret_access_key, region.settings.region_name),
    )


def announcement(region: Region, control_url: str, url: ApiUrl) -> list[str]:
    """One line for each URL, and the key to sign requests with, for people."""
    stages = [f"{view.name}: {stage.url}" for view in api_views(region, url) for stage in view.stages]
    urls = [f"{view.name}: {view.url}" for view in region.functions.summaries() if view.url]
    key = region.credentials.default
    signing = f"access key: {key.access_key_id}  secret: {key.secret_access_key}"
    return [*stages, *urls, f"AWS API: {control_url}", signing]


def ready(region: Region, control_url: str, url: ApiUrl) -> dict[str, object]:
    """What the ready file says."""
    apis = [
        {"id": view.id, "name": view.name, "stage": stage.name, "url": stage.url}
        for view in api_views(region, url)
        for stage in view.stages
    ]
    functions = [{"name": view.name, "arn": view.arn, "url": view.url} for view in region.functions.summaries()]
    return {"pid": os.getpid(), "control_url": control_url, "apis": apis, "functions": functions}


def place(problem: Problem) -> str:
    """Where a problem is: `template.yaml:12`, or the file alone where no line is known."""
    return f"{problem.file}:{problem.line}" if problem.line else problem.file


def clock_view(region: Region) -> ClockView:
    """The clock as it stands."""
    clock = region.clock
    return ClockView(at=clock.time(), speed=clock.speed, paused=clock.paused)


def counters(region: Region) -> Counters:
    """Requests by outcome since the start."""
    total = region.metrics
    return Counters(
        sent=total.sent,
        ok=total.ok,
        throttled=total.throttled,
        client_errors=total.client_errors,
        server_errors=total.server_errors,
        hits=total.hits,
        misses=total.misses,
        cost=round(region.cost, COST_DIGITS),
    )


def log_line(record: LogRecord) -> LogLine:
    """A line of the log."""
    return LogLine(*record)


def environment_view(environment: Environment) -> EnvironmentView:
    """One execution environment."""
    return EnvironmentView(
        id=environment.id,
        function=environment.revision.function_name,
        version=environment.revision.version,
        state=environment.state,
        since=environment.since,
        pid=environment.pid,
        invocations=environment.invocations,
        init_duration=environment.init_duration,
        reason=environment.reason,
    )


def api_ids(region: Region) -> list[str]:
    """Every API's id, in the order they were made."""
    return region.gateway.api_ids()


def api_views(region: Region, url: ApiUrl) -> list[ApiView]:
    """Every API with its tree and stages, in the order they were made."""
    has_other_services = bool(region.settings.services_endpoint)
    return [_api_view(region.gateway, api, url(api.id), has_other_services) for api in region.gateway.apis()]


def _api_view(gateway: Gateway, api: RestApi, url: str, has_other_services: bool) -> ApiView:
    authorizers = [_authorizer_view(authorizer) for authorizer in gateway.authorizers_of(api.id)]
    names = {authorizer.id: authorizer.name for authorizer in authorizers}
    return ApiView(
        id=api.id,
        name=api.name,
        resources=[_resource_view(resource, names, has_other_services) for resource in gateway.resources_of(api.id)],
        stages=[_stage_view(gateway, api, stage, url) for stage in gateway.stages_of(api.id)],
        authorizers=authorizers,
    )


def _authorizer_view(authorizer: Authorizer) -> AuthorizerView:
    pools = ", ".join(arn.rpartition("/")[2] for arn in authorizer.provider_arns)
    target = f"λ {function_name_of(authorizer.authorizer_uri)}" if authorizer.authorizer_uri else pools
    return AuthorizerView(authorizer.id, authorizer.name, authorizer.type, target, authorizer.identity_source)


def _resource_view(resource: Resource, authorizers: dict[str, str], has_other_services: bool) -> ResourceView:
    return ResourceView(
        id=resource.id,
        path=resource.path,
        path_part=resource.path_part,
        parent_id=resource.parent_id,
        methods=[
            _method_view(method, authorizers, has_other_services) for method in resource.resource_methods.values()
        ],
    )


def _method_view(method: Method, authorizers: dict[str, str], has_other_services: bool) -> MethodView:
    integration = method.method_integration
    function = function_name_of(integration.uri) if integration else ""
    return MethodView(
        method.http_method,
        integration.type if integration else "",
        _target(integration, function) if integration else "no integration",
        function,
        emulated=integration is None or has_other_services or not service_elsewhere(integration),
        authorization=_authorization(method, authorizers),
        api_key_required=method.api_key_required,
    )


def _authorization(method: Method, authorizers: dict[str, str]) -> str:
    """`AWS_IAM`, or the name of the method's authorizer; empty where it has none."""
    if method.authorization_type == "NONE":
        return ""
    return authorizers.get(method.authorizer_id, method.authorization_type)


def _target(integration: Integration, function: str) -> str:
    """What a method is integrated with, short."""
    if function:
        return f"λ {function}"
    if integration.type == "MOCK":
        return "◇ mock"
    return f"⇄ {integration.uri}" if integration.type.startswith("HTTP") else f"☰ {integration.uri}"


def _stage_view(gateway: Gateway, api: RestApi, stage: Stage, url: str) -> StageView:
    deployment = gateway.get_deployment(GetDeploymentRequest(rest_api_id=api.id, deployment_id=stage.deployment_id))
    return StageView(
        name=stage.stage_name,
        deployment_id=deployment.id,
        deployment_description=deployment.description,
        deployment_time=deployment.created_date,
        url=f"{url}/{stage.stage_name}" if url else "",
        variables=stage.variables,
        method_throttles={
            key: ThrottleView(setting.throttling_rate_limit, setting.throttling_burst_limit)
            for key, setting in stage.method_settings.items()
        },
        cache=gateway.cache_of(api.id, stage),
    )
