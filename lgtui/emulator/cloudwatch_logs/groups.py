"""The operations on log groups and their tags."""

from collections.abc import Iterable

from msgspec.structs import replace

from lgtui.emulator.clock import Clock
from lgtui.emulator.cloudwatch_logs.catalog import Catalog, LogGroup, name_of
from lgtui.emulator.cloudwatch_logs.errors import (
    InvalidParameterException,
    OperationAbortedException,
    ResourceAlreadyExistsException,
)
from lgtui.emulator.cloudwatch_logs.model import (
    CreateLogGroupRequest,
    DescribeLogGroupsRequest,
    DescribeLogGroupsResponse,
    Empty,
    GroupRequest,
    ListTagsForResourceRequest,
    LogGroupDescription,
    PutRetentionPolicyRequest,
    TagLogGroupRequest,
    TagResourceRequest,
    TagsResponse,
    UntagLogGroupRequest,
    UntagResourceRequest,
)
from lgtui.emulator.log_store import LogStore, milliseconds

MAX_NAME = 512

RETENTIONS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""Days that events may be kept (API reference, PutRetentionPolicy)."""


class Operations:
    """What the operations work on."""

    def __init__(self, clock: Clock, log_store: LogStore, catalog: Catalog) -> None:
        self._clock = clock
        self._log_store = log_store
        self._catalog = catalog


class GroupOperations(Operations):
    """Log groups."""

    async def create_log_group(self, request: CreateLogGroupRequest) -> Empty:
        """CreateLogGroup.

        Raises:
            InvalidParameterException: the name is too long (recorded: localstack, test_logs_groups).
            ResourceAlreadyExistsException: there is such a group, though nobody may have made it.
        """
        if len(request.log_group_name) > MAX_NAME:
            raise InvalidParameterException(
                f"Invalid LogGroup or LogStream, both must have length less than or equal to {MAX_NAME}."
            )
        if await self._catalog.has(request.log_group_name):
            raise ResourceAlreadyExistsException("The specified log group already exists")
        group = LogGroup(
            name=request.log_group_name,
            created=self._clock.time(),
            tags=request.tags,
            log_group_class=request.log_group_class,
            kms_key_id=request.kms_key_id,
            deletion_protection=request.deletion_protection_enabled,
        )
        self._catalog.put(group)
        return Empty()

    async def has_log_group(self, name: str) -> bool:
        """Whether there is such a group: one that was made, or that something has logged to."""
        return await self._catalog.has(name)

    async def delete_log_group(self, request: GroupRequest) -> Empty:
        """DeleteLogGroup, with its events; what logs to it makes it anew.

        Raises:
            ResourceNotFoundException: there is no such group.
            OperationAbortedException: it is protected.
        """
        group = await self._catalog.group(request.log_group_name)
        if group.deletion_protection:
            raise OperationAbortedException("The log group is protected from deletion.")
        await self._catalog.delete(group)
        return Empty()

    async def describe_log_groups(self, request: DescribeLogGroupsRequest) -> DescribeLogGroupsResponse:
        """DescribeLogGroups, by name.

        Raises:
            InvalidParameterException: both a prefix and a pattern are given.
        """
        if request.log_group_name_prefix and request.log_group_name_pattern:
            raise InvalidParameterException(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
            )
        groups = [group for group in await self._catalog.groups() if _is_wanted(group, request)]
        found = [group for group in groups if group.name > request.next_token]
        page = found[: request.limit]
        more = len(found) > len(page)
        return DescribeLogGroupsResponse(
            log_groups=[self._describe(group) for group in page], next_token=page[-1].name if more else None
        )

    async def put_retention_policy(self, request: PutRetentionPolicyRequest) -> Empty:
        """PutRetentionPolicy; older events go within a minute of new ones.

        Raises:
            InvalidParameterException: the number of days is none of those that there are.
            ResourceNotFoundException: there is no such group.
        """
        if request.retention_in_days not in RETENTIONS:
            allowed = ", ".join(map(str, sorted(RETENTIONS)))
            raise InvalidParameterException(
                f"1 validation error detected: Value '{request.retention_in_days}' at 'retentionInDays' failed to "
                f"satisfy constraint: Member must satisfy enum value set: [{allowed}]"
            )
        group = await self._catalog.group(request.log_group_name)
        self._catalog.put(replace(group, retention=request.retention_in_days))
        return Empty()

    async def delete_retention_policy(self, request: GroupRequest) -> Empty:
        """DeleteRetentionPolicy.

        Raises:
            ResourceNotFoundException: there is no such group.
        """
        group = await self._catalog.group(request.log_group_name)
        self._catalog.put(replace(group, retention=0))
        return Empty()

    async def list_tags_for_resource(self, request: ListTagsForResourceRequest) -> TagsResponse:
        """ListTagsForResource.

        Raises:
            ResourceNotFoundException: there is no such group.
        """
        return await self._tags(name_of(request.resource_arn))

    async def tag_resource(self, request: TagResourceRequest) -> Empty:
        """TagResource.

        Raises:
            ResourceNotFoundException: there is no such group.
        """
        return await self._tag(name_of(request.resource_arn), request.tags)

    async def untag_resource(self, request: UntagResourceRequest) -> Empty:
        """UntagResource.

        Raises:
            ResourceNotFoundException: there is no such group.
        """
        return await self._untag(name_of(request.resource_arn), request.tag_keys)

    async def list_tags_log_group(self, request: GroupRequest) -> TagsResponse:
        """ListTagsLogGroup, the older name of ListTagsForResource.

        Raises:
            ResourceNotFoundException: there is no such group.
        """
        return await self._tags(request.log_group_name)

    async def tag_log_group(self, request: TagLogGroupRequest) -> Empty:
        """TagLogGroup, the older name of TagResource.

        Raises:
            ResourceNotFoundException: there is no such group.
        """
        return await self._tag(request.log_group_name, request.tags)

    async def untag_log_group(self, request: UntagLogGroupRequest) -> Empty:
        """UntagLogGroup, the older name of UntagResource.

        Raises:
            ResourceNotFoundException: there is no such group.
        """
        return await self._untag(request.log_group_name, request.tags)

    async def _tags(self, name: str) -> TagsResponse:
        return TagsResponse(tags=(await self._catalog.group(name)).tags)

    async def _tag(self, name: str, tags: dict[str, str]) -> Empty:
        group = await self._catalog.group(name)
        self._catalog.put(replace(group, tags={**group.tags, **tags}))
        return Empty()

    async def _untag(self, name: str, keys: Iterable[str]) -> Empty:
        group = await self._catalog.group(name)
        gone = frozenset(keys)
        self._catalog.put(replace(group, tags={key: tag for key, tag in group.tags.items() if key not in gone}))
        return Empty()

    def _describe(self, group: LogGroup) -> LogGroupDescription:
        arn = self._catalog.arn(group.name)
        return LogGroupDescription(
            log_group_name=group.name,
            creation_time=milliseconds(group.created),
            arn=f"{arn}:*",
            log_group_arn=arn,
            log_group_class=group.log_group_class,
            retention_in_days=group.retention or None,
            stored_bytes=group.size,
            kms_key_id=group.kms_key_id or None,
            deletion_protection_enabled=group.deletion_protection,
        )


def _is_wanted(group: LogGroup, request: DescribeLogGroupsRequest) -> bool:
    names = {name_of(identifier) for identifier in request.log_group_identifiers}
    return (
        group.name.startswith(request.log_group_name_prefix)
        and request.log_group_name_pattern in group.name
        and request.log_group_class in {"", group.log_group_class}
        and (not names or group.name in names)
    )
