"""Operations on VPC links: they are kept; integrations that name them call their URI without them."""

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import (
    CreateVpcLinkRequest,
    Empty,
    PageRequest,
    UpdateVpcLinkRequest,
    VpcLink,
    VpcLinkRequest,
    VpcLinks,
)
from lgtui.emulator.gateway.operations.base import Operations, brief, page
from lgtui.emulator.gateway.operations.patching import REPLACE, Patcher, Path, member


class VpcLinkOperations(Operations):
    """CreateVpcLink, GetVpcLink, GetVpcLinks, UpdateVpcLink, DeleteVpcLink."""

    def create_vpc_link(self, request: CreateVpcLinkRequest) -> VpcLink:
        """Keep a link; the answer says that it is PENDING, every later one that it is AVAILABLE (recorded).

        Raises:
            BadRequestException: the name is empty, or a target no ARN.
        """
        _check_name(request.name)
        for arn in request.target_arns:
            if ":" not in arn:  # how much more of an ARN AWS asks for is [guess]
                raise BadRequestException(f"Invalid ARN. ARN is not well formed {arn}")
        link = VpcLink(
            id=self._new_id(6, self._store.vpc_links, request.tags),
            name=request.name,
            description=request.description,
            target_arns=request.target_arns,
            status="AVAILABLE",
            status_message="Your vpc link is ready for use",
            tags=request.tags,
        )
        self._store.vpc_links[link.id] = link
        return brief(msgspec.structs.replace(link, status="PENDING", status_message=""))

    def get_vpc_link(self, request: VpcLinkRequest) -> VpcLink:
        """The link of that id."""
        return self._store.vpc_link(request.vpc_link_id)

    def get_vpc_links(self, request: PageRequest) -> VpcLinks:
        """A page of all links, oldest first."""
        items, position = page(list(self._store.vpc_links.values()), request.position, request.limit)
        return VpcLinks(items=[brief(item) for item in items], position=position)

    def update_vpc_link(self, request: UpdateVpcLinkRequest) -> VpcLink:
        """Name or describe a link in other words.

        Raises:
            BadRequestException: a path is not allowed, or the name is empty.
        """
        link = _PATCHER.apply(self._store.vpc_link(request.vpc_link_id), request.patch_operations)
        _check_name(link.name)
        self._store.vpc_links[link.id] = link
        return link

    def delete_vpc_link(self, request: VpcLinkRequest) -> Empty:
        """Remove a link."""
        del self._store.vpc_links[self._store.vpc_link(request.vpc_link_id).id]
        return Empty()


def _check_name(name: str) -> None:
    if not name:
        raise BadRequestException("Name cannot be empty")


_PATCHER: Patcher[VpcLink] = Patcher(
    [Path("/name", REPLACE, member("name")), Path("/description", REPLACE, member("description"))]
)
