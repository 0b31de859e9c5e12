"""Signature Version 4 as the console signs with it, held against AWS's own library."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from lgtui.console.requests.signing import Signing, signature

AT = 1_700_000_000.0
BASE = "http://127.0.0.1:3000/dev"


@pytest.mark.parametrize(
    ("http_method", "url", "body"),
    [
        ("GET", BASE, b""),
        ("GET", f"{BASE}/orders/a%20b%2Fc/", b""),
        ("GET", f"{BASE}/x?b=2&a=1&a=0&empty=&bare=%7Bq%7D", b""),
        ("POST", f"{BASE}/%C3%A4~x", '{"ü": 1}'.encode()),
    ],
)
@pytest.mark.parametrize("token", ["", "session/token=="])
def test_a_signature_is_the_one_that_botocore_makes(http_method: str, url: str, body: bytes, token: str) -> None:
    theirs = AWSRequest(http_method, url, data=body)
    with patch("botocore.auth.get_current_datetime", lambda: datetime.fromtimestamp(AT, UTC)):
        SigV4Auth(Credentials("AKID", "secret", token or None), "execute-api", "us-east-1").add_auth(theirs)

    ours = signature(Signing("AKID", "secret", token), "us-east-1", http_method, url, body, AT)

    assert dict(ours) == dict(theirs.headers)
