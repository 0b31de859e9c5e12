"""Operations on base path mappings: which API answers below which path of a domain name."""

import re

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway.model import (
    BasePathMapping,
    BasePathMappingRequest,
    BasePathMappings,
    BasePathMappingsRequest,
    CreateBasePathMappingRequest,
    Empty,
    UpdateBasePathMappingRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, page
from lgtui.emulator.gateway.operations.patching import REPLACE, Patcher, Path, member

NO_BASE_PATH = "(none)"
"""The base path of a mapping that answers whatever no other one does."""

_BASE_PATH = re.compile(r"[a-zA-Z0-9$_.+!*'()-]+")


class BasePathMappingOperations(Operations):
    """CreateBasePathMapping, GetBasePathMapping(s), UpdateBasePathMapping, DeleteBasePathMapping."""

    def create_base_path_mapping(self, request: CreateBasePathMappingRequest) -> BasePathMapping:
        """Let an API answer below a base path; without a stage the path's next part names it.

        Raises:
            BadRequestException: the base path is none, or there is no such API or stage.
            ConflictException: the base path is taken.
        """
        state = self._store.domain(request.domain_name)
        mapping = BasePathMapping(
            base_path=request.base_path or NO_BASE_PATH, rest_api_id=request.rest_api_id, stage=request.stage
        )
        self._check_mapping(mapping)
        if mapping.base_path in state.mappings:
            raise ConflictException("Base path already exists for this domain name")
        state.mappings[mapping.base_path] = mapping
        return mapping

    def get_base_path_mapping(self, request: BasePathMappingRequest) -> BasePathMapping:
        """The mapping of that base path."""
        return self._store.domain(request.domain_name).mapping(request.base_path)

    def get_base_path_mappings(self, request: BasePathMappingsRequest) -> BasePathMappings:
        """A page of a domain name's mappings, oldest first."""
        mappings = list(self._store.domain(request.domain_name).mappings.values())
        items, position = page(mappings, request.position, request.limit)
        return BasePathMappings(items=items, position=position)

    def update_base_path_mapping(self, request: UpdateBasePathMappingRequest) -> BasePathMapping:
        """Let another API, stage or base path be meant.

        Raises:
            BadRequestException: a path is not allowed, the base path is none, or there is no such API or stage.
            ConflictException: the base path is taken.
        """
        state = self._store.domain(request.domain_name)
        before = state.mapping(request.base_path)
        mapping = _PATCHER.apply(before, request.patch_operations)
        self._check_mapping(mapping)
        if mapping.base_path != before.base_path:
            if mapping.base_path in state.mappings:
                raise ConflictException("Base path already exists for this domain name")
            del state.mappings[before.base_path]
        state.mappings[mapping.base_path] = mapping
        return mapping

    def delete_base_path_mapping(self, request: BasePathMappingRequest) -> Empty:
        """Let nothing answer there any more."""
        state = self._store.domain(request.domain_name)
        del state.mappings[state.mapping(request.base_path).base_path]
        return Empty()

    def _check_mapping(self, mapping: BasePathMapping) -> None:
        if "/" in mapping.base_path:
            raise BadRequestException(
                "API Gateway V1 doesn't support the slash character (/) in base path mappings. "
                "To create a multi-level base path mapping, use API Gateway V2."
            )
        if not _BASE_PATH.fullmatch(mapping.base_path):
            raise BadRequestException("The base path only allows letters, digits and one of $-_.+!*'()")
        try:
            state = self._store.api(mapping.rest_api_id)
        except NotFoundException:
            raise BadRequestException("Invalid REST API identifier specified") from None
        if mapping.stage and mapping.stage not in state.stages:
            raise BadRequestException("Invalid stage identifier specified")


def _set_base_path(mapping: BasePathMapping, _: list[str], value: str) -> BasePathMapping:
    return msgspec.structs.replace(mapping, base_path=value or NO_BASE_PATH)


_PATCHER: Patcher[BasePathMapping] = Patcher(
    [
        Path("/basePath", REPLACE, _set_base_path),
        Path("/stage", REPLACE, member("stage")),
        Path("/restapiId", REPLACE, member("rest_api_id")),
        Path("/restApiId", REPLACE, member("rest_api_id")),
    ]
)
