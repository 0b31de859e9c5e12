"""Closed-loop load with wrk, and what it measured."""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True)
class Load:
    """What one run measured: answers per second, median latency in milliseconds, answers that were not 2xx or 3xx."""

    rate: float
    p50_ms: float
    failed: int


@dataclass(frozen=True)
class Post:
    """What is sent where it is no plain GET."""

    headers: dict[str, str]
    body: str

    @property
    def script(self) -> str:
        """The same for wrk, in Lua."""
        headers = "".join(
            f"wrk.headers[{json.dumps(name)}] = {json.dumps(text)}\n" for name, text in self.headers.items()
        )
        return f'wrk.method = "POST"\nwrk.body = {json.dumps(self.body)}\n{headers}'


def run(url: str, connections: int, seconds: int, post: Post | None = None) -> Load:
    """Keep `connections` requests under way for `seconds`.

    Raises:
        SystemExit: wrk is not installed.
    """
    if shutil.which("wrk") is None:
        raise SystemExit("The benchmarks need wrk on the PATH (Debian: apt-get install wrk; macOS: brew install wrk).")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if post is not None:
            script.write(post.script)
            script.flush()
            command += ["-s", script.name]
        output = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    p50 = re.search(r"50%\s+([\d.]+)(us|ms|s)", output)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    if rate is None or p50 is None:
        raise RuntimeError(f"wrk said something unexpected:\n{output}")
    return Load(float(rate[1]), float(p50[1]) * _UNITS[p50[2]], int(failed[1]) if failed else 0)
