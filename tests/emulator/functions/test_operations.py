"""The control plane: functions and aliases are made, found, listed, changed and deleted; packages are unpacked."""

import io
import zipfile
from collections.abc import Callable

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    NotImplementedException,
    ResourceConflictException,
    ResourceNotFoundException,
    ServiceError,
    ValidationException,
)
from lgtui.emulator.functions.events import FunctionsChanged
from lgtui.emulator.functions.model import (
    Code,
    CreateAliasRequest,
    CreateFunctionRequest,
    FunctionNameRequest,
    ListFunctionsRequest,
)
from tests.emulator.functions.bench import Bench, needs_node

SOURCE = "def handler(event, context): return 'ran'"


async def test_inline_source_runs_as_the_file_that_the_handler_names(bench: Bench) -> None:
    _create(bench, Code(source=SOURCE), handler="index.handler")
    assert await bench.call() == "ran"


@needs_node
async def test_inline_javascript_runs_too(bench: Bench) -> None:
    code = Code(source="exports.handler = async () => 'ran';")
    _create(bench, code, handler="index.handler", runtime="nodejs20.x")
    assert await bench.call() == "ran"


async def test_a_package_is_unpacked_and_runs(bench: Bench) -> None:
    _create(bench, Code(zip_file=_package({"app.py": SOURCE, "data/words.txt": "hi"})))
    assert await bench.call() == "ran"
    configuration = bench.functions.get_function_configuration(FunctionNameRequest(function_name="f"))
    assert configuration.code_size > 0
    assert len(configuration.code_sha256) == 44


@pytest.mark.parametrize("name", ["../outside.py", "/outside.py", "a/../../outside.py"])
async def test_a_package_may_not_reach_outside(bench: Bench, name: str) -> None:
    with pytest.raises(InvalidParameterValueException, match="points outside of the package"):
        _create(bench, Code(zip_file=_package({name: SOURCE})))
    assert list(bench.folder.rglob("outside.py")) == []


async def test_a_package_may_not_hold_a_symbolic_link(bench: Bench) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InvalidParameterValueException, match="is a symbolic link"):
        _create(bench, Code(zip_file=buffer.getvalue()))


async def test_what_is_no_zip_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidParameterValueException, match="Could not unzip uploaded file"):
        _create(bench, Code(zip_file=b"no zip"))


@pytest.mark.parametrize(
    ("members", "error", "words"),
    [
        ({"timeout": 0}, ValidationException, "Value '0' at 'timeout'"),
        ({"timeout": 901}, ValidationException, "less than or equal to 900"),
        ({"memory_size": 127}, ValidationException, "Value '127' at 'memorySize'"),
        ({"handler": ""}, InvalidParameterValueException, "Runtime and Handler are mandatory"),
        ({"package_type": "Image"}, NotImplementedException, "container images"),
        ({"function_name": "no/name"}, ValidationException, "functionName"),
        ({}, InvalidParameterValueException, "source for function code"),
    ],
)
async def test_creation_refuses_what_lambda_refuses(
    bench: Bench, members: dict[str, object], error: type[ServiceError], words: str
) -> None:
    code = Code() if members == {} else Code(source=SOURCE)
    with pytest.raises(error, match=words):
        _create(bench, code, **members)
    assert bench.functions.summaries() == []


async def test_names_are_unique_and_deletion_frees_them(bench: Bench) -> None:
    _create(bench, Code(source=SOURCE))
    with pytest.raises(ResourceConflictException, match="Function already exist: f"):
        _create(bench, Code(source=SOURCE))
    bench.functions.delete_function(FunctionNameRequest(function_name="f"))
    with pytest.raises(ResourceNotFoundException):
        bench.functions.get_function(FunctionNameRequest(function_name="f"))
    _create(bench, Code(source=SOURCE))


async def test_functions_are_listed_by_name_in_pages(bench: Bench) -> None:
    for name in ("c", "a", "b"):
        _create(bench, Code(source=SOURCE), function_name=name)
    first = bench.functions.list_functions(ListFunctionsRequest(max_items=2))
    rest = bench.functions.list_functions(ListFunctionsRequest(marker=first.next_marker))
    assert [each.function_name for each in (*first.functions, *rest.functions)] == ["a", "b", "c"]
    assert rest.next_marker == ""


async def test_every_change_is_told(bench: Bench) -> None:
    told: list[FunctionsChanged] = []
    bench.bus.subscribe(FunctionsChanged, told.append)
    operations: list[Callable[[], object]] = [
        lambda: _create(bench, Code(source=SOURCE)),
        lambda: bench.functions.create_alias(
            CreateAliasRequest(function_name="f", name="live", function_version="$LATEST")
        ),
        lambda: bench.functions.delete_function(FunctionNameRequest(function_name="f")),
    ]
    for operation in operations:
        before = len(told)
        operation()
        assert len(told) == before + 1


async def test_the_summary_names_the_handlers_file_and_the_interpreter(bench: Bench) -> None:
    bench.create("def handler(event, context): return 1", runtime="python3.11")
    await bench.call()
    (summary,) = bench.functions.summaries()
    assert summary.source == str(bench.folder / "f" / "app.py")
    assert summary.runs_on.startswith("python3.")


def _create(bench: Bench, code: Code, **members: object) -> None:
    request = {"function_name": "f", "runtime": "python3.11", "handler": "app.handler", "code": code, **members}
    bench.functions.create_function(CreateFunctionRequest(**request))  # type: ignore[arg-type]


def _package(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()
