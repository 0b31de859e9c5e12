"""Operations on event source mappings: they are kept and told, but nothing polls their sources yet."""

import uuid

import msgspec

from lgtui.emulator.errors import InvalidParameterValueException, ResourceConflictException, ResourceNotFoundException
from lgtui.emulator.functions.event_sources import (
    KAFKA,
    KAFKA_SERVERS,
    check_position,
    check_settings,
    kind_of,
    settled,
    traits,
)
from lgtui.emulator.functions.model.event_sources import (
    SOURCE_MEMBERS,
    CreateEventSourceMappingRequest,
    EventSource,
    EventSourceMappingConfiguration,
    EventSourceMappingRequest,
    EventSourceSettings,
    ListEventSourceMappingsRequest,
    ListEventSourceMappingsResponse,
    UpdateEventSourceMappingRequest,
)
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.pages import page
from lgtui.frames import EventSourceView


class EventSourceOperations(Operations):
    """CreateEventSourceMapping and its kin.

    A mapping is told with the state it is on the way to (Creating, Updating, …) once, and settled after that.
    """

    def create_event_source_mapping(self, request: CreateEventSourceMappingRequest) -> EventSourceMappingConfiguration:
        """CreateEventSourceMapping; the log is told that nothing polls the source.

        Raises:
            InvalidParameterValueException: of the source, its settings or the function.
            ResourceConflictException: there is a mapping of the same source and function.
        """
        kind = kind_of(request)
        check_position(kind, request)
        check_settings(request.event_source_arn, request)
        function_arn = self._mapped_function(request.function_name)
        self._check_duplicate(kind, request, function_arn)
        number = str(uuid.uuid4())
        source = {name: getattr(request, name) for name in SOURCE_MEMBERS}
        mapping = EventSourceMappingConfiguration(
            **source,
            **settled(kind, number, _said(request)),
            uuid=number,
            event_source_mapping_arn=self._mapping_arn(number),
            function_arn=function_arn,
            last_modified=self._clock.time(),
            last_processing_result=traits(request.event_source_arn).last_processing_result,
            state="Enabled" if request.enabled else "Disabled",
            state_transition_reason=traits(request.event_source_arn).reason,
        )
        self._mappings[number] = mapping
        if request.tags:
            self._mapping_tags[number] = request.tags
        self._tell()
        self._warn(
            f"{function_arn.partition(':function:')[2]}: event sources are not polled here yet: records of "
            f"{request.event_source_arn or 'the Kafka cluster'} do not reach it. Invoke it with them by hand."
        )
        return msgspec.structs.replace(mapping, state="Creating")

    def get_event_source_mapping(self, request: EventSourceMappingRequest) -> EventSourceMappingConfiguration:
        """GetEventSourceMapping.

        Raises:
            ResourceNotFoundException: there is none of that UUID.
        """
        return self._mapping(request.uuid)

    def list_event_source_mappings(self, request: ListEventSourceMappingsRequest) -> ListEventSourceMappingsResponse:
        """ListEventSourceMappings, of a function (whichever version or alias), of a source, or all."""
        name = self._registry.parse(request.function_name).name if request.function_name else ""
        prefix = self._registry.arn(name)
        found = [
            mapping
            for mapping in self._mappings.values()
            if request.event_source_arn in ("", mapping.event_source_arn)
            and (not name or f"{mapping.function_arn}:".startswith(f"{prefix}:"))
        ]
        mappings, marker = page(found, request.marker, request.max_items, most=100)
        return ListEventSourceMappingsResponse(event_source_mappings=mappings, next_marker=marker)

    def update_event_source_mapping(self, request: UpdateEventSourceMappingRequest) -> EventSourceMappingConfiguration:
        """UpdateEventSourceMapping: what is not said stays as it is.

        Raises:
            ResourceNotFoundException: there is none of that UUID.
            InvalidParameterValueException: of the settings or the function.
        """
        before = self._mapping(request.uuid)
        changed = msgspec.structs.replace(before, **_said(request), last_modified=self._clock.time())
        check_settings(before.event_source_arn, changed)
        if request.function_name:
            changed = msgspec.structs.replace(changed, function_arn=self._mapped_function(request.function_name))
        if request.enabled is not None:
            changed = msgspec.structs.replace(changed, state="Enabled" if request.enabled else "Disabled")
        self._mappings[request.uuid] = changed
        self._tell()
        return msgspec.structs.replace(changed, state=_on_the_way(before.state, changed.state))

    def delete_event_source_mapping(self, request: EventSourceMappingRequest) -> EventSourceMappingConfiguration:
        """DeleteEventSourceMapping: the answer is that it is being deleted.

        Raises:
            ResourceNotFoundException: there is none of that UUID.
        """
        mapping = self._mapping(request.uuid)
        del self._mappings[request.uuid]
        self._mapping_tags.pop(request.uuid, None)
        self._tell()
        return msgspec.structs.replace(mapping, state="Deleting")

    def _event_sources(self) -> dict[str, list[EventSourceView]]:
        """Every mapping as people want to see it, by the name of its function."""
        found: dict[str, list[EventSourceView]] = {}
        for mapping in self._mappings.values():
            name, _, qualifier = mapping.function_arn.partition(":function:")[2].partition(":")
            view = EventSourceView(mapping.uuid, mapping.event_source_arn, mapping.state, mapping.batch_size, qualifier)
            found.setdefault(name, []).append(view)
        return found

    def _mapping(self, number: str) -> EventSourceMappingConfiguration:
        mapping = self._mappings.get(number)
        if mapping is None:
            raise ResourceNotFoundException("The resource you requested does not exist.", Type="User")
        return mapping

    def _mapping_arn(self, number: str) -> str:
        return f"arn:aws:lambda:{self._settings.region_name}:{self._settings.account_id}:event-source-mapping:{number}"

    def _mapped_function(self, function_name: str) -> str:
        """The ARN of what a mapping invokes, which must exist."""
        try:
            name, qualifier = self._registry.parse(function_name)
            return self._registry.target(name, qualifier).arn
        except ResourceNotFoundException:
            raise InvalidParameterValueException("Function does not exist", Type="User") from None

    def _check_duplicate(self, kind: str, request: CreateEventSourceMappingRequest, function_arn: str) -> None:
        """Refuse a second mapping of a source to the same function, of Kafka's with a topic in common."""
        sources, topics = _sources(request), set(request.topics or [])
        for other in self._mappings.values():
            if other.function_arn != function_arn or not set(sources) & set(_sources(other)):
                continue
            if kind not in KAFKA or topics & set(other.topics or []):
                raise ResourceConflictException(_conflict(kind, request, function_arn, other.uuid), Type="User")


