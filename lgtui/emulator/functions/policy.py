"""A resource policy: who may do what with a function or a layer version, as AWS writes it down."""

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

import msgspec

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    ResourceConflictException,
    ResourceNotFoundException,
    ValidationException,
)
from lgtui.emulator.functions.model.permissions import AddLayerVersionPermissionRequest, AddPermissionRequest

Statement = Mapping[str, Any]

INVOKE_BY_URL = "lambda:InvokeFunctionUrl"

SERVICE_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com")
"""Where AWS's services have their names; Alexa's are in the last."""

_STATEMENT_ID = re.compile(r"[\w-]+", re.ASCII)


class PolicyRecord(msgspec.Struct, frozen=True):
    """What lasts of a policy: its statements by their ids, and its revision."""

    statements: dict[str, Statement]
    revision_id: str


class Policy:
    """The statements on one resource, in the order in which they were added.

    Attributes:
        revision_id: another one after each change.
    """

    def __init__(self, record: PolicyRecord | None = None) -> None:
        self._statements: dict[str, Statement] = dict(record.statements) if record else {}
        self.revision_id = record.revision_id if record else str(uuid.uuid4())

    @property
    def record(self) -> PolicyRecord:
        """What lasts of it."""
        return PolicyRecord(dict(self._statements), self.revision_id)

    def __bool__(self) -> bool:
        return bool(self._statements)

    @property
    def document(self) -> str:
        """The policy as GetPolicy answers it."""
        statements = list(self._statements.values())
        return _json({"Version": "2012-10-17", "Id": "default", "Statement": statements})

    def add(self, statement: Statement) -> str:
        """Add a statement; gives it as the operations answer it.

        Raises:
            ValidationException: its id is not allowed (fact perm-001).
            ResourceConflictException: there is one of its id (fact perm-001).
        """
        statement_id = statement["Sid"]
        if not _STATEMENT_ID.fullmatch(statement_id):
            raise ValidationException(
                f"1 validation error detected: Value '{statement_id}' at 'statementId' failed to satisfy constraint: "
                "Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)"
            )
        if statement_id in self._statements:
            raise ResourceConflictException(
                f"The statement id ({statement_id}) provided already exists. Please provide a new statement id, or "
                "remove the existing statement.",
                Type="User",
            )
        self._statements[statement_id] = statement
        self.revision_id = str(uuid.uuid4())
        return _json(statement)

    def remove(self, statement_id: str) -> None:
        """Remove a statement.

        Raises:
            ResourceNotFoundException: there is none of that id.
        """
        if statement_id not in self._statements:
            raise ResourceNotFoundException(f"Statement {statement_id} is not found in resource policy.", Type="User")
        del self._statements[statement_id]
        self.revision_id = str(uuid.uuid4())

    def allows_public_url(self) -> bool:
        """Whether everybody may call a function URL of AuthType NONE.

        AWS asks newer URLs for `lambda:InvokeFunction` besides (guide, urls-auth); here `lambda:InvokeFunctionUrl` is
        enough, as it is for older ones.
        """
        return any(_opens_url(statement) for statement in self._statements.values())


def statement_of(request: AddPermissionRequest, resource_arn: str) -> Statement:
    """The statement that an AddPermission request asks for, with AWS's order of members.

    Raises:
        InvalidParameterValueException: the principal is none.
    """
    statement = {
        "Sid": request.statement_id,
        "Effect": "Allow",
        "Principal": _principal(request.principal),
        "Action": request.action,
        "Resource": resource_arn,
    }
    condition = _condition(request)
    return {**statement, "Condition": condition} if condition else statement


def layer_statement_of(request: AddLayerVersionPermissionRequest, layer_version_arn: str) -> Statement:
    """The statement that an AddLayerVersionPermission request asks for, with AWS's order of members.

    Raises:
        InvalidParameterValueException: the principal is none.
    """
    statement = {
        "Sid": request.statement_id,
        "Effect": "Allow",
        "Principal": _principal(request.principal),
        "Action": request.action,
        "Resource": layer_version_arn,
    }
    if not request.organization_id:
        return statement
    return {**statement, "Condition": {"StringEquals": {"aws:PrincipalOrgID": request.organization_id}}}


def _principal(principal: str) -> str | dict[str, str]:
    if principal == "*":
        return principal
    if principal.isdecimal() and len(principal) == 12:
        return {"AWS": f"arn:aws:iam::{principal}:root"}
    if principal.startswith("arn:"):
        return {"AWS": principal}
    if principal.endswith(SERVICE_DOMAINS):
        return {"Service": principal}
    raise InvalidParameterValueException(
        "The provided principal was invalid. Please check the principal and try again.", Type="User"
    )


def _condition(request: AddPermissionRequest) -> dict[str, dict[str, str]]:
    """The conditions of a statement; those that were not given are left out."""
    equal = {
        "lambda:FunctionUrlAuthType": request.function_url_auth_type,
        "aws:PrincipalOrgID": request.principal_org_id,
        "AWS:SourceAccount": request.source_account,
        "lambda:EventSourceToken": request.event_source_token,
    }
    conditions = {
        "StringEquals": {key: value for key, value in equal.items() if value},
        "Bool": {"lambda:InvokedViaFunctionUrl": "true"} if request.invoked_via_function_url else {},
        "ArnLike": {"AWS:SourceArn": request.source_arn} if request.source_arn else {},
    }
    return {operator: keys for operator, keys in conditions.items() if keys}


def _opens_url(statement: Statement) -> bool:
    condition = statement.get("Condition", {})
    open_to_urls = condition in ({}, {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}})
    return statement["Principal"] == "*" and statement["Action"] in (INVOKE_BY_URL, "lambda:*", "*") and open_to_urls


def _json(document: object) -> str:
    return json.dumps(document, separators=(",", ":"))
