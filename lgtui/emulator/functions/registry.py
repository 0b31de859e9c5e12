"""Every function of a region by name, and what a caller's name and qualifier mean."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui.emulator.errors import AccessDeniedException, ResourceNotFoundException
from lgtui.emulator.functions import names
from lgtui.emulator.functions.alias import Alias
from lgtui.emulator.functions.function import Function, FunctionRecord
from lgtui.emulator.functions.names import LATEST, FunctionReference
from lgtui.emulator.functions.version import Version, VersionRecord
from lgtui.emulator.objects import Objects

MAX_TARGETS = 1_000
"""Meanings of names and ARNs that are remembered."""


class Target(NamedTuple):
    """What an invocation is for: a function, the ARN that was invoked, and a version or an alias of it."""

    function: Function
    arn: str
    qualified: Version | Alias

    def pick(self) -> Version:
        """The version that runs the next invocation."""
        if isinstance(self.qualified, Version):
            return self.qualified
        return self.function.versions[self.qualified.pick()]

    @property
    def shares(self) -> dict[str, float]:
        """Of a weighted alias, version → share; else empty."""
        return {} if isinstance(self.qualified, Version) else self.qualified.shares


class Registry:
    """The functions.

    Args:
        account_id, region_name: whose functions they are.
        objects: where what earlier runs have left is, and what lasts is kept.
        load_version: makes a version of what has been left of it.
    """

    def __init__(
        self, account_id: str, region_name: str, objects: Objects, load_version: Callable[[VersionRecord], Version]
    ) -> None:
        self._objects = objects
        self._load_version = load_version
        self._records = objects.shelf("lambda").table("function", FunctionRecord)
        self.functions = {name: self._function(name) for name in self._records}
        self._account_id = account_id
        self._region_name = region_name
        self._arn_prefix = f"arn:aws:lambda:{region_name}:{account_id}:function:"
        self._targets: dict[tuple[str, str], Target] = {}

    def arn(self, name: str, qualifier: str = "") -> str:
        """A function's ARN, of one version or alias where a qualifier is given."""
        return f"{self._arn_prefix}{name}:{qualifier}" if qualifier else f"{self._arn_prefix}{name}"

    def add(self, latest: Version, tags: dict[str, str]) -> Function:
        """Keep a function that is made now."""
        name = latest.configuration.function_name
        self._records[name] = FunctionRecord(tags=tags)
        function = self.functions[name] = self._function(name)
        function.versions[LATEST] = latest
        return function

    def remove(self, name: str) -> None:
        """Forget a function and everything that belongs to it."""
        self.functions.pop(name).shelf.clear()
        del self._records[name]

    def _function(self, name: str) -> Function:
        return Function(name, self._records, self._objects.shelf("lambda", name), self._load_version)

    def parse(self, function_name: str, qualifier: str = "") -> FunctionReference:
        """Take the name that a control-plane request gives apart.

        Raises:
            ResourceNotFoundException: it is a function of another region.
            AccessDeniedException: it is one of another account.
            ValidationException, InvalidParameterValueException: it is no function's name, or two qualifiers differ.
        """
        reference = names.parse(function_name, qualifier)
        if reference.region_name not in ("", self._region_name):
            raise ResourceNotFoundException(
                f"Functions from '{reference.region_name}' are not reachable in this region ('{self._region_name}')",
                Type="User",
            )
        if reference.account_id not in ("", self._account_id):
            raise AccessDeniedException(f"{function_name} belongs to another account than {self._account_id}.")
        return FunctionReference(reference.name, reference.qualifier)

    def find(self, function_name: str) -> Function:
        """The function that a control-plane request names.

        Raises:
            ResourceNotFoundException, AccessDeniedException, ValidationException
        """
        name = self.parse(function_name).name
        if name not in self.functions:
            raise ResourceNotFoundException(f"Function not found: {self.arn(name)}", Type="User")
        return self.functions[name]

    def not_found(self, name: str, qualifier: str) -> ResourceNotFoundException:
        """What is said of an alias or a version that does not exist, whether its function does or not."""
        arn = self.arn(name, qualifier)
        text = f"Cannot find alias arn: {arn}" if names.ALIAS.fullmatch(qualifier) else f"Function not found: {arn}"
        return ResourceNotFoundException(text, Type="User")

    def version(self, function_name: str, number: str) -> Version:
        """A version of a function.

        Raises:
            ResourceNotFoundException: there is none (fact ali-006).
        """
        function = self.find(function_name)
        if number not in function.versions:
            raise ResourceNotFoundException(f"Function not found: {self.arn(function.name, number)}", Type="User")
        return function.versions[number]

    def target(self, function_name: str, qualifier: str) -> Target:
        """What a caller's name and qualifier mean; remembered until `forget_targets`.

        Raises:
            ResourceNotFoundException: there is no such function, alias or version (facts inv-005, inv-006).
            ValidationException: it is no function's name, or two qualifiers differ.
        """
        target = self._targets.get((function_name, qualifier))
        if target is None:
            if len(self._targets) >= MAX_TARGETS:
                self._targets.clear()
            target = self._targets[function_name, qualifier] = self._resolve(function_name, qualifier)
        return target

    def forget_targets(self) -> None:
        """A function, version or alias was made or is gone: names may mean something else now."""
        self._targets.clear()

    def _resolve(self, function_name: str, qualifier: str) -> Target:
        name, given, *_ = names.parse(function_name, qualifier)
        function = self.functions.get(name)
        if function is None:
            raise ResourceNotFoundException(f"Function not found: {self.arn(name, given or LATEST)}", Type="User")
        qualified = function.aliases.get(given) or function.versions.get(given or LATEST)
        if qualified is None:
            raise ResourceNotFoundException(f"Function not found: {self.arn(name, given)}", Type="User")
        return Target(function, self.arn(name, given), qualified)
