"""A project on disk, loaded into a region and kept in step with it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.logs import LogRecord
from lgtui.emulator.region import Region
from lgtui.frames import NotEmulated, Problem, ProjectView
from lgtui.project.apply import Applier
from lgtui.project.errors import ProjectError
from lgtui.project.events import ProjectChanged
from lgtui.project.locate import PROJECT_NAMES, find_template, real_place
from lgtui.project.parameters import CONFIGURATION_FILE
from lgtui.project.plan import FunctionPlan, Notice, Plan
from lgtui.project.planner import make_plan
from lgtui.project.syntax import syntax_fault
from lgtui.project.watch import Saved, saves


class Project:
    """Keeps a region as the files of one project want it.

    Args:
        path: a folder with a template, or a template.
        region: what is kept.

    Attributes:
        problem: why the project cannot be loaded as it is on disk now; the last good state goes on running.
    """

    def __init__(self, path: Path, region: Region) -> None:
        self._path = real_place(path)
        self._region = region
        self._applier = Applier(region.functions, region.gateway, region.cloudwatch_logs, region.objects)
        self._plan: Plan | None = None
        self._told: set[NotEmulated | Notice] = set()
        self._loading = asyncio.Lock()
        self.problem: Problem | None = None

    @property
    def view(self) -> ProjectView:
        """The project as the feed shows it."""
        template = find_template(self._path)
        return ProjectView(
            name=self._plan.name if self._plan else self._path.name,
            template=str(template or self._path),
            not_emulated=self._plan.not_emulated if self._plan else [],
            problem=self.problem,
        )

    async def load(self) -> None:
        """Bring the region to what is on disk; where that cannot be done, `problem` says why."""
        async with self._loading:
            started = self._region.clock.perf_counter()
            settings = self._region.settings
            try:
                place = self._path, settings.account_id, settings.region_name
                plan = await asyncio.to_thread(make_plan, *place, settings.jwks)
                self._plan = plan
                changes = await self._applier.apply(plan)
                await self._region.objects.committed()
            except ProjectError as error:
                self.problem = error.problem
                self._log("error", f"{_place(error.problem)}: {error.message}", "project")
            else:
                self.problem = None
                self._tell(plan, changes, self._region.clock.perf_counter() - started)
        self._region.bus.publish(ProjectChanged(self.view))

    async def watch(self, on_change: Callable[[], None] | None = None) -> None:
        """Follow every save in the project until cancelled.

        Args:
            on_change: called after each change has been dealt with.
        """
        async for burst in saves(self._folders):
            await self._follow(burst)
            if on_change is not None:
                on_change()

    # Following saves --------------------------------------------------------------------------------------------

    def _folders(self) -> list[Path]:
        """What to watch: the template's folder, the code, and where included files lie."""
        base = self._path if self._path.is_dir() else self._path.parent
        if self._plan is None:
            return [base]
        code = [function.folder for function in self._plan.functions.values() if function.folder]
        layers = [layer.place for layer in self._plan.layers.values()]
        return [base, *code, *layers, *(file.parent for file in self._plan.files)]

    async def _follow(self, burst: list[Saved]) -> None:
        code = [saved for saved in burst if not self._shapes_plan(saved.path)]
        if code:
            async with self._loading:
                await self._reload(code)
        if len(code) < len(burst) or self.problem is not None or any(self._is_in_layer(saved.path) for saved in code):
            await self.load()

    def _shapes_plan(self, path: Path) -> bool:
        """Whether the plan is made from this file."""
        if self._plan is not None and path in self._plan.files:
            return True
        base = self._path if self._path.is_dir() else self._path.parent
        return path == self._path or (path.parent == base and path.name in (*PROJECT_NAMES, CONFIGURATION_FILE))

    def _is_in_layer(self, path: Path) -> bool:
        layers = self._plan.layers.values() if self._plan is not None else ()
        return any(path.is_relative_to(layer.place) for layer in layers)

    async def _reload(self, burst: list[Saved]) -> None:
        """Let the functions whose code was saved run it, and no others."""
        faults = [fault for saved in burst if (fault := syntax_fault(saved.path))]
        for function in self._plan.functions.values() if self._plan else ():
            folder = function.folder
            own = [saved for saved in burst if folder is not None and saved.path.is_relative_to(folder)]
            if own:
                retired = self._retire(function.name)
                said = await self._release(function) if function.follows else _unpublished(function, retired)
                self._log("info", f"{self._said(own)} → {said}", "reload", function.name)
        for fault in faults:
            self._log("error", f"{self._shown(Path(fault.file))}:{fault.line}: {fault.message}", "reload")

    def _retire(self, name: str) -> int:
        """Replace the environments of $LATEST; gives how many they are."""
        environments = [each.revision for each in self._region.functions.environments()]
        self._region.functions.retire(name, "reload")
        return sum((each.function_name, each.version) == (name, "$LATEST") for each in environments)

    async def _release(self, function: FunctionPlan) -> str:
        """Publish a version, as the deploy of a function with AutoPublishAlias does; gives what to say of it."""
        try:
            release = await self._applier.release(function)
        except (ServiceError, OSError) as error:
            return f"no new version: {str(error).rstrip('. ')}. Save it again."
        if not release.moved:
            return f"version {release.number} stays, for nothing in the code has changed"
        names = " and ".join(release.moved)
        return f"version {release.number}, alias {names} moved, next call starts cold"

    # Saying what happened ---------------------------------------------------------------------------------------

    def _tell(self, plan: Plan, changes: list[str], seconds: float) -> None:
        """Log what changed, and what the user was not told before."""
        what = ", ".join(changes) if changes else "nothing changed"
        self._log("info", f"{plan.template.name} loaded in {seconds * 1000:.0f} ms: {what}", "project")
        for finding in plan.not_emulated:
            if finding not in self._told:
                text = f"{plan.template.name}:{finding.line}: {finding.what} is not emulated: {finding.detail}"
                self._log("warn", text, "project")
        for notice in plan.notices:
            if notice not in self._told:
                place = f"{plan.template.name}:{notice.line}" if notice.line else plan.template.name
                self._log("warn", f"{place}: {notice.text}", "project")
        self._told = {*plan.not_emulated, *plan.notices}

    def _said(self, burst: list[Saved]) -> str:
        """`src/app.py saved`, or how many more were."""
        first = burst[0]
        more = f" and {len(burst) - 1} more" if len(burst) > 1 else ""
        return f"{self._shown(first.path)}{more} {'deleted' if first.deleted else 'saved'}"

    def _shown(self, path: Path) -> str:
        """A path as short as it can be said: from the template's folder on, where it lies there."""
        base = self._path if self._path.is_dir() else self._path.parent
        return str(path.relative_to(base)) if path.is_relative_to(base) else str(path)

    def _log(self, level: str, text: str, source: str, label: str = "") -> None:
        self._region.logs.write(LogRecord(self._region.clock.time(), source, label, level, text))


def _unpublished(function: FunctionPlan, retired: int) -> str:
    """What a save means for a function whose versions do not follow its code."""
    stay = [f"alias {alias.name} stays" for alias in function.aliases if alias.version != "$LATEST"]
    plural = "" if retired == 1 else "s"
    return ", ".join(["$LATEST", *stay, f"{retired} environment{plural} retired", "next call starts cold"])


def _place(problem: Problem) -> str:
    name = Path(problem.file).name
    return f"{name}:{problem.line}" if problem.line else name
