"""AWS STS: who asks, and keys for sessions."""

import re

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credential, Credentials
from lgtui.emulator.errors import ServiceError, ValidationException

SESSION_SECONDS = 43_200
"""How long GetSessionToken's keys last unless it is said (API reference)."""

_ACCOUNT = re.compile(r"\d{12}")


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """A shape of STS's API; `caller` is the access key id that signed the request."""


class GetCallerIdentityRequest(Shape, frozen=True, kw_only=True):
    """Input of GetCallerIdentity."""

    caller: str = ""


class CallerIdentity(Shape, frozen=True, kw_only=True):
    """Output of GetCallerIdentity."""

    user_id: str
    account: str
    arn: str


class AssumeRoleRequest(Shape, frozen=True, kw_only=True):
    """Input of AssumeRole; there are no roles here whose trust would have to be asked."""

    role_arn: str
    role_session_name: str
    duration_seconds: int = 3_600
    external_id: str = ""


class GetSessionTokenRequest(Shape, frozen=True, kw_only=True):
    """Input of GetSessionToken."""

    caller: str = ""
    duration_seconds: int = SESSION_SECONDS


class GetAccessKeyInfoRequest(Shape, frozen=True, kw_only=True):
    """Input of GetAccessKeyInfo."""

    access_key_id: str


class AccessKeyInfo(Shape, frozen=True, kw_only=True):
    """Output of GetAccessKeyInfo."""

    account: str


class SessionKeys(Shape, frozen=True, kw_only=True):
    """A session's keys; `expiration` in emulated seconds since the epoch."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    expiration: float


class AssumedRoleUser(Shape, frozen=True, kw_only=True):
    """Who the holder of a role's session is."""

    assumed_role_id: str
    arn: str


class AssumeRoleResponse(Shape, frozen=True, kw_only=True):
    """Output of AssumeRole."""

    credentials: SessionKeys
    assumed_role_user: AssumedRoleUser


class GetSessionTokenResponse(Shape, frozen=True, kw_only=True):
    """Output of GetSessionToken."""

    credentials: SessionKeys


class ExpiredToken(ServiceError):
    """The session of who asks is over."""

    code, status = "ExpiredToken", 403


class Identity:
    """Names callers by their access keys, and hands keys out for sessions."""

    def __init__(self, clock: Clock, credentials: Credentials) -> None:
        self._clock = clock
        self._credentials = credentials

    def get_caller_identity(self, request: GetCallerIdentityRequest) -> CallerIdentity:
        """GetCallerIdentity: who holds a key that was handed out; anybody else is the region's own user.

        An access key id of twelve digits is an account, whose root user asks, as LocalStack has it.

        Raises:
            ExpiredToken: it is the key of a session that is over.
        """
        caller = self._caller(request.caller)
        return CallerIdentity(user_id=caller.user_id, account=caller.account_id, arn=caller.user_arn)

    def assume_role(self, request: AssumeRoleRequest) -> AssumeRoleResponse:
        """AssumeRole: keys of a session of any role, whether there is one of that name or not.

        Raises:
            ValidationException: the ARN is no role's.
        """
        try:
            session = self._credentials.assume(request.role_arn, request.role_session_name, request.duration_seconds)
        except ValueError as error:
            raise ValidationException(f"{request.role_arn} is invalid") from error
        user = AssumedRoleUser(assumed_role_id=session.user_id, arn=session.user_arn)
        return AssumeRoleResponse(credentials=self._keys(session), assumed_role_user=user)

    def get_session_token(self, request: GetSessionTokenRequest) -> GetSessionTokenResponse:
        """GetSessionToken: keys that end, of who asks.

        Raises:
            ExpiredToken: the session of who asks is over.
        """
        caller = self._caller(request.caller)
        session = self._credentials.begin_session(
            account_id=caller.account_id,
            user_id=caller.user_id,
            user_arn=caller.user_arn,
            seconds=request.duration_seconds,
        )
        return GetSessionTokenResponse(credentials=self._keys(session))

    def get_access_key_info(self, request: GetAccessKeyInfoRequest) -> AccessKeyInfo:
        """GetAccessKeyInfo: the account of a key; one that was not handed out is of the region's own."""
        known = self._credentials.find(request.access_key_id)
        return AccessKeyInfo(account=(known or self._credentials.default).account_id)

    def _caller(self, access_key_id: str) -> Credential:
        if _ACCOUNT.fullmatch(access_key_id):
            return msgspec.structs.replace(
                self._credentials.default,
                account_id=access_key_id,
                user_id=access_key_id,
                user_arn=f"arn:aws:iam::{access_key_id}:root",
            )
        caller = self._credentials.find(access_key_id) or self._credentials.default
        if self._credentials.has_ended(caller):
            raise ExpiredToken("The security token included in the request is expired")
        return caller

    def _keys(self, session: Credential) -> SessionKeys:
        return SessionKeys(
            access_key_id=session.access_key_id,
            secret_access_key=session.secret_access_key,
            session_token=session.session_token,
            expiration=self._clock.time() if session.expires is None else session.expires,
        )
