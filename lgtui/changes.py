"""`lgtui changes`: what was changed by hand in a running emulator, beside what its template says."""

import urllib.error
import urllib.request

import msgspec

from lgtui.frames import ChangeView
from lgtui.invoke import fail, refusal

NOTHING = "Everything is as the template has it."


class Changes(msgspec.Struct, frozen=True):
    """The answer of `GET /_lgtui/changes`."""

    changes: list[ChangeView]


def print_changes(endpoint: str) -> int:
    """Print each change, and below it every member with the template's value and the present one.

    Returns:
        0, or 2 where no emulator answers.
    """
    try:
        with urllib.request.urlopen(f"{endpoint.rstrip('/')}/_lgtui/changes") as response:
            found = msgspec.json.decode(response.read(), type=Changes).changes
    except urllib.error.HTTPError as error:
        return fail(refusal(error.read()))
    except urllib.error.URLError as error:
        return fail(f"no emulator answers at {endpoint} ({error.reason}); start one with `lgtui serve`")
    except (OSError, ValueError) as error:
        return fail(str(error))
    for change in found:
        print(f"{change.how:<8} {change.title}")
        for member in change.members:
            print(f"           {member}")
    if not found:
        print(NOTHING)
    return 0
