"""Resource policies of functions, as the operations on them take and give them."""

import msgspec

from lgtui.emulator.functions.model.base import Shape


class AddPermissionRequest(Shape, frozen=True, kw_only=True):
    """Input of AddPermission.

    Attributes:
        qualifier: the version or alias that is meant; empty for the function without one.
        principal: an account, an ARN, a service such as `s3.amazonaws.com`, or `*`.
        function_url_auth_type: only for calls by a function URL of this kind.
        invoked_via_function_url: only for calls by a function URL.
    """

    function_name: str
    statement_id: str
    action: str
    principal: str
    qualifier: str = ""
    source_arn: str = ""
    source_account: str = ""
    event_source_token: str = ""
    function_url_auth_type: str = ""
    invoked_via_function_url: bool = False
    principal_org_id: str = msgspec.field(default="", name="PrincipalOrgID")
    revision_id: str = ""


class AddPermissionResponse(Shape, frozen=True, kw_only=True):
    """Output of AddPermission: the statement, as JSON in a string."""

    statement: str


class RemovePermissionRequest(Shape, frozen=True, kw_only=True):
    """Input of RemovePermission."""

    function_name: str
    statement_id: str
    qualifier: str = ""
    revision_id: str = ""


class GetPolicyResponse(Shape, frozen=True, kw_only=True):
    """Output of GetPolicy: the policy document, as JSON in a string."""

    policy: str
    revision_id: str


class AddLayerVersionPermissionRequest(Shape, frozen=True, kw_only=True):
    """Input of AddLayerVersionPermission; `principal` is an account, or `*` with an organisation or for everybody."""

    layer_name: str
    version_number: int
    statement_id: str
    action: str
    principal: str
    organization_id: str = ""
    revision_id: str = ""


class AddLayerVersionPermissionResponse(Shape, frozen=True, kw_only=True):
    """Output of AddLayerVersionPermission: the statement, as JSON in a string."""

    statement: str
    revision_id: str


class RemoveLayerVersionPermissionRequest(Shape, frozen=True, kw_only=True):
    """Input of RemoveLayerVersionPermission."""

    layer_name: str
    version_number: int
    statement_id: str
    revision_id: str = ""
