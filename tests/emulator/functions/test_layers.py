"""Layers: published, listed, deleted, and what a function may have of them."""

import asyncio
import io
import zipfile

import pytest

from lgtui.emulator.errors import (
    InvalidParameterValueException,
    ResourceNotFoundException,
    ValidationException,
)
from lgtui.emulator.functions.model import (
    Code,
    CreateFunctionRequest,
    FunctionConfiguration,
    FunctionNameRequest,
    GetLayerVersionByArnRequest,
    LayerContent,
    LayerVersionOutput,
    LayerVersionRequest,
    ListLayersRequest,
    ListLayerVersionsRequest,
    PublishLayerVersionRequest,
    UpdateFunctionConfigurationRequest,
)
from tests.emulator.functions.bench import Bench
from tests.emulator_process import eventually

ARN = "arn:aws:lambda:us-east-1:123456789012:layer"
FOREIGN = "arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV2:51"
HANDLER = "import words\ndef handler(event, context): return words.GREETING"


def package(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


async def publish(bench: Bench, name: str = "words", greeting: str = "hi", **members: object) -> LayerVersionOutput:
    content = LayerContent(zip_file=package({"python/words.py": f"GREETING = {greeting!r}"}))
    request = {"layer_name": name, "content": content, **members}
    return await bench.functions.publish_layer_version(PublishLayerVersionRequest(**request))  # type: ignore[arg-type]


def create(bench: Bench, *layers: str, name: str = "f") -> FunctionConfiguration:
    request = CreateFunctionRequest(
        function_name=name, runtime="python3.11", handler="app.handler", code=Code(source=HANDLER), layers=list(layers)
    )
    return bench.functions.create_function(request)


async def test_versions_are_numbered_and_found_by_number_and_by_arn(bench: Bench) -> None:
    first, second = await publish(bench), await publish(bench, greeting="hello")

    by_number = bench.functions.get_layer_version(LayerVersionRequest(layer_name="words", version_number=1))
    by_arn = bench.functions.get_layer_version_by_arn(GetLayerVersionByArnRequest(arn=f"{ARN}:words:2"))

    assert (first.layer_version_arn, second.layer_version_arn) == (f"{ARN}:words:1", f"{ARN}:words:2")
    assert (by_number, by_arn) == (first, second)
    assert first.content.code_size > 0


async def test_lists_are_newest_first_and_keep_to_what_is_asked_for(bench: Bench) -> None:
    await publish(bench, compatible_runtimes=["python3.11"])
    await publish(bench, compatible_runtimes=["nodejs20.x"])
    await publish(bench, name="others")

    layers = bench.functions.list_layers(ListLayersRequest()).layers
    of_python = bench.functions.list_layers(ListLayersRequest(compatible_runtime="python3.11")).layers
    versions = bench.functions.list_layer_versions(ListLayerVersionsRequest(layer_name=f"{ARN}:words")).layer_versions

    assert [layer.layer_name for layer in layers] == ["others", "words"]
    assert [(layer.layer_name, layer.latest_matching_version.version) for layer in of_python] == [("words", 1)]
    assert [version.version for version in versions] == [2, 1]


async def test_a_function_imports_from_its_layers_and_the_later_ones_win(bench: Bench) -> None:
    await publish(bench, greeting="first")
    await publish(bench, name="others", greeting="second")

    created = create(bench, f"{ARN}:words:1", f"{ARN}:others:1")

    assert await bench.call() == "second"
    assert [layer.arn for layer in created.layers] == [f"{ARN}:words:1", f"{ARN}:others:1"]
    assert all(layer.code_size for layer in created.layers)


async def test_a_folder_is_copied_so_that_later_saves_do_not_reach_the_layer(bench: Bench) -> None:
    folder = bench.write("python/words.py", "GREETING = 'first'", "layer").parent.parent
    request = PublishLayerVersionRequest(layer_name="words", content=LayerContent(folder=folder))
    await bench.functions.publish_layer_version(request)
    bench.write("python/words.py", "GREETING = 'second'", "layer")
    create(bench, f"{ARN}:words:1")
    assert await bench.call() == "first"


async def test_layers_can_be_changed(bench: Bench) -> None:
    await publish(bench, greeting="first")
    await publish(bench, greeting="second")
    create(bench, f"{ARN}:words:1")
    before = await bench.call()

    bench.functions.update_function_configuration(
        UpdateFunctionConfigurationRequest(function_name="f", layers=[f"{ARN}:words:2"])
    )

    assert (before, await bench.call()) == ("first", "second")


async def test_a_deleted_layer_stays_with_the_functions_that_have_it_and_then_leaves_the_disk(bench: Bench) -> None:
    published = await publish(bench)
    create(bench, published.layer_version_arn)
    folder = bench.functions.layer_code("words", 1).folder

    bench.functions.delete_layer_version(LayerVersionRequest(layer_name="words", version_number=1))

    assert bench.functions.list_layers(ListLayersRequest()).layers == []
    assert await bench.call() == "hi"
    bench.functions.delete_function(FunctionNameRequest(function_name="f"))
    await asyncio.to_thread(eventually, lambda: not folder.exists())
    assert (await publish(bench)).version == 2


async def test_a_layer_of_another_account_is_named_and_the_function_runs_without_it(bench: Bench) -> None:
    await publish(bench)
    created = create(bench, f"{ARN}:words:1", FOREIGN)
    assert await bench.call() == "hi"
    assert created.layers[1].arn == FOREIGN
    assert any(line.startswith(f"f: runs without the layer {FOREIGN}") for line in bench.lines("warn"))


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([f"{ARN}:words:9"], f"Layer version {ARN}:words:9 does not exist."),
        ([f"{ARN}:gone:1"], "does not exist"),
        ([f"{ARN}:words:1", f"{ARN}:words:2"], "Two different versions of the same layer"),
        ([f"{ARN}:words{number}:1" for number in range(6)], "Cannot reference more than 5 layers."),
        ([f"{ARN}:words:1".replace("us-east-1", "eu-west-1")], "Layers are expected to be in region us-east-1."),
    ],
    ids=["no such version", "no such layer", "two versions", "too many", "another region"],
)
async def test_layers_that_lambda_refuses(bench: Bench, layers: list[str], words: str) -> None:
    await publish(bench)
    await publish(bench)
    with pytest.raises(InvalidParameterValueException, match=words):
        create(bench, *layers)
    assert bench.functions.summaries() == []


