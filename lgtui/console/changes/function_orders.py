"""AWS's operations on functions, each with what takes it back."""

from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from lgtui.console.changes.function_views import FunctionSettings, Provisioned, ProvisionedConfigs
from lgtui.console.changes.undo import Order, Undo, alias_undo, configuration_undo, provision_undo, reservation_undo
from lgtui.console.region.outcomes import Failure, read
from lgtui.console.wire import Wire


class FunctionOrders(Wire):
    """Reads and changes configurations, aliases, versions and concurrency."""

    async def configuration(self, function: str) -> FunctionSettings | Failure:
        """AWS's `GetFunctionConfiguration`: the function's own settings, which its next versions get."""
        return read(await self.call("GET", f"{_function('2015-03-31', function)}/configuration"), FunctionSettings)

    async def update_configuration(self, function: str, document: dict[str, Any]) -> Failure | None:
        """AWS's `UpdateFunctionConfiguration`; what `document` does not hold stays as it is. None when it is done."""
        path = f"{_function('2015-03-31', function)}/configuration"
        before = await self.ask(path)
        failure = await self.order("PUT", path, document)
        if failure is None and not isinstance(before, Failure):
            self.remember(configuration_undo(function, path, before, document))
        return failure

    async def update_alias(self, function: str, alias: str, document: dict[str, object]) -> Failure | None:
        """AWS's `UpdateAlias`: the version an alias points to and its routing; None when it is done."""
        path = f"{_function('2015-03-31', function)}/aliases/{quote(alias, safe='')}"
        before = await self.ask(path)
        failure = await self.order("PUT", path, document)
        if failure is None and not isinstance(before, Failure):
            self.remember(alias_undo(f"{function}:{alias}", path, before))
        return failure

    async def publish_version(self, function: str, known: Collection[str], description: str) -> str | Failure:
        """AWS's `PublishVersion`; returns the version, which is the last one where nothing has changed since.

        Args:
            function: its name.
            known: the versions that there are, for those are not taken back by undo.
            description: of the version.
        """
        path = _function("2015-03-31", function)
        answer = await self.ask(f"{path}/versions", "POST", {"Description": description})
        if isinstance(answer, Failure):
            return answer
        version = str(answer.get("Version", ""))
        if version not in known:
            orders = (Order("DELETE", f"{path}?Qualifier={version}"),)
            self.remember(Undo(f"version {version} of {function}", orders))
        return version

    async def reserved_concurrency(self, function: str) -> int | Failure | None:
        """AWS's `GetFunctionConcurrency`: what a function has of its own, None where it has nothing."""
        answer = await self.ask(f"{_function('2019-09-30', function)}/concurrency")
        return answer if isinstance(answer, Failure) else answer.get("ReservedConcurrentExecutions")

    async def reserve_concurrency(self, function: str, executions: int | None) -> Failure | None:
        """AWS's `PutFunctionConcurrency`, or with None `DeleteFunctionConcurrency`; None when it is done."""
        path = f"{_function('2017-10-31', function)}/concurrency"
        before = await self.reserved_concurrency(function)
        document = None if executions is None else {"ReservedConcurrentExecutions": executions}
        failure = await self.order("PUT" if document else "DELETE", path, document)
        if failure is None and not isinstance(before, Failure):
            self.remember(reservation_undo(function, path, before))
        return failure

    async def provisioned(self, function: str) -> list[Provisioned] | Failure:
        """AWS's `ListProvisionedConcurrencyConfigs`: what is kept ready, by version and alias."""
        path = f"{_function('2019-09-30', function)}/provisioned-concurrency?List=ALL"
        found = read(await self.call("GET", path), ProvisionedConfigs)
        return found if isinstance(found, Failure) else found.configs

    async def provision(self, function: str, qualifier: str, executions: int | None) -> Failure | None:
        """AWS's `PutProvisionedConcurrencyConfig`, or with None `Delete…`; None when it is done."""
        path = f"{_function('2019-09-30', function)}/provisioned-concurrency?Qualifier={quote(qualifier, safe='')}"
        known = await self.provisioned(function)
        document = None if executions is None else {"ProvisionedConcurrentExecutions": executions}
        failure = await self.order("PUT" if document else "DELETE", path, document)
        if failure is None and not isinstance(known, Failure):
            before = next((config.requested for config in known if config.qualifier == qualifier), None)
            self.remember(provision_undo(f"{function}:{qualifier}", path, before))
        return failure


def _function(api_version: str, function: str) -> str:
    return f"/{api_version}/functions/{quote(function, safe='')}"
