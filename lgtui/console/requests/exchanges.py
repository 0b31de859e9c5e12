"""What was sent and what came of it: the history of one project."""

from pathlib import Path

import msgspec

from lgtui.console.kept.kept_lines import KeptLines
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.region.state import FunctionTarget, MethodTarget, Target
from lgtui.console.requests.drafts import Draft, Request
from lgtui.console.requests.invocations import EventDraft

KEPT = 500
"""Exchanges that are kept, the newest."""

KEPT_BYTES = 64 * 1024
"""Bytes of each body that are kept."""


class Exchange(msgspec.Struct, frozen=True):
    """A request, and its answer.

    Attributes:
        at: when it was answered, in seconds since 1970-01-01 UTC by the machine's clock.
        draft: what was typed; a request can be edited again from it.
        stage: where a request was sent to.
        trial: whether TestInvokeMethod was asked, and no stage.
        whole: False where a body was too long to be kept whole.
    """

    at: float
    target: MethodTarget | FunctionTarget
    draft: Draft | EventDraft
    request: Request
    outcome: Answer | Failure
    stage: str = ""
    trial: bool = False
    whole: bool = True

    @property
    def title(self) -> str:
        """`GET /orders/7?x=1`, `try GET /orders/7`, `invoke Orders:live`."""
        if isinstance(self.draft, Draft):
            tried = "try " if self.trial else ""
            return f"{tried}{self.draft.http_method} {path_of(self.target, self.draft)}"
        name = self.target.name if isinstance(self.target, FunctionTarget) else ""
        return f"invoke {name}" + (f":{self.draft.qualifier}" if self.draft.qualifier else "")


def path_of(target: Target, draft: Draft) -> str:
    """The path and query that were asked for, below the stage."""
    line = draft.line or (target.path if isinstance(target, MethodTarget) else "")
    for name, value in draft.path_values.items():
        line = line.replace(f"{{{name}}}", value).replace(f"{{{name}+}}", value)
    return line


def exchanges_of(folder: Path) -> KeptLines[Exchange]:
    """The last exchanges of a project; `folder` is the project's own, of `folders.project_folder`."""
    return KeptLines(folder / "history.jsonl", Exchange, KEPT, "history")


def cut(exchange: Exchange) -> Exchange:
    """An exchange with its bodies cut to `KEPT_BYTES`, as it is kept."""
    request = msgspec.structs.replace(exchange.request, body=exchange.request.body[:KEPT_BYTES])
    outcome = exchange.outcome
    if isinstance(outcome, Answer):
        outcome = msgspec.structs.replace(outcome, body=outcome.body[:KEPT_BYTES])
    draft = exchange.draft
    if isinstance(draft, Draft):
        draft = msgspec.structs.replace(draft, body=draft.body[:KEPT_BYTES])
    else:
        draft = msgspec.structs.replace(draft, event=draft.event[:KEPT_BYTES])
    whole = draft == exchange.draft and outcome == exchange.outcome
    return msgspec.structs.replace(exchange, request=request, draft=draft, outcome=outcome, whole=whole)
