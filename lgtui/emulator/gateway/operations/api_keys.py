"""Operations on API keys."""

import csv
import string
from collections.abc import Iterator, Mapping

import msgspec

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException, ServiceError
from lgtui.emulator.gateway.model import (
    ApiKey,
    ApiKeyIds,
    ApiKeyRequest,
    ApiKeys,
    ApiKeysRequest,
    CreateApiKeyRequest,
    Empty,
    ImportApiKeysRequest,
    UpdateApiKeyRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, brief, page
from lgtui.emulator.gateway.operations.patching import Patcher, Path, boolean, member

VALUE_LENGTH = 40
MIN_VALUE = 20
MAX_VALUE = 128
MAX_NAME = 1_024
"""Characters of a key's value that is made, of one that is given, and of a name (guide, api-key-file-format)."""

_VALUE_ALPHABET = string.ascii_letters + string.digits


class ApiKeyOperations(Operations):
    """CreateApiKey, GetApiKey, GetApiKeys, UpdateApiKey, DeleteApiKey, ImportApiKeys."""

    def create_api_key(self, request: CreateApiKeyRequest) -> ApiKey:
        """Make a key, with a value of its own where none is given.

        Raises:
            BadRequestException: the value is too short or too long (fact key-009), or the name too long.
            ConflictException: another key has the value.
        """
        value = request.value or "".join(self._random.choices(_VALUE_ALPHABET, k=VALUE_LENGTH))
        _check(value, request.name)
        if self._clients.keys.of_value(value) is not None:
            raise ConflictException("API Key already exists")
        now = self._now()
        key = ApiKey(
            id=self._new_id(10, self._clients.keys, request.tags),
            value=value,
            name=request.name,
            customer_id=request.customer_id,
            description=request.description,
            enabled=request.enabled,
            created_date=now,
            last_updated_date=now,
            stage_keys=tuple(f"{stage.rest_api_id}/{stage.stage_name}" for stage in request.stage_keys),
            tags=request.tags,
        )
        self._clients.keys.put(key)
        return brief(key)

    def get_api_key(self, request: ApiKeyRequest) -> ApiKey:
        """The key of that id; its value only where it is asked for."""
        key = self._key(request.api_key)
        return key if request.include_value else _without_value(key)

    def get_api_keys(self, request: ApiKeysRequest) -> ApiKeys:
        """A page of all keys, newest first (recorded)."""
        keys = [
            key
            for key in reversed(list(self._clients.keys))
            if key.name.startswith(request.name_query) and request.customer_id in ("", key.customer_id)
        ]
        items, position = page(keys, request.position, request.limit)
        shown = [brief(key) if request.include_values else brief(_without_value(key)) for key in items]
        return ApiKeys(items=shown, position=position)

    def update_api_key(self, request: UpdateApiKeyRequest) -> ApiKey:
        """Change a key; requests from now on see the result.

        Raises:
            BadRequestException: a path or a value is not allowed (fact key-010).
        """
        key = _PATCHER.apply(self._key(request.api_key), request.patch_operations)
        _check(key.value, key.name)
        key = msgspec.structs.replace(key, last_updated_date=self._now())
        self._clients.keys.put(key)
        return _without_value(key)

    def delete_api_key(self, request: ApiKeyRequest) -> Empty:
        """Remove a key, from its usage plans too."""
        self._clients.remove_key(self._key(request.api_key))
        return Empty()

    def import_api_keys(self, request: ImportApiKeysRequest) -> ApiKeyIds:
        """Make keys of a CSV file, or change those whose value it has (guide, api-key-file-format).

        Raises:
            BadRequestException: it has no columns Name and Key; with `fail_on_warnings`, a row is not allowed, and then
                no key is made.
        """
        rows = list(_rows(request.body))
        if request.fail_on_warnings:
            for row in rows:
                self._check_row(row)
        ids, warnings = [], []
        for number, row in enumerate(rows, 2):
            try:
                ids.append(self._import_row(row))
            except ServiceError as error:
                warnings.append(f"Line {number}: {error.message}")
        return ApiKeyIds(ids=ids, warnings=warnings)

    def _import_row(self, row: Mapping[str, str]) -> str:
        self._check_row(row)
        name, value = row.get("name", ""), row.get("key", "")
        enabled, description = row.get("enabled", "").lower() != "false", row.get("description", "")
        known = self._clients.keys.of_value(value)
        if known is None:
            key = self.create_api_key(
                CreateApiKeyRequest(name=name, value=value, description=description, enabled=enabled)
            )
        else:
            key = msgspec.structs.replace(
                known, name=name, description=description, enabled=enabled, last_updated_date=self._now()
            )
            self._clients.keys.put(key)
        for plan_id in _plan_ids(row):
            state = self._clients.plans[plan_id]
            if key.id not in state.keys:
                self._clients.join(key.id, state)
        return key.id

    def _check_row(self, row: Mapping[str, str]) -> None:
        """Refuse a row that cannot be carried out whole."""
        _check(row.get("key", ""), row.get("name", ""))
        known = self._clients.keys.of_value(row.get("key", ""))
        opened: set[str] = set()
        for plan_id in _plan_ids(row):
            state = self._clients.plans.get(plan_id)
            if state is None:
                raise NotFoundException("Invalid Usage Plan ID specified")
            other = self._clients.opened_by_another(known.id, state, set(state.stages)) if known else ""
            if other or opened & set(state.stages):
                raise ConflictException(
                    f"The key can be in one usage plan only for each of the plan {plan_id}'s stages"
                )
            opened |= set(state.stages)

    def _key(self, key_id: str) -> ApiKey:
        key = self._clients.keys.get(key_id)
        if key is None:
            raise NotFoundException("Invalid API Key identifier specified")
        return key


def _check(value: str, name: str) -> None:
    if len(value) > MAX_VALUE:
        raise BadRequestException(f"API Key value exceeds maximum size of {MAX_VALUE} characters")
    if len(value) < MIN_VALUE:
        raise BadRequestException(f"API Key value should be at least {MIN_VALUE} characters")
    if len(name) > MAX_NAME:
        raise BadRequestException(f"API Key name exceeds maximum size of {MAX_NAME} characters")


def _rows(body: bytes) -> Iterator[dict[str, str]]:
    """The rows by column; names of columns in lower case."""
    try:
        lines = body.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadRequestException("The API key file is not text in UTF-8") from error
    head, *rows = list(csv.reader(lines, skipinitialspace=True)) or [[]]
    columns = [name.strip().lower() for name in head]
    if not {"name", "key"} <= set(columns):
        raise BadRequestException("The API key file must have the columns Name and Key")
    for row in rows:
        if row:
            yield dict(zip(columns, (value.strip() for value in row), strict=False))


def _plan_ids(row: Mapping[str, str]) -> list[str]:
    """The usage plans that a row names: divided by commas, in quotes of either kind."""
    return [plan.strip() for plan in row.get("usageplanids", "").strip("'\"").split(",") if plan.strip()]


def _without_value(key: ApiKey) -> ApiKey:
    return msgspec.structs.replace(key, value="")


def _with_stage(key: ApiKey, names: list[str], value: str) -> ApiKey:
    return msgspec.structs.replace(key, stage_keys=tuple(dict.fromkeys([*key.stage_keys, value])))


def _without_stage(key: ApiKey, names: list[str], value: str) -> ApiKey:
    return msgspec.structs.replace(key, stage_keys=tuple(stage for stage in key.stage_keys if stage != value))


_PATCHER: Patcher[ApiKey] = Patcher(
    [
        Path("/description", ("replace",), member("description")),
        Path("/enabled", ("replace",), member("enabled", boolean)),
        Path("/name", ("replace",), member("name")),
        Path("/customerId", ("replace",), member("customer_id")),
        Path("/stages", ("add",), _with_stage),
        Path("/stages", ("remove",), _without_stage),
    ]
)
