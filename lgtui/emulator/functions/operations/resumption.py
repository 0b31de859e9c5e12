"""How functions go on that earlier runs of the region have left."""

import asyncio

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions.code import remove
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.operations.base import Operations


class Resumption(Operations):
    """What is to be done once at the start, and no operation of AWS's."""

    def _resume(self) -> None:
        """Put in force what functions have, look for their interpreters, and delete code that nothing has any more."""
        for function in self._registry.functions.values():
            self._resume_concurrency(function)
            for url in function.urls.values():
                self._urls[url.id] = (function.name, url.qualifier)
            for version in function.versions.values():
                if not version.code.folder.is_dir():
                    self._warn_of_lost_code(function, version.number)
                self._renew(version)
        for folder in self._codes.left_over(self._code_folders()):
            asyncio.get_running_loop().run_in_executor(None, remove, folder)

    def _resume_concurrency(self, function: Function) -> None:
        """Reserve and provision what a function has; what the account has no room for any more is given up aloud."""
        try:
            if function.reserved_concurrency is not None:
                self.concurrency.reserve(function.name, function.reserved_concurrency)
            self._settle_provisioned(function)
        except InvalidParameterValueException as error:
            self.concurrency.forget(function.name)
            function.change(reserved_concurrency=None)
            function.provisioned.clear()
            self._warn(
                f"{function.name}: what it has reserved and provisioned does not fit into the account's "
                f"{self.concurrency.limit} concurrent executions any more, and is given up: {error}"
            )

    def _warn_of_lost_code(self, function: Function, number: str) -> None:
        folder = function.versions[number].code.folder
        self._warn(f"{function.name}:{number}: its code is not in {folder} any more: put it back, or update the code")
