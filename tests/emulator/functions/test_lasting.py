"""Lambda's state outlives the process: functions with all that belongs to them, layers, and code by its content."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from lgtui.emulator.functions.model import (
    AddPermissionRequest,
    AliasRoutingConfiguration,
    Code,
    CreateAliasRequest,
    CreateFunctionRequest,
    CreateFunctionUrlConfigRequest,
    FunctionNameRequest,
    LayerContent,
    LayerVersionRequest,
    ListAliasesRequest,
    ListFunctionsRequest,
    ListFunctionUrlConfigsRequest,
    ListLayersRequest,
    ListLayerVersionsRequest,
    ListVersionsByFunctionRequest,
    PublishLayerVersionRequest,
    PublishVersionRequest,
    PutFunctionConcurrencyRequest,
    TagResourceRequest,
    UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
)
from lgtui.emulator.functions.model.account import GetAccountSettingsRequest
from lgtui.emulator.functions.model.provisioned import PutProvisionedConcurrencyConfigRequest
from lgtui.emulator.functions.model.recursion import PutFunctionRecursionConfigRequest
from tests.emulator.functions.asynchronous.event_bench import GLANCE, QUEUE, EventBench
from tests.emulator.functions.bench import PATIENCE, Bench

NewRegion = Callable[..., EventBench]

ANSWER = "def handler(event, context): return {!r}"


@pytest.fixture
async def new_region(tmp_path: Path) -> AsyncIterator[NewRegion]:
    """Makes regions on one state folder, one after the other, each with a work folder of its own."""
    benches: list[EventBench] = []

    def make(**settings: Any) -> EventBench:
        folder = tmp_path / str(len(benches))
        benches.append(EventBench(folder, **{"state_folder": tmp_path / "state", **settings}))
        return benches[-1]

    yield make
    await benches[-1].stop()


def package(source: str) -> bytes:
    """A deployment package of one module `app`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", source)
    return packed.getvalue()


def create(bench: Bench, answer: str, name: str = "f", **members: Any) -> None:
    """Create a function of a package that gives `answer`."""
    code = Code(zip_file=package(ANSWER.format(answer)))
    bench.functions.create_function(
        CreateFunctionRequest(
            function_name=name, runtime="python3.11", handler="app.handler", timeout=10, code=code, **members
        )
    )


def code_folders(bench: Bench) -> list[str]:
    """What is in the code store."""
    state = bench.settings.state_folder
    assert state is not None
    return sorted(path.name for path in (state / "code").iterdir())


def everything(bench: Bench) -> dict[str, Any]:
    """What the operations that read say of the functions and layers."""
    functions, named = bench.functions, FunctionNameRequest(function_name="f")
    live = FunctionNameRequest(function_name="f", qualifier="live")
    return {
        "functions": functions.list_functions(ListFunctionsRequest(function_version="ALL")),
        "function": functions.get_function(named),
        "versions": functions.list_versions_by_function(ListVersionsByFunctionRequest(function_name="f")),
        "aliases": functions.list_aliases(ListAliasesRequest(function_name="f")),
        "policy": functions.get_policy(live),
        "urls": functions.list_function_url_configs(ListFunctionUrlConfigsRequest(function_name="f")),
        "events": functions.get_function_event_invoke_config(named),
        "reserved": functions.get_function_concurrency(named),
        "recursion": functions.get_function_recursion_config(named),
        "account": functions.get_account_settings(GetAccountSettingsRequest()),
        "layers": functions.list_layers(ListLayersRequest()),
        "layer": functions.list_layer_versions(ListLayerVersionsRequest(layer_name="words")),
        "layer version": functions.get_layer_version(LayerVersionRequest(layer_name="words", version_number=2)),
    }


async def test_a_function_is_after_a_restart_what_it_was(new_region: NewRegion) -> None:
    bench = new_region()
    for text in ("gone", "kept"):
        published = await bench.functions.publish_layer_version(
            PublishLayerVersionRequest(layer_name="words", content=LayerContent(zip_file=package(text)))
        )
    bench.functions.delete_layer_version(LayerVersionRequest(layer_name="words", version_number=1))
    create(bench, "one", tags={"a": "b"}, layers=[published.layer_version_arn])
    functions = bench.functions
    await functions.publish_version(PublishVersionRequest(function_name="f", description="first"))
    functions.update_function_code(
        UpdateFunctionCodeRequest(function_name="f", zip_file=package(ANSWER.format("two")), publish=True)
    )
    functions.update_function_configuration(
        UpdateFunctionConfigurationRequest(function_name="f", description="by hand", memory_size=256)
    )
    routing = AliasRoutingConfiguration(additional_version_weights={"2": 0.25})
    functions.create_alias(
        CreateAliasRequest(function_name="f", name="live", function_version="1", routing_config=routing)
    )
    functions.add_permission(
        AddPermissionRequest(
            function_name="f", qualifier="live", statement_id="s", action="lambda:InvokeFunction", principal="*"
        )
    )
    functions.create_function_url_config(CreateFunctionUrlConfigRequest(function_name="f", auth_type="NONE"))
    functions.put_function_concurrency(
        PutFunctionConcurrencyRequest(function_name="f", reserved_concurrent_executions=7)
    )
    functions.put_function_recursion_config(
        PutFunctionRecursionConfigRequest(function_name="f", recursive_loop="Allow")
    )
    functions.tag_resource(TagResourceRequest(resource="f", tags={"c": "d"}))
    bench.configure(success=QUEUE, maximum_retry_attempts=1)
    before = everything(bench)
    await bench.stop()

    bench = new_region()

    assert everything(bench) == before
    assert [await bench.call(name=f"f:{number}") for number in ("1", "2", "$LATEST")] == ["one", "two", "two"]