async def test_what_is_no_layer_version_s_arn_is_refused(bench: Bench) -> None:
    with pytest.raises(ValidationException, match=r"Value '\[words\]' at 'layers'"):
        create(bench, "words")
    with pytest.raises(ValidationException, match="Value 'words' at 'arn'"):
        bench.functions.get_layer_version_by_arn(GetLayerVersionByArnRequest(arn="words"))
    with pytest.raises(ValidationException, match="Value 'no/name' at 'layerName'"):
        await publish(bench, name="no/name")


async def test_a_layer_may_not_reach_outside(bench: Bench) -> None:
    content = LayerContent(zip_file=package({"../outside.py": ""}))
    with pytest.raises(InvalidParameterValueException, match="points outside of the package"):
        await bench.functions.publish_layer_version(PublishLayerVersionRequest(layer_name="w", content=content))


async def test_a_layer_that_is_not_there_is_not_found(bench: Bench) -> None:
    with pytest.raises(ResourceNotFoundException, match="The resource you requested does not exist"):
        bench.functions.get_layer_version(LayerVersionRequest(layer_name="gone", version_number=1))
    with pytest.raises(ResourceNotFoundException):
        bench.functions.get_layer_version_by_arn(GetLayerVersionByArnRequest(arn=FOREIGN))
