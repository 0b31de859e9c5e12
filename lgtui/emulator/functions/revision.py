"""One revision of a function: the code and settings with which environments are started until the next change."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lgtui.emulator.credentials import Credential
from lgtui.emulator.functions import loglines
from lgtui.emulator.functions.forkservers import RUNTIMES, Spawn
from lgtui.emulator.functions.interpreters import Interpreter

NODE_BOOTSTRAP = RUNTIMES / "node_bootstrap.cjs"

STORAGE_SURPLUS = 1_462_272
"""Bytes that `/tmp` has beyond its size, at 512 MB (fact cap-009); the same at other sizes is a [guess]."""

RUNTIME_ONLY = (
    "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_XRAY_CONTEXT_MISSING",
    "AWS_XRAY_DAEMON_ADDRESS", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_HANDLER",
)  # fmt: skip
"""Variables that extensions do not get (guide, runtimes-extensions-api)."""


class Place(NamedTuple):
    """Where the processes of one environment run.

    Attributes:
        runtime_api: `host:port`.
        temporary: the folder that stands for `/tmp`: itself where the environment has one of its own.
        layers: the folder that stands for `/opt`, None without layers.
        space: the name of its own `/tmp` and `/opt`, empty where it has the machine's.
        opt: the folder that lies at its own `/opt`, or empty.
        log_stream: the environment's.
        initialization: `on-demand` or `provisioned-concurrency`.
        credential: of the function's role.
    """

    runtime_api: str
    temporary: Path
    layers: Path | None
    log_stream: str
    initialization: str
    credential: Credential
    space: str = ""
    opt: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What an environment is made of.

    Attributes:
        variables: the function's own.
        timeout: in seconds.
        memory_size: in MB; `storage` is the size of `/tmp`, in MB too.
        layers: unpacked layers in the function's order.
        log_group: of its LoggingConfig.
        role: the ARN of its role.
    """

    function_name: str
    version: str
    runtime: str
    handler: str
    folder: Path
    variables: dict[str, str]
    timeout: float
    memory_size: int
    region_name: str
    interpreter: Interpreter
    endpoint_url: str = ""
    storage: int = 512
    layers: tuple[Path, ...] = ()
    log_group: str = ""
    role: str = ""

    @property
    def default_log_group(self) -> str:
        """Where a function's lines go unless its LoggingConfig says otherwise."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def server(self) -> str:
        """The interpreter of the fork server that starts its environments: its own for Python, ours for the others."""
        return self.interpreter.executable if self.interpreter.language == "python" else sys.executable

    @property
    def needs(self) -> tuple[Path, ...]:
        """Folders of this machine that its processes read from."""
        executable = Path(self.interpreter.executable or "/bin/sh")
        return (self.folder, RUNTIMES, executable.parents[1], executable.resolve().parents[1])

    @property
    def init_start(self) -> str:
        """The log line before an init."""
        return loglines.init_start(self.runtime, self.region_name, self.interpreter.executable)

    def description(self, account_id: str) -> dict[str, str]:
        """The function as an extension is told when it registers."""
        return {
            "functionName": self.function_name,
            "functionVersion": self.version,
            "handler": self.handler,
            "accountId": account_id,
        }

    def spawn(self, place: Place) -> Spawn:
        """What a fork server needs to start the runtime in `place`.

        Raises:
            FileNotFoundError: in AWS's words, a `provided` runtime has no `bootstrap`.
        """
        return self._spawn(place, self._all_variables(place), self._program(place))

    def extension_spawn(self, name: str, place: Place) -> Spawn:
        """What a fork server needs to start the external extension `name` in `place`."""
        variables = {name: value for name, value in self._all_variables(place).items() if name not in RUNTIME_ONLY}
        return self._spawn(place, variables, (f"{place.layers}/extensions/{name}",))

    def _spawn(self, place: Place, variables: dict[str, str], program: tuple[str, ...]) -> Spawn:
        layers = str(place.layers) if place.layers is not None else ""
        storage = (self.storage << 20) + STORAGE_SURPLUS
        return Spawn(str(self.folder), variables, self.handler, program, layers, storage, place.space, place.opt)

    def _program(self, place: Place) -> tuple[str, ...]:
        """What is executed; empty for Python, whose handler runs in a fork of the server."""
        if self.interpreter.language == "python":
            return ()
        if self.interpreter.language == "node":
            return (self.interpreter.executable, str(NODE_BOOTSTRAP))
        if (self.folder / "bootstrap").is_file():
            return (str(self.folder / "bootstrap"),)
        if place.layers is not None and Path(place.opt or place.layers, "bootstrap").is_file():
            return (str(place.layers / "bootstrap"),)
        raise FileNotFoundError("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")

    def _all_variables(self, place: Place) -> dict[str, str]:
        return {**self._defaults(place), **self.variables, **self._reserved(place)}

    def _defaults(self, place: Place) -> dict[str, str]:
        """Variables that a function may override; the credentials are the emulator's own, which AWS does not know."""
        layers = place.layers or Path("/opt")
        defaults = {
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PATH": os.pathsep.join([*self._own_programs(), "/usr/local/bin", "/usr/bin", "/bin", f"{layers}/bin"]),
            "LD_LIBRARY_PATH": os.pathsep.join([str(self.folder), f"{self.folder}/lib", f"{layers}/lib"]),
            "AWS_ACCESS_KEY_ID": place.credential.access_key_id,
            "AWS_SECRET_ACCESS_KEY": place.credential.secret_access_key,
            "AWS_SESSION_TOKEN": place.credential.session_token,
        }
        if self.interpreter.language == "node":
            defaults["NODE_PATH"] = os.pathsep.join(
                [f"{layers}/nodejs/node{self._major}/node_modules", f"{layers}/nodejs/node_modules", str(self.folder)]
            )
        if self.endpoint_url:
            defaults["AWS_ENDPOINT_URL"] = self.endpoint_url
        return defaults

    def _reserved(self, place: Place) -> dict[str, str]:
        """Variables that Lambda sets itself (guide, configuration-envvars)."""
        return {
            "AWS_LAMBDA_FUNCTION_NAME": self.function_name,
            "AWS_LAMBDA_FUNCTION_VERSION": self.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory_size),
            "AWS_LAMBDA_LOG_GROUP_NAME": self.log_group or self.default_log_group,
            "AWS_LAMBDA_LOG_STREAM_NAME": place.log_stream,
            "AWS_LAMBDA_INITIALIZATION_TYPE": place.initialization,
            "AWS_LAMBDA_RUNTIME_API": place.runtime_api,
            "AWS_REGION": self.region_name,
            "AWS_DEFAULT_REGION": self.region_name,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{self.runtime}",
            "LAMBDA_TASK_ROOT": str(self.folder),
            "LAMBDA_RUNTIME_DIR": str(RUNTIMES),
            **({} if place.space else {"TMPDIR": str(place.temporary)}),
            "_HANDLER": self.handler,
        }

    def _own_programs(self) -> list[str]:
        """The folder of the interpreter's programs; a `provided` runtime brings its own."""
        return [str(Path(self.interpreter.executable).parent)] if self.interpreter.executable else []

    @property
    def _major(self) -> str:
        """`20` of `nodejs20.x`: the runtime that runs, not the one that was asked for."""
        return self.interpreter.name.removeprefix("nodejs").removesuffix(".x")
