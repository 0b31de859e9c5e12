"""What was changed by hand, in people's words, for the feed and for `/_lgtui/changes`."""

from typing import Any

import msgspec

from lgtui.emulator.origins import Change, MemberChange
from lgtui.emulator.region import Region
from lgtui.frames import ChangeView, MemberView

MOST_TOLD = 500
"""Changes in one frame of the feed."""

LONGEST_VALUE = 200
"""Characters of a value."""

LATEST = "$LATEST"

WHOLE = frozenset({"configuration", "plan", "policy"})
"""Members that stand for the whole object, and are not named."""


def change_views(region: Region, most: int | None = None) -> list[ChangeView]:
    """The changes in the order in which they were made first."""
    names = {api.id: api.name for api in region.gateway.apis()}
    return [_view(change, names) for change in region.objects.origins.changes()[:most]]


def _view(change: Change, names: dict[str, str]) -> ChangeView:
    return ChangeView(
        service=change.place.service,
        kind=change.place.kind,
        owner=change.place.owner,
        name=change.name,
        title=_title(change, names),
        how=change.how,
        members=[_member(member) for member in change.members],
    )


def _title(change: Change, names: dict[str, str]) -> str:
    """What people call it: `stage dev of API shop`, `function Orders`, `/orders of API shop`."""
    place, kind = change.place, change.place.kind.replace("-", " ")
    if kind == "version" and change.name == LATEST:
        return f"function {place.owner}"
    if place.kind == "rest-api":
        return f"API {change.content.get('name', change.name)}"
    called = str(change.content.get("name") or change.name)
    title = str(change.content.get("path")) if kind == "resource" else f"{kind} {called}"
    if not place.owner:
        return title
    return f"{title} of {'API ' if place.owner in names else ''}{names.get(place.owner, place.owner)}"


def _member(change: MemberChange) -> MemberView:
    path = change.path[1:] if change.path[0] in WHOLE and len(change.path) > 1 else change.path
    return MemberView(".".join(path), _text(change.template), _text(change.now))


def _text(value: Any) -> str:
    """A value as JSON, the beginning of a long one; empty for none."""
    if value is None:
        return ""
    text = msgspec.json.encode(value).decode(errors="replace")
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
