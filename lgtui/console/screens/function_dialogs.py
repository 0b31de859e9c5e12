"""Which dialog a key opens on a function; each is imported when it is opened for the first time."""

from functools import partial
from typing import TYPE_CHECKING

from lgtui import frames
from lgtui.console.region.state import FunctionTarget, RegionState
from lgtui.console.screens.dialog import Dialog

if TYPE_CHECKING:
    from lgtui.console.client import RegionClient


def publish_dialog(
    client: "RegionClient", _state: RegionState, function: frames.FunctionView, _target: FunctionTarget
) -> Dialog:
    """The dialog that publishes a version of a function."""
    from lgtui.console.screens.publish import PublishDialog

    return PublishDialog(function.name, partial(client.publish_version, function.name, function.versions))


def concurrency_dialog(
    client: "RegionClient", state: RegionState, function: frames.FunctionView, target: FunctionTarget
) -> Dialog:
    """The form of a function's reserved and provisioned concurrency."""
    from lgtui.console.screens.concurrency import ConcurrencyForm

    return ConcurrencyForm(function, target.qualifier, state.concurrency.limit, client)


def settings_dialog(
    client: "RegionClient", _state: RegionState, function: frames.FunctionView, _target: FunctionTarget
) -> Dialog:
    """The form of a function's memory, timeout and environment variables."""
    from lgtui.console.screens.function_settings import FunctionSettingsForm

    return FunctionSettingsForm(function.name, client)


def weights_dialog(
    client: "RegionClient", _state: RegionState, function: frames.FunctionView, target: FunctionTarget
) -> Dialog | str:
    """The editor of the alias that is selected, else of the function's first; in words why there is none."""
    from lgtui.console.screens.alias_editor import AliasEditor

    if not function.aliases:
        return (
            f"{function.name} has no alias yet: publish a version (p) and make one with AWS's CreateAlias, "
            "or set AutoPublishAlias in the template."
        )
    alias = target.qualifier if target.qualifier in function.aliases else next(iter(function.aliases))
    return AliasEditor(function, alias, partial(client.update_alias, function.name))
