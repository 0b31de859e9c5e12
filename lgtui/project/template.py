"""A template as lgtui works with it: read, its parameters and conditions settled, SAM translated, its lines kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lgtui.project import sam
from lgtui.project.attributes import Stack
from lgtui.project.documents import Document, Trail, read_document
from lgtui.project.errors import ProjectError
from lgtui.project.includes import Includes
from lgtui.project.intrinsics import Evaluator, Unresolvable, intrinsic, variables_of
from lgtui.project.openapi_file import as_template, is_openapi, is_wrapped
from lgtui.project.parameters import parameter_values, read_overrides

IMPLICIT_API = "ServerlessRestApi"
"""The logical id that SAM gives to the API of events which name none."""


@dataclass(frozen=True)
class Template:
    """A template made ready.

    Attributes:
        document: the file as written.
        stack: where it would be deployed.
        sam: whether it uses SAM's types.
        resources: CloudFormation resources whose condition holds, by logical id; intrinsic functions still in them.
        evaluator: settles those.
        includes: the files it takes in.
        made_up: parameters whose value had to be made up, with it.
    """

    document: Document
    stack: Stack
    sam: bool
    resources: dict[str, dict[str, Any]]
    evaluator: Evaluator
    includes: Includes
    made_up: dict[str, Any]

    @property
    def openapi(self) -> bool:
        """Whether it stands for an OpenAPI file."""
        return is_wrapped(self.document)

    def of_type(self, *types: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Logical id and settled properties of every resource of `types`.

        Raises:
            ProjectError: a property cannot be settled.
        """
        for logical_id, resource in self.resources.items():
            if resource["Type"] in types:
                yield logical_id, self.properties(logical_id)

    def properties(self, logical_id: str) -> dict[str, Any]:
        """The settled properties of one resource.

        Raises:
            ProjectError: one of them cannot be settled.
        """
        try:
            return self.evaluator.properties(logical_id)
        except Unresolvable as error:
            raise self.error(f"{logical_id}: {error}", logical_id) from error

    def origin(self, logical_id: str) -> str:
        """The logical id in the file that brought about the resource `logical_id`, or empty."""
        written = self.document.data["Resources"]
        candidates = [name for name in written if logical_id.startswith(name)]
        return max(candidates, key=len, default="")

    def line(self, logical_id: str, *trail: str | int) -> int:
        """The line in the file of a resource, or of a property in it."""
        origin = self.origin(logical_id)
        if origin:
            return self.document.line("Resources", origin, *trail)
        return next((line for (api, _, _), line in self.api_events().items() if logical_id.startswith(api)), 0)

    def property_line(self, logical_id: str, name: str) -> int:
        """The line of a resource's property: in the resource, in the Globals, else the line of the resource itself."""
        data = self.document.data
        own = data["Resources"].get(self.origin(logical_id), {}).get("Properties") or {}
        if name not in own and name in sam.function_globals(data):
            return self.document.line("Globals", "Function", name)
        return self.line(logical_id, "Properties", name)

    def place(self, logical_id: str, name: str, trail: Trail) -> tuple[Path, int]:
        """The file and the line of something in an API's document, which may be in a file that is taken in.

        Args:
            name: the property that holds the document.
        """
        own = ("Resources", self.origin(logical_id), "Properties", name)
        found, depth = self.document, self.document.depth(*own, *trail) - len(own)
        for included in self.includes.documents.values():
            if included.depth(*trail) > max(depth, 0):
                found, depth = included, included.depth(*trail)
        if found is self.document:
            return found.file, self.line(logical_id, "Properties", name, *trail)
        return found.file, found.line(*trail)

    def api_events(self) -> dict[tuple[str, str, str], int]:
        """The lines of SAM's Api events, by API, path and method."""
        lines = {}
        for trail, event in _events(self.document):
            properties = event.get("Properties")
            if event.get("Type") != "Api" or not isinstance(properties, dict):
                continue
            api = properties.get("RestApiId", IMPLICIT_API)
            api = api["Ref"] if intrinsic(api) == "Ref" else str(api)
            lines[api, str(properties.get("Path")), str(properties.get("Method")).upper()] = self.document.line(*trail)
        return lines

    def error(self, message: str, logical_id: str = "", *trail: str | int) -> ProjectError:
        """An error at a resource's line."""
        return ProjectError(message, str(self.document.file), self.line(logical_id, *trail) if logical_id else 0)


def load_template(file: Path, account_id: str, region_name: str) -> Template:
    """Read the template `file` and make it ready.

    Raises:
        ProjectError: it is no template, or something in it is wrong.
    """
    document = read_document(file)
    if is_openapi(document.data):
        document = as_template(document)
    _check_form(document)
    overrides = read_overrides(file.parent)
    values, missing = parameter_values(document.data, overrides)
    stack = Stack(_stack_name(file), str(file), account_id, region_name)
    includes = Includes(file)
    settled = _settle(document, stack, values, includes)
    uses_sam = any(map(sam.is_sam, settled["Resources"].values()))
    resources = _translated(settled, values, document, region_name) if uses_sam else settled["Resources"]
    resources = {**resources, **_check_references(document, {*resources, *values, *stack.pseudo_parameters()})}
    evaluator = Evaluator({**document.data, "Resources": resources}, stack, values)
    made_up = {name: values[name] for name in missing}
    return Template(document, stack, uses_sam, resources, evaluator, includes, made_up)


def _stack_name(file: Path) -> str:
    """The folder's name, or the file's where that says more than what it holds, in a stack name's letters."""
    name = file.parent.name if file.stem in ("template", "openapi", "swagger") else file.stem
    return re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "project"


