"""The account's limits and what is used of them, as GetAccountSettings gives them."""

import msgspec

from lgtui.emulator.functions.model.base import Shape


class GetAccountSettingsRequest(Shape, frozen=True, kw_only=True):
    """Input of GetAccountSettings."""


class AccountLimit(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Sizes in bytes."""

    total_code_size: int
    code_size_unzipped: int
    code_size_zipped: int
    concurrent_executions: int
    unreserved_concurrent_executions: int


class AccountUsage(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Bytes of all versions' code, and the number of functions."""

    total_code_size: int
    function_count: int


class AccountSettings(Shape, frozen=True, kw_only=True):
    """Output of GetAccountSettings."""

    account_limit: AccountLimit
    account_usage: AccountUsage
