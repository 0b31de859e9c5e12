"""Holding a request's signature against the keys that the emulator handed out."""

import hashlib
import hmac
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credential, Credentials
from lgtui.emulator.sigv4 import refusals
from lgtui.emulator.sigv4.canonical import canonical_request
from lgtui.emulator.sigv4.message import ALGORITHM, STAMP, TERMINATOR, Signature, SignedRequest, read_signature

SKEW = 300
"""Emulated seconds that a client's clock may be wrong."""


class _Scope(NamedTuple):
    """A credential taken apart."""

    access_key_id: str
    date: str
    region: str
    service: str
    terminator: str

    @property
    def text(self) -> str:
        return "/".join(self[1:])


class Verifier:
    """Verifies the signatures of requests to one service in one region.

    The checks come in the order in which AWS makes them, as the author of dynalite (mhart/dynalite) found it out.

    Args:
        clock: whose emulated time counts.
        credentials: the keys.
        region_name, service: what credentials must be scoped to.
        unsigned_payload: whether the body may be left out of the signature.
    """

    def __init__(
        self, clock: Clock, credentials: Credentials, region_name: str, service: str, *, unsigned_payload: bool
    ) -> None:
        self._clock = clock
        self._credentials = credentials
        self._region_name = region_name
        self._service = service
        self._unsigned_payload = unsigned_payload

    def verify(self, request: SignedRequest) -> Credential:
        """Who signed `request`.

        Raises:
            SignatureRefused: nobody did, or not as AWS wants it.
        """
        signature = read_signature(request)
        self._check_date(signature)
        if "host" not in signature.signed_headers:
            raise refusals.invalid(
                "'Host' must be a 'SignedHeader' in the AWS Authorization.", "The header Host has to be signed too."
            )
        if signature.algorithm != ALGORITHM:
            raise refusals.incomplete(
                f"Unsupported AWS 'algorithm': '{signature.algorithm}' (only {ALGORITHM} for now). ",
                f"The signature's algorithm has to be {ALGORITHM}.",
            )
        scope = self._scope(signature)
        credential = self._credentials.find(scope.access_key_id)
        if credential is None:
            raise refusals.unknown_key(scope.access_key_id)
        self._compare(request, signature, scope, credential)
        if not hmac.compare_digest(signature.token.encode(), credential.session_token.encode()):
            raise refusals.wrong_token(credential.access_key_id)
        if self._credentials.has_ended(credential):
            raise refusals.session_over(credential.access_key_id)
        return credential

    def _check_date(self, signature: Signature) -> None:
        now = int(self._clock.time())
        signed = _seconds(signature.date)
        late = SKEW if signature.expires is None else signature.expires
        if signed < now - late:
            raise refusals.invalid(
                f"Signature expired: {signature.date} is now earlier than {_stamp(now - late)} "
                f"({_stamp(now)} - {_minutes(late)})",
                f"The request was signed {now - signed} s ago by the emulated clock; it counts for {late} s. Sign it "
                "again.",
            )
        if signed > now + SKEW:
            raise refusals.invalid(
                f"Signature not yet current: {signature.date} is still later than {_stamp(now + SKEW)} "
                f"({_stamp(now)} + {_minutes(SKEW)})",
                f"The request was signed {signed - now} s ahead of the emulated clock, which "
                "POST /_lgtui/clock with {} tells. Sign it by that clock.",
            )

    def _scope(self, signature: Signature) -> _Scope:
        parts = signature.credential.rstrip("/").split("/")
        if len(parts) != len(_Scope._fields):
            raise refusals.incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got "
                f"'{signature.credential}'",
                "The signature's Credential is not taken together as it should be.",
            )
        scope = _Scope(*parts)
        wrong = self._misplaced(scope, signature)
        if wrong:
            raise refusals.invalid(
                "".join(wrong), f"Sign for the service {self._service!r} in the region {self._region_name!r}."
            )
        return scope

    def _misplaced(self, scope: _Scope, signature: Signature) -> list[str]:
        """What is wrong about a credential's scope, each a sentence and a blank."""
        day = signature.date[:8]
        checks = {
            f"Credential should be scoped to a valid region, not '{scope.region}'. ": scope.region == self._region_name,
            f"Credential should be scoped to correct service: '{self._service}'. ": scope.service == self._service,
            f"Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{scope.terminator}'. ": (
                scope.terminator == TERMINATOR
            ),
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            f"'{scope.date}' != '{day}', from '{signature.date}'.": scope.date == day,
        }
        return [sentence for sentence, is_right in checks.items() if not is_right]

    def _compare(self, request: SignedRequest, signature: Signature, scope: _Scope, credential: Credential) -> None:
        canonical = canonical_request(request, signature, unsigned_payload=self._unsigned_payload)
        digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
        to_sign = f"{ALGORITHM}\n{signature.date}\n{scope.text}\n{digest}"
        key = _signing_key(credential.secret_access_key, scope.date, scope.region, scope.service)
        wanted = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted.encode(), signature.signature.encode("utf-8", "surrogatepass")):
            raise refusals.mismatch(canonical, to_sign, _mismatch_in_words(request, signature, credential))


def _mismatch_in_words(request: SignedRequest, signature: Signature, credential: Credential) -> str:
    absent = [name for name in signature.signed_headers if not request.values_of(name)]
    if absent:
        return f"Signed headers are missing in the request: {', '.join(absent)}. Send them, or do not sign them."
    return (
        f"The request was signed by {credential.access_key_id} with another secret, or was another request: compare "
        "the canonical string with the client's own; its host, its path and its body's hash are the usual suspects."
    )


@lru_cache(maxsize=64)
def _signing_key(secret: str, date: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (date, region, service, TERMINATOR):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def _seconds(stamp: str) -> int:
    """Seconds since the epoch of `20261122T230000Z`.

    Raises:
        SignatureRefused: it is no such date.
    """
    try:
        return int(datetime.strptime(stamp, STAMP).replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise refusals.incomplete(
            f"Date must be in ISO-8601 'basic format'. Got '{stamp}'. See http://en.wikipedia.org/wiki/ISO_8601",
            "X-Amz-Date has to be written as 20261122T230000Z.",
        ) from None


def _stamp(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime(STAMP)


def _minutes(seconds: int) -> str:
    """`5 min.`; what is no whole number of minutes as seconds [guess]."""
    return f"{seconds // 60} min." if seconds % 60 == 0 else f"{seconds} sec."
