"""The versions and aliases of a project's functions, published and moved as a deploy would, on load and on saves."""

from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from lgtui.emulator.errors import ResourceConflictException, ResourceNotFoundException
from lgtui.emulator.functions.model import (
    AliasRequest,
    AliasRoutingConfiguration,
    CreateAliasRequest,
    FunctionNameRequest,
    PublishVersionRequest,
    UpdateAliasRequest,
)
from lgtui.emulator.functions.service import Functions
from lgtui.emulator.objects import Shelf
from lgtui.project.plan import AliasPlan, FunctionPlan, VersionPlan

KEPT = 3
"""Versions of a function that are kept after saves have replaced them, so that an alias can be moved back."""

TRIES = 3
"""Attempts to copy code, which an editor may be writing just then."""


class Release(NamedTuple):
    """What came of a save: the version that has the new code, and the aliases that were moved to it."""

    number: str
    moved: tuple[str, ...]


class Released(msgspec.Struct, frozen=True):
    """What became of a function's versions and aliases.

    Attributes:
        numbers: the version that each one of the plan has become, by its logical id.
        pointed: how each alias was set last, by its name.
        replaced: versions that others have replaced, from the oldest on.
    """

    numbers: dict[str, str] = {}
    pointed: dict[str, CreateAliasRequest] = {}
    replaced: tuple[str, ...] = ()


