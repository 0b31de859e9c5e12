"""Tags of functions, as the operations on them take and give them."""

from lgtui.emulator.functions.model.base import Shape


class TagsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListTags; `resource` is a function's ARN."""

    resource: str


class TagResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of TagResource."""

    resource: str
    tags: dict[str, str]


class UntagResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of UntagResource."""

    resource: str
    tag_keys: list[str]


class ListTagsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListTags."""

    tags: dict[str, str]
