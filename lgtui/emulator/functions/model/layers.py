"""Layers, as the operations on them take and give them."""

from pathlib import Path

import msgspec

from lgtui.emulator.functions.model.base import Shape


class LayerContent(Shape, frozen=True, kw_only=True):
    """What a layer version is made of: one of the first two members is set.

    Attributes:
        zip_file: the bytes of a package.
        folder: a folder on disk, which is copied; this one is lgtui's own, not AWS's.
        s3_bucket: where a package is that is fetched before the operation.
    """

    zip_file: bytes | None = None
    folder: Path | None = None
    s3_bucket: str = msgspec.field(default="", name="S3Bucket")
    s3_key: str = msgspec.field(default="", name="S3Key")
    s3_object_version: str = msgspec.field(default="", name="S3ObjectVersion")


class PublishLayerVersionRequest(Shape, frozen=True, kw_only=True):
    """Input of PublishLayerVersion."""

    layer_name: str
    content: LayerContent
    description: str = ""
    compatible_architectures: list[str] | None = None
    compatible_runtimes: list[str] | None = None
    license_info: str = ""


class LayerVersionRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations on one version of a layer; `layer_name` may be the layer's ARN."""

    layer_name: str
    version_number: int


class GetLayerVersionByArnRequest(Shape, frozen=True, kw_only=True):
    """Input of GetLayerVersionByArn."""

    arn: str


class ListLayersRequest(Shape, frozen=True, kw_only=True):
    """Input of ListLayers; a compatible runtime or architecture leaves out the versions that do not name it."""

    compatible_architecture: str = ""
    compatible_runtime: str = ""
    marker: str = ""
    max_items: int = 50


class ListLayerVersionsRequest(Shape, frozen=True, kw_only=True):
    """Input of ListLayerVersions."""

    layer_name: str
    compatible_architecture: str = ""
    compatible_runtime: str = ""
    marker: str = ""
    max_items: int = 50


class LayerContentLocation(Shape, frozen=True, kw_only=True):
    """Where a layer version's package can be fetched, and how large it is."""

    location: str
    code_sha256: str = msgspec.field(name="CodeSha256")
    code_size: int


class LayerVersionDescription(Shape, frozen=True, kw_only=True):
    """One version of a layer, as lists have it."""

    layer_version_arn: str
    version: int
    description: str = ""
    created_date: str
    compatible_architectures: list[str] | None = None
    compatible_runtimes: list[str] | None = None
    license_info: str = ""


class LayerVersionOutput(LayerVersionDescription, frozen=True, kw_only=True):
    """Output of PublishLayerVersion, GetLayerVersion and GetLayerVersionByArn, which tells an empty description too."""

    description: str
    layer_arn: str
    content: LayerContentLocation


class LayerDescription(Shape, frozen=True, kw_only=True):
    """A layer and its newest version."""

    layer_name: str
    layer_arn: str
    latest_matching_version: LayerVersionDescription


class ListLayersResponse(Shape, frozen=True, kw_only=True):
    """Output of ListLayers, by name."""

    layers: list[LayerDescription]
    next_marker: str = ""


class ListLayerVersionsResponse(Shape, frozen=True, kw_only=True):
    """Output of ListLayerVersions, newest first."""

    layer_versions: list[LayerVersionDescription]
    next_marker: str = ""
