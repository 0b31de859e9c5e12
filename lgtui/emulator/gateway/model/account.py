"""The account's settings, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import PatchOperation, Shape
from lgtui.emulator.gateway.model.usage_plans import ThrottleSettings


class GetAccountRequest(Shape, frozen=True, kw_only=True):
    """Input of GetAccount."""


class UpdateAccountRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateAccount."""

    patch_operations: list[PatchOperation] = []


class Account(Shape, frozen=True, kw_only=True):
    """API Gateway's settings of an account in a region.

    Attributes:
        cloudwatch_role_arn: the role that writes logs; without it no stage may log.
        throttle_settings: the account's token bucket.
    """

    cloudwatch_role_arn: str = ""
    throttle_settings: ThrottleSettings
    features: tuple[str, ...]
    api_key_version: str
