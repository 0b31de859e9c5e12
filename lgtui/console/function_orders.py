"""AWS's operations on functions, each with what takes it back."""

from collections.abc import Collection
from urllib.parse import quote

from lgtui.console.outcomes import Failure
from lgtui.console.undo import Order, Undo, alias_undo, reservation_undo
from lgtui.console.wire import Wire


class FunctionOrders(Wire):
    """Reads and changes aliases, versions and concurrency."""

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


def _function(api_version: str, function: str) -> str:
    return f"/{api_version}/functions/{quote(function, safe='')}"
