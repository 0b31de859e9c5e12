"""What a project asks of the region: typed requests, made from files alone and applied elsewhere."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lgtui.emulator.functions.model import CreateAliasRequest, CreateFunctionRequest
from lgtui.emulator.gateway.model import Method, MethodSetting
from lgtui.frames import NotEmulated


class Notice(NamedTuple):
    """Something the user should know: a sentence, and the template's line it is about (0 for none)."""

    line: int
    text: str


@dataclass(frozen=True)
class FunctionPlan:
    """A function as the template wants it.

    Attributes:
        request: the input of CreateFunction.
        line: where the template says so.
        aliases: what points to it.
        reserved_concurrency: None where nothing is reserved.
    """

    request: CreateFunctionRequest
    line: int = field(compare=False)
    aliases: tuple[CreateAliasRequest, ...] = ()
    reserved_concurrency: int | None = None

    @property
    def name(self) -> str:
        """The function's name."""
        return self.request.function_name

    @property
    def folder(self) -> Path | None:
        """The folder its code is run from, or None for inline code."""
        return self.request.code.folder


@dataclass(frozen=True)
class StagePlan:
    """A stage as the template wants it; `throttles` is keyed as AWS keys method settings."""

    name: str
    line: int = field(compare=False)
    description: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    throttles: dict[str, MethodSetting] = field(default_factory=dict)


@dataclass(frozen=True)
class ApiPlan:
    """A REST API as the template wants it.

    Attributes:
        id: stable over loads.
        logical_id: its name in the template.
        methods: by whole path and HTTP method, however they were written.
        bare_paths: resources without a method.
        method_lines: where the template says each method.
        unread: members of its OpenAPI document that have no effect here.
    """

    id: str
    logical_id: str
    name: str
    line: int = field(compare=False)
    description: str
    binary_media_types: tuple[str, ...]
    methods: dict[tuple[str, str], Method]
    bare_paths: tuple[str, ...]
    stages: tuple[StagePlan, ...]
    method_lines: dict[tuple[str, str], int] = field(default_factory=dict, compare=False)
    unread: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Plan:
    """Everything a project asks for.

    Attributes:
        template: the template's file.
        name: the project's.
        functions: by name.
        apis: by id.
        not_emulated: what the template holds besides.
        notices: what the user should know.
        files: the template and the files that it takes in; a change in one is a change of the project.
    """

    template: Path
    name: str
    functions: dict[str, FunctionPlan]
    apis: dict[str, ApiPlan]
    not_emulated: list[NotEmulated]
    notices: list[Notice]
    files: list[Path]
