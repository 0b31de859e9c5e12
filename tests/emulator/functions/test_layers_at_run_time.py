"""What a handler finds of its layers: modules, programs, and what the later layer laid over the earlier."""

import sys

from tests.emulator.functions.bench import Bench, needs_node

VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"


async def test_python_finds_modules_of_a_layer_after_those_of_the_code(bench: Bench) -> None:
    layer = await bench.publish_layer(
        "lib",
        {
            "python/shared.py": "where = 'layer'",
            "python/only_here.py": "where = 'layer'",
            f"python/lib/{VERSION}/site-packages/packaged.py": "where = 'site-packages'",
            "python/packaged.py": "where = 'python'",
        },
    )
    bench.write("shared.py", "where = 'code'")
    bench.create(
        """
        import only_here, packaged, shared
        def handler(event, context): return [shared.where, only_here.where, packaged.where]
        """,
        layers=[layer],
    )
    assert await bench.call() == ["code", "layer", "site-packages"]


async def test_a_later_layer_lies_over_an_earlier_one(bench: Bench) -> None:
    first = await bench.publish_layer("first", {"python/a.py": "is_from = 'first'", "python/b.py": "is_from = 'first'"})
    second = await bench.publish_layer("second", {"python/b.py": "is_from = 'second'"})
    bench.create("import a, b\ndef handler(event, context): return [a.is_from, b.is_from]", layers=[first, second])
    assert await bench.call() == ["first", "second"]


async def test_programs_and_libraries_of_a_layer_are_on_the_paths(bench: Bench) -> None:
    layer = await bench.publish_layer("tool", {"bin/greet": "#!/bin/sh\necho hello $1", "lib/empty": ""})
    bench.create(
        """
        import os, subprocess
        def handler(event, context):
            libraries = [path for path in os.environ["LD_LIBRARY_PATH"].split(":") if os.path.exists(path + "/empty")]
            return [subprocess.check_output(["greet", "you"], text=True), len(libraries)]
        """,
        layers=[layer],
    )
    assert await bench.call() == ["hello you\n", 1]


@needs_node
async def test_node_finds_modules_of_a_layer(bench: Bench) -> None:
    layer = await bench.publish_layer("lib", {"nodejs/node_modules/shared/index.js": "exports.where = 'layer';"})
    bench.create_node("exports.handler = async () => require('shared').where;", layers=[layer])
    assert await bench.call() == "layer"
