"""The orders that save what the composer holds beside the template, and open it again."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from lgtui.console.panes.composer import ComposerPane
from lgtui.console.region.state import FunctionTarget, MethodTarget
from lgtui.console.requests.drafts import Draft
from lgtui.console.requests.invocations import EventDraft
from lgtui.console.requests.saved import SavedFile, file_for, open_request, read_text, save, saved_files
from lgtui.console.screens.bursting import Bursting


class Saving(Bursting):
    """Saves requests and events as files that go with the project, and opens them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open_saved", "open", show=False, id="open-saved"),
        Binding("O", "save", "save", show=False, id="save"),
    ]

    def _project_folder(self) -> Path | None:
        """The folder of the template; None, and said why, where it is not on this machine."""
        template = self.state.project.template
        folder = Path(template).parent
        if template and folder.is_dir():
            return folder
        self.notify("The project's folder is not on this machine.", severity="warning")
        return None

    def action_save(self) -> None:
        """Ask for a name, and save what the composer holds."""
        from lgtui.console.screens.saved import SaveDialog

        composer, folder = self.query_one(ComposerPane), self._project_folder()
        if folder is None or composer.target is None:
            return
        suggested = composer.target.name if isinstance(composer.target, FunctionTarget) else _named(composer.draft)
        self.app.push_screen(SaveDialog(suggested, partial(self._save_as, folder, composer.draft)))

    def _save_as(self, folder: Path, draft: Draft | EventDraft, name: str) -> str:
        file = file_for(folder, name, draft)
        if file.exists():
            return f"{file.parent.name}/{file.name} is there already: give another name, or remove it."
        stage = self._stage()
        failure = save(file, name, draft, stage.url if stage else "")
        if not failure:
            self.notify(str(file), title="Saved, without secrets", markup=False)
        return failure

    def action_open_saved(self) -> None:
        """Choose what to open of what is saved."""
        from lgtui.console.screens.saved import SavedScreen

        if folder := self._project_folder():
            self.app.push_screen(SavedScreen(saved_files(folder)), self._open_saved)

    async def _open_saved(self, saved: SavedFile | None) -> None:
        if saved is None:
            return
        text = read_text(saved.path)
        if not isinstance(text, str):
            self.notify(f"{saved.path} cannot be read: {text}", severity="error", markup=False)
        elif saved.kind == "event":
            await self._open_event(text)
        else:
            await self._open_request(saved, text)

    async def _open_event(self, text: str) -> None:
        composer = self.query_one(ComposerPane)
        if not isinstance(composer.target, FunctionTarget) or not isinstance(composer.draft, EventDraft):
            self.notify("Open a function in Resources (1) first: an event is for one.", severity="warning")
            return
        draft = composer.draft
        await self.open_draft(composer.target, EventDraft(draft.qualifier, draft.invocation_type, text))

    async def _open_request(self, saved: SavedFile, text: str) -> None:
        stage = self._stage()
        opened = open_request(text, self.state, stage.url if stage else "")
        if isinstance(opened, str):
            self.notify(opened, title=str(saved.path), severity="error", markup=False)
            return
        current = self.query_one(ComposerPane).target
        target = opened.target or (current if isinstance(current, MethodTarget) else None)
        if target is None:
            self.notify("No method of this region has its path.", title=saved.name, severity="warning", markup=False)
            return
        await self.open_draft(target, opened.draft)
        if opened.left_open:
            self.notify(f"Fill in {', '.join(opened.left_open)}: the file leaves it open.", markup=False)


def _named(draft: Draft | EventDraft) -> str:
    return f"{draft.http_method} {draft.line.partition('?')[0]}" if isinstance(draft, Draft) else "event"
