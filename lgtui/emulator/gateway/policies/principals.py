"""Principals: whom a statement of a resource policy is about (IAM guide, Principal)."""

import re
from collections.abc import Mapping
from typing import Any

from lgtui.emulator.credentials import Credential

ANYBODY = "*"
ANONYMOUS = "anonymous"

_AWS = re.compile(r"\*|\d{12}|arn:aws[\w-]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)/.+)")
_SESSION = re.compile(r"arn:(?P<partition>[\w-]+):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/.+")
_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")

Names = frozenset[str]
"""What a principal may be called by: `*`, an account's number, ARNs; those of services cannot be a caller's."""


def read_principals(written: Any) -> Names:
    """The principals of a statement, as it writes them: `*`, or `{"AWS": [...], "Service": ...}`.

    Raises:
        ValueError: they are none.
    """
    if written == ANYBODY:
        return frozenset({ANYBODY})
    if not isinstance(written, Mapping) or not written or any(kind not in _KINDS for kind in written):
        raise ValueError("a principal is * or an object of AWS, Service, Federated or CanonicalUser")
    names: set[str] = set()
    for kind, values in written.items():
        for value in values if isinstance(values, list) else [values]:
            if not isinstance(value, str) or (kind == "AWS" and not _AWS.fullmatch(value)):
                raise ValueError(f"{value!r} is no principal of {kind}")
            if kind == "AWS":
                names.add(value)
    return frozenset(names)


def names_of(caller: Credential | None) -> Names:
    """What a caller is called by; an anonymous one is anybody."""
    if caller is None:
        return frozenset({ANYBODY})
    account = caller.account_id
    root = f"arn:aws:iam::{account}:root"
    return frozenset({ANYBODY, account, root, caller.user_arn, principal_arn(caller)})


def principal_arn(caller: Credential) -> str:
    """The ARN of the user, or of the role that a session has assumed."""
    session = _SESSION.fullmatch(caller.user_arn)
    if session is None:
        return caller.user_arn
    return f"arn:{session['partition']}:iam::{session['account']}:role/{session['role']}"
