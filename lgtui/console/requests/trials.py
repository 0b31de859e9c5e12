"""TestInvokeMethod: a draft tried on a method as it is edited now, past stage, deployment and throttles."""

from typing import NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from lgtui import frames
from lgtui.console.region.outcomes import Answer, Failure, read
from lgtui.console.region.state import MethodTarget
from lgtui.console.requests.drafts import Draft, Pairs, Request, gateway_request

_FIRST_LINE = "Execution log for request "

JSON = (("Content-Type", "application/json"),)


class TrialInput(msgspec.Struct, frozen=True, rename="camel"):
    """TestInvokeMethod's body: the API reference's page `API_TestInvokeMethod`."""

    path_with_query_string: str
    body: str
    multi_value_headers: dict[str, list[str]]
    stage_variables: dict[str, str]


class _TrialOutput(msgspec.Struct, frozen=True, rename="camel"):
    status: int
    body: str = ""
    multi_value_headers: dict[str, list[str]] = {}
    log: str = ""
    latency: int = 0


class Tried(NamedTuple):
    """What a trial answered: the method's answer, and its execution log line by line."""

    answer: Answer
    log: list[str]

    @property
    def request_id(self) -> str:
        """The id under which its trace is found; empty where the log does not name it."""
        return self.log[0].removeprefix(_FIRST_LINE) if self.log and self.log[0].startswith(_FIRST_LINE) else ""


def trial_input(draft: Draft, stage: frames.StageView | None) -> TrialInput:
    """A draft as TestInvokeMethod takes it, with the stage's variables."""
    url = urlsplit(gateway_request(draft, "").url)
    return TrialInput(
        path_with_query_string=url.path + (f"?{url.query}" if url.query else ""),
        body=draft.body,
        multi_value_headers=_grouped(draft.headers),
        stage_variables=stage.variables if stage else {},
    )


def trial_request(target: MethodTarget, resource_id: str, given: TrialInput, control_url: str) -> Request:
    """The TestInvokeMethod of a method."""
    place = f"/restapis/{target.api_id}/resources/{quote(resource_id, safe='')}/methods/{target.http_method}"
    return Request("POST", control_url + place, JSON, msgspec.json.encode(given))


def read_trial(answer: Answer | Failure) -> Tried | Failure:
    """What TestInvokeMethod answered, taken apart."""
    tried = read(answer, _TrialOutput)
    if isinstance(tried, Failure):
        return tried
    headers = tuple((name, value) for name, values in tried.multi_value_headers.items() for value in values)
    seconds = tried.latency / 1000
    return Tried(Answer(tried.status, "", headers, tried.body.encode(), seconds), tried.log.splitlines())


def _grouped(pairs: Pairs) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.strip():
            grouped.setdefault(name.strip(), []).append(value)
    return grouped
