"""What each execution environment did of late, in a bounded memory: without anything of the screen."""

from lgtui.frames import EnvironmentState, EnvironmentView

NOTHING = 0
"""The environment was not there, or nobody knows what it did."""

STATES: tuple[EnvironmentState, ...] = ("frozen", "idle", "busy", "init", "gone")
"""The states from the quietest; where several share a moment the last of them counts, so that short work is seen."""

CODES: dict[EnvironmentState, int] = {state: code for code, state in enumerate(STATES, NOTHING + 1)}
"""State → how it is kept and drawn."""

SPANS = (1.0, 10.0, 60.0, 600.0)
"""Emulated seconds that are kept, each span in as many slots; the shortest is for slow motion."""

SLOTS = 480
"""Slots of a span, a byte each; it has many divisors, so that a few slots make a column of the screen."""

MOST_GONE = 200
"""Environments kept after they are gone; the oldest are forgotten first."""


class Track:
    """What one environment did in the last `SLOTS` slots of `slot_seconds` emulated seconds.

    A slot after the last change is only assumed: it holds the present state until a later `put` corrects it.
    """

    def __init__(self, slot_seconds: float) -> None:
        self._slot_seconds = slot_seconds
        self._slots = bytearray(SLOTS)
        self._newest = 0
        self._present = NOTHING

    def put(self, code: int, since: float) -> None:
        """The environment is in a state since emulated time `since`; before it was in the one put last."""
        slot = int(since / self._slot_seconds)
        self._move_on_to(slot)
        self._present = NOTHING if code == CODES["gone"] else code
        first = SLOTS - 1 - (self._newest - slot)
        if first >= 0:
            self._slots[first] = max(self._slots[first], code)
        later = max(first + 1, 0)
        self._slots[later:] = bytes([self._present]) * (SLOTS - later)

    def until(self, at: float) -> bytes:
        """The slots up to the one of emulated time `at`, oldest first; what came later is left out."""
        slot = int(at / self._slot_seconds)
        self._move_on_to(slot)
        ahead = min(self._newest - slot, SLOTS)
        return bytes(self._slots[:1] * ahead + self._slots[: SLOTS - ahead])

    def _move_on_to(self, slot: int) -> None:
        if slot > self._newest:
            kept = self._slots[slot - self._newest :]
            self._slots = kept + bytes([self._present]) * (SLOTS - len(kept))
            self._newest = slot


class EnvironmentHistory:
    """The environments, and for every span what each of them did.

    The feed tells the newest state alone: what passed between two frames is seen by the init that is over and by the
    invocations that were answered, and is drawn at the newest change.
    """

    def __init__(self) -> None:
        self.views: dict[str, EnvironmentView] = {}
        self.latest = 0.0
        """Emulated time of the last change."""
        self.speed = 1.0
        """Emulated seconds a real one: an init is told in real seconds."""
        self._tracks: dict[str, tuple[Track, ...]] = {}
        self._gone: dict[str, float] = {}

    def begin(self, view: EnvironmentView) -> None:
        """Take an environment as it is found; what it did before is not known."""
        self._put(view, view.state, view.since)
        self._keep(view)

    def put(self, view: EnvironmentView) -> bool:
        """Take the newest view of an environment; returns whether it is a new one."""
        known = self.views.get(view.id)
        if known is None and view.init_duration:
            self._put(view, "init", view.since - view.init_duration * self.speed)
        if view.invocations > (known.invocations if known else 0):
            self._put(view, "busy", view.since)
        self._put(view, view.state, view.since)
        self._keep(view)
        return known is None

    def forget(self, before: float) -> list[str]:
        """Forget environments that were gone before an emulated time, or are too many; returns their ids."""
        too_many = len(self._gone) - MOST_GONE
        forgotten = [key for number, (key, at) in enumerate(self._gone.items()) if at < before or number < too_many]
        for environment_id in forgotten:
            del self._gone[environment_id], self._tracks[environment_id], self.views[environment_id]
        return forgotten

    def was_there(self, environment_id: str, after: float) -> bool:
        """Whether an environment lives, or was not gone before an emulated time."""
        return self._gone.get(environment_id, after) >= after

    def until(self, environment_id: str, span: int, at: float) -> bytes:
        """What an environment did in the span number `span` that ends at `at`: `SLOTS` codes, oldest first."""
        return self._tracks[environment_id][span].until(at)

    def _put(self, view: EnvironmentView, state: EnvironmentState, since: float) -> None:
        tracks = self._tracks.get(view.id)
        if tracks is None:
            tracks = self._tracks[view.id] = tuple(Track(span / SLOTS) for span in SPANS)
        for track in tracks:
            track.put(CODES[state], since)

    def _keep(self, view: EnvironmentView) -> None:
        self.views[view.id] = view
        self.latest = max(self.latest, view.since)
        if view.state == "gone":
            self._gone.setdefault(view.id, view.since)


def columns_of(slots: bytes, newest: int, columns: int) -> bytes:
    """Slots drawn together: in each column the most active state of its time, the newest last.

    A column begins at a multiple of its slots, so that a picture that moves on keeps its columns as they are.

    Args:
        slots: the newest `SLOTS`.
        newest: the number of the last of them since the beginning of time.
        columns: how many there is room for; as many or fewer are given.
    """
    each = slots_per_column(columns)
    present = newest % each + 1
    drawn = slots[-((SLOTS // each - 1) * each + present) :] + bytes(each - present)
    return bytes(max(column) for column in zip(*[iter(drawn)] * each, strict=True))


def slots_per_column(columns: int) -> int:
    """How many slots make one of `columns` columns."""
    return next(each for each in range(1, SLOTS + 1) if SLOTS % each == 0 and SLOTS // each <= max(1, columns))