def _said(request: EventSourceSettings) -> dict[str, object]:
    """The settings that a request gives."""
    given = {name: getattr(request, name) for name in EventSourceSettings.__struct_fields__}
    return {name: value for name, value in given.items() if value is not None}


def _on_the_way(before: str, after: str) -> str:
    """The state that an update tells, by what it leads from and to."""
    if before == after:
        return "Updating"
    return "Enabling" if after == "Enabled" else "Disabling"


def _sources(mapping: EventSource) -> list[str]:
    """What a mapping reads: an ARN, or the servers of a Kafka cluster of one's own."""
    if mapping.event_source_arn:
        return [mapping.event_source_arn]
    servers: list[str] = (mapping.self_managed_event_source or {}).get("Endpoints", {}).get(KAFKA_SERVERS, [])
    return servers


def _conflict(kind: str, request: CreateEventSourceMappingRequest, function_arn: str, number: str) -> str:
    """AWS's sentence about a mapping that is there already: another one for queues, streams and Kafka."""
    name = function_arn.partition(":function:")[2].partition(":")[0]
    last = f"Please update or delete the existing mapping with UUID {number}"
    sources = ",".join(_sources(request))
    if kind == "sqs":
        return f'An event source mapping with SQS arn (" {sources} ") and function (" {name} ") already exists. {last}'
    if kind in KAFKA:
        topics = ",".join(request.topics or [])
        return (
            f'An event source mapping with event source ("{sources}"), function ("{function_arn}"), topics '
            f'("{topics}") already exists. {last}'
        )
    return f'The event source arn (" {sources} ") and function (" {name} ") provided mapping already exists. {last}'
