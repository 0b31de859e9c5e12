"""Versions: immutable copies of $LATEST, numbered once, and gone with their code when they are deleted."""

import asyncio
from pathlib import Path

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    ResourceConflictException,
    ResourceNotFoundException,
)
from lgtui.emulator.functions.model import (
    Code,
    CreateAliasRequest,
    CreateFunctionRequest,
    Environment,
    FunctionConfiguration,
    FunctionNameRequest,
    ListFunctionsRequest,
    ListVersionsByFunctionRequest,
    PublishVersionRequest,
    UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
)
from tests.emulator.functions.bench import Bench
from tests.emulator_process import eventually

ANSWERING = "def handler(event, context): return '{}'"


async def publish(bench: Bench, **members: str) -> FunctionConfiguration:
    return await bench.functions.publish_version(PublishVersionRequest(function_name="f", **members))


async def answer(bench: Bench, qualifier: str) -> str:
    return (await bench.invoke(qualifier=qualifier)).payload.decode()


def numbers(bench: Bench) -> list[str]:
    listed = bench.functions.list_versions_by_function(ListVersionsByFunctionRequest(function_name="f")).versions
    return [version.version for version in listed]


def delete(bench: Bench, qualifier: str) -> None:
    bench.functions.delete_function(FunctionNameRequest(function_name="f", qualifier=qualifier))


async def test_a_version_of_code_that_is_run_in_place_does_not_follow_later_saves(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    await publish(bench)
    bench.write("app.py", ANSWERING.format("two"))

    assert [await answer(bench, "1"), await answer(bench, "$LATEST")] == ['"one"', '"two"']


async def test_a_version_keeps_its_settings(bench: Bench) -> None:
    bench.create("import os\ndef handler(event, context): return os.environ.get('COLOR')")
    for color in ("red", "blue"):
        environment = Environment(variables={"COLOR": color})
        request = UpdateFunctionConfigurationRequest(function_name="f", environment=environment)
        bench.functions.update_function_configuration(request)
        await publish(bench)

    assert [await answer(bench, "1"), await answer(bench, "2")] == ['"red"', '"blue"']


async def test_publishing_without_a_change_gives_the_last_version(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    first = await publish(bench, description="first")

    again = await publish(bench, description="second")

    assert (again.version, again.description, again.revision_id) == ("1", "first", first.revision_id)
    assert numbers(bench) == ["$LATEST", "1"]


async def test_publishing_twice_at_once_makes_one_version(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))

    published = await asyncio.gather(publish(bench), publish(bench))

    assert [each.version for each in published] == ["1", "1"]
    assert await answer(bench, "1") == '"one"'


async def test_code_that_is_put_back_is_a_version_of_its_own(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    for word in ("one", "two", "one"):
        bench.write("app.py", ANSWERING.format(word))
        await publish(bench)

    assert numbers(bench) == ["$LATEST", "1", "2", "3"]


async def test_a_number_is_not_used_again(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    await publish(bench)
    delete(bench, "1")

    assert (await publish(bench)).version == "2"


async def test_creating_and_updating_can_publish(bench: Bench) -> None:
    code = Code(source=ANSWERING.format("one"))
    created = bench.functions.create_function(
        CreateFunctionRequest(function_name="f", runtime="python3.11", handler="app.handler", code=code, publish=True)
    )
    updated = bench.functions.update_function_code(
        UpdateFunctionCodeRequest(function_name="f", source=ANSWERING.format("two"), publish=True)
    )

    assert (created.version, updated.version) == ("1", "2")
    assert updated.function_arn.endswith(":function:f:2")
    assert [await answer(bench, "1"), await answer(bench, "2")] == ['"one"', '"two"']


async def test_environments_of_versions_are_their_own(bench: Bench) -> None:
    bench.create("calls = []\ndef handler(event, context):\n    calls.append(1)\n    return len(calls)")
    await publish(bench)

    assert [await answer(bench, qualifier) for qualifier in ("1", "$LATEST", "1")] == ["1", "1", "2"]
    assert sorted(each.revision.version for each in bench.functions.environments()) == ["$LATEST", "1"]


async def test_a_deleted_version_ends_its_environments_and_leaves_the_disk(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    await publish(bench)
    await answer(bench, "1")
    folder = _folder(bench, "1")

    delete(bench, "1")

    assert bench.functions.environments() == []
    await asyncio.to_thread(eventually, lambda: not folder.exists())
    with pytest.raises(ResourceNotFoundException, match="function:f:1"):
        await answer(bench, "1")


async def test_versions_of_the_same_package_share_it_until_the_last_is_gone(bench: Bench) -> None:
    code = Code(source=ANSWERING.format("one"))
    bench.functions.create_function(
        CreateFunctionRequest(function_name="f", runtime="python3.11", handler="app.handler", code=code, publish=True)
    )

    delete(bench, "1")

    assert await answer(bench, "$LATEST") == '"one"'


async def test_a_copy_shares_the_files_that_have_not_changed_with_the_last_one(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    bench.write("data.txt", "large")
    await publish(bench)
    bench.write("app.py", ANSWERING.format("two"))
    await publish(bench)

    first, second = (_folder(bench, number) for number in "12")
    assert (first / "data.txt").samefile(second / "data.txt")
    assert not (first / "app.py").samefile(second / "app.py")
    assert not (first / "data.txt").samefile(bench.folder / "f" / "data.txt")
    assert [await answer(bench, "1"), await answer(bench, "2")] == ['"one"', '"two"']


async def test_what_may_not_be_deleted_is_refused(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    await publish(bench)
    alias = CreateAliasRequest(function_name="f", name="live", function_version="1")
    bench.functions.create_alias(alias)

    with pytest.raises(ResourceConflictException, match=r"aliases reference it: \[live\]"):
        delete(bench, "1")
    with pytest.raises(InvalidParameterValueException, match="LATEST version cannot be deleted"):
        delete(bench, "$LATEST")
    with pytest.raises(InvalidParameterValueException, match="Deletion of aliases"):
        delete(bench, "live")
    assert numbers(bench) == ["$LATEST", "1"]


async def test_lists_have_every_version_where_all_are_asked_for(bench: Bench) -> None:
    bench.create(ANSWERING.format("one"))
    await publish(bench)

    everything = bench.functions.list_functions(ListFunctionsRequest(function_version="ALL")).functions
    latest_alone = bench.functions.list_functions(ListFunctionsRequest()).functions

    assert [each.version for each in everything] == ["$LATEST", "1"]
    assert [each.version for each in latest_alone] == ["$LATEST"]
    assert bench.functions.summaries()[0].versions == ["1"]


def _folder(bench: Bench, number: str) -> Path:
    """Where the code of a version is."""
    return bench.functions.code_of("f", number).folder
