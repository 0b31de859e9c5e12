"""From a template's Lambda resources to the functions of a plan."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from lgtui.emulator.functions.asynchronous.destinations import service_of
from lgtui.emulator.functions.model import (
    Code,
    CreateFunctionRequest,
    DeadLetterConfig,
    Environment,
    EphemeralStorage,
    LoggingConfig,
)
from lgtui.emulator.functions.url import refusal
from lgtui.frames import NotEmulated
from lgtui.project.attachments import Attachments, destinations
from lgtui.project.content import locate, path_of
from lgtui.project.intrinsics import Unresolvable, text_of
from lgtui.project.layers import LayerPlanner
from lgtui.project.plan import FunctionPlan, Notice
from lgtui.project.sam import SAM_PREFIX
from lgtui.project.template import Template

FUNCTION = "AWS::Lambda::Function"

_IMAGE = "container images are not emulated: give it a Runtime and a CodeUri"

_NOT_TAKEN = "nothing here takes what is sent to it; the log says each time that it was dropped"

_SUFFIXES = {"python": (".py",), "nodejs": (".js", ".mjs", ".cjs")}
"""The endings that a handler's file may have, by the runtime's family."""


class FunctionPlanner:
    """Plans the functions of one template.

    Args:
        layers: those that functions can have.

    Attributes:
        functions: by name.
        archives: the files that code was read from.
        not_emulated: functions that cannot be run, and why.
        notices: what the user should know.
    """

    def __init__(self, template: Template, layers: LayerPlanner) -> None:
        self._template = template
        self._layers = layers
        self._attachments = Attachments(template)
        self.functions: dict[str, FunctionPlan] = {}
        self.archives: list[Path] = []
        self.not_emulated: list[NotEmulated] = []
        self.notices: list[Notice] = []

    def plan(self) -> None:
        """Plan every function.

        Raises:
            ProjectError: a property is wrong, or a code folder is missing.
        """
        for logical_id, _ in self._template.of_type(f"{SAM_PREFIX}Function"):  # not translated, for it is an image
            self._list(logical_id, _IMAGE)
        for logical_id, properties in self._template.of_type(FUNCTION):
            try:
                self._plan_one(logical_id, properties)
            except (Unresolvable, TypeError, ValueError, OSError) as error:
                raise self._template.error(f"{logical_id}: {error}.", logical_id) from error

    def _plan_one(self, logical_id: str, properties: Mapping[str, Any]) -> None:
        name = str(properties.get("FunctionName") or logical_id)
        code = self._code(logical_id, properties)
        if code is None:
            return
        if name in self.functions:
            raise self._template.error(f"Two functions are called {name}. Give one another FunctionName.", logical_id)
        request = _request(name, code, properties, self._layers.usable(logical_id, properties.get("Layers")))
        reserved = properties.get("ReservedConcurrentExecutions")
        self._note_missing_handler(logical_id, request)
        plan = self.functions[name] = FunctionPlan(
            request=request,
            line=self._template.line(logical_id),
            versions=tuple(self._attachments.versions(name)),
            aliases=tuple(self._attachments.aliases(name)),
            urls=tuple(self._attachments.urls(name)),
            permissions=tuple(self._attachments.permissions(name)),
            event_settings=tuple(self._attachments.event_settings(name)),
            reserved_concurrency=None if reserved is None else int(reserved),
            recursive_loop=str(properties.get("RecursiveLoop") or "Terminate"),
        )
        self._list_what_does_not_act(logical_id, plan)

    def _list_what_does_not_act(self, logical_id: str, plan: FunctionPlan) -> None:
        """List the function URLs that refuse requests, and where records and dead letters do not arrive."""
        for url in plan.urls:
            if why := refusal(url.invoke_mode):
                self._list_at(logical_id, "FunctionUrlConfig", f"function URL of {logical_id}", why.rstrip("."))
        for arn in filter(_is_elsewhere, destinations(plan.event_settings)):
            self._list_at(logical_id, "EventInvokeConfig", f"destination {arn} of {logical_id}", _NOT_TAKEN)
        dead_letters = plan.request.dead_letter_config
        if dead_letters is not None:
            what = f"dead-letter target {dead_letters.target_arn} of {logical_id}"
            self._list_at(logical_id, "DeadLetterQueue", what, _NOT_TAKEN)

    # Code -------------------------------------------------------------------------------------------------------

    def _code(self, logical_id: str, properties: Mapping[str, Any]) -> Code | None:
        """Where the code is, or None where it is out of reach, which is then listed."""
        code = properties.get("Code")
        given = code if isinstance(code, Mapping) else {}
        if isinstance(given.get("ZipFile"), str):
            return Code(source=given["ZipFile"])
        if properties.get("PackageType") == "Image" or "ImageUri" in given:
            self._list(logical_id, _IMAGE)
            return None
        path = path_of(code)
        if path is None:
            self._list(logical_id, "its code lies in S3: point CodeUri at a folder")
            return None
        place = locate(self._template, logical_id, path, "code", "CodeUri")
        if place.is_dir():
            return Code(folder=place)
        self.archives.append(place)
        return Code(zip_file=place.read_bytes())

    def _list(self, logical_id: str, detail: str) -> None:
        self._list_at(logical_id, "CodeUri", f"function {logical_id}", detail)

    def _list_at(self, logical_id: str, member: str, what: str, detail: str) -> None:
        line = self._template.property_line(logical_id, member)
        self.not_emulated.append(NotEmulated(what, str(self._template.document.file), line, detail))

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


def _request(name: str, code: Code, properties: Mapping[str, Any], layers: list[str]) -> CreateFunctionRequest:
    variables = _mapping(_mapping(properties.get("Environment")).get("Variables"))
    storage = _mapping(properties.get("EphemeralStorage")).get("Size", 512)
    return CreateFunctionRequest(
        function_name=name,
        code=code,
        role=str(properties.get("Role") or ""),
        runtime=str(properties.get("Runtime") or ""),
        handler=str(properties.get("Handler") or ""),
        description=str(properties.get("Description") or ""),
        dead_letter_config=_dead_letters(properties.get("DeadLetterConfig")),
        timeout=int(properties.get("Timeout") or 3),
        memory_size=int(properties.get("MemorySize") or 128),
        environment=Environment(variables={key: text_of(value) for key, value in variables.items()}),
        ephemeral_storage=EphemeralStorage(size=int(storage)),
        architectures=[str(item) for item in properties.get("Architectures") or ["x86_64"]],
        layers=layers,
        tags=tags_of(properties.get("Tags")),
        logging_config=_logging(properties.get("LoggingConfig")),
    )


def _is_elsewhere(arn: str) -> bool:
    """Whether a destination is none of Lambda's own, which alone takes records here."""
    return service_of(arn) != "lambda"


def _dead_letters(setting: Any) -> DeadLetterConfig | None:
    target = _mapping(setting).get("TargetArn")
    return DeadLetterConfig(target_arn=str(target)) if target else None


def _logging(setting: Any) -> LoggingConfig:
    """Where and how a function logs; what is not said is Lambda's own choice."""
    given = _mapping(setting)
    return LoggingConfig(
        log_format=str(given.get("LogFormat") or ""),
        application_log_level=str(given.get("ApplicationLogLevel") or ""),
        system_log_level=str(given.get("SystemLogLevel") or ""),
        log_group=str(given.get("LogGroup") or ""),
    )


def tags_of(tags: Any) -> dict[str, str]:
    """Tags as a mapping, from CloudFormation's list of keys and values."""
    pairs = [tag for tag in tags if isinstance(tag, Mapping)] if isinstance(tags, list) else []
    return {str(tag.get("Key")): str(tag.get("Value", "")) for tag in pairs}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
