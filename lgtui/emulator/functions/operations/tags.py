"""Operations on the tags of functions and event source mappings."""

from collections.abc import Mapping

from lgtui.emulator.errors import InvalidParameterValueException, ResourceNotFoundException
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    Empty,
    ListTagsResponse,
    TagResourceRequest,
    TagsRequest,
    UntagResourceRequest,
)
from lgtui.emulator.functions.operations.base import Operations, new_revision_id

MAPPING = ":event-source-mapping:"

MAX_TAGS = 50
"""Tags of one function at most (documented)."""


class TagOperations(Operations):
    """TagResource, UntagResource, ListTags."""

    def tag_resource(self, request: TagResourceRequest) -> Empty:
        """TagResource: adds tags, and replaces those of the same keys.

        Raises:
            ResourceNotFoundException: there is no such function.
            InvalidParameterValueException: the ARN has a qualifier, or there would be too many tags.
        """
        before = self._tags(request.resource)
        if not request.tags:
            raise InvalidParameterValueException("An error occurred and the request cannot be processed.", Type="User")
        tags = {**before, **request.tags}
        check_tags(tags)
        self._retag(request.resource, tags)
        return Empty()

    def untag_resource(self, request: UntagResourceRequest) -> Empty:
        """UntagResource: a key that is not there is no error.

        Raises:
            ResourceNotFoundException, InvalidParameterValueException
        """
        before = self._tags(request.resource)
        self._retag(request.resource, {key: value for key, value in before.items() if key not in request.tag_keys})
        return Empty()

    def list_tags(self, request: TagsRequest) -> ListTagsResponse:
        """ListTags.

        Raises:
            ResourceNotFoundException, InvalidParameterValueException
        """
        return ListTagsResponse(tags=self._tags(request.resource))

    def _tags(self, arn: str) -> dict[str, str]:
        """The tags of a function or an event source mapping."""
        _, is_mapping, number = arn.partition(MAPPING)
        if not is_mapping:
            return self._tagged(arn).tags
        if number not in self._mappings:
            raise ResourceNotFoundException("The resource you requested does not exist.", Type="User")
        return self._mapping_tags.get(number, {})

    def _retag(self, arn: str, tags: dict[str, str]) -> None:
        _, is_mapping, number = arn.partition(MAPPING)
        if is_mapping:
            self._mapping_tags[number] = tags
            return
        function = self._tagged(arn)
        function.change(tags=tags)
        self._revise(function, "", new_revision_id())

    def _tagged(self, arn: str) -> Function:
        if self._registry.parse(arn).qualifier:
            raise InvalidParameterValueException(
                "Tags on function aliases and versions are not supported. Please specify a function ARN.", Type="User"
            )
        return self._registry.find(arn)


def check_tags(tags: Mapping[str, str]) -> None:
    """Refuse more tags than one resource may have.

    Raises:
        InvalidParameterValueException
    """
    if len(tags) > MAX_TAGS:
        raise InvalidParameterValueException("Number of tags exceeds resource tag limit.", Type="User")
