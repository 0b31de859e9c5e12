"""Text that nobody wants on a terminal, and regions that say it wherever a region says anything."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

MARKUP = "[/foo] [red [bold]b[/] [@click=app.quit]x[/] [link=http://evil]"
ESCAPES = "\x1b[2J\x1b[38;5;199m \x1b]52;c;ZXZpbA==\x07 \x1b]8;;http://evil\x1b\\ \x9b31m \x90q\x9c \x1b"
CONTROLS = "\x00 \x07 \x08 \r \t \x7f \x85 \u2028"
SCRIPTS = "👩\u200d💻 👍🏽 漢字 e\u0301\u0302 שלום \u202egpj.exe \u2066x"
HOSTILE = f" {MARKUP} {ESCAPES} {CONTROLS} {SCRIPTS} "

KEPT = frozenset(
    {"id", "parent_id", "path", "http_method", "url", "control_url", "state", "deployment_id", "how", "scope", "kind"}
    | {"StageView.name"}
)
"""Members that tell parts of a region apart, or that AWS lets hold nothing else."""


def poisoned(value: T, kept: Collection[str] = KEPT) -> T:
    """A frame or another document with hostile text after every text in it, and in the names of its mappings."""
    worse: T = _poisoned(value, kept)
    return worse


def _poisoned(value: Any, kept: Collection[str]) -> Any:
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, list | tuple):
        return type(value)(_poisoned(each, kept) for each in value)
    if isinstance(value, dict):
        return {name + HOSTILE: _poisoned(each, kept) for name, each in value.items()}
    if isinstance(value, msgspec.Struct):
        kind = type(value).__name__
        members = [name for name in value.__struct_fields__ if name not in kept and f"{kind}.{name}" not in kept]
        return msgspec.structs.replace(value, **{name: _poisoned(getattr(value, name), kept) for name in members})
    return value


PROJECT = r"""
Transform: AWS::Serverless-2016-10-31
Description: "[/foo] \e[2J"
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      Name: "[/foo] [red \e[38;5;199m\a\x9b31m"
      Description: "\e]52;c;ZXZpbA==\a"
      StageName: Prod
  Hostile:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: index.handler
      Description: "\e[38;5;199m [/foo] \e]8;;http://evil\e\\"
      Environment:
        Variables:
          EVIL: "[/foo] [red \e[2J\e[38;5;199m \e]52;c;ZXZpbA==\a \e]8;;http://evil\e\\ \x9b31m \a \b \t \u202egpj.exe"
      InlineCode: |
        import os
        import sys
        EVIL = os.environ["EVIL"]
        print(EVIL, "x" * 100_000)
        def handler(event, context):
            sys.stdout.buffer.write(EVIL.encode() + b"\0\x08\x7f\x90\r\n")
            raise ValueError(EVIL)
      Events:
        Get: {Type: Api, Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}}
"""
"""A project whose every text holds what steers a terminal; its handler prints it, and fails with it."""


def hostile_project(folder: Path) -> Path:
    """Write the project into a folder that has a hostile name itself; gives that."""
    project = folder / "[red] \x1b[38;5;199m"
    project.mkdir()
    (project / "template.yaml").write_text(PROJECT, encoding="utf-8")
    return project
