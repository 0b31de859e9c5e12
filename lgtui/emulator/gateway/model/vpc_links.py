"""VPC links, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import PatchOperation, Shape


class CreateVpcLinkRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateVpcLink."""

    name: str
    description: str = ""
    target_arns: list[str]
    tags: dict[str, str] = {}


class VpcLink(Shape, frozen=True, kw_only=True):
    """A way into a VPC; it is kept, and leads nowhere here."""

    id: str
    name: str
    description: str = ""
    target_arns: list[str]
    status: str
    status_message: str = ""
    tags: dict[str, str] | None = None


class VpcLinkRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a VPC link."""

    vpc_link_id: str


class UpdateVpcLinkRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateVpcLink."""

    vpc_link_id: str
    patch_operations: list[PatchOperation] = []


class VpcLinks(Shape, frozen=True, kw_only=True):
    """A page of VPC links."""

    items: list[VpcLink]
    position: str = ""
