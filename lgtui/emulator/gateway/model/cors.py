"""Enabling CORS, as the operation takes it: AWS's console has it, AWS's API does not."""

import msgspec

from lgtui.emulator.gateway.model.base import Shape

DEFAULT_HEADERS = (
    "Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token",
)  # fmt: skip
"""What AWS's console puts in."""


class EnableCorsRequest(Shape, frozen=True, kw_only=True):
    """Whose pages may call a resource, with which headers; `whole_tree` takes in every resource below it."""

    rest_api_id: str
    resource_id: str
    allow_origin: str = "*"
    allow_headers: list[str] = msgspec.field(default_factory=lambda: list(DEFAULT_HEADERS))
    allow_credentials: bool = False
    whole_tree: bool = False
