"""What users save beside their template, to be shared: requests in `requests/`, events in `events/`."""

import re
from pathlib import Path
from typing import NamedTuple

from lgtui.console.region.state import MethodTarget, RegionState
from lgtui.console.requests.curl import line_below
from lgtui.console.requests.drafts import Draft
from lgtui.console.requests.http_files import as_http, read_http
from lgtui.console.requests.invocations import EventDraft

LONGEST = 6 * 1024 * 1024
"""Bytes of a file that are read at most: no request can be longer."""


class SavedFile(NamedTuple):
    """A file that can be opened: `kind` is `request` or `event`."""

    kind: str
    path: Path

    @property
    def name(self) -> str:
        """What it is called, without folder and ending."""
        return self.path.stem


class Opened(NamedTuple):
    """A saved request as the composer takes it.

    Attributes:
        target: the method that its path leads to, or None where none does.
        left_open: names of values that the file leaves open.
    """

    target: MethodTarget | None
    draft: Draft
    left_open: tuple[str, ...]


def saved_files(folder: Path) -> list[SavedFile]:
    """What is saved in a project's folder, by name; SAM's own `events/` among them."""
    requests = [SavedFile("request", path) for path in (folder / "requests").glob("*.http")]
    events = [SavedFile("event", path) for path in (folder / "events").glob("*.json")]
    return sorted(requests + events, key=lambda saved: (saved.kind != "request", saved.name.lower()))


def file_for(folder: Path, name: str, draft: Draft | EventDraft) -> Path:
    """Where a draft of this name is saved."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "request"
    if isinstance(draft, EventDraft):
        return folder / "events" / f"{stem}.json"
    return folder / "requests" / f"{stem}.http"


def save(file: Path, name: str, draft: Draft | EventDraft, stage_url: str) -> str:
    """Write a draft; gives in words why that failed, else an empty text."""
    text = draft.event if isinstance(draft, EventDraft) else as_http(name, draft, stage_url)
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        return f"{file} cannot be written: {error.strerror}."
    return ""


def read_text(file: Path) -> str | OSError | UnicodeDecodeError:
    """A saved file's text, or why it cannot be had."""
    try:
        with file.open("rb") as stream:
            return stream.read(LONGEST).decode()
    except (OSError, UnicodeDecodeError) as error:
        return error


def open_request(text: str, state: RegionState, stage_url: str) -> Opened | str:
    """A saved request for this region; in words why the text is none."""
    saved = read_http(text)
    if isinstance(saved, str):
        return saved
    line = saved.url if saved.url.startswith("/") else line_below(saved.url, stage_url)
    path, mark, query = line.partition("?")
    target, values = _method_at(state, saved.http_method, path)
    shown = f"{target.path}{mark}{query}" if target else line
    draft = Draft(saved.http_method, shown, values, saved.headers, saved.body, saved.signing)
    return Opened(target, draft, saved.left_open)


def _method_at(state: RegionState, http_method: str, path: str) -> tuple[MethodTarget | None, dict[str, str]]:
    """The method that a path leads to, the most literal of several, and its parameters' values."""
    found: list[tuple[int, MethodTarget, dict[str, str]]] = []
    for api in state.apis:
        for resource in api.resources:
            match = _pattern(resource.path).fullmatch(path)
            method = next((each for each in resource.methods if each.http_method in (http_method, "ANY")), None)
            if match and method:
                names = re.findall(r"\{([^{}+]+)\+?\}", resource.path)
                target = MethodTarget(api.id, resource.path, method.http_method)
                found.append((resource.path.count("{"), target, dict(zip(names, match.groups(), strict=True))))
    if not found:
        return None, {}
    _, target, values = min(found, key=lambda each: each[0])
    return target, values


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^{}]+\})", path)
    return re.compile(
        "".join(
            ("(.+)" if part.endswith("+}") else "([^/]*)") if part.startswith("{") else re.escape(part)
            for part in parts
        )
    )