class Releases:
    """Publishes versions and points aliases to them; remembers which number each version of a plan has got."""

    def __init__(self, functions: Functions, applied: Shelf) -> None:
        self._functions = functions
        self._released = applied.table("release", Released)

    async def put(self, before: FunctionPlan, wanted: FunctionPlan) -> list[str]:
        """Bring versions and aliases of a function from one plan to the next.

        A version that the template writes out keeps what it was published with; one of AutoPublishAlias is published
        anew.

        Returns:
            What is worth a word, a phrase each.

        Raises:
            ServiceError: an operation was refused.
            OSError: the code cannot be copied.
        """
        for alias in before.aliases:
            if alias.name not in {kept.name for kept in wanted.aliases}:
                self._delete_alias(wanted.name, alias.name)
        for version in wanted.versions:
            if version.follows or version.logical_id not in self._of(wanted.name).numbers:
                await self._publish(wanted.name, version)
        for alias in wanted.aliases:
            self._point(wanted, alias)
        self._forget_versions(before, wanted)
        self._prune(wanted.name)
        pointed = self._of(wanted.name).pointed
        return [
            f"alias {alias.name} has no weights, for its versions are the same here"
            for alias in wanted.aliases
            if alias.weights and not pointed[alias.name].routing_config.additional_version_weights
        ]

    async def follow(self, plan: FunctionPlan) -> Release:
        """Publish the code as it is on disk now, and move the aliases that follow it.

        Raises:
            ServiceError: an operation was refused.
            OSError: the code cannot be copied.
        """
        following = [version for version in plan.versions if version.follows]
        for version in following:
            await self._publish(plan.name, version)
        moved = [alias.name for alias in plan.aliases if self._point(plan, alias)]
        self._prune(plan.name)
        return Release(self._of(plan.name).numbers[following[-1].logical_id], tuple(moved))

    def provisioned(self, plan: FunctionPlan) -> dict[str, int]:
        """The environments that are kept ready, by version and alias."""
        wanted = {self._number(plan.name, version.logical_id): version.provisioned for version in plan.versions}
        wanted |= {alias.name: alias.provisioned for alias in plan.aliases}
        return {qualifier: count for qualifier, count in wanted.items() if count is not None}

    def forget(self, function_name: str) -> None:
        """The function is deleted."""
        self._released.pop(function_name, None)

    def _of(self, function_name: str) -> Released:
        return self._released.get(function_name, Released())

    # Versions ---------------------------------------------------------------------------------------------------

    async def _publish(self, function_name: str, version: VersionPlan) -> None:
        """Publish $LATEST; environments of the version that had its place retire."""
        request = PublishVersionRequest(function_name=function_name, description=version.description)
        published = await self._try_to_publish(request)
        before = self._of(function_name)
        replaced = before.numbers.get(version.logical_id)
        self._released[function_name] = replace(before, numbers={**before.numbers, version.logical_id: published})
        if replaced is not None and replaced != published:
            self._note_replaced(function_name, replaced)
            self._functions.retire(function_name, "reload", replaced)

    def _note_replaced(self, function_name: str, number: str) -> None:
        before = self._of(function_name)
        self._released[function_name] = replace(before, replaced=(*before.replaced, number))

    async def _try_to_publish(self, request: PublishVersionRequest) -> str:
        """The number of the published version, after some attempts where a file vanishes while it is copied."""
        for _ in range(TRIES - 1):
            try:
                return (await self._functions.publish_version(request)).version
            except OSError:
                continue
        return (await self._functions.publish_version(request)).version

    def _forget_versions(self, before: FunctionPlan, wanted: FunctionPlan) -> None:
        """Let go of the versions that are not in the plan any more."""
        gone = {version.logical_id for version in before.versions} - {each.logical_id for each in wanted.versions}
        standing = self._of(wanted.name)
        numbers = {name: number for name, number in standing.numbers.items() if name not in gone}
        let_go = [number for name, number in standing.numbers.items() if name in gone]
        self._released[wanted.name] = replace(standing, numbers=numbers, replaced=(*standing.replaced, *let_go))

    def _prune(self, function_name: str) -> None:
        """Delete versions that were replaced, all but the last few, and those that are still of use."""
        standing = self._of(function_name)
        present = set(standing.numbers.values())
        replaced = [number for number in dict.fromkeys(standing.replaced) if number not in present]
        for number in replaced[:-KEPT]:
            if not self._is_busy(function_name, number) and self._delete_version(function_name, number):
                replaced.remove(number)
        self._released[function_name] = replace(standing, replaced=tuple(replaced))

    def _is_busy(self, function_name: str, number: str) -> bool:
        return any(
            (environment.function_name, environment.revision.version, environment.state)
            == (function_name, number, "busy")
            for environment in self._functions.environments()
        )

    def _delete_version(self, function_name: str, number: str) -> bool:
        """Delete a version; False where an alias refers to it."""
        try:
            self._functions.delete_function(FunctionNameRequest(function_name=function_name, qualifier=number))
        except ResourceConflictException:
            return False
        return True

    # Aliases ----------------------------------------------------------------------------------------------------

    def _point(self, plan: FunctionPlan, alias: AliasPlan) -> bool:
        """Set an alias as the plan has it; what was changed by hand stays until the plan's own words change.

        Returns:
            Whether it points to another version than the plan gave it before.
        """
        wanted = self._request(plan.name, alias)
        released = self._of(plan.name)
        before = released.pointed.get(alias.name)
        if before == wanted:
            return False
        try:
            self._functions.update_alias(
                UpdateAliasRequest(
                    function_name=plan.name,
                    name=wanted.name,
                    function_version=wanted.function_version,
                    description=wanted.description,
                    routing_config=wanted.routing_config,
                )
            )
        except ResourceNotFoundException:
            self._functions.create_alias(wanted)
        self._released[plan.name] = replace(released, pointed={**released.pointed, alias.name: wanted})
        return before is None or before.function_version != wanted.function_version

    def _request(self, function_name: str, alias: AliasPlan) -> CreateAliasRequest:
        """The alias with the numbers of its versions; a share of the version that it points to anyhow is left out."""
        version = self._number(function_name, alias.version)
        weights = {self._number(function_name, other): weight for other, weight in alias.weights.items()}
        weights.pop(version, None)
        return CreateAliasRequest(
            function_name=function_name,
            name=alias.name,
            function_version=version,
            description=alias.description,
            routing_config=AliasRoutingConfiguration(additional_version_weights=weights),
        )

    def _number(self, function_name: str, version: str) -> str:
        return self._of(function_name).numbers.get(version, version)

    def _delete_alias(self, function_name: str, name: str) -> None:
        self._functions.delete_alias(AliasRequest(function_name=function_name, name=name))
        released = self._of(function_name)
        pointed = {kept: request for kept, request in released.pointed.items() if kept != name}
        self._released[function_name] = replace(released, pointed=pointed)
