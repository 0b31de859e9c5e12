"""A real `lgtui serve` process for tests: on free ports, with a small project, ended whatever happens."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil

HELLO_TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: app.handler
      CodeUri: code/
      Events:
        Get:
          Type: Api
          Properties: {Path: /hello, Method: get}
"""

HELLO_HANDLER = """\
def handler(event, context):
    return {"statusCode": 200, "body": "hello"}
"""


class Answer(NamedTuple):
    """One HTTP answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body's document."""
        return json.loads(self.body)


class EmulatorProcess:
    """A running `lgtui serve`."""

    def __init__(self, process: "subprocess.Popen[bytes]", ready: dict[str, Any]) -> None:
        self.process = process
        self.ready = ready
        self.control_url: str = ready["control_url"]

    @property
    def api_url(self) -> str:
        """The first API's first stage."""
        url: str = self.ready["apis"][0]["url"]
        return url

    def environments(self) -> list[psutil.Process]:
        """Every process below the emulator: fork servers and execution environments."""
        return psutil.Process(self.process.pid).children(recursive=True)


def write_hello_project(folder: Path, handler: str = HELLO_HANDLER, template: str = HELLO_TEMPLATE) -> Path:
    """A project of one Python function behind `GET /hello`."""
    (folder / "code").mkdir(parents=True, exist_ok=True)
    (folder / "code" / "app.py").write_text(handler)
    (folder / "template.yaml").write_text(template)
    return folder


@contextmanager
def running_emulator(project: Path, *arguments: str, **options: Any) -> Iterator[EmulatorProcess]:
    """`lgtui serve` on `project`, from ready until the block ends."""
    ready_file = project / "ready.json"
    ready_file.unlink(missing_ok=True)
    ports = ["--port", "0", "--control-port", "0", "--ready-file", str(ready_file)]
    command = [sys.executable, "-m", "lgtui", "serve", str(project), *ports, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    try:
        eventually(lambda: ready_file.exists() or process.poll() is not None)
        assert process.poll() is None, process.communicate()[1].decode()
        yield EmulatorProcess(process, json.loads(ready_file.read_text()))
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=10)


def call(url: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
    """One HTTP request; an error's status is an answer too."""
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return _answer(response)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error)


@contextmanager
def following(emulator: EmulatorProcess) -> Iterator[Iterator[dict[str, Any]]]:
    """The frames of the feed, as they come."""
    host, port = emulator.control_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET /_lgtui/feed HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        yield (json.loads(line) for line in connection.makefile("rb") if line.startswith(b"{"))


def eventually(condition: Callable[[], Any], seconds: float = 20.0) -> None:
    """Ask again until `condition()` is true; fail when it does not become so in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        time.sleep(0.005)


def _answer(response: Any) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, headers, response.read())
