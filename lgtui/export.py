"""`lgtui export`: an API as an OpenAPI document, from a running emulator or straight from a project's files."""

import asyncio
import sys
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import quote

import msgspec

from lgtui.invoke import fail, refusal

if TYPE_CHECKING:
    from lgtui.emulator.gateway.service import Gateway

PATIENCE = 60
"""Seconds to wait for an answer."""

FORMS = ("json", "yaml")


class ExportError(Exception):
    """There is nothing to export as it was asked; the message says why."""


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What `lgtui export` was asked for.

    Attributes:
        api: its id or name, or the path of a project; None for the only API that there is.
        project: whose API it is, a folder or a file; None for the running emulator's.
        stage: its name; empty for the first one.
        export_type: `oas30` or `swagger`.
        form: `json` or `yaml`; empty for what the file's name says, or JSON.
        extensions: as GetExport takes them.
        out: the file to write; None for standard output.
        endpoint: the control port's URL.
    """

    api: str | None
    project: Path | None
    stage: str
    export_type: str
    form: str
    extensions: str
    out: Path | None
    endpoint: str


class Api(NamedTuple):
    """An API that may be exported."""

    id: str
    name: str


class Source(Protocol):
    """Where APIs are."""

    def apis(self) -> list[Api]: ...

    def stages(self, api_id: str) -> list[str]: ...

    def export(self, api_id: str, stage: str, options: ExportOptions, form: str) -> bytes: ...


def export(options: ExportOptions) -> int:
    """Write an API's document; returns the exit code: 0, or 2 where there is nothing to write."""
    try:
        text = _exported(options)
        if options.out is None:
            sys.stdout.write(text.decode().rstrip("\n") + "\n")
        else:
            options.out.write_bytes(text)
    except ExportError as error:
        return fail(str(error))
    except urllib.error.HTTPError as error:
        return fail(refusal(error.read()))
    except urllib.error.URLError as error:
        return fail(f"no emulator answers at {options.endpoint} ({error.reason}); start one, or name a project")
    except OSError as error:
        return fail(f"{options.out or options.api}: {error.strerror or error}")
    return 0


def _exported(options: ExportOptions) -> bytes:
    if options.project is not None:
        return asyncio.run(_of_project(options.project, options.api, options))
    if options.api is not None and Path(options.api).exists():
        return asyncio.run(_of_project(Path(options.api), None, options))
    return _chosen(_Emulator(options.endpoint), options.api, options)


def _chosen(source: Source, wanted: str | None, options: ExportOptions) -> bytes:
    """The document of the API and the stage that are asked for.

    Raises:
        ExportError: there is none, or more than one API.
    """
    apis = source.apis()
    fitting = [api for api in apis if wanted in (None, api.id, api.name)]
    names = [f"{api.name} ({api.id})" for api in apis]
    if len(fitting) != 1:
        missing = f"there is no API {wanted or ''}".rstrip()
        raise ExportError(("say which API" if fitting else missing) + _listed(names))
    api = fitting[0]
    stages = source.stages(api.id)
    stage = options.stage or next(iter(stages), "")
    if stage not in stages:
        raise ExportError(f"{api.name} has no stage {stage}".rstrip() + _listed(stages))
    return source.export(api.id, stage, options, _form(options))


def _listed(names: list[str]) -> str:
    return f"; there is {', '.join(names)}" if names else ""


def _form(options: ExportOptions) -> str:
    """The form that is asked for, or that the file's name says."""
    suffix = options.out.suffix.lower() if options.out else ""
    return options.form or ("yaml" if suffix in (".yaml", ".yml") else "json")


class _Emulator:
    """A running emulator's APIs."""

    def __init__(self, endpoint: str) -> None:
        self._url = f"{endpoint.rstrip('/')}/restapis"

    def apis(self) -> list[Api]:
        return [Api(item["id"], item["name"]) for item in self._items(f"{self._url}?limit=500")]

    def stages(self, api_id: str) -> list[str]:
        return [item["stageName"] for item in self._items(f"{self._url}/{api_id}/stages")]

    def export(self, api_id: str, stage: str, options: ExportOptions, form: str) -> bytes:
        place = f"{self._url}/{api_id}/stages/{quote(stage, safe='')}/exports/{options.export_type}"
        url = f"{place}?extensions={quote(options.extensions)}" if options.extensions else place
        return self._read(url, f"application/{form}")

    def _items(self, url: str) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = msgspec.json.decode(self._read(url, "application/json")).get("item", [])
        return listed

    def _read(self, url: str, accepts: str) -> bytes:
        request = urllib.request.Request(url, headers={"Accept": accepts})
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            body: bytes = response.read()
        return body


class _Project:
    """The APIs that a project's files describe, made in this process."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway

    def apis(self) -> list[Api]:
        return [Api(api.id, api.name) for api in self._gateway.apis()]

    def stages(self, api_id: str) -> list[str]:
        return [stage.stage_name for stage in self._gateway.stages_of(api_id)]

    def export(self, api_id: str, stage: str, options: ExportOptions, form: str) -> bytes:
        from lgtui.emulator.gateway.model import GetExportRequest

        request = GetExportRequest(
            rest_api_id=api_id,
            stage_name=stage,
            export_type=options.export_type,
            parameters={"extensions": options.extensions},
            accepts=f"application/{form}",
        )
        return self._gateway.get_export(request).body


async def _of_project(path: Path, api: str | None, options: ExportOptions) -> bytes:
    """The document of a project's API: its APIs are made and deployed here, and nothing is run.

    Raises:
        ExportError: the project cannot be loaded, or the export is refused.
    """
    from lgtui.emulator.errors import ServiceError
    from lgtui.emulator.region import Region
    from lgtui.emulator.settings import Settings
    from lgtui.emulator.wire.runtime_api import listen
    from lgtui.project.apply import Applier
    from lgtui.project.errors import ProjectError
    from lgtui.project.planner import make_plan
    from lgtui.work_folder import work_folder

    with work_folder() as folder:
        settings = Settings(work_folder=folder)
        region = Region(settings, listen)
        try:
            plan = make_plan(path, settings.account_id, settings.region_name)
            apis_alone = replace(plan, functions={}, layers={}, keys=(), usage_plans=())
            await Applier(region.functions, region.gateway, region.cloudwatch_logs, region.objects).apply(apis_alone)
            return _chosen(_Project(region.gateway), api, options)
        except ServiceError as error:
            raise ExportError(error.message) from error
        except ProjectError as error:
            place = f"{error.file}:{error.line}" if error.line else error.file
            raise ExportError(f"{place}: {error.message}") from error
        finally:
            await region.stop()
