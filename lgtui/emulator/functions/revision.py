"""One revision of a function: the code and settings with which environments are started until the next change."""

import sys
from dataclasses import dataclass
from pathlib import Path

from lgtui.emulator.functions import loglines
from lgtui.emulator.functions.forkservers import RUNTIMES, Spawn
from lgtui.emulator.functions.interpreters import Interpreter

NODE_BOOTSTRAP = RUNTIMES / "node_bootstrap.cjs"


@dataclass(frozen=True, slots=True)
class Revision:
    """What an environment is made of. `timeout` in seconds, `memory_size` in MB, `variables` the function's own."""

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

    @property
    def server(self) -> str:
        """The interpreter of the fork server that starts its environments: its own for Python, ours for Node."""
        return self.interpreter.executable if self.interpreter.language == "python" else sys.executable

    @property
    def init_start(self) -> str:
        """The log line before an init."""
        return loglines.init_start(self.runtime, self.region_name, self.interpreter.executable)

    def spawn(self, environment_id: str, runtime_api: str, temporary: Path, log_stream: str) -> Spawn:
        """What a fork server needs to start an environment of this revision.

        Args:
            environment_id: the environment's id.
            runtime_api: `host:port` of its Runtime API.
            temporary: its own folder for temporary files; `/tmp` itself cannot be redirected without privileges.
            log_stream: for `AWS_LAMBDA_LOG_STREAM_NAME`.
        """
        variables = {
            **self._defaults(),
            **self.variables,
            **self._reserved(),
            "AWS_LAMBDA_RUNTIME_API": runtime_api,
            "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
            "TMPDIR": str(temporary),
        }
        program: tuple[str, ...] = ()
        if self.interpreter.language == "node":
            program = (self.interpreter.executable, str(NODE_BOOTSTRAP))
        return Spawn(environment_id, str(self.folder), variables, self.handler, program)

    def _defaults(self) -> dict[str, str]:
        """Variables that a function may override; the credentials are dummies that no service accepts."""
        defaults = {
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "HOME": str(Path.home()),
            "PATH": f"{Path(self.interpreter.executable).parent}:/usr/local/bin:/usr/bin:/bin:/opt/bin",
            "AWS_ACCESS_KEY_ID": "lgtui",
            "AWS_SECRET_ACCESS_KEY": "lgtui",
            "AWS_SESSION_TOKEN": "lgtui",
        }
        if self.endpoint_url:
            defaults["AWS_ENDPOINT_URL"] = self.endpoint_url
        return defaults

    def _reserved(self) -> dict[str, str]:
        """Variables that Lambda sets itself (guide, configuration-envvars)."""
        return {
            "AWS_LAMBDA_FUNCTION_NAME": self.function_name,
            "AWS_LAMBDA_FUNCTION_VERSION": self.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory_size),
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self.function_name}",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_REGION": self.region_name,
            "AWS_DEFAULT_REGION": self.region_name,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{self.runtime}",
            "LAMBDA_TASK_ROOT": str(self.folder),
            "LAMBDA_RUNTIME_DIR": str(RUNTIMES),
            "_HANDLER": self.handler,
        }
