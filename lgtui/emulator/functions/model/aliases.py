"""Versions and aliases, as the operations on them take and give them."""

import msgspec

from lgtui.emulator.functions.model.base import Shape
from lgtui.emulator.functions.model.functions import FunctionConfiguration


class PublishVersionRequest(Shape, frozen=True, kw_only=True):
    """Input of PublishVersion.

    Attributes:
        code_sha256: publish only where this is the hash of $LATEST's code.
        revision_id: publish only where this is $LATEST's revision.
    """

    function_name: str
    code_sha256: str = msgspec.field(default="", name="CodeSha256")
    description: str | None = None
    revision_id: str = ""


class ListVersionsByFunctionRequest(Shape, frozen=True, kw_only=True):
    """Input of ListVersionsByFunction."""

    function_name: str
    marker: str = ""
    max_items: int = 50


class ListVersionsByFunctionResponse(Shape, frozen=True, kw_only=True):
    """Output of ListVersionsByFunction: $LATEST, then the published ones from the oldest on."""

    versions: list[FunctionConfiguration]
    next_marker: str = ""


class AliasRoutingConfiguration(Shape, frozen=True, kw_only=True):
    """The other version of a weighted alias, and its share of the invocations (0 to 1)."""

    additional_version_weights: dict[str, float] = {}


class CreateAliasRequest(Shape, frozen=True, kw_only=True):
    """Input of CreateAlias."""

    function_name: str
    name: str
    function_version: str
    description: str = ""
    routing_config: AliasRoutingConfiguration = AliasRoutingConfiguration()


class UpdateAliasRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateAlias; what is None stays as it is."""

    function_name: str
    name: str
    function_version: str | None = None
    description: str | None = None
    routing_config: AliasRoutingConfiguration | None = None
    revision_id: str = ""


class AliasRequest(Shape, frozen=True, kw_only=True):
    """Input of GetAlias and DeleteAlias."""

    function_name: str
    name: str


class ListAliasesRequest(Shape, frozen=True, kw_only=True):
    """Input of ListAliases; `function_version` leaves out the aliases that do not point to it."""

    function_name: str
    function_version: str = ""
    marker: str = ""
    max_items: int = 50


class AliasConfiguration(Shape, frozen=True, kw_only=True):
    """An alias: a name that points to a version, or divides its invocations between two."""

    alias_arn: str
    name: str
    function_version: str
    description: str
    routing_config: AliasRoutingConfiguration | None = None
    revision_id: str


class ListAliasesResponse(Shape, frozen=True, kw_only=True):
    """Output of ListAliases, by name."""

    aliases: list[AliasConfiguration]
    next_marker: str = ""
