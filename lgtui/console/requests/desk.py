"""What the user has typed and arranged for one project, kept from one run of the console to the next."""

from pathlib import Path

import msgspec

from lgtui.console.kept.kept_files import set_aside, write_whole
from lgtui.console.region.state import FunctionTarget, MethodTarget
from lgtui.console.requests.drafts import Draft
from lgtui.console.requests.invocations import EventDraft


class Desk(msgspec.Struct, frozen=True):
    """Drafts, the target that was open, and the sizes of the panes.

    Attributes:
        requests: what was typed for each method.
        events: what was typed for each function, by its name.
        opened: what the composer showed.
        stages: API's id → the stage that was chosen.
        shares: name of a split → share of its first part, where its border was moved.
    """

    requests: tuple[tuple[MethodTarget, Draft], ...] = ()
    events: tuple[tuple[str, EventDraft], ...] = ()
    opened: MethodTarget | FunctionTarget | None = None
    stages: dict[str, str] = {}
    shares: dict[str, float] = {}


class DeskFile:
    """Reads and writes one project's desk.

    Args:
        folder: the project's own, of `folders.project_folder`.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "desk.json"

    def load(self) -> Desk | str:
        """What was typed before; in words why it cannot be had, with the file set aside."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Desk)
        except FileNotFoundError:
            return Desk()
        except OSError as error:
            return f"What was typed before cannot be read: {error}."
        except msgspec.DecodeError as error:
            return f"What was typed before cannot be read ({error}); it is kept in {set_aside(self._file)}."

    def save(self, desk: Desk) -> str:
        """Keep a desk; gives in words why that is not possible, empty where it is done."""
        try:
            write_whole(self._file, msgspec.json.encode(desk))
        except OSError as error:
            return f"What you type is not kept: {error}."
        return ""
