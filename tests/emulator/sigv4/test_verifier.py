"""Signatures of Version 4: botocore signs, and the emulator says who it was."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as Keys
from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.clock import Clock
from lgtui.emulator.credentials import Credential, Credentials
from lgtui.emulator.settings import Settings
from lgtui.emulator.sigv4 import SignatureRefused, SignedRequest, Verifier

HOST = "127.0.0.1:3000"
NOW = datetime(2026, 11, 22, 23, 0, 0, tzinfo=UTC)


class Desk:
    """A verifier, and a client that signs for it with botocore."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, service: str = "execute-api") -> None:
        self.clock = Clock()
        self.clock.pause()
        monkeypatch.setattr(self.clock, "_epoch", NOW.timestamp())
        monkeypatch.setattr(auth, "get_current_datetime", lambda: NOW.replace(tzinfo=None), raising=False)
        self.keys = Credentials(self.clock, Settings(work_folder=folder))
        self.verifier = Verifier(self.clock, self.keys, "us-east-1", service, unsigned_payload=True)

    def signed(
        self,
        method: str = "GET",
        target: str = "/Prod/hello",
        *,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
        by: Credential | None = None,
        signer: Any = auth.SigV4Auth,
        scope: tuple[str, str] = ("execute-api", "us-east-1"),
        **options: Any,
    ) -> SignedRequest:
        """The request as botocore's signer sends it."""
        key = by or self.keys.default
        request = AWSRequest(method, f"http://{HOST}{target}", headers=headers or {}, data=body, params=params or {})
        keys = Keys(key.access_key_id, key.secret_access_key, key.session_token or None)
        signer(keys, *scope, **options).add_auth(request)
        sent = request.prepare()
        path, _, query = sent.url.removeprefix(f"http://{HOST}").partition("?")
        names = [(str(name), _text(value)) for name, value in sent.headers.items()]
        return SignedRequest(method, path, query, [("Host", HOST), *names], body)

    def session(self, seconds: float = 900) -> Credential:
        """A key that goes with a token."""
        arn = "arn:aws:sts::123456789012:assumed-role/reader/me"
        return self.keys.begin_session(account_id="123456789012", user_id="AROA1:me", user_arn=arn, seconds=seconds)

    def refusal(self, request: SignedRequest) -> SignatureRefused:
        """How a request is refused."""
        with pytest.raises(SignatureRefused) as refused:
            self.verifier.verify(request)
        return refused.value


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def changed(request: SignedRequest, **headers: str) -> SignedRequest:
    """A request whose headers were changed after it was signed; an empty one is taken away."""
    named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    kept = [(name, value) for name, value in request.headers if name.lower() not in named]
    return request._replace(headers=[*kept, *((name, value) for name, value in named.items() if value)])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk at a time that stands still."""
    return Desk(tmp_path, monkeypatch)


# Who signed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/Prod/hello", b""),
        ("POST", "/Prod/orders", b'{"n": 1}'),
        ("GET", "/Prod/", b""),
        ("GET", "/Prod/a%20b/c%2Fd/%C3%A9", b""),
        ("GET", "/Prod//twice/./dot/../up/", b""),
        ("GET", "/Prod/~tilde/-_.!$&'()*,;=:@", b""),
        ("DELETE", "/Prod/x?b=2&a=1&a=0&empty=&flag", b""),
        ("GET", "/Prod/x?q=a%20b%2Bc&u=%C3%A9&s=%2F%3D", b""),
    ],
)
def test_what_botocore_signs_is_the_default_users(desk: Desk, method: str, target: str, body: bytes) -> None:
    if target.endswith("&flag"):
        target += "="  # botocore sends what it signs: a name without a value gets its equal-sign

    assert desk.verifier.verify(desk.signed(method, target, body=body)) is desk.keys.default


def test_headers_are_signed_whatever_their_case_and_blanks(desk: Desk) -> None:
    request = desk.signed(headers={"X-Amz-Meta": "a   b", "Content-Type": "text/plain"})
    shouted = [(name.upper(), f"  {value} ") for name, value in request.headers]

    assert desk.verifier.verify(request._replace(headers=shouted)) is desk.keys.default


def test_a_session_signs_with_its_token(desk: Desk) -> None:
    session = desk.session()

    assert desk.verifier.verify(desk.signed(by=session)) is session


def test_a_presigned_url_counts_as_long_as_it_says(desk: Desk) -> None:
    request = desk.signed(target="/Prod/x?a=1", signer=auth.SigV4QueryAuth, expires=3_600)
    desk.clock.step(3_600)
    in_time = desk.verifier.verify(request)
    desk.clock.step(1)

    assert in_time is desk.keys.default
    assert desk.refusal(request).message == (
        "Signature expired: 20261122T230000Z is now earlier than 20261122T230001Z (20261123T000001Z - 60 min.)"
    )


def test_a_presigned_url_of_a_session_has_its_token_in_the_query(desk: Desk) -> None:
    session = desk.session()

    assert desk.verifier.verify(desk.signed(by=session, signer=auth.SigV4QueryAuth)) is session


def test_a_body_may_be_left_out_where_the_service_allows_that(desk: Desk) -> None:
    request = desk.signed("PUT", body=b"one", headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"})
    strict = Verifier(desk.clock, desk.keys, "us-east-1", "execute-api", unsigned_payload=False)

    assert desk.verifier.verify(request._replace(body=b"another")) is desk.keys.default
    with pytest.raises(SignatureRefused):
        strict.verify(request)


# AWS's refusals ---------------------------------------------------------------------------------------------------


def test_a_request_without_a_signature_has_no_authentication_token(desk: Desk) -> None:
    refused = desk.refusal(changed(desk.signed(), Authorization=""))

    assert (refused.code, refused.message) == ("MissingAuthenticationTokenException", "Missing Authentication Token")


def test_a_bearer_token_is_a_pair_without_an_equal_sign(desk: Desk) -> None:
    refused = desk.refusal(changed(desk.signed(), Authorization="Bearer abc"))

    assert refused.code == "IncompleteSignatureException"
    assert refused.message == (
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with "
        "Base64): 'w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY='."
    )


def test_a_token_alone_lacks_every_part(desk: Desk) -> None:
    refused = desk.refusal(changed(desk.signed(), Authorization="eyJhbGciOiJub25lIn0", X_Amz_Date=""))

    assert refused.code == "IncompleteSignatureException"
    assert refused.message.startswith(
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
        "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
        "'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization="
    )


def test_a_changed_request_gets_the_canonical_string_that_it_should_have_had(desk: Desk) -> None:
    request = desk.signed("POST", body=b"{}")
    refused = desk.refusal(request._replace(body=b"[]"))

    assert refused.code == "InvalidSignatureException"
    canonical = f"POST\n/Prod/hello\n\nhost:{HOST}\nx-amz-date:20261122T230000Z\n\nhost;x-amz-date\n{digest(b'[]')}"
    to_sign = "AWS4-HMAC-SHA256\n20261122T230000Z\n20261122/us-east-1/execute-api/aws4_request\n"
    assert refused.message == (
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details.\n"
        f"\nThe Canonical String for this request should have been\n'{canonical}'\n"
        f"\nThe String-to-Sign should have been\n'{to_sign}{digest(canonical.encode())}'\n"
    )


def test_the_words_say_which_signed_header_is_missing(desk: Desk) -> None:
    request = changed(desk.signed(headers={"X-Amz-Meta": "a"}), X_Amz_Meta="")

    explanation = "Signed headers are missing in the request: x-amz-meta. Send them, or do not sign them."
    assert desk.refusal(request).explanation == explanation


def test_a_key_that_nobody_was_given_is_an_invalid_security_token(desk: Desk) -> None:
    stranger = Credential(access_key_id="AKIANOBODY", secret_access_key="x", account_id="", user_id="", user_arn="")
    refused = desk.refusal(desk.signed(by=stranger))

    assert refused.code == "UnrecognizedClientException"
    assert refused.message == "The security token included in the request is invalid."


def test_a_session_needs_its_own_token(desk: Desk) -> None:
    session = desk.session()
    request = desk.signed(by=Credential(**{**_members(session), "session_token": ""}))

    assert desk.refusal(request).message == "The security token included in the request is invalid"


def test_a_session_that_is_over_signs_nothing(desk: Desk) -> None:
    request = desk.signed(by=desk.session(seconds=60))
    desk.clock.step(60)
    refused = desk.refusal(request)

    assert (refused.code, refused.message) == (
        "ExpiredTokenException",
        "The security token included in the request is expired",
    )


@pytest.mark.parametrize(
    ("seconds", "message"),
    [
        (301, "Signature expired: 20261122T230000Z is now earlier than 20261122T230001Z (20261122T230501Z - 5 min.)"),
        (
            -301,
            "Signature not yet current: 20261122T230000Z is still later than 20261122T225959Z "
            "(20261122T225459Z + 5 min.)",
        ),
    ],
)
def test_a_clock_may_be_five_minutes_wrong(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: int, message: str
) -> None:
    request = desk.signed()
    monkeypatch.setattr(desk.clock, "_epoch", NOW.timestamp() + seconds)
    refused = desk.refusal(request)
    monkeypatch.setattr(desk.clock, "_epoch", NOW.timestamp() + (300 if seconds > 0 else -300))

    assert (refused.code, refused.message) == ("InvalidSignatureException", message)
    assert desk.verifier.verify(request) is desk.keys.default


@pytest.mark.parametrize(
    ("scope", "message"),
    [
        (("execute-api", "eu-west-1"), "Credential should be scoped to a valid region, not 'eu-west-1'. "),
        (("lambda", "us-east-1"), "Credential should be scoped to correct service: 'execute-api'. "),
    ],
)
def test_a_credential_is_for_one_service_in_one_region(desk: Desk, scope: tuple[str, str], message: str) -> None:
    refused = desk.refusal(desk.signed(scope=scope))

    assert (refused.code, refused.message) == ("InvalidSignatureException", message)


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("/20261122/", "/20261121/", "InvalidSignatureException", "Date in Credential scope does not match YYYYMMDD"),
        ("/aws4_request", "/aws4", "InvalidSignatureException", "Credential should be scoped with a valid terminator"),
        ("/us-east-1", "", "IncompleteSignatureException", "Credential must have exactly 5 slash-delimited elements"),
        ("=host;", "=", "InvalidSignatureException", "'Host' must be a 'SignedHeader' in the AWS Authorization."),
        ("HMAC-SHA256 ", "HMAC-SHA1 ", "IncompleteSignatureException", "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'"),
    ],
)
def test_each_part_of_the_header_is_looked_at(desk: Desk, old: str, new: str, code: str, message: str) -> None:
    request = desk.signed()
    header = request.header("authorization")
    assert old in header
    refused = desk.refusal(changed(request, Authorization=header.replace(old, new)))

    assert refused.code == code
    assert refused.message.startswith(message)


def test_a_date_is_written_in_the_basic_format(desk: Desk) -> None:
    refused = desk.refusal(changed(desk.signed(), X_Amz_Date="2026-11-22"))

    assert refused.code == "IncompleteSignatureException"
    assert refused.message == (
        "Date must be in ISO-8601 'basic format'. Got '2026-11-22'. See http://en.wikipedia.org/wiki/ISO_8601"
    )


def test_a_query_with_half_a_signature_is_told_what_it_lacks(desk: Desk) -> None:
    refused = desk.refusal(SignedRequest("GET", "/Prod/x", "X-Amz-Signature=abc", [("Host", HOST)], b""))

    assert refused.code == "IncompleteSignatureException"
    assert refused.message.startswith("AWS query-string parameters must include 'X-Amz-Algorithm'. ")


# Bad input --------------------------------------------------------------------------------------------------------

_WORDS = st.text(st.characters(max_codepoint=255), max_size=60)
_PIECES = st.sampled_from(
    ["AWS4-HMAC-SHA256 ", "Credential=", "AKIAIOSFODNN7EXAMPLE/", "20261122/us-east-1/execute-api/aws4_request", ", ",
     "SignedHeaders=host", "Signature=", "=", ";", "/", "\x00", "é"]
)  # fmt: skip


@given(header=st.lists(_PIECES | _WORDS, max_size=12).map("".join), date=_WORDS, query=_WORDS, path=_WORDS)
def test_whatever_is_sent_is_refused_in_words(header: str, date: str, query: str, path: str) -> None:
    clock = Clock()
    keys = Credentials(clock, Settings(work_folder=Path()))
    verifier = Verifier(clock, keys, "us-east-1", "execute-api", unsigned_payload=True)
    headers = [("Host", HOST), ("Authorization", header), ("X-Amz-Date", date), ("Date", date)]

    with pytest.raises(SignatureRefused) as refused:
        verifier.verify(SignedRequest("GET", f"/{path}", query, headers, b""))

    assert refused.value.message


def _members(credential: Credential) -> dict[str, Any]:
    return {name: getattr(credential, name) for name in credential.__struct_fields__}
