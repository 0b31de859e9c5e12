"""GetAccountSettings."""

from lgtui.emulator.functions.model.account import (
    AccountLimit,
    AccountSettings,
    AccountUsage,
    GetAccountSettingsRequest,
)
from lgtui.emulator.functions.operations.base import Operations

TOTAL_CODE_SIZE = 80_530_636_800
CODE_SIZE_UNZIPPED = 262_144_000
CODE_SIZE_ZIPPED = 52_428_800
"""Bytes: 75 GB, 250 MB and 50 MB (guide, gettingstarted-limits)."""


class AccountOperations(Operations):
    """GetAccountSettings."""

    def get_account_settings(self, _request: GetAccountSettingsRequest) -> AccountSettings:
        """GetAccountSettings: the limits, and what is used of them."""
        functions = self._registry.functions.values()
        return AccountSettings(
            account_limit=AccountLimit(
                total_code_size=TOTAL_CODE_SIZE,
                code_size_unzipped=CODE_SIZE_UNZIPPED,
                code_size_zipped=CODE_SIZE_ZIPPED,
                concurrent_executions=self.concurrency.limit,
                unreserved_concurrent_executions=self.concurrency.unclaimed,
            ),
            account_usage=AccountUsage(
                total_code_size=sum(
                    version.configuration.code_size for function in functions for version in function.versions.values()
                ),
                function_count=len(functions),
            ),
        )
