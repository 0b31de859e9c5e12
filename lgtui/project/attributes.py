"""What `Ref` and `Fn::GetAtt` give for a resource: real values for what is emulated, plausible ones for the rest."""

import hashlib
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lgtui.emulator.gateway.openapi.definitions import model_name

Properties = Mapping[str, Any]

_ALPHABET = string.digits + string.ascii_lowercase


@dataclass(frozen=True)
class Stack:
    """Where the template would be deployed.

    Attributes:
        name: the stack's name.
        template: the template's path, which keeps the ids of two projects apart.
        account_id, region_name: for ARNs.
    """

    name: str
    template: str
    account_id: str
    region_name: str

    def arn(self, service: str, resource: str) -> str:
        """An ARN of this account and region."""
        return f"arn:aws:{service}:{self.region_name}:{self.account_id}:{resource}"

    def stable_id(self, length: int, *names: str) -> str:
        """An id of lower-case letters and digits that is the same for the same template and `names`."""
        number = int.from_bytes(hashlib.sha256("\0".join((self.template, *names)).encode()).digest())
        digits = []
        for _ in range(length):
            number, digit = divmod(number, len(_ALPHABET))
            digits.append(_ALPHABET[digit])
        return "".join(digits)

    def pseudo_parameters(self) -> dict[str, Any]:
        """The pseudo parameters (`AWS::Region`, …) but `AWS::NoValue`."""
        return {
            "AWS::AccountId": self.account_id,
            "AWS::NotificationARNs": [],
            "AWS::Partition": "aws",
            "AWS::Region": self.region_name,
            "AWS::StackId": self.arn("cloudformation", f"stack/{self.name}/{self.stable_id(12, 'stack')}"),
            "AWS::StackName": self.name,
            "AWS::URLSuffix": "amazonaws.com",
        }


_NAME_PROPERTIES = (
    "FunctionName", "TableName", "BucketName", "QueueName", "TopicName", "RoleName", "LayerName", "StateMachineName",
    "StageName", "LogGroupName", "UserPoolName", "Name",
)  # fmt: skip


def name_of(logical_id: str, properties: Properties) -> str:
    """The resource's physical name: as the template says, else its logical id."""
    for name in _NAME_PROPERTIES:
        if isinstance(properties.get(name), str) and properties[name]:
            return str(properties[name])
    return logical_id


def model_reference(logical_id: str, properties: Properties) -> str:
    """What `Ref` of an API's model gives: its name."""
    return str(properties.get("Name") or model_name(logical_id))


def _function_arn(stack: Stack, properties: Properties, qualifier: str = "") -> str:
    """The ARN of the function that an alias or version belongs to, which may be named by name or by ARN."""
    function = str(properties.get("FunctionName", "")).rpartition(":function:")[2].split(":")[0]
    return stack.arn("lambda", f"function:{function}") + (f":{qualifier}" if qualifier else "")


Maker = Callable[[Stack, str, Properties], str]

_REFERENCES: dict[str, Maker] = {
    "AWS::ApiGateway::RestApi": lambda stack, id_, _: stack.stable_id(10, id_),
    "AWS::ApiGateway::Resource": lambda stack, id_, _: stack.stable_id(6, id_),
    "AWS::ApiGateway::Deployment": lambda stack, id_, _: stack.stable_id(6, id_),
    "AWS::ApiGateway::Authorizer": lambda stack, id_, _: stack.stable_id(6, id_),
    "AWS::ApiGateway::ApiKey": lambda stack, id_, _: stack.stable_id(10, id_),
    "AWS::ApiGateway::Model": lambda _, id_, of: model_reference(id_, of),
    "AWS::ApiGateway::RequestValidator": lambda stack, id_, _: stack.stable_id(6, id_),
    "AWS::ApiGateway::DomainName": lambda _, id_, of: str(of.get("DomainName") or id_),
    "AWS::ApiGateway::UsagePlan": lambda stack, id_, _: stack.stable_id(6, id_),
    "AWS::Lambda::Alias": lambda stack, _, of: _function_arn(stack, of, str(of.get("Name", ""))),
    "AWS::Lambda::Version": lambda stack, _, of: _function_arn(stack, of, "1"),
    "AWS::Lambda::LayerVersion": lambda stack, id_, of: stack.arn("lambda", f"layer:{name_of(id_, of)}:1"),
    "AWS::Serverless::LayerVersion": lambda stack, id_, of: stack.arn("lambda", f"layer:{name_of(id_, of)}:1"),
    "AWS::S3::Bucket": lambda _, id_, of: name_of(id_, of).lower(),
    "AWS::SNS::Topic": lambda stack, id_, of: stack.arn("sns", name_of(id_, of)),
    "AWS::SQS::Queue": lambda stack, id_, of: (
        f"https://sqs.{stack.region_name}.amazonaws.com/{stack.account_id}/{name_of(id_, of)}"
    ),
    "AWS::StepFunctions::StateMachine": lambda stack, id_, of: stack.arn("states", f"stateMachine:{name_of(id_, of)}"),
    "AWS::Serverless::StateMachine": lambda stack, id_, of: stack.arn("states", f"stateMachine:{name_of(id_, of)}"),
    "AWS::SecretsManager::Secret": lambda stack, id_, of: stack.arn("secretsmanager", f"secret:{name_of(id_, of)}"),
    "AWS::Cognito::UserPool": lambda stack, id_, _: f"{stack.region_name}_{id_}",
}

