"""A function URL: whom it calls, who may call it, and what of it is not emulated."""

import msgspec

from lgtui.emulator.functions.model.urls import Cors


class FunctionUrl(msgspec.Struct, frozen=True, kw_only=True):
    """A function URL's state.

    Attributes:
        id: the first label of its host name.
        qualifier: the alias it calls, empty for $LATEST.
        auth_type: `NONE` or `AWS_IAM`.
        invoke_mode: `BUFFERED` or `RESPONSE_STREAM`.
        created, modified: as the operations tell times.
    """

    id: str
    function_name: str
    qualifier: str
    auth_type: str
    cors: Cors | None
    invoke_mode: str
    created: str
    modified: str

    @property
    def not_emulated(self) -> str:
        """Why requests to it are refused, one sentence; empty where they are not."""
        return refusal(self.invoke_mode)


def refusal(invoke_mode: str) -> str:
    """Why a function URL of this mode refuses requests here, one sentence; empty where it does not."""
    if invoke_mode == "RESPONSE_STREAM":
        return "response streaming is not emulated, so its function URL refuses requests: set InvokeMode BUFFERED."
    return ""
