"""Deployment packages that lie in S3: fetched from the services endpoint, as it is what emulates S3, or is it."""

import asyncio
import re
import urllib.error
import urllib.parse
import urllib.request

from lgtui.emulator.credentials import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from lgtui.emulator.errors import (
    InvalidParameterValueException,
    NotImplementedException,
    RequestEntityTooLargeException,
)
from lgtui.emulator.functions.code import UNPACKED_LIMIT

ZIPPED_LIMIT = 52_428_800
"""Bytes of a package in a request (50 MB, documented); one in S3 is held to what it unpacks to."""

TIMEOUT = 30.0
"""Real seconds that the endpoint may be silent."""

_MEMBER = "<{0}>([^<]*)</{0}>"


def check_zipped_size(package: bytes | None) -> None:
    """Refuse a package that is too large for a request.

    Raises:
        RequestEntityTooLargeException
    """
    if package is not None and len(package) > ZIPPED_LIMIT:
        raise RequestEntityTooLargeException(f"Zipped size must be smaller than {ZIPPED_LIMIT} bytes")


class Bucket:
    """S3, as far as packages are in it.

    Args:
        endpoint: where S3 is; empty where it is nowhere.
        region_name: for signatures.
    """

    def __init__(self, endpoint: str, region_name: str) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._region_name = region_name
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    async def fetch(self, bucket: str, key: str, version: str) -> bytes:
        """The package in an object; `version` is empty for its newest one.

        Raises:
            NotImplementedException: there is no endpoint.
            InvalidParameterValueException: there is no such object, or it cannot be had.
        """
        if not self._endpoint:
            raise NotImplementedException(
                f"lgtui does not emulate S3, where s3://{bucket}/{key} would be: give a ZipFile, or start it with "
                "--services-endpoint URL, the address of what does."
            )
        query = f"?versionId={urllib.parse.quote(version, safe='')}" if version else ""
        url = f"{self._endpoint}/{urllib.parse.quote(bucket)}/{urllib.parse.quote(key)}{query}"
        return await asyncio.to_thread(self._get, url)

    def _get(self, url: str) -> bytes:
        try:
            request = urllib.request.Request(url, headers=_signed(url, self._region_name))
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                package: bytes = answer.read(UNPACKED_LIMIT + 1)
        except urllib.error.HTTPError as error:
            raise InvalidParameterValueException(_refused(error), Type="User") from error
        except (OSError, ValueError) as error:
            raise InvalidParameterValueException(
                f"Error occurred while GetObject. {url} did not answer: {error}", Type="User"
            ) from error
        if len(package) > UNPACKED_LIMIT:
            raise InvalidParameterValueException(
                f"Unzipped size must be smaller than {UNPACKED_LIMIT} bytes", Type="User"
            )
        return package


def _signed(url: str, region_name: str) -> dict[str, str]:
    """The headers of a GET with the emulator's own signature, of the real date: moto and LocalStack ask for one."""
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    request = AWSRequest("GET", url)
    S3SigV4Auth(Credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY), "s3", region_name).add_auth(request)
    return {name: str(value) for name, value in request.headers.items()}


def _refused(error: urllib.error.HTTPError) -> str:
    """What S3 says, in Lambda's words."""
    document = error.read(64 * 1024).decode(errors="replace")
    code, message = (re.search(_MEMBER.format(name), document) for name in ("Code", "Message"))
    return (
        f"Error occurred while GetObject. S3 Error Code: {code[1] if code else error.code}. "
        f"S3 Error Message: {message[1] if message else error.reason}"
    )
