"""The access keys that the emulator hands out: a pair that is always the same, and sessions that end."""

import base64
import hashlib
import re
import secrets
from collections import OrderedDict

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.settings import Settings

ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
"""The default pair: the one of AWS's own documentation, which no account has and secret scanners know."""

USER_ID = "AIDACKCEVSQ6C2EXAMPLE"
USER_NAME = "lgtui"

MOST_SESSIONS = 10_000
"""Sessions that are remembered; the oldest goes first."""

_ROLE = re.compile(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/(?:[^:]*/)?(?P<name>[\w+=,.@-]{1,64})")

_KEY_ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """An access key and who it stands for.

    Attributes:
        session_token: empty for a key of a user's own.
        user_id: the unique id, of a session with its name: `AROA…:session`.
        user_arn: `arn:aws:iam::123456789012:user/lgtui`, `arn:aws:sts::…:assumed-role/Role/session`.
        expires: emulated seconds since the epoch; None where it does not.
    """

    access_key_id: str
    secret_access_key: str
    session_token: str = ""
    account_id: str
    user_id: str
    user_arn: str
    expires: float | None = None


class Credentials:
    """Every access key of the region.

    Whoever holds one may do everything that a resource's own policy does not deny: there are no policies of users
    and roles here.

    Args:
        clock: whose emulated time sessions end by.
        settings: for the account.
    """

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self.default = Credential(
            access_key_id=ACCESS_KEY_ID,
            secret_access_key=SECRET_ACCESS_KEY,
            account_id=settings.account_id,
            user_id=USER_ID,
            user_arn=f"arn:aws:iam::{settings.account_id}:user/{USER_NAME}",
        )
        self._sessions: OrderedDict[str, Credential] = OrderedDict()
        self._of_functions: dict[tuple[str, str], Credential] = {}
        self._lasting: dict[str, Credential] = {self.default.access_key_id: self.default}

    def find(self, access_key_id: str) -> Credential | None:
        """The credential of that access key, one that has ended too; None where there is none."""
        return self._lasting.get(access_key_id) or self._sessions.get(access_key_id)

    def begin_session(self, *, account_id: str, user_id: str, user_arn: str, seconds: float | None) -> Credential:
        """Hand out a key for a session.

        Args:
            account_id, user_id, user_arn: who the session is.
            seconds: emulated seconds until it ends; None for never.
        """
        session = self._session(account_id, user_id, user_arn, seconds)
        self._sessions[session.access_key_id] = session
        if len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return session

    def assume(self, role_arn: str, session_name: str, seconds: float) -> Credential:
        """Hand out a key for a session of a role, whether there is one of that name or not.

        Args:
            seconds: emulated seconds until it ends.

        Raises:
            ValueError: the ARN is no role's.
        """
        return self.begin_session(**_session_of(role_arn, session_name), seconds=seconds)

    def of_function(self, role_arn: str, function_name: str) -> Credential:
        """The key that a function's environments have: of a session of its role, which does not end here.

        Args:
            role_arn: one that is no role's stands for a role of the function's name.
        """
        key = role_arn, function_name
        if key not in self._of_functions:
            try:
                session = _session_of(role_arn, function_name)
            except ValueError:
                account_id = self.default.account_id
                session = _session_of(f"arn:aws:iam::{account_id}:role/{function_name}", function_name)
            credential = self._of_functions[key] = self._session(**session, seconds=None)
            self._lasting[credential.access_key_id] = credential
        return self._of_functions[key]

    def _session(self, account_id: str, user_id: str, user_arn: str, seconds: float | None) -> Credential:
        return Credential(
            access_key_id="ASIA" + "".join(secrets.choice(_KEY_ID_ALPHABET) for _ in range(16)),
            secret_access_key=secrets.token_urlsafe(30),
            session_token=secrets.token_urlsafe(180),
            account_id=account_id,
            user_id=user_id,
            user_arn=user_arn,
            expires=None if seconds is None else self._clock.time() + seconds,
        )

    def has_ended(self, credential: Credential) -> bool:
        """Whether a session is over."""
        return credential.expires is not None and credential.expires <= self._clock.time()


def _session_of(role_arn: str, session_name: str) -> dict[str, str]:
    """Who a session of a role is.

    Raises:
        ValueError: the ARN is no role's.
    """
    role = _ROLE.fullmatch(role_arn)
    if role is None:
        raise ValueError(f"{role_arn} is no role's ARN")
    digest = hashlib.sha256(role_arn.encode()).digest()
    role_id = "AROA" + base64.b32encode(digest).decode()[:17]
    return {
        "account_id": role["account"],
        "user_id": f"{role_id}:{session_name}",
        "user_arn": f"arn:aws:sts::{role['account']}:assumed-role/{role['name']}/{session_name}",
    }
