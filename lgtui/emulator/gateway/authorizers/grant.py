"""What a Lambda authorizer answers: who calls, what they may do, and what is handed on about them."""

import re

import msgspec

from lgtui.emulator.gateway.policies.documents import Document
from lgtui.emulator.gateway.policies.evaluation import Policy, compile_policy

_Scalar = str | int | float | bool | None


class Grant(msgspec.Struct, frozen=True, gc=False):
    """An answer that holds for one identity.

    Attributes:
        context: texts, as AWS hands them on (guide, api-gateway-lambda-authorizer-output).
        usage_identifier_key: the API key that the caller is counted under; empty for none.
        document: the answer as it came, JSON.
    """

    principal_id: str
    policy: Policy
    context: dict[str, str]
    usage_identifier_key: str
    document: bytes


class _Answer(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    policy_document: Document
    principal_id: str | int | None = None
    context: dict[str, _Scalar] | None = None
    usage_identifier_key: str | None = None


_decode = msgspec.json.Decoder(_Answer).decode
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)


def read_grant(document: bytes) -> Grant:
    """The grant in a function's answer.

    Raises:
        ValueError: the answer is none, in the words of AWS's log where they are known.
    """
    try:
        answer = _decode(document)
    except (msgspec.DecodeError, RecursionError) as error:
        unknown = _UNKNOWN.match(str(error))
        if unknown:
            raise ValueError(f'Unrecognized field "{unknown["name"]}" , not marked as ignorable') from None
        raise ValueError(str(error)) from None
    return Grant(
        principal_id="" if answer.principal_id is None else str(answer.principal_id),
        policy=compile_policy(answer.policy_document),
        context={name: _text(value) for name, value in (answer.context or {}).items() if value is not None},
        usage_identifier_key=answer.usage_identifier_key or "",
        document=document,
    )


def _text(value: str | int | float | bool) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