async def test_numbers_of_versions_and_layers_are_not_used_again_after_a_restart(new_region: NewRegion) -> None:
    bench = new_region()
    create(bench, "one", publish=True)
    bench.functions.delete_function(FunctionNameRequest(function_name="f", qualifier="1"))
    layer = PublishLayerVersionRequest(layer_name="l", content=LayerContent(zip_file=package("")))
    await bench.functions.publish_layer_version(layer)
    bench.functions.delete_layer_version(LayerVersionRequest(layer_name="l", version_number=1))
    await bench.stop()

    bench = new_region()

    assert (await bench.functions.publish_version(PublishVersionRequest(function_name="f"))).version == "2"
    assert (await bench.functions.publish_layer_version(layer)).version == 2


async def until_code_is(bench: Bench, folders: list[str]) -> None:
    """Wait until just these are left of the code: what nobody has any more is removed beside everything else."""
    async with asyncio.timeout(PATIENCE):
        while code_folders(bench) != folders:
            await bench.clock.sleep_real(GLANCE)


async def test_a_function_that_was_deleted_stays_away_with_its_code_and_all_that_belonged_to_it(
    new_region: NewRegion,
) -> None:
    bench = new_region()
    create(bench, "one", publish=True)
    bench.functions.delete_function(FunctionNameRequest(function_name="f"))
    await bench.objects.committed()
    assert await bench.store.read("SELECT kind FROM object") == []
    await bench.stop()

    bench = new_region()

    assert bench.functions.list_functions(ListFunctionsRequest()).functions == []
    await until_code_is(bench, [])


async def test_the_same_package_lies_on_the_disk_once_until_the_last_function_that_has_it_is_gone(
    new_region: NewRegion,
) -> None:
    bench = new_region()
    create(bench, "one", "f")
    create(bench, "one", "g")
    shared = code_folders(bench)
    assert len(shared) == 2, "the unpacked folder and the package"
    bench.functions.delete_function(FunctionNameRequest(function_name="f"))
    await bench.stop()

    bench = new_region()

    assert code_folders(bench) == shared
    assert await bench.call(name="g") == "one"


async def test_code_that_a_killed_process_has_left_behind_goes_at_the_next_start(new_region: NewRegion) -> None:
    bench = new_region()
    create(bench, "one")
    present = code_folders(bench)
    await bench.stop()
    state = bench.settings.state_folder
    assert state is not None
    (state / "code" / ".draft-0").mkdir()
    (state / "code" / "0123").mkdir()
    (state / "code" / "4567.zip").touch()

    await new_region().stop()

    await until_code_is(bench, present)
    assert await new_region().call() == "one"


async def test_a_state_folder_can_be_moved(new_region: NewRegion, tmp_path: Path) -> None:
    bench = new_region()
    create(bench, "one", publish=True)
    await bench.stop()
    (tmp_path / "state").rename(tmp_path / "moved")

    bench = new_region(state_folder=tmp_path / "moved")

    assert [await bench.call(name=f"f:{number}") for number in ("1", "$LATEST")] == ["one", "one"]


async def test_code_that_somebody_has_taken_away_is_missed_aloud(new_region: NewRegion, tmp_path: Path) -> None:
    bench = new_region()
    create(bench, "one")
    await bench.stop()
    (tmp_path / "state" / "code").rename(tmp_path / "elsewhere")

    bench = new_region()

    assert any(line.startswith("f:$LATEST: its code is not in ") for line in bench.lines("warn"))


async def test_what_is_provisioned_is_kept_ready_again_after_a_restart(new_region: NewRegion) -> None:
    bench = new_region()
    create(bench, "one", publish=True)
    bench.functions.put_provisioned_concurrency_config(
        PutProvisionedConcurrencyConfigRequest(function_name="f", qualifier="1", provisioned_concurrent_executions=1)
    )
    await bench.stop()

    bench = new_region()

    await bench.until_state("frozen")
    assert await bench.call(name="f:1") == "one"


async def test_a_reservation_for_which_a_smaller_account_has_no_room_is_given_up_aloud(new_region: NewRegion) -> None:
    bench = new_region()
    create(bench, "one")
    bench.reserve(500)
    await bench.stop()

    bench = new_region(account_concurrency=200)

    assert any("does not fit into the account's 200 concurrent executions" in line for line in bench.lines("warn"))
    assert bench.functions.concurrency.share("f").reserved is None
    assert await bench.call() == "one"
