"""Operations on documentation parts."""

from collections.abc import Sequence

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException, ServiceError
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    CreateDocumentationPartRequest,
    DocumentationPart,
    DocumentationPartIds,
    DocumentationPartLocation,
    DocumentationPartRequest,
    DocumentationParts,
    DocumentationPartsRequest,
    Empty,
    ImportDocumentationPartsRequest,
    UpdateDocumentationPartRequest,
)
from lgtui.emulator.gateway.openapi.documentation import ReadPart, read_documentation
from lgtui.emulator.gateway.operations.base import Operations, check_import_mode, page
from lgtui.emulator.gateway.operations.documentation_locations import settled_location, told_location
from lgtui.emulator.gateway.operations.patching import REPLACE, Patcher, Path
from lgtui.emulator.gateway.store import NO_DOCUMENTATION_PART, ApiState


class DocumentationOperations(Operations):
    """CreateDocumentationPart, Get…, Update… and DeleteDocumentationPart, ImportDocumentationParts."""

    def create_documentation_part(self, request: CreateDocumentationPartRequest) -> DocumentationPart:
        """Say something of one thing in an API.

        Raises:
            BadRequestException: the location has what its type may not have, or the properties are no JSON object.
            ConflictException: something is said there already.
        """
        state = self._store.api(request.rest_api_id)
        location = settled_location(request.location)
        properties = _properties(request.properties)
        if _part_at(state, location) is not None:
            raise ConflictException(
                f"Documentation part already exists for the specified location: {told_location(location)}."
            )
        return self._put_part(state, location, properties)

    def get_documentation_part(self, request: DocumentationPartRequest) -> DocumentationPart:
        """The part of that id."""
        return self._store.api(request.rest_api_id, NO_DOCUMENTATION_PART).documentation_part(
            request.documentation_part_id
        )

    def get_documentation_parts(self, request: DocumentationPartsRequest) -> DocumentationParts:
        """A page of an API's parts, oldest first; what the request names narrows them."""
        parts = list(self._store.api(request.rest_api_id).documentation.values())
        wanted = [] if request.location_status == "UNDOCUMENTED" else [part for part in parts if _fits(part, request)]
        items, position = page(wanted, request.position, request.limit)
        return DocumentationParts(items=items, position=position)

    def update_documentation_part(self, request: UpdateDocumentationPartRequest) -> DocumentationPart:
        """Say something else of the same thing.

        Raises:
            BadRequestException: a path is not allowed, or the properties are no JSON object.
        """
        state = self._store.api(request.rest_api_id, NO_DOCUMENTATION_PART)
        part = _PATCHER.apply(state.documentation_part(request.documentation_part_id), request.patch_operations)
        state.documentation[part.id] = part
        return part

    def delete_documentation_part(self, request: DocumentationPartRequest) -> Empty:
        """Say nothing more of a thing; documentation versions keep what was said."""
        state = self._store.api(request.rest_api_id)
        del state.documentation[state.documentation_part(request.documentation_part_id).id]
        return Empty()

    def import_documentation_parts(self, request: ImportDocumentationPartsRequest) -> DocumentationPartIds:
        """Take the parts of an OpenAPI document over; with the mode `overwrite` all others go.

        Raises:
            BadRequestException: it is no OpenAPI document, or there are warnings and the request fails on them.
        """
        state = self._store.api(request.rest_api_id)
        check_import_mode(request.mode)
        read = read_documentation(request.body)
        warnings = [warning for part in read if (warning := _warning(part))]
        if warnings and request.fail_on_warnings:
            raise BadRequestException("Warnings found during import:" + "".join(f"\n\t{text}" for text in warnings))
        ids = self._lay_documentation(state, read, overwrite=request.mode == "overwrite")
        return DocumentationPartIds(ids=ids, warnings=warnings)

    def _lay_documentation(self, state: ApiState, read: Sequence[ReadPart], *, overwrite: bool) -> list[str]:
        """Put the parts that are allowed into an API; the ids that they have."""
        if overwrite:
            state.documentation.clear()
        ids = []
        for part in read:
            if _warning(part):
                continue
            location = settled_location(part.location)
            known = _part_at(state, location)
            if known is None:
                ids.append(self._put_part(state, location, part.properties).id)
            else:
                state.documentation[known.id] = msgspec.structs.replace(known, properties=part.properties)
                ids.append(known.id)
        return ids

    def _put_part(self, state: ApiState, location: DocumentationPartLocation, properties: str) -> DocumentationPart:
        part = DocumentationPart(
            id=short_id(state.ids, 6, state.documentation), location=location, properties=properties
        )
        state.documentation[part.id] = part
        return part


def _fits(part: DocumentationPart, request: DocumentationPartsRequest) -> bool:
    location = part.location
    return (
        request.type in ("", location.type)
        and request.path in ("", location.path)
        and request.name_query.lower() in location.name.lower()
    )


def _part_at(state: ApiState, location: DocumentationPartLocation) -> DocumentationPart | None:
    return next((part for part in state.documentation.values() if part.location == location), None)


def _warning(part: ReadPart) -> str:
    """Why a part of a document is passed over; empty where it is taken."""
    try:
        settled_location(part.location)
        _properties(part.properties)
    except ServiceError as error:
        return error.message
    return ""


def _properties(text: str) -> str:
    """The properties, where they are a JSON object.

    Raises:
        BadRequestException
    """
    try:
        msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError as error:
        raise BadRequestException("Documentation part properties must be a valid JSON object") from error
    return text


def _set_properties(part: DocumentationPart, _: list[str], value: str) -> DocumentationPart:
    return msgspec.structs.replace(part, properties=_properties(value))


_PATCHER: Patcher[DocumentationPart] = Patcher([Path("/properties", REPLACE, _set_properties)])
