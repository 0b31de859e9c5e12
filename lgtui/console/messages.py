"""What workers tell the screen: typed messages, and nothing else."""

from collections.abc import Awaitable

from textual.message import Message

from lgtui import frames
from lgtui.console.changes.usage_views import ApiKey
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.region.state import Target
from lgtui.console.requests.drafts import Draft, Request
from lgtui.console.requests.invocations import EventDraft
from lgtui.console.requests.trials import Tried as Trial


class Starting(Message):
    """The emulator is being started."""


class Started(Message):
    """The emulator listens; `said` is what it had to say meanwhile, such as that a port was taken."""

    def __init__(self, said: tuple[str, ...]) -> None:
        super().__init__()
        self.said = said


class FramesArrived(Message):
    """A batch of frames of the feed, in order."""

    def __init__(self, batch: list[frames.AnyFrame]) -> None:
        super().__init__()
        self.batch = batch


class FeedLost(Message):
    """The feed broke off; the session connects again by itself."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class EmulatorEnded(Message):
    """The emulator, a child of the console, is gone and waits for an order to start again."""

    def __init__(self, reason: str, lines: tuple[str, ...]) -> None:
        super().__init__()
        self.reason = reason
        self.lines = lines


class Answered(Message):
    """A request was answered, or was not.

    Args:
        target: what it was sent for.
        draft: what was typed.
        stage: the name of the stage it was sent to; empty for a direct invocation.
    """

    def __init__(
        self, target: Target, draft: Draft | EventDraft, stage: str, request: Request, outcome: Answer | Failure
    ) -> None:
        super().__init__()
        self.stage = stage
        self.target = target
        self.draft = draft
        self.request = request
        self.outcome = outcome


class Traced(Message):
    """The life cycle of an answered request was fetched, or was not."""

    def __init__(self, request_id: str, outcome: frames.Trace | Failure) -> None:
        super().__init__()
        self.request_id = request_id
        self.outcome = outcome


class KeysRead(Message):
    """The account's API keys were asked for."""

    def __init__(self, outcome: list[ApiKey] | Failure) -> None:
        super().__init__()
        self.outcome = outcome


class IdsFound(Message):
    """Under which ids a request and what it called write to the log, asked for by one of them."""

    def __init__(self, request_id: str, ids: list[str]) -> None:
        super().__init__()
        self.request_id = request_id
        self.ids = ids


class Tried(Message):
    """A method was tried by TestInvokeMethod, or could not be."""

    def __init__(self, target: Target, draft: Draft, request: Request, outcome: Trial | Failure) -> None:
        super().__init__()
        self.target = target
        self.draft = draft
        self.request = request
        self.outcome = outcome


class OrderDone(Message):
    """An order to the region (`what`, in words) was carried out, or refused."""

    def __init__(self, what: str, failure: Failure | None) -> None:
        super().__init__()
        self.what = what
        self.failure = failure

    @classmethod
    async def of(cls, done: str, order: Awaitable[Failure | str | None]) -> "OrderDone":
        """Carry an order out, and tell `done` of it; a `{}` in that stands for what came of the order."""
        outcome = await order
        return cls(done.replace("{}", str(outcome)), outcome if isinstance(outcome, Failure) else None)


class SecretsSeen(Message):
    """Values that are to be masked wherever they are shown."""

    def __init__(self, values: list[str]) -> None:
        super().__init__()
        self.values = values
