"""Brings a region's functions to a plan, with everything that hangs on them."""

from collections.abc import Callable
from typing import Any

import msgspec

from lgtui.emulator.errors import ResourceNotFoundException
from lgtui.emulator.functions import model as lambda_
from lgtui.emulator.functions.model.provisioned import PutProvisionedConcurrencyConfigRequest
from lgtui.emulator.functions.model.recursion import PutFunctionRecursionConfigRequest
from lgtui.emulator.functions.service import Functions
from lgtui.emulator.objects import Shelf
from lgtui.project.plan import FunctionPlan, Plan
from lgtui.project.releases import Releases

_CONFIGURATION = (
    "role", "runtime", "handler", "description", "timeout", "memory_size", "environment", "ephemeral_storage", "layers",
    "dead_letter_config", "logging_config",
)  # fmt: skip


class FunctionApplier:
    """Applies the functions of plans, and remembers what it has applied.

    Attributes:
        releases: their versions and aliases.
    """

    def __init__(self, functions: Functions, applied: Shelf) -> None:
        self._functions = functions
        self._applied = applied.table("function", FunctionPlan)
        self._events = applied.table("event-settings", tuple[lambda_.PutFunctionEventInvokeConfigRequest, ...])
        self._seen: set[str] = set()
        self.releases = Releases(functions, applied)

    async def put(self, wanted: FunctionPlan) -> list[str]:
        """Make or change one function.

        Returns:
            What was changed, a phrase each.

        Raises:
            ServiceError: an operation was refused.
            OSError: its code cannot be copied.
        """
        before = self._applied.get(wanted.name)
        first = wanted.name not in self._seen
        self._seen.add(wanted.name)
        if before == wanted:
            return await self._catch_up(wanted) if first else []
        if before is not None and wanted.name not in {view.name for view in self._functions.summaries()}:
            self._forget(wanted.name)  # It was deleted by hand.
            before = None
        if before is not None and not _updatable(before, wanted):
            self._delete(wanted.name)
            before = None
        if before is None:
            self._functions.create_function(wanted.request)
            before = self._applied[wanted.name] = FunctionPlan(wanted.request, wanted.line)
            change = f"created function {wanted.name}"
        else:
            self._update(before, wanted)
            change = f"updated function {wanted.name}"
        remarks = await self.releases.put(before, wanted)
        self._put_policies(before, wanted)
        self._put_urls(before, wanted)
        self._put_concurrency(before, wanted)
        self._put_provisioned(before, wanted)
        self._put_recursion(before, wanted)
        self._applied[wanted.name] = wanted
        return [change, *remarks]

    async def _catch_up(self, wanted: FunctionPlan) -> list[str]:
        """Publish what was saved while no emulator was there to follow it; gives what that changed."""
        if not wanted.follows:
            return []
        release = await self.releases.follow(wanted)
        if not release.moved:
            return []
        return [f"published version {release.number} of {wanted.name}, whose code was saved meanwhile"]

    def put_event_settings(self, wanted: FunctionPlan) -> None:
        """Say how a function's events are handled; functions that get their records must be there by now.

        Raises:
            ServiceError: an operation was refused.
        """
        before = self._events.get(wanted.name, ())
        for settings in before:
            if settings not in wanted.event_settings:
                request = lambda_.FunctionNameRequest(function_name=wanted.name, qualifier=settings.qualifier)
                _if_there(self._functions.delete_function_event_invoke_config, request)
        for settings in wanted.event_settings:
            if settings not in before:
                self._functions.put_function_event_invoke_config(settings)
        self._events[wanted.name] = wanted.event_settings

    def keep_only(self, plan: Plan) -> list[str]:
        """Delete the functions that are not in the plan any more."""
        gone = [name for name in self._applied if name not in plan.functions]
        for name in gone:
            self._delete(name)
        return [f"deleted function {name}" for name in gone]

    def _delete(self, name: str) -> None:
        _if_there(self._functions.delete_function, lambda_.FunctionNameRequest(function_name=name))
        self._forget(name)

    def _forget(self, name: str) -> None:
        self.releases.forget(name)
        self._events.pop(name, None)
        del self._applied[name]

    def _update(self, before: FunctionPlan, wanted: FunctionPlan) -> None:
        was, now = before.request, wanted.request
        changed = {name: getattr(now, name) for name in _CONFIGURATION if getattr(now, name) != getattr(was, name)}
        if changed:
            if "dead_letter_config" in changed and now.dead_letter_config is None:
                changed["dead_letter_config"] = lambda_.DeadLetterConfig()
            if "logging_config" in changed:
                changed["logging_config"] = _logging(now)
            self._functions.update_function_configuration(
                lambda_.UpdateFunctionConfigurationRequest(function_name=wanted.name, **changed)
            )
        if now.code != was.code:
            self._functions.update_function_code(
                lambda_.UpdateFunctionCodeRequest(
                    function_name=wanted.name,
                    zip_file=now.code.zip_file,
                    folder=now.code.folder,
                    source=now.code.source,
                )
            )
        if now.tags != was.tags:
            self._put_tags(wanted.name, was.tags, now.tags)

    def _put_tags(self, name: str, was: dict[str, str], now: dict[str, str]) -> None:
        gone = [key for key in was if key not in now]
        self._functions.untag_resource(lambda_.UntagResourceRequest(resource=name, tag_keys=gone))
        changed = {key: value for key, value in now.items() if was.get(key) != value}
        self._functions.tag_resource(lambda_.TagResourceRequest(resource=name, tags=changed))

    def _put_policies(self, before: FunctionPlan, wanted: FunctionPlan) -> None:
        """Bring the policies to the plan; statements that were added by hand stay."""
        for statement in before.permissions:
            if statement not in wanted.permissions:
                self._remove_statement(statement)
        for statement in wanted.permissions:
            if statement not in before.permissions:
                self._remove_statement(statement)
                self._functions.add_permission(statement)

    def _remove_statement(self, statement: lambda_.AddPermissionRequest) -> None:
        request = lambda_.RemovePermissionRequest(
            function_name=statement.function_name, qualifier=statement.qualifier, statement_id=statement.statement_id
        )
        _if_there(self._functions.remove_permission, request)

    def _put_urls(self, before: FunctionPlan, wanted: FunctionPlan) -> None:
        for url in before.urls:
            if url not in wanted.urls:
                self._delete_url(url)
        for url in wanted.urls:
            if url not in before.urls:
                self._delete_url(url)
                self._functions.create_function_url_config(url)

    def _delete_url(self, url: lambda_.CreateFunctionUrlConfigRequest) -> None:
        request = lambda_.FunctionNameRequest(function_name=url.function_name, qualifier=url.qualifier)
        _if_there(self._functions.delete_function_url_config, request)

    def _put_concurrency(self, before: FunctionPlan, wanted: FunctionPlan) -> None:
        reserved = wanted.reserved_concurrency
        if reserved == before.reserved_concurrency:
            return
        if reserved is None:
            self._functions.delete_function_concurrency(lambda_.FunctionNameRequest(function_name=wanted.name))
        else:
            self._functions.put_function_concurrency(
                lambda_.PutFunctionConcurrencyRequest(
                    function_name=wanted.name, reserved_concurrent_executions=reserved
                )
            )

    def _put_provisioned(self, before: FunctionPlan, wanted: FunctionPlan) -> None:
        was, now = self.releases.provisioned(before), self.releases.provisioned(wanted)
        for qualifier in was.keys() - now.keys():
            request = lambda_.FunctionNameRequest(function_name=wanted.name, qualifier=qualifier)
            _if_there(self._functions.delete_provisioned_concurrency_config, request)
        for qualifier, executions in now.items():
            if was.get(qualifier) != executions:
                self._functions.put_provisioned_concurrency_config(
                    PutProvisionedConcurrencyConfigRequest(
                        function_name=wanted.name,
                        qualifier=qualifier,
                        provisioned_concurrent_executions=executions,
                    )
                )

    def _put_recursion(self, before: FunctionPlan, wanted: FunctionPlan) -> None:
        if wanted.recursive_loop != before.recursive_loop:
            self._functions.put_function_recursion_config(
                PutFunctionRecursionConfigRequest(function_name=wanted.name, recursive_loop=wanted.recursive_loop)
            )


def _logging(request: lambda_.CreateFunctionRequest) -> lambda_.LoggingConfig:
    """A function's logging with everything said: what an update leaves out would stay as it was."""
    given = request.logging_config
    return msgspec.structs.replace(
        given,
        log_format=given.log_format or "Text",
        log_group=given.log_group or f"/aws/lambda/{request.function_name}",
    )


def _updatable(before: FunctionPlan, wanted: FunctionPlan) -> bool:
    """Whether updates lead from one to the other; what no update changes (architecture) needs a new function."""
    kept = {name: getattr(wanted.request, name) for name in (*_CONFIGURATION, "code", "tags")}
    return msgspec.structs.replace(before.request, **kept) == wanted.request


def _if_there(operation: Callable[[Any], object], request: object) -> None:
    """Carry out a deletion; what is not there needs none."""
    try:
        operation(request)
    except ResourceNotFoundException:
        return