_ARNS: dict[str, Maker] = {
    "AWS::Lambda::Function": lambda stack, id_, of: stack.arn("lambda", f"function:{name_of(id_, of)}"),
    "AWS::DynamoDB::Table": lambda stack, id_, of: stack.arn("dynamodb", f"table/{name_of(id_, of)}"),
    "AWS::S3::Bucket": lambda _, id_, of: f"arn:aws:s3:::{name_of(id_, of).lower()}",
    "AWS::IAM::Role": lambda stack, id_, of: f"arn:aws:iam::{stack.account_id}:role/{name_of(id_, of)}",
    "AWS::Kinesis::Stream": lambda stack, id_, of: stack.arn("kinesis", f"stream/{name_of(id_, of)}"),
    "AWS::Logs::LogGroup": lambda stack, id_, of: stack.arn("logs", f"log-group:{name_of(id_, of)}:*"),
    "AWS::Events::Rule": lambda stack, id_, of: stack.arn("events", f"rule/{name_of(id_, of)}"),
    "AWS::Cognito::UserPool": lambda stack, id_, _: stack.arn("cognito-idp", f"userpool/{stack.region_name}_{id_}"),
}

_ATTRIBUTES: dict[tuple[str, str], Maker] = {
    ("AWS::ApiGateway::RestApi", "RootResourceId"): lambda stack, id_, _: stack.stable_id(10, id_, "root"),
    ("AWS::ApiGateway::RestApi", "RestApiId"): lambda stack, id_, _: stack.stable_id(10, id_),
    ("AWS::ApiGateway::Authorizer", "AuthorizerId"): lambda stack, id_, _: stack.stable_id(6, id_),
    ("AWS::Lambda::Version", "Version"): lambda *_: "1",  # the first one; later ones are not known before they are made
    ("AWS::SQS::Queue", "QueueName"): lambda _, id_, of: name_of(id_, of),
    ("AWS::SNS::Topic", "TopicName"): lambda _, id_, of: name_of(id_, of),
    ("AWS::DynamoDB::Table", "StreamArn"): lambda stack, id_, of: stack.arn(
        "dynamodb", f"table/{name_of(id_, of)}/stream/2000-01-01T00:00:00.000"
    ),
}


def reference(stack: Stack, logical_id: str, resource_type: str, properties: Properties) -> str:
    """What `Ref` gives."""
    maker = _REFERENCES.get(resource_type)
    return maker(stack, logical_id, properties) if maker else name_of(logical_id, properties)


def attribute(stack: Stack, logical_id: str, resource_type: str, properties: Properties, name: str) -> str:
    """What `Fn::GetAtt` gives for the attribute `name`.

    Of resources that are not emulated the values have the right form but name nothing that exists [guess].
    """
    if (resource_type, name) in _ATTRIBUTES:
        return _ATTRIBUTES[resource_type, name](stack, logical_id, properties)
    if name.endswith("Arn"):
        return _arn(stack, logical_id, resource_type, properties)
    return f"{name_of(logical_id, properties)}-{name.replace('.', '-').lower()}"


def _arn(stack: Stack, logical_id: str, resource_type: str, properties: Properties) -> str:
    if resource_type in _ARNS:
        return _ARNS[resource_type](stack, logical_id, properties)
    referenced = reference(stack, logical_id, resource_type, properties)
    if referenced.startswith("arn:"):
        return referenced
    service = resource_type.split("::")[1].lower() if "::" in resource_type else "custom"
    return stack.arn(service, name_of(logical_id, properties))
