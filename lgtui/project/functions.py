"""From a template's Lambda resources to the functions of a plan."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from lgtui.emulator.functions.model import (
    Code,
    CreateAliasRequest,
    CreateFunctionRequest,
    Environment,
    EphemeralStorage,
)
from lgtui.frames import NotEmulated
from lgtui.project.errors import ProjectError
from lgtui.project.intrinsics import Unresolvable, text_of
from lgtui.project.plan import FunctionPlan, Notice
from lgtui.project.sam import SAM_PREFIX, local_path
from lgtui.project.template import Template

FUNCTION = "AWS::Lambda::Function"

_IMAGE = "container images are not emulated: give it a Runtime and a CodeUri"

_SUFFIXES = {"python": (".py",), "nodejs": (".js", ".mjs", ".cjs")}
"""The endings that a handler's file may have, by the runtime's family."""


class FunctionPlanner:
    """Plans the functions of one template.

    Attributes:
        functions: by name.
        not_emulated: functions that cannot be run, and why.
        notices: what the user should know.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self.functions: dict[str, FunctionPlan] = {}
        self.not_emulated: list[NotEmulated] = []
        self.notices: list[Notice] = []

    def plan(self) -> None:
        """Plan every function.

        Raises:
            ProjectError: a property is wrong, or a code folder is missing.
        """
        aliases = self._aliases()
        for logical_id, _ in self._template.of_type(f"{SAM_PREFIX}Function"):  # not translated, for it is an image
            self._list(logical_id, _IMAGE)
        for logical_id, properties in self._template.of_type(FUNCTION):
            try:
                self._plan_one(logical_id, properties, aliases)
            except (Unresolvable, TypeError, ValueError, OSError) as error:
                raise self._template.error(f"{logical_id}: {error}.", logical_id) from error

    def _plan_one(
        self, logical_id: str, properties: Mapping[str, Any], aliases: Mapping[str, list[CreateAliasRequest]]
    ) -> None:
        line = self._template.line(logical_id)
        name = str(properties.get("FunctionName") or logical_id)
        code = self._code(logical_id, properties)
        if code is None:
            return
        if name in self.functions:
            raise self._template.error(f"Two functions are called {name}. Give one another FunctionName.", logical_id)
        request = _request(name, code, properties)
        reserved = properties.get("ReservedConcurrentExecutions")
        self._note_missing_handler(logical_id, request)
        self.functions[name] = FunctionPlan(
            request=request,
            line=line,
            aliases=tuple(aliases.get(name, ())),
            reserved_concurrency=None if reserved is None else int(reserved),
        )

    def _aliases(self) -> dict[str, list[CreateAliasRequest]]:
        """The aliases by function name. Each points to $LATEST, for versions are not emulated yet."""
        aliases: dict[str, list[CreateAliasRequest]] = {}
        for logical_id, properties in self._template.of_type("AWS::Lambda::Alias"):
            function = _bare_name(str(properties.get("FunctionName", "")))
            name = str(properties.get("Name", ""))
            request = CreateAliasRequest(
                function_name=function,
                name=name,
                function_version="$LATEST",
                description=str(properties.get("Description") or ""),
            )
            aliases.setdefault(function, []).append(request)
            line = self._template.line(logical_id, "Properties", "AutoPublishAlias")
            self.notices.append(
                Notice(line, f"The alias {function}:{name} follows $LATEST: versions are not emulated yet.")
            )
        return aliases

    # Code -------------------------------------------------------------------------------------------------------

    def _code(self, logical_id: str, properties: Mapping[str, Any]) -> Code | None:
        """Where the code is, or None where it is out of reach, which is then listed."""
        code = properties.get("Code")
        if isinstance(code, str):
            return self._local(logical_id, code)
        code = code if isinstance(code, Mapping) else {}
        if isinstance(code.get("ZipFile"), str):
            return Code(source=code["ZipFile"])
        if properties.get("PackageType") == "Image" or "ImageUri" in code:
            self._list(logical_id, _IMAGE)
            return None
        path = local_path(str(code.get("S3Bucket")), str(code.get("S3Key")))
        if path is None:
            self._list(logical_id, "its code lies in S3: point CodeUri at a folder")
            return None
        return self._local(logical_id, path)

    def _local(self, logical_id: str, path: str) -> Code:
        place = (self._template.document.file.parent / path).resolve()
        line = self._template.line(logical_id, "Properties", "CodeUri")
        if place.is_dir():
            return Code(folder=place)
        if not place.is_file():
            raise ProjectError(
                f"{logical_id}: its code folder {path} does not exist. Make it, or mend CodeUri.",
                str(self._template.document.file),
                line,
            )
        if place.suffix in (".zip", ".jar"):
            return Code(zip_file=place.read_bytes())
        return Code(folder=place.parent)

    def _list(self, logical_id: str, detail: str) -> None:
        self.not_emulated.append(
            NotEmulated(
                what=f"function {logical_id}",
                file=str(self._template.document.file),
                line=self._template.line(logical_id, "Properties", "CodeUri"),
                detail=detail,
            )
        )

    def _note_missing_handler(self, logical_id: str, request: CreateFunctionRequest) -> None:
        """Say so where the handler's file is not there: no fault of the template, for Lambda would answer with it."""
        suffixes = next((ends for family, ends in _SUFFIXES.items() if request.runtime.startswith(family)), ())
        folder = request.code.folder
        if (
            folder is None
            or not suffixes
            or any(file.is_file() for file in handler_files(folder, request.handler, suffixes))
        ):
            return
        stem, _, _ = request.handler.rpartition(".")
        hint = (
            " It is TypeScript: build it, and point CodeUri at the output." if (folder / f"{stem}.ts").exists() else ""
        )
        line = self._template.line(logical_id, "Properties", "Handler")
        self.notices.append(
            Notice(line, f"{logical_id}: no {stem}{suffixes[0]} in {folder.name}/ for its handler.{hint}")
        )


