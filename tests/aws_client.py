"""AWS's own client, boto3, against a `lgtui serve` process."""

from typing import Any

import boto3
from botocore.config import Config

from tests.emulator_process import EmulatorProcess


def aws_client(
    emulator: EmulatorProcess,
    service: str,
    *,
    access_key_id: str = "any",
    secret: str = "any",
    token: str = "",
    **config: Any,
) -> Any:
    """A client that speaks to the emulator alone, and once.

    Args:
        config: what botocore's Config takes.
    """
    return boto3.client(
        service,
        endpoint_url=emulator.control_url,
        region_name="us-east-1",
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret,
        aws_session_token=token or None,
        config=Config(retries={"max_attempts": 0}, **config),
    )