def _check_form(document: Document) -> None:
    """See that the document has resources, each with a type.

    Raises:
        ProjectError: it has not.
    """
    file, data = str(document.file), document.data
    resources = data.get("Resources") if isinstance(data, dict) else None
    if not isinstance(resources, dict) or not resources:
        raise ProjectError(
            f"{document.file.name} has no Resources section, so it is no template, nor is it an OpenAPI file. "
            "Add one, or name another file.",
            file,
        )
    for logical_id, resource in resources.items():
        line = document.line("Resources", logical_id)
        if logical_id.startswith("Fn::"):
            raise ProjectError(
                f"{logical_id} among the resources is not emulated. Write the resources out.", file, line
            )
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            raise ProjectError(
                f"The resource {logical_id} has no Type. Add one, as AWS::Serverless::Function.", file, line
            )
        if not isinstance(resource.get("Properties", {}), dict | None):
            raise ProjectError(f"The Properties of {logical_id} are no mapping of names to values.", file, line)


def _settle(document: Document, stack: Stack, values: Mapping[str, Any], includes: Includes) -> dict[str, Any]:
    """The template with all settled but references to resources, and without resources whose condition is false.

    Raises:
        ProjectError: a value cannot be settled.
    """
    data, place = document.data, ["Globals"]
    evaluator = Evaluator(
        data,
        stack,
        values,
        include=lambda location: includes.read(location, document.line(*place)),
        open_resources=True,
    )
    kept: dict[str, Any] = {}
    try:
        of_all = evaluator.evaluate(data.get("Globals") or {})
        for logical_id, resource in data["Resources"].items():
            place[:] = ["Resources", logical_id]
            if evaluator.exists(resource):
                kept[logical_id] = _settled_resource(evaluator, resource)
    except Unresolvable as error:
        raise ProjectError(f"{place[-1]}: {error}.", str(document.file), document.line(*place)) from error
    sections = {name: data[name] for name in ("Transform", "Parameters", "Mappings") if data.get(name)}
    return {**sections, "Globals": of_all, "Resources": kept}


def _settled_resource(evaluator: Evaluator, resource: Mapping[str, Any]) -> dict[str, Any]:
    properties = evaluator.evaluate(resource.get("Properties") or {})
    if resource["Type"] == f"{sam.SAM_PREFIX}Api" and isinstance(properties.get("DefinitionUri"), str):
        properties["DefinitionBody"] = evaluator.included(properties.pop("DefinitionUri"))
    return {"Type": resource["Type"], "Properties": properties}


def _translated(settled: dict[str, Any], values: Mapping[str, Any], document: Document, region: str) -> dict[str, Any]:
    try:
        return sam.translate(settled, values, region)
    except sam.TranslationError as error:
        subject = f"{error.logical_id}: " if error.logical_id else ""
        line = document.line("Resources", error.logical_id) if error.logical_id else 0
        raise ProjectError(f"{subject}{error}.", str(document.file), line) from error


def _check_references(document: Document, known: set[str]) -> dict[str, dict[str, Any]]:
    """See that every name which a resource refers to exists.

    Returns:
        Stand-ins for resources that SAM would have made of what is not emulated.

    Raises:
        ProjectError: a name does not exist.
    """
    known = {*known, *document.data["Resources"], "AWS::NoValue"}
    stand_ins: dict[str, dict[str, Any]] = {}
    for name, trail in _references(document.data["Resources"], ("Resources",)):
        if name in known:
            continue
        if not _made_by_sam(name, document):
            missing = (
                "an OpenAPI file does not hold. Open the template that takes this file in"
                if is_wrapped(document)
                else "is neither a parameter nor a resource of this template"
            )
            text = f"{trail[1]} refers to {name}, which {missing}."
            raise ProjectError(text, str(document.file), document.line(*trail))
        stand_ins[name] = {"Type": "AWS::Serverless::Generated"}
    return stand_ins


def _made_by_sam(name: str, document: Document) -> bool:
    """Whether SAM makes a resource of this name of what lgtui leaves out: HTTP APIs, and events that are no Api."""
    if name.startswith("ServerlessHttpApi"):
        return True
    return any(name.startswith(f"{trail[1]}{trail[-1]}") for trail, _ in _events(document))


def _events(document: Document) -> Iterator[tuple[Trail, dict[str, Any]]]:
    """Where each event of a SAM function stands, and what it is."""
    for logical_id, resource in document.data["Resources"].items():
        if sam.is_sam(resource):
            events = (resource.get("Properties") or {}).get("Events")
            for name, event in events.items() if isinstance(events, dict) else ():
                if isinstance(event, dict):
                    yield ("Resources", logical_id, "Properties", "Events", name), event


def _references(value: Any, trail: Trail) -> Iterator[tuple[str, Trail]]:
    """Every name that `value` refers to, and where."""
    name = intrinsic(value)
    if name == "Ref":
        yield value["Ref"].split(".")[0] if "::" not in value["Ref"] else value["Ref"], trail
    elif name == "Fn::GetAtt":
        target = value[name]
        parts = target if isinstance(target, list) else str(target).split(".")
        if parts and isinstance(parts[0], str):
            yield parts[0], trail
    elif name == "Fn::Sub":
        yield from _substituted(value[name], trail)
    else:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            yield from _references(item, (*trail, key))


def _substituted(argument: Any, trail: Trail) -> Iterator[tuple[str, Trail]]:
    text, own = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if isinstance(text, str) and isinstance(own, dict):
        for name in variables_of(text):
            if name not in own:
                yield name if "::" in name else name.split(".")[0], trail
        yield from _references(own, trail)
