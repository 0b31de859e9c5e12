"""Operations on function URLs."""

import base64
import hashlib

import msgspec

from lgtui.emulator.credentials import Credential
from lgtui.emulator.errors import ResourceConflictException, ResourceNotFoundException, ValidationException
from lgtui.emulator.functions.function import Function
from lgtui.emulator.functions.model import (
    CreateFunctionUrlConfigRequest,
    Empty,
    FunctionNameRequest,
    FunctionUrlConfig,
    ListFunctionUrlConfigsRequest,
    ListFunctionUrlConfigsResponse,
    UpdateFunctionUrlConfigRequest,
)
from lgtui.emulator.functions.names import LATEST
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.pages import page
from lgtui.emulator.functions.url import FunctionUrl

AUTH_TYPES = ("NONE", "AWS_IAM")
INVOKE_MODES = ("BUFFERED", "RESPONSE_STREAM")


class UrlOperations(Operations):
    """CreateFunctionUrlConfig, GetFunctionUrlConfig and their kin, and what a URL's id means."""

    def create_function_url_config(self, request: CreateFunctionUrlConfigRequest) -> FunctionUrlConfig:
        """CreateFunctionUrlConfig; the id is the same whenever the same function or alias gets a URL.

        Raises:
            ResourceNotFoundException: there is no such function or alias.
            ResourceConflictException: it has a URL.
            ValidationException: the qualifier, the auth type or the invoke mode is not allowed.
        """
        name, qualifier = self._url_owner(request.function_name, request.qualifier)
        invoke_mode = request.invoke_mode or "BUFFERED"
        _check_members(request.auth_type, invoke_mode)
        function = self._existing(name, qualifier)
        arn = self._registry.arn(name, qualifier)
        if qualifier in function.urls:
            raise ResourceConflictException(
                f"Failed to create function url config for [functionArn = {arn}]. "
                "Error message:  FunctionUrlConfig exists for this Lambda function",
                Type="User",
            )
        made = self._time_stamp()
        url = FunctionUrl(
            id=_url_id(arn),
            function_name=name,
            qualifier=qualifier,
            auth_type=request.auth_type,
            cors=request.cors,
            invoke_mode=invoke_mode,
            created=made,
            modified=made,
        )
        self._keep_url(function, url)
        return msgspec.structs.replace(self._described(url), invoke_mode=request.invoke_mode)

    def update_function_url_config(self, request: UpdateFunctionUrlConfigRequest) -> FunctionUrlConfig:
        """UpdateFunctionUrlConfig.

        Raises:
            ResourceNotFoundException: there is no such function, alias or URL.
            ValidationException: a member is not allowed.
        """
        name, qualifier = self._url_owner(request.function_name, request.qualifier)
        function = self._existing(name, qualifier)
        url = _url(function, qualifier)
        given = {name: getattr(request, name) for name in ("auth_type", "cors", "invoke_mode")}
        changed = msgspec.structs.replace(
            url, modified=self._time_stamp(), **{name: value for name, value in given.items() if value is not None}
        )
        _check_members(changed.auth_type, changed.invoke_mode)
        self._keep_url(function, changed)
        return msgspec.structs.replace(self._described(changed), invoke_mode=request.invoke_mode or "")

    def get_function_url_config(self, request: FunctionNameRequest) -> FunctionUrlConfig:
        """GetFunctionUrlConfig.

        Raises:
            ResourceNotFoundException: there is no such URL.
        """
        return self._described(_url(*self._owner_of_url(request)))

    def list_function_url_configs(self, request: ListFunctionUrlConfigsRequest) -> ListFunctionUrlConfigsResponse:
        """ListFunctionUrlConfigs: those of the function and of its aliases.

        Raises:
            ResourceNotFoundException: there is no such function.
        """
        name = self._registry.parse(request.function_name).name
        described = [self._described(url) for url in self._existing(name, "").urls.values()]
        urls, marker = page(described, request.marker, request.max_items)
        return ListFunctionUrlConfigsResponse(function_url_configs=urls, next_marker=marker)

    def delete_function_url_config(self, request: FunctionNameRequest) -> Empty:
        """DeleteFunctionUrlConfig.

        Raises:
            ResourceNotFoundException: there is no such URL.
        """
        function, qualifier = self._owner_of_url(request)
        del self._urls[_url(function, qualifier).id], function.urls[qualifier]
        self._tell()
        return Empty()

    # lgtui's own ------------------------------------------------------------------------------------------------

    def find_url(self, url_id: str) -> FunctionUrl | None:
        """The function URL of this id; None where there is none, or its function is gone."""
        owner = self._urls.get(url_id)
        if owner is None:
            return None
        function = self._registry.functions.get(owner[0])
        return function.urls.get(owner[1]) if function else None

    def may_call(self, url: FunctionUrl, caller: Credential | None) -> bool:
        """Whether a caller may call it: its target exists, and everybody may by its policy (fact url-005).

        Whoever signed with a key of the function's own account may do everything there is in it.
        """
        function = self._registry.functions[url.function_name]
        if url.qualifier and url.qualifier not in function.aliases:
            return False
        if url.auth_type == "AWS_IAM":
            return caller is not None and caller.account_id == self._settings.account_id
        policy = function.policies.get(url.qualifier)
        return policy is not None and policy.allows_public_url()

    def url_address(self, url: FunctionUrl) -> str:
        """Where a function URL is reached: below the control port, or while that is unknown under its host name."""
        if self._endpoint_url:
            return f"{self._endpoint_url}/_aws/lambda-url/{url.id}/"
        return f"http://{url.id}.lambda-url.{self._settings.region_name}.localhost/"

    # ------------------------------------------------------------------------------------------------------------

    def _url_owner(self, function_name: str, given: str) -> tuple[str, str]:
        """The name and the alias that a request means; an empty one for $LATEST.

        Raises:
            ValidationException: the qualifier is $LATEST or a version.
        """
        name, qualifier = self._registry.parse(function_name, given)
        if qualifier == LATEST or qualifier.isdecimal():
            raise ValidationException(
                f"1 validation error detected: Value '{qualifier}' at 'qualifier' failed to satisfy constraint: Member "
                r"must satisfy regular expression pattern: ((?!^\d+$)^[0-9a-zA-Z-_]+$)"
            )
        return name, qualifier

    def _existing(self, name: str, qualifier: str) -> Function:
        function = self._registry.functions.get(name)
        if function is None or (qualifier and qualifier not in function.aliases):
            raise ResourceNotFoundException("Function does not exist", Type="User")
        return function

    def _owner_of_url(self, request: FunctionNameRequest) -> tuple[Function, str]:
        """The function and the qualifier of a URL, whose alias may be gone by now."""
        name, qualifier = self._url_owner(request.function_name, request.qualifier)
        function = self._registry.functions.get(name)
        if function is None:
            raise _no_url()
        return function, qualifier

    def _keep_url(self, function: Function, url: FunctionUrl) -> None:
        """Remember a URL, and say what of it does not act."""
        function.urls[url.qualifier] = url
        self._urls[url.id] = (function.name, url.qualifier)
        if url.not_emulated:
            self._warn(f"{function.name}: {url.not_emulated}")
        self._tell()

    def _described(self, url: FunctionUrl) -> FunctionUrlConfig:
        return FunctionUrlConfig(
            function_url=self.url_address(url),
            function_arn=self._registry.arn(url.function_name, url.qualifier),
            auth_type=url.auth_type,
            cors=url.cors,
            creation_time=url.created,
            last_modified_time=url.modified,
            invoke_mode=url.invoke_mode,
        )


def _url(function: Function, qualifier: str) -> FunctionUrl:
    url = function.urls.get(qualifier)
    if url is None:
        raise _no_url()
    return url


def _no_url() -> ResourceNotFoundException:
    return ResourceNotFoundException("The resource you requested does not exist.", Type="User")


def _url_id(arn: str) -> str:
    """32 letters and digits, as AWS makes them; always the same for an ARN, so that bookmarks outlive a restart."""
    return base64.b32encode(hashlib.sha256(arn.encode()).digest()[:20]).decode().lower()


def _check_members(auth_type: str, invoke_mode: str) -> None:
    for member, value, allowed in (("authType", auth_type, AUTH_TYPES), ("invokeMode", invoke_mode, INVOKE_MODES)):
        if value not in allowed:
            raise ValidationException(
                f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must "
                f"satisfy enum value set: [{', '.join(reversed(allowed))}]"
            )
