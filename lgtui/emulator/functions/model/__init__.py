"""Lambda's nouns as the operations take and give them: member names on the wire are AWS's, in code snake case."""

from lgtui.emulator.functions.model.aliases import (
    AliasConfiguration,
    AliasRequest,
    AliasRoutingConfiguration,
    CreateAliasRequest,
    ListAliasesRequest,
    ListAliasesResponse,
    ListVersionsByFunctionRequest,
    ListVersionsByFunctionResponse,
    PublishVersionRequest,
    UpdateAliasRequest,
)
from lgtui.emulator.functions.model.base import Empty, Shape
from lgtui.emulator.functions.model.concurrency import Concurrency, PutFunctionConcurrencyRequest
from lgtui.emulator.functions.model.functions import (
    Code,
    CreateFunctionRequest,
    Environment,
    EphemeralStorage,
    FunctionCodeLocation,
    FunctionConfiguration,
    FunctionNameRequest,
    GetFunctionResponse,
    ListFunctionsRequest,
    ListFunctionsResponse,
    UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
)
from lgtui.emulator.functions.model.invocation import (
    InvocationReport,
    InvocationRequest,
    InvocationResponse,
    InvocationType,
)

__all__ = [
    "AliasConfiguration",
    "AliasRequest",
    "AliasRoutingConfiguration",
    "Code",
    "Concurrency",
    "CreateAliasRequest",
    "CreateFunctionRequest",
    "Empty",
    "Environment",
    "EphemeralStorage",
    "FunctionCodeLocation",
    "FunctionConfiguration",
    "FunctionNameRequest",
    "GetFunctionResponse",
    "InvocationReport",
    "InvocationRequest",
    "InvocationResponse",
    "InvocationType",
    "ListAliasesRequest",
    "ListAliasesResponse",
    "ListFunctionsRequest",
    "ListFunctionsResponse",
    "ListVersionsByFunctionRequest",
    "ListVersionsByFunctionResponse",
    "PublishVersionRequest",
    "PutFunctionConcurrencyRequest",
    "Shape",
    "UpdateAliasRequest",
    "UpdateFunctionCodeRequest",
    "UpdateFunctionConfigurationRequest",
]
