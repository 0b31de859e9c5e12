"""What tests of Lambda's control plane share: boto3 on an emulator's port, and packages to upload."""

import io
import zipfile
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.emulator_process import EmulatorProcess

ROLE = "arn:aws:iam::123456789012:role/any"
ARN = "arn:aws:lambda:us-east-1:123456789012"
SOURCE = "def run(event, context):\n    return 'ran'\n"


def client(emulator: EmulatorProcess, service: str = "lambda") -> Any:
    """A boto3 client that speaks to the emulator alone, and sends what boto3 itself would refuse."""
    return boto3.client(
        service,
        endpoint_url=emulator.control_url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
        config=Config(retries={"max_attempts": 0}, parameter_validation=False),
    )


def package(source: str = SOURCE, name: str = "main.py") -> bytes:
    """A deployment package of one file, the same bytes for the same content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), source)
    return buffer.getvalue()


def create(lambda_: Any, name: str, **members: Any) -> dict[str, Any]:
    """Create a Python function."""
    request = {"Role": ROLE, "Runtime": "python3.11", "Handler": "main.run", "Code": {"ZipFile": package()}, **members}
    answer: dict[str, Any] = lambda_.create_function(FunctionName=name, **request)
    return answer


def refusal(operation: Any, **members: Any) -> tuple[int, str, str]:
    """The status, code and message with which an operation is refused."""
    try:
        operation(**members)
    except ClientError as refused:
        error = refused.response["Error"]
        return refused.response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]
    raise AssertionError(f"not refused: {members}")
