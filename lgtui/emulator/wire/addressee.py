"""Whom a request is for: the service, region and access key that its signature names."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs

_SCOPE = re.compile(r"Credential=(?P<key>[^/,\s]+)/\d{8}/(?:(?P<region>[^/,\s]+)/)?(?P<service>[^/,\s]+)/aws4_request")
"""The credential scope of Signature Version 4; that of 4A has no region (IAM guide, create-signed-request)."""

_ACCOUNT = re.compile(r"\d{12}")


class Addressee(NamedTuple):
    """What a signature says; empty where the request has none.

    Attributes:
        service: the name that requests are signed with, as `sqs` or `monitoring`.
        region: such as `us-east-1`; empty for signatures that are of no region.
        access_key_id: who signs.
    """

    service: str = ""
    region: str = ""
    access_key_id: str = ""

    def account_id(self, own: str) -> str:
        """The account that signs: an access key id of twelve digits is one, as LocalStack has it, others are `own`."""
        return self.access_key_id if _ACCOUNT.fullmatch(self.access_key_id) else own


def addressee_of(headers: dict[str, str], query_string: str) -> Addressee:
    """Read a request's signature, in its headers or, of a presigned one, in its query.

    Args:
        headers: header values by lower-case name.
    """
    authorization = headers.get("authorization", "")
    if authorization.startswith("AWS "):
        return Addressee("s3", access_key_id=authorization.removeprefix("AWS ").partition(":")[0].strip())
    if authorization.startswith("AWS4-"):
        return _scope(authorization)
    query = parse_qs(query_string) if "X-Amz-Credential=" in query_string or "AWSAccessKeyId=" in query_string else {}
    if "X-Amz-Credential" in query:
        return _scope(f"Credential={query['X-Amz-Credential'][0]}")
    if "AWSAccessKeyId" in query and "Signature" in query:
        # Signature Version 2: only S3 has it yet, in presigned URLs.
        return Addressee("s3", access_key_id=query["AWSAccessKeyId"][0])
    return Addressee()


def _scope(text: str) -> Addressee:
    match = _SCOPE.search(text)
    return Addressee(match["service"], match["region"] or "", match["key"]) if match else Addressee()
