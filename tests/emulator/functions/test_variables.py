"""Environment variables: AWS's reserved ones, those a function may override, its own, and none of the emulator's."""

import pytest

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions.model import Environment
from tests.emulator.functions.bench import Bench, needs_node

LISTING = "import os\ndef handler(event, context): return dict(os.environ)"
RESERVED = {
    "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
    "_HANDLER",
}  # fmt: skip
DEFAULTS = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LANG", "LD_LIBRARY_PATH", "PATH", "TZ",
}  # fmt: skip
OF_THE_INVOCATION = {"_X_AMZN_TRACE_ID"}
STAND_IN = {"TMPDIR"}
"""Only where the environment cannot have a `/tmp` of its own: tests keep their code below the machine's."""


async def test_a_handler_sees_these_variables_and_no_others(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_EMULATOR", "x")
    bench.create(LISTING, environment=Environment(variables={"MINE": "1"}))
    variables = await bench.call()
    assert set(variables) - STAND_IN == RESERVED | DEFAULTS | OF_THE_INVOCATION | {"MINE"}
    assert variables["AWS_LAMBDA_INITIALIZATION_TYPE"] == "on-demand"
    assert variables["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.11"
    assert variables["LAMBDA_TASK_ROOT"] == str(bench.folder / "f")


@needs_node
async def test_node_sees_where_modules_of_layers_are_besides(bench: Bench) -> None:
    bench.create_node("exports.handler = async () => Object.keys(process.env);")
    assert set(await bench.call()) - STAND_IN == RESERVED | DEFAULTS | OF_THE_INVOCATION | {"NODE_PATH"}


async def test_a_function_may_override_defaults_but_nothing_reserved(bench: Bench) -> None:
    own = {"TZ": "Europe/Berlin", "PATH": "/own", "TMPDIR": "/elsewhere"}
    bench.create(LISTING, environment=Environment(variables=own))
    variables = await bench.call()
    assert (variables["TZ"], variables["PATH"]) == ("Europe/Berlin", "/own")
    assert variables["TMPDIR"] != "/elsewhere"


def test_reserved_variables_are_refused_by_name(bench: Bench) -> None:
    own = Environment(variables={"MINE": "1", "AWS_REGION": "x", "_HANDLER": "x"})
    with pytest.raises(InvalidParameterValueException, match="keys used in this request: AWS_REGION, _HANDLER"):
        bench.create(LISTING, environment=own)