def handler_files(folder: Path, handler: str, suffixes: tuple[str, ...] = (".py", ".js", ".mjs", ".cjs")) -> list[Path]:
    """The files that a handler such as `a/b/c.fn` may mean; of `src/hello.handler.fn`, dots may be folders too."""
    module, _, _ = handler.rpartition(".")
    stems = {
        module,
        module.replace(".", "/"),
        str(PurePosixPath(module).parent / PurePosixPath(module).name.split(".")[0]),
    }
    return [folder / f"{stem}{suffix}" for stem in stems if stem for suffix in suffixes]


def _request(name: str, code: Code, properties: Mapping[str, Any]) -> CreateFunctionRequest:
    variables = _mapping(_mapping(properties.get("Environment")).get("Variables"))
    storage = _mapping(properties.get("EphemeralStorage")).get("Size", 512)
    return CreateFunctionRequest(
        function_name=name,
        code=code,
        role=str(properties.get("Role") or ""),
        runtime=str(properties.get("Runtime") or ""),
        handler=str(properties.get("Handler") or ""),
        description=str(properties.get("Description") or ""),
        timeout=int(properties.get("Timeout") or 3),
        memory_size=int(properties.get("MemorySize") or 128),
        environment=Environment(variables={key: text_of(value) for key, value in variables.items()}),
        ephemeral_storage=EphemeralStorage(size=int(storage)),
        architectures=[str(item) for item in properties.get("Architectures") or ["x86_64"]],
        tags=_tags(properties.get("Tags")),
    )


def _tags(tags: Any) -> dict[str, str]:
    """Tags as a mapping, from CloudFormation's list of keys and values."""
    pairs = [tag for tag in tags if isinstance(tag, Mapping)] if isinstance(tags, list) else []
    return {str(tag.get("Key")): str(tag.get("Value", "")) for tag in pairs}


def _bare_name(function: str) -> str:
    """A function's name from its name or ARN, without a qualifier."""
    return function.rpartition(":function:")[2].split(":")[0]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
