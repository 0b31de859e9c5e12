"""`lgtui check`: says of a project what runs here, what is not emulated and what is wrong, without running it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from lgtui.emulator.functions.url import refusal
from lgtui.emulator.settings import Settings
from lgtui.frames import NotEmulated, Problem
from lgtui.project.errors import ProjectError
from lgtui.project.plan import Notice, Plan
from lgtui.project.planner import make_plan


@dataclass(frozen=True)
class Report:
    """What is to be said of a project.

    Attributes:
        template: the template's path.
        emulated: what runs here, a phrase each.
        not_emulated: what does not, by line.
        notices: what was assumed, by line.
        problem: why it cannot be loaded, or None.
    """

    template: str
    emulated: list[str]
    not_emulated: list[NotEmulated]
    notices: list[Notice]
    problem: Problem | None = None


def examine(path: Path) -> Report:
    """Look at the project at `path`, a folder or a template."""
    settings = Settings(work_folder=Path())
    try:
        plan = make_plan(path, settings.account_id, settings.region_name)
    except ProjectError as error:
        return Report(error.file, [], [], [], error.problem)
    return Report(str(plan.template), _emulated(plan), plan.not_emulated, plan.notices)


def check(path: Path, out: TextIO) -> int:
    """Print the report of the project at `path`; returns the exit code: 0 where it can be loaded, else 1."""
    report = examine(path)
    for line in _lines(report):
        print(line, file=out)
    return 1 if report.problem else 0


def _emulated(plan: Plan) -> list[str]:
    layers = [f"layer {layer.request.layer_name}" for layer in plan.layers.values()]
    functions = [f"function {name}: {f.request.runtime}, {f.request.handler}" for name, f in plan.functions.items()]
    aliases = [f"alias {name}:{alias.name}" for name, f in plan.functions.items() for alias in f.aliases]
    served = [url for f in plan.functions.values() for url in f.urls if not refusal(url.invoke_mode)]
    urls = [f"function URL of {url.function_name}:{url.qualifier or '$LATEST'}" for url in served]
    methods = [f"{verb} {path} of {api.name}" for api in plan.apis.values() for path, verb in api.methods]
    stages = [f"stage {stage.name} of {api.name}" for api in plan.apis.values() for stage in api.stages]
    return [*layers, *functions, *aliases, *urls, *methods, *stages]


def _lines(report: Report) -> list[str]:
    if report.problem:
        place = f"{report.problem.file}:{report.problem.line}" if report.problem.line else report.problem.file
        return [f"{place}: {report.problem.message}"]
    name = Path(report.template).name
    return [
        f"{report.template} can be loaded.",
        *_block("Emulated", report.emulated),
        *_block("Not emulated", [f"{name}:{item.line}: {item.what}: {item.detail}" for item in report.not_emulated]),
        *_block("To know", [f"{name}:{item.line}: {item.text}" for item in report.notices]),
    ]


def _block(title: str, lines: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {line}" for line in lines)] if lines else []
