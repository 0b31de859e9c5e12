"""Function URLs, as the operations on them take and give them."""

from lgtui.emulator.functions.model.base import Shape


class Cors(Shape, frozen=True, kw_only=True):
    """Which pages of other origins may call a function URL; `max_age` in seconds."""

    allow_credentials: bool | None = None
    allow_headers: list[str] = []
    allow_methods: list[str] = []
    allow_origins: list[str] = []
    expose_headers: list[str] = []
    max_age: int | None = None


class CreateFunctionUrlConfigRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateFunctionUrlConfig; `qualifier` is an alias, or empty for $LATEST."""

    function_name: str
    auth_type: str
    qualifier: str = ""
    cors: Cors | None = None
    invoke_mode: str = ""


class UpdateFunctionUrlConfigRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateFunctionUrlConfig; what is None stays as it is."""

    function_name: str
    qualifier: str = ""
    auth_type: str | None = None
    cors: Cors | None = None
    invoke_mode: str | None = None


class ListFunctionUrlConfigsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListFunctionUrlConfigs."""

    function_name: str
    marker: str = ""
    max_items: int = 50


class FunctionUrlConfig(Shape, frozen=True, kw_only=True):
    """A function URL; answers to changes have the invoke mode only where it was given."""

    function_url: str
    function_arn: str
    auth_type: str
    cors: Cors | None = None
    creation_time: str
    last_modified_time: str
    invoke_mode: str = ""


class ListFunctionUrlConfigsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListFunctionUrlConfigs."""

    function_url_configs: list[FunctionUrlConfig]
    next_marker: str = ""
