"""Operations on the account's settings."""

import re

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import Account, GetAccountRequest, ThrottleSettings, UpdateAccountRequest
from lgtui.emulator.gateway.operations.base import Operations
from lgtui.emulator.gateway.operations.patching import Patcher, Path, member

ROLE_ARN = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")


class AccountOperations(Operations):
    """GetAccount, UpdateAccount."""

    def get_account(self, request: GetAccountRequest) -> Account:
        """The account's settings."""
        throttle = ThrottleSettings(burst_limit=self._settings.account_burst, rate_limit=self._settings.account_rate)
        return Account(
            cloudwatch_role_arn=self._store.cloudwatch_role_arn,
            throttle_settings=throttle,
            features=("UsagePlans",),
            api_key_version="4",
        )

    def update_account(self, request: UpdateAccountRequest) -> Account:
        """Change the role that writes logs.

        Raises:
            BadRequestException: a path is not allowed, or the ARN is no role's.
        """
        account = _PATCHER.apply(self.get_account(GetAccountRequest()), request.patch_operations)
        if account.cloudwatch_role_arn and not ROLE_ARN.fullmatch(account.cloudwatch_role_arn):
            raise BadRequestException(
                "The role ARN does not have required permissions set to API Gateway: it is no role's ARN"
            )
        self._store.cloudwatch_role_arn = account.cloudwatch_role_arn
        return account


def _keep_features(account: Account, _: list[str], __: str) -> Account:
    raise BadRequestException("Usage Plans cannot be disabled once enabled")


_PATCHER: Patcher[Account] = Patcher(
    [
        Path("/cloudwatchRoleArn", ("add", "replace"), member("cloudwatch_role_arn")),
        Path("/cloudwatchRoleArn", ("remove",), member("cloudwatch_role_arn", lambda _: "")),
        Path("/features", ("add",), lambda account, _, __: account),
        Path("/features", ("remove",), _keep_features),
    ]
)
