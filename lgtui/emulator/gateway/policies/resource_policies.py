"""Resource policies of REST APIs as texts: what is refused, what is written out, and how AWS shows them."""

import json
from typing import Any

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.policies.documents import Document
from lgtui.emulator.gateway.policies.evaluation import Policy, compile_policy

MAX_BYTES = 8_192
"""Bytes of a policy (guide, limits)."""

INVALID = "Invalid policy document. Please check the policy syntax and ensure that Principals are valid."
"""AWS's refusal, which does not say what is amiss."""

_SHORT = "execute-api:/"


def settle_policy(text: str, api_arn: str) -> str:
    """A policy as an API keeps and shows it; empty for none.

    Its resources are written out (`execute-api:/*` with the API's ARN), a list of one principal becomes that, and the
    whole is escaped as GetRestApi of AWS has it (recorded in public: quotes and slashes behind a backslash).

    Args:
        text: the document, JSON, or as AWS shows it.
        api_arn: `arn:aws:execute-api:us-east-1:123456789012:abc123`.

    Raises:
        BadRequestException: it is no policy.
    """
    if not text.strip():
        return ""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise BadRequestException(f"Policy exceeds the maximum size of {MAX_BYTES} bytes")  # [guess]
    try:
        written = policy_document(text)
        _compile(written)
    except (ValueError, RecursionError) as error:
        raise BadRequestException(f"{INVALID} ({error})") from None
    settled = {**written, "Statement": [_settled(statement, api_arn) for statement in _statements(written)]}
    return json.dumps(msgspec.json.encode(settled).decode())[1:-1].replace("/", "\\/")


def read_policy(text: str) -> Policy | None:
    """The policy that an API keeps, None where it has none.

    Raises:
        ValueError: it is none.
    """
    return _compile(policy_document(text)) if text else None


def policy_document(text: str) -> dict[str, Any]:
    """The document of a policy, as it is written or as an API keeps it.

    Raises:
        ValueError: it is none.
    """
    try:
        return _decode(text)
    except msgspec.DecodeError as error:
        reason = str(error)
    try:
        return _decode(msgspec.json.decode(f'"{text}"', type=str))
    except msgspec.DecodeError:
        raise ValueError(reason) from None


_decode = msgspec.json.Decoder(dict[str, Any]).decode


def _compile(document: dict[str, Any]) -> Policy:
    try:
        return compile_policy(msgspec.convert(document, Document), of_resource=True)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None


def _statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    statements = document["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _settled(statement: dict[str, Any], api_arn: str) -> dict[str, Any]:
    settled = {member: value for member, value in statement.items() if value is not None}
    for member in ("Resource", "NotResource"):
        if member in settled:
            settled[member] = _expanded(statement[member], api_arn)
    for member in ("Principal", "NotPrincipal"):
        if isinstance(statement.get(member), dict):
            settled[member] = {kind: _alone(names) for kind, names in statement[member].items()}
    return settled


def _expanded(resources: Any, api_arn: str) -> Any:
    if isinstance(resources, list):
        return [_expanded(resource, api_arn) for resource in resources]
    return f"{api_arn}/{resources.removeprefix(_SHORT)}" if resources.startswith(_SHORT) else resources


def _alone(names: Any) -> Any:
    return names[0] if isinstance(names, list) and len(names) == 1 else names
