"""The access keys that the emulator hands out: a pair that is always the same, and sessions that end."""

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

    def find(self, access_key_id: str) -> Credential | None:
        """The credential of that access key, one that has ended too; None where there is none."""
        if access_key_id == ACCESS_KEY_ID:
            return self.default
        return self._sessions.get(access_key_id)

    def begin_session(self, *, account_id: str, user_id: str, user_arn: str, seconds: float | None) -> Credential:
        """Hand out a key for a session.

        Args:
            account_id, user_id, user_arn: who the session is.
            seconds: emulated seconds until it ends; None for never.
        """
        session = Credential(
            access_key_id="ASIA" + "".join(secrets.choice(_KEY_ID_ALPHABET) for _ in range(16)),
            secret_access_key=secrets.token_urlsafe(30),
            session_token=secrets.token_urlsafe(180),
            account_id=account_id,
            user_id=user_id,
            user_arn=user_arn,
            expires=None if seconds is None else self._clock.time() + seconds,
        )
        self._sessions[session.access_key_id] = session
        if len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return session

    def has_ended(self, credential: Credential) -> bool:
        """Whether a session is over."""
        return credential.expires is not None and credential.expires <= self._clock.time()
