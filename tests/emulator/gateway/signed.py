"""Signing requests for tests, as botocore does it."""

from typing import Any

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from lgtui.emulator.credentials import ACCESS_KEY_ID, SECRET_ACCESS_KEY, Credential


def signed_headers(
    method: str, url: str, *, body: bytes = b"", by: Credential | None = None, service: str = "execute-api"
) -> dict[str, str]:
    """The headers that sign a request to `url`."""
    request = AWSRequest(method, url, data=body)
    SigV4Auth(_keys(by), service, "us-east-1").add_auth(request)
    return {name: _text(value) for name, value in request.headers.items()}


def presigned_url(method: str, url: str, *, by: Credential | None = None, service: str = "execute-api") -> str:
    """`url` with its signature in the query."""
    request = AWSRequest(method, url)
    SigV4QueryAuth(_keys(by), service, "us-east-1", expires=60).add_auth(request)
    return str(request.url)


def _keys(by: Credential | None) -> Credentials:
    if by is None:
        return Credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
    return Credentials(by.access_key_id, by.secret_access_key, by.session_token or None)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
