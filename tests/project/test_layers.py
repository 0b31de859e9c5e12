"""Layers of a template: planned, published, followed when they are saved, and refused aloud if they lie elsewhere."""

import asyncio
import zipfile

from lgtui.emulator.functions.model import InvocationRequest, ListLayersRequest
from lgtui.emulator.region import Region
from tests.emulator_process import eventually
from tests.project.conftest import Fail, MakePlan, WriteProject
from tests.project.test_apply import Shop
from tests.project.test_reload import watched

SHARED = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shared:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: shared/, CompatibleRuntimes: [python3.11]}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
      CodeUri: code/
      Layers: [!Ref Shared]
"""
HANDLER = "import words\ndef handler(event, context): return words.GREETING\n"
FILES = {"code/app.py": HANDLER, "shared/python/words.py": "GREETING = 'hi'\n"}
POWERTOOLS = "arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV2:51"


async def invoke(region: Region, name: str = "Orders") -> bytes:
    return (await region.functions.invoke(InvocationRequest(function_name=name))).payload


def layer_versions(region: Region) -> list[int]:
    layers = region.functions.list_layers(ListLayersRequest()).layers
    return [layer.latest_matching_version.version for layer in layers]


def test_a_layer_of_the_template_is_planned_and_no_finding(plan_of: MakePlan) -> None:
    plan = plan_of(SHARED, **FILES)

    (layer,) = plan.layers.values()
    assert (layer.request.layer_name, layer.request.compatible_runtimes) == ("Shared", ["python3.11"])
    assert plan.functions["Orders"].request.layers == [layer.arn]
    assert plan.not_emulated == []


def test_a_layer_of_cloudformation_comes_from_a_zip_too(write_project: WriteProject, plan_of: MakePlan) -> None:
    folder = write_project("Resources: {}")
    with zipfile.ZipFile(folder / "shared.zip", "w") as archive:
        archive.writestr("python/words.py", "GREETING = 'zipped'")
    template = "Resources:\n  Shared:\n    Type: AWS::Lambda::LayerVersion\n    Properties: {Content: shared.zip}\n"

    plan = plan_of(template)

    (layer,) = plan.layers.values()
    assert layer.request.content.zip_file == (folder / "shared.zip").read_bytes()
    assert folder / "shared.zip" in plan.files


def test_a_missing_content_folder_is_a_fault_with_its_line(fault_of: Fail) -> None:
    fault = fault_of(SHARED, **{"code/app.py": HANDLER})

    assert (fault.problem.line, fault.message) == (
        5,
        "Shared: its content folder shared/ does not exist. Make it, or mend ContentUri.",
    )


def test_a_layer_from_elsewhere_is_listed_with_its_line(plan_of: MakePlan) -> None:
    own = "arn:aws:lambda:us-east-1:123456789012:layer:gone:3"
    template = SHARED.replace("[!Ref Shared]", f"[{POWERTOOLS}, {own}]")

    plan = plan_of(template, **FILES)

    listed = [(finding.line, finding.what) for finding in plan.not_emulated]
    assert listed == [(12, f"layer {POWERTOOLS} of Orders"), (12, f"layer {own} of Orders")]
    assert plan.functions["Orders"].request.layers == [POWERTOOLS]


def test_a_layer_of_all_functions_is_listed_where_the_globals_say_so(plan_of: MakePlan) -> None:
    template = SHARED.replace("      Layers: [!Ref Shared]\n", "").replace(
        "Resources:", f"Globals:\n  Function:\n    Layers: [{POWERTOOLS}, !Ref Shared]\nResources:"
    )

    plan = plan_of(template, **FILES)

    assert [(finding.line, finding.what) for finding in plan.not_emulated] == [(4, f"layer {POWERTOOLS} of Orders")]
    assert len(plan.functions["Orders"].request.layers) == 2


async def test_a_handler_imports_from_its_layer(write_project: WriteProject, region: Region) -> None:
    shop = Shop(write_project(SHARED, **FILES), region)

    await shop.project.load()

    assert shop.project.problem is None
    assert await invoke(region) == b'"hi"'


async def test_a_function_without_a_layer_from_elsewhere_runs_and_says_so(
    write_project: WriteProject, region: Region
) -> None:
    template = SHARED.replace("[!Ref Shared]", f"[!Ref Shared, {POWERTOOLS}]")
    shop = Shop(write_project(template, **FILES), region)

    await shop.project.load()

    assert await invoke(region) == b'"hi"'
    assert any(line.startswith(f"Orders: runs without the layer {POWERTOOLS}") for line in shop.log())


async def test_a_save_in_a_layer_publishes_a_version_that_the_function_gets(
    write_project: WriteProject, region: Region
) -> None:
    async with watched(write_project(SHARED, **FILES), region) as shop:
        before = await invoke(region)

        await shop.write("shared/python/words.py", "GREETING = 'hello'\n")

        assert (before, await invoke(region)) == (b'"hi"', b'"hello"')
        assert layer_versions(region) == [2]
        assert "published layer Shared, version 2, updated function Orders" in shop.log()[-1]


async def test_a_save_of_code_that_a_layer_holds_too_reaches_both(write_project: WriteProject, region: Region) -> None:
    template = SHARED.replace("ContentUri: shared/", "ContentUri: .")
    async with watched(write_project(template, **FILES, **{"python/words.py": "GREETING = 'hi'"}), region) as shop:
        before = await invoke(region)

        await shop.write("code/app.py", HANDLER.replace("words.GREETING", "'changed'"))

        assert (before, await invoke(region)) == (b'"hi"', b'"changed"')
        assert shop.log("reload")[-1].startswith("code/app.py saved → $LATEST")


async def test_a_load_without_a_change_publishes_no_layer(write_project: WriteProject, region: Region) -> None:
    shop = Shop(write_project(SHARED, **FILES), region)
    await shop.project.load()

    await shop.project.load()

    assert layer_versions(region) == [1]
    assert shop.log()[-1].endswith("nothing changed")


async def test_replaced_layer_versions_leave_the_disk(write_project: WriteProject, region: Region) -> None:
    folder = write_project(SHARED, **FILES)
    shop = Shop(folder, region)
    await shop.project.load()
    content = region.functions.layer_code("Shared", 1).folder

    (folder / "shared/python/words.py").write_text("GREETING = 'hello'\n")
    await shop.project.load()

    await asyncio.to_thread(eventually, lambda: not content.exists())
    assert layer_versions(region) == [2]
