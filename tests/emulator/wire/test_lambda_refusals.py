"""What Lambda refuses, in the words that AWS's recorded answers have."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.wire.lambda_client import ARN, client, create, package, refusal
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project

FN = f"{ARN}:function:fn"
NONE = f"{ARN}:function:none"
LAYER = f"{ARN}:layer:words"

MISMATCH = "The derived qualifier from the function name does not match the specified qualifier."
NO_RESOURCE = "The resource you requested does not exist."
UNTAGGABLE = "Tags on function aliases and versions are not supported. Please specify a function ARN."
NO_QUALIFIER = (
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please "
    "specify either a function name or an unqualified function ARN."
)
NO_URL_QUALIFIER = (
    "1 validation error detected: Value '{}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular "
    r"expression pattern: ((?!^\d+$)^[0-9a-zA-Z-_]+$)"
)

NOT_FOUND = (404, "ResourceNotFoundException")
INVALID = (400, "InvalidParameterValueException")
CONFLICT = (409, "ResourceConflictException")
VALIDATION = (400, "ValidationException")

PERMISSION = {"StatementId": "s9", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}
LAYER_PERMISSION = {"StatementId": "s9", "Action": "lambda:GetLayerVersion", "Principal": "*"}


@pytest.fixture(scope="module")
def lambda_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of an emulator that has a function with a version, an alias, a policy and a layer."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        yield _furnished(running)


def _furnished(emulator: EmulatorProcess) -> Any:
    lambda_ = client(emulator)
    create(lambda_, "fn", Publish=True)
    create(lambda_, "bare")
    lambda_.create_alias(FunctionName="fn", Name="live", FunctionVersion="1")
    lambda_.add_permission(FunctionName="fn", **{**PERMISSION, "StatementId": "s3"})
    lambda_.publish_layer_version(LayerName="words", Content={"ZipFile": package()})
    lambda_.add_layer_version_permission(
        LayerName="words", VersionNumber=1, **{**LAYER_PERMISSION, "StatementId": "s1"}
    )
    return lambda_


FUNCTIONS = [
    ("get_function", {"FunctionName": "none"}, NOT_FOUND, f"Function not found: {NONE}"),
    (
        "get_function",
        {"FunctionName": "none", "Qualifier": "$LATEST"},
        NOT_FOUND,
        f"Function not found: {NONE}:$LATEST",
    ),
    ("get_function", {"FunctionName": "fn", "Qualifier": "1221"}, NOT_FOUND, f"Function not found: {FN}:1221"),
    ("get_function", {"FunctionName": f"{FN}:gone"}, NOT_FOUND, f"Function not found: {FN}:gone"),
    ("get_function", {"FunctionName": f"{FN}:$LATEST", "Qualifier": "1"}, INVALID, MISMATCH),
    ("get_function_configuration", {"FunctionName": "none"}, NOT_FOUND, f"Function not found: {NONE}"),
    ("get_function_concurrency", {"FunctionName": "none"}, NOT_FOUND, f"Function not found: {NONE}"),
    ("get_function_code_signing_config", {"FunctionName": "none"}, NOT_FOUND, f"Function not found: {NONE}"),
    ("delete_function", {"FunctionName": "none", "Qualifier": "1"}, NOT_FOUND, f"Function not found: {NONE}"),
    (
        "delete_function",
        {"FunctionName": f"{FN}:$LATEST"},
        INVALID,
        "$LATEST version cannot be deleted without deleting the function.",
    ),
    (
        "put_function_concurrency",
        {"FunctionName": "none", "ReservedConcurrentExecutions": 10_000},
        NOT_FOUND,
        f"Function not found: {NONE}:$LATEST",
    ),
    (
        "put_function_concurrency",
        {"FunctionName": f"{FN}:1", "ReservedConcurrentExecutions": 0},
        INVALID,
        NO_QUALIFIER,
    ),
    (
        "list_functions",
        {"FunctionVersion": "invalid"},
        VALIDATION,
        "1 validation error detected: Value 'invalid' at 'functionVersion' failed to satisfy constraint: Member must "
        "satisfy enum value set: [ALL]",
    ),
    (
        "update_function_configuration",
        {"FunctionName": "fn", "Role": "r1"},
        VALIDATION,
        "1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular "
        r"expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+",
    ),
    (
        "update_function_code",
        {"FunctionName": "fn", "ZipFile": b"no zip"},
        INVALID,
        "Could not unzip uploaded file. Please check your file, then try to upload again.",
    ),
    (
        "update_function_code",
        {"FunctionName": "fn", "ZipFile": package(), "Architectures": ["x86_64", "arm64"]},
        VALIDATION,
        "1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member "
        "must have length less than or equal to 1",
    ),
]

ALIASES = [
    ("get_alias", {"FunctionName": "fn", "Name": "gone"}, NOT_FOUND, f"Cannot find alias arn: {FN}:gone"),
    (
        "create_alias",
        {"FunctionName": "fn", "Name": "live", "FunctionVersion": "1"},
        CONFLICT,
        f"Alias already exists: {FN}:live",
    ),
    (
        "create_alias",
        {"FunctionName": "none", "Name": "x", "FunctionVersion": "1"},
        NOT_FOUND,
        f"Function not found: {NONE}:1",
    ),
    (
        "create_alias",
        {"FunctionName": "fn", "Name": "2024", "FunctionVersion": "1"},
        VALIDATION,
        "1 validation error detected: Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular "
        "expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    ),
    (
        "create_alias",
        {
            "FunctionName": "fn",
            "Name": "x",
            "FunctionVersion": "1",
            "RoutingConfig": {"AdditionalVersionWeights": {"2": -1.0}},
        },
        VALIDATION,
        "1 validation error detected: Value '{2=-1.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy "
        "constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must "
        "have value greater than or equal to 0.0, Member must not be null]",
    ),
]

TAGS = [
    ("tag_resource", {"Resource": NONE, "Tags": {"a": "b"}}, NOT_FOUND, f"Function not found: {NONE}"),
    ("tag_resource", {"Resource": f"{NONE}:x", "Tags": {"a": "b"}}, INVALID, UNTAGGABLE),
    ("tag_resource", {"Resource": f"{FN}:$LATEST", "Tags": {"a": "b"}}, INVALID, UNTAGGABLE),
    (
        "tag_resource",
        {"Resource": FN, "Tags": {}},
        INVALID,
        "An error occurred and the request cannot be processed.",
    ),
    (
        "untag_resource",
        {"Resource": FN, "TagKeys": []},
        VALIDATION,
        "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
    ),
]

POLICIES = [
    ("get_policy", {"FunctionName": "none"}, NOT_FOUND, f"Function not found: {NONE}"),
    ("get_policy", {"FunctionName": "fn", "Qualifier": "42"}, NOT_FOUND, NO_RESOURCE),
    ("get_policy", {"FunctionName": "bare"}, NOT_FOUND, NO_RESOURCE),
    ("add_permission", {"FunctionName": "none", **PERMISSION}, NOT_FOUND, f"Function not found: {NONE}"),
    (
        "add_permission",
        {"FunctionName": "fn", "Qualifier": "gone", **PERMISSION},
        NOT_FOUND,
        f"Cannot find alias arn: {FN}:gone",
    ),
    (
        "add_permission",
        {"FunctionName": "fn", "Qualifier": "42", **PERMISSION},
        NOT_FOUND,
        f"Function not found: {FN}:42",
    ),
    (
        "add_permission",
        {"FunctionName": "fn", "Qualifier": "valid-with-$-but", **PERMISSION},
        NOT_FOUND,
        f"Function not found: {FN}:valid-with-$-but",
    ),
    ("add_permission", {"FunctionName": f"{FN}:live", "Qualifier": "1", **PERMISSION}, INVALID, MISMATCH),
    (
        "add_permission",
        {"FunctionName": "fn", "Qualifier": "$LATEST", **PERMISSION},
        INVALID,
        "We currently do not support adding policies for $LATEST.",
    ),
    (
        "add_permission",
        {"FunctionName": "fn", **PERMISSION, "Principal": "invalid.nonaws.com"},
        INVALID,
        "The provided principal was invalid. Please check the principal and try again.",
    ),
    (
        "add_permission",
        {"FunctionName": "fn", **PERMISSION, "StatementId": "s3"},
        CONFLICT,
        "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing "
        "statement.",
    ),
    (
        "remove_permission",
        {"FunctionName": "none", "StatementId": "s3"},
        NOT_FOUND,
        f"No policy found for: {NONE}",
    ),
    (
        "remove_permission",
        {"FunctionName": "bare", "StatementId": "s3"},
        NOT_FOUND,
        "No policy is associated with the given resource.",
    ),
    (
        "remove_permission",
        {"FunctionName": "fn", "StatementId": "s3", "Qualifier": "gone"},
        NOT_FOUND,
        f"Cannot find alias arn: {FN}:gone",
    ),
    (
        "remove_permission",
        {"FunctionName": "fn", "StatementId": "gone"},
        NOT_FOUND,
        "Statement gone is not found in resource policy.",
    ),
]

URLS = [
    ("create_function_url_config", {"FunctionName": "none", "AuthType": "NONE"}, NOT_FOUND, "Function does not exist"),
    (
        "create_function_url_config",
        {"FunctionName": "none", "AuthType": "NONE", "Qualifier": "1"},
        VALIDATION,
        NO_URL_QUALIFIER.format("1"),
    ),
    ("list_function_url_configs", {"FunctionName": "none"}, NOT_FOUND, "Function does not exist"),
    ("get_function_url_config", {"FunctionName": "none"}, NOT_FOUND, NO_RESOURCE),
    (
        "get_function_url_config",
        {"FunctionName": "fn", "Qualifier": "$LATEST"},
        VALIDATION,
        NO_URL_QUALIFIER.format("$LATEST"),
    ),
    ("update_function_url_config", {"FunctionName": "fn", "Qualifier": "gone"}, NOT_FOUND, "Function does not exist"),
    ("delete_function_url_config", {"FunctionName": "fn"}, NOT_FOUND, NO_RESOURCE),
]

EVENTS = [
    (
        "put_function_event_invoke_config",
        {"FunctionName": "fn"},
        INVALID,
        "You must specify at least one of error handling or destination setting.",
    ),
    (
        "put_function_event_invoke_config",
        {"FunctionName": "none", "MaximumRetryAttempts": 1},
        NOT_FOUND,
        "The function doesn't exist.",
    ),
    (
        "update_function_event_invoke_config",
        {"FunctionName": "none", "MaximumRetryAttempts": 1},
        NOT_FOUND,
        "The function doesn't exist.",
    ),
    (
        "update_function_event_invoke_config",
        {"FunctionName": "fn", "MaximumRetryAttempts": 1, "Qualifier": "live"},
        NOT_FOUND,
        f"The function {FN}:live doesn't have an EventInvokeConfig",
    ),
    (
        "get_function_event_invoke_config",
        {"FunctionName": "none"},
        NOT_FOUND,
        f"The function {NONE}:$LATEST doesn't have an EventInvokeConfig",
    ),
    ("list_function_event_invoke_configs", {"FunctionName": "none"}, NOT_FOUND, "The function doesn't exist."),
]

PROVISIONED = [
    (
        "get_provisioned_concurrency_config",
        {"FunctionName": "none", "Qualifier": "gone"},
        NOT_FOUND,
        f"Cannot find alias arn: {NONE}:gone",
    ),
    (
        "delete_provisioned_concurrency_config",
        {"FunctionName": "none", "Qualifier": "1"},
        NOT_FOUND,
        f"Function not found: {NONE}:1",
    ),
    (
        "put_provisioned_concurrency_config",
        {"FunctionName": "fn", "Qualifier": "$LATEST", "ProvisionedConcurrentExecutions": 1},
        INVALID,
        "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
    ),
]

LAYERS = [
    ("get_layer_version", {"LayerName": "words", "VersionNumber": 0}, INVALID, "Layer Version Cannot be less than 1"),
    ("get_layer_version", {"LayerName": "words", "VersionNumber": 9}, NOT_FOUND, NO_RESOURCE),
    (
        "get_layer_version_policy",
        {"LayerName": "none", "VersionNumber": 1},
        NOT_FOUND,
        f"Layer version {ARN}:layer:none:1 does not exist.",
    ),
    (
        "add_layer_version_permission",
        {"LayerName": "words", "VersionNumber": 2, **LAYER_PERMISSION},
        NOT_FOUND,
        f"Layer version {LAYER}:2 does not exist.",
    ),
    (
        "add_layer_version_permission",
        {"LayerName": "words", "VersionNumber": 1, **LAYER_PERMISSION, "Action": "*"},
        VALIDATION,
        "1 validation error detected: Value '*' at 'action' failed to satisfy constraint: Member must satisfy regular "
        "expression pattern: lambda:GetLayerVersion",
    ),
    (
        "add_layer_version_permission",
        {"LayerName": "words", "VersionNumber": 1, **LAYER_PERMISSION, "StatementId": "s1"},
        CONFLICT,
        "The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing "
        "statement.",
    ),
    (
        "add_layer_version_permission",
        {"LayerName": "words", "VersionNumber": 1, **LAYER_PERMISSION, "RevisionId": "wrong"},
        (412, "PreconditionFailedException"),
        "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the "
        "latest Revision Id",
    ),
    (
        "remove_layer_version_permission",
        {"LayerName": "words", "VersionNumber": 1, "StatementId": "gone"},
        NOT_FOUND,
        "Statement gone is not found in resource policy.",
    ),
    (
        "update_function_configuration",
        {"FunctionName": "bare", "Layers": [f"{LAYER}:9"]},
        INVALID,
        f"Layer version {LAYER}:9 does not exist.",
    ),
    (
        "update_function_configuration",
        {"FunctionName": "bare", "Layers": [f"{LAYER}:1", f"{LAYER}:1"]},
        INVALID,
        "Two different versions of the same layer are not allowed to be referenced in the same function. "
        f"{LAYER}:1 and {LAYER}:1 are versions of the same layer.",
    ),
]


@pytest.mark.parametrize(
    ("operation", "members", "kind", "message"),
    [*FUNCTIONS, *ALIASES, *TAGS, *POLICIES, *URLS, *EVENTS, *PROVISIONED, *LAYERS],
)
def test_lambda_refuses_in_aws_s_words(
    lambda_: Any, operation: str, members: dict[str, Any], kind: tuple[int, str], message: str
) -> None:
    status, code, said = refusal(getattr(lambda_, operation), **members)

    assert (status, code) == kind, said
    assert said == message
