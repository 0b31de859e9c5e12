"""AWS STS: who asks."""

import msgspec

from lgtui.emulator.credentials import Credential, Credentials

ACCOUNT_DIGITS = 12


class GetCallerIdentityRequest(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Input of GetCallerIdentity; `caller` is the access key id that signed it."""

    caller: str = ""


class CallerIdentity(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Output of GetCallerIdentity."""

    user_id: str
    account: str
    arn: str


class Identity:
    """Names callers by their access keys."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def get_caller_identity(self, request: GetCallerIdentityRequest) -> CallerIdentity:
        """GetCallerIdentity: whoever holds a key that was handed out; anybody else is the region's own user.

        An access key id of twelve digits is an account, whose root user asks, as LocalStack has it.
        """
        key = request.caller
        if len(key) == ACCOUNT_DIGITS and key.isdecimal():
            return CallerIdentity(user_id=key, account=key, arn=f"arn:aws:iam::{key}:root")
        return _identity(self._credentials.find(key) or self._credentials.default)


def _identity(credential: Credential) -> CallerIdentity:
    return CallerIdentity(user_id=credential.user_id, account=credential.account_id, arn=credential.user_arn)
