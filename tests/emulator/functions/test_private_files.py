"""`/tmp` and `/opt` themselves, where the kernel lets an ordinary user have them and the code lies elsewhere."""

import asyncio
import shutil
import stat
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lgtui.emulator.credentials import Credential
from lgtui.emulator.functions.forkservers import RUNTIMES, ForkServers
from lgtui.emulator.functions.opt import apart
from lgtui.emulator.functions.revision import Place
from tests.emulator.functions.bench import Bench

KEYS = Credential(
    access_key_id="ASIAEXAMPLE", secret_access_key="", account_id="123456789012", user_id="AROAEXAMPLE:f", user_arn=""
)
HERE = Place("127.0.0.1:1", Path("/work/e1"), None, "stream", "on-demand", KEYS)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A Lambda whose code is not below `/tmp`."""
    servers = ForkServers()
    spaces = await servers.of(sys.executable).makes_spaces()
    await servers.stop()
    if not spaces or any(place.is_relative_to("/tmp") for place in (Path(sys.executable), RUNTIMES)):
        pytest.skip("needs a kernel that gives namespaces, and neither an interpreter nor this project below /tmp")
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))
    bench = Bench(folder)
    yield bench
    await bench.functions.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def test_cap_009_each_environment_has_a_tmp_of_its_own_of_the_functions_size(bench: Bench) -> None:
    bench.create("""
        import os, time
        def handler(event, context):
            found = os.listdir("/tmp")
            open("/tmp/lgtui-test", "w").close()
            time.sleep(0.2)
            size = os.statvfs("/tmp")
            return [found, size.f_bavail * size.f_frsize, os.stat("/tmp").st_mode, "TMPDIR" in os.environ]
    """)
    first, second = await asyncio.gather(bench.call(), bench.call())
    assert [first, second] == [[[], 538_333_184, stat.S_IFDIR | 0o1777, False]] * 2
    assert (await bench.call())[0] == ["lgtui-test"]
    assert not await asyncio.to_thread(Path("/tmp/lgtui-test").exists)


async def test_a_full_tmp_says_that_no_space_is_left(bench: Bench) -> None:
    bench.create("""
        import os
        def handler(event, context):
            with open("/tmp/file", "wb") as file:
                os.posix_fallocate(file.fileno(), 0, 538_333_185)
    """)
    assert (await bench.fail())["errorMessage"] == "[Errno 28] No space left on device"


async def test_tmp_outlives_a_reset(bench: Bench) -> None:
    bench.create("""
        import os
        def handler(event, context):
            if not event:
                open("/tmp/kept", "w").close()
                os._exit(1)
            return os.listdir("/tmp")
    """)
    await bench.fail()
    assert await bench.call(1) == ["kept"]


@pytest.mark.skipif(not Path("/opt").is_dir(), reason="needs a machine with an /opt")
@pytest.mark.parametrize(
    ("needs", "layers", "expected"),
    [
        (("/home/me/app",), None, HERE._replace(space="e1", temporary=Path("/tmp"))),
        (("/tmp/app",), None, HERE),
        (("/home/me/app",), "/l/1", HERE._replace(space="e1", temporary=Path("/tmp"), layers=Path("/opt"), opt="/l/1")),
        (("/opt/app",), "/l/1", HERE._replace(space="e1", temporary=Path("/tmp"), layers=Path("/l/1"))),
        (("/opt/app",), "/tmp/1", HERE._replace(layers=Path("/tmp/1"))),
    ],
)
def test_nothing_that_is_needed_is_hidden(needs: tuple[str, ...], layers: str | None, expected: Place) -> None:
    place = HERE._replace(layers=Path(layers) if layers is not None else None)
    assert apart(place, tuple(map(Path, needs))) == expected
