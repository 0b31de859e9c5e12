"""API Gateway's nouns as the operations take and give them: member names on the wire are AWS's camel case."""

from lgtui.emulator.gateway.model.apis import (
    CreateRestApiRequest,
    ImportRestApiRequest,
    PutRestApiRequest,
    RestApi,
    RestApiRequest,
    RestApis,
)
from lgtui.emulator.gateway.model.authorizers import (
    Authorizer,
)
from lgtui.emulator.gateway.model.base import (
    Empty,
    PageRequest,
    PatchOperation,
    Shape,
)
from lgtui.emulator.gateway.model.gateway_responses import (
    GatewayResponse,
    GatewayResponseRequest,
    GatewayResponses,
    PutGatewayResponseRequest,
    UpdateGatewayResponseRequest,
)
from lgtui.emulator.gateway.model.methods import (
    Integration,
    IntegrationResponse,
    IntegrationType,
    Method,
    MethodRequest,
    MethodResponse,
    PutIntegrationRequest,
    PutIntegrationResponseRequest,
    PutMethodRequest,
    PutMethodResponseRequest,
    StatusCodeRequest,
)
from lgtui.emulator.gateway.model.resources import (
    CreateResourceRequest,
    Resource,
    ResourceRequest,
    Resources,
)
from lgtui.emulator.gateway.model.stages import (
    CreateDeploymentRequest,
    CreateStageRequest,
    Deployment,
    DeploymentRequest,
    Deployments,
    MethodSetting,
    Stage,
    StageRequest,
    Stages,
    UpdateStageRequest,
)
from lgtui.emulator.gateway.model.usage_plans import (
    ApiKey,
    ApiStage,
    QuotaSettings,
    ThrottleSettings,
    UsagePlan,
)
from lgtui.emulator.gateway.model.validation import (
    Model,
    RequestValidator,
)

__all__ = [
    "ApiKey",
    "ApiStage",
    "Authorizer",
    "CreateDeploymentRequest",
    "CreateResourceRequest",
    "CreateRestApiRequest",
    "CreateStageRequest",
    "Deployment",
    "DeploymentRequest",
    "Deployments",
    "Empty",
    "GatewayResponse",
    "GatewayResponseRequest",
    "GatewayResponses",
    "ImportRestApiRequest",
    "Integration",
    "IntegrationResponse",
    "IntegrationType",
    "Method",
    "MethodRequest",
    "MethodResponse",
    "MethodSetting",
    "Model",
    "PageRequest",
    "PatchOperation",
    "PutGatewayResponseRequest",
    "PutIntegrationRequest",
    "PutIntegrationResponseRequest",
    "PutMethodRequest",
    "PutMethodResponseRequest",
    "PutRestApiRequest",
    "QuotaSettings",
    "RequestValidator",
    "Resource",
    "ResourceRequest",
    "Resources",
    "RestApi",
    "RestApiRequest",
    "RestApis",
    "Shape",
    "Stage",
    "StageRequest",
    "Stages",
    "StatusCodeRequest",
    "ThrottleSettings",
    "UpdateGatewayResponseRequest",
    "UpdateStageRequest",
    "UsagePlan",
]
