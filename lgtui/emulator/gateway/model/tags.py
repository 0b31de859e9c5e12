"""Tags, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import Shape, told


class TagsRequest(Shape, frozen=True, kw_only=True):
    """Input of GetTags."""

    resource_arn: str
    position: str = ""
    limit: int = 25


class TagResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of TagResource."""

    resource_arn: str
    tags: dict[str, str]


class UntagResourceRequest(Shape, frozen=True, kw_only=True):
    """Input of UntagResource."""

    resource_arn: str
    tag_keys: list[str]


class Tags(Shape, frozen=True, kw_only=True):
    """The tags of one resource."""

    tags: dict[str, str] = told({})
