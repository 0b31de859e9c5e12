"""Operations on layers."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec

from lgtui.emulator.errors import ResourceNotFoundException, ValidationException
from lgtui.emulator.functions.code import CodeOnDisk, packaged, put
from lgtui.emulator.functions.layers import ARN_PATTERN, LayerVersion, layer_name, parse_arn
from lgtui.emulator.functions.model import (
    Empty,
    GetLayerVersionByArnRequest,
    LayerContent,
    LayerContentLocation,
    LayerDescription,
    LayerVersionDescription,
    LayerVersionOutput,
    LayerVersionRequest,
    ListLayersRequest,
    ListLayersResponse,
    ListLayerVersionsRequest,
    ListLayerVersionsResponse,
    PublishLayerVersionRequest,
)
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.pages import page
from lgtui.emulator.functions.snapshots import copy
from lgtui.emulator.functions.validation import check_compatibility


class LayerOperations(Operations):
    """PublishLayerVersion, GetLayerVersion, GetLayerVersionByArn, ListLayers, ListLayerVersions, DeleteLayerVersion."""

    async def publish_layer_version(self, request: PublishLayerVersionRequest) -> LayerVersionOutput:
        """PublishLayerVersion: each call makes a new version, of content that nobody changes afterwards.

        Raises:
            InvalidParameterValueException, ValidationException: the package cannot be used, or the name is none.
        """
        name = layer_name(request.layer_name)
        check_compatibility(request.compatible_runtimes or [], request.compatible_architectures or [])
        with self._codes.draft() as draft:
            content = await asyncio.to_thread(self._layer_content, name, request.content, draft)
            content = self._codes.keep(content)
        number = self._layers.next_number(name)
        arn = self._layers.arn(name)
        description = LayerVersionOutput(
            layer_arn=arn,
            layer_version_arn=f"{arn}:{number}",
            version=number,
            description=request.description,
            created_date=self._time_stamp(),
            compatible_architectures=request.compatible_architectures,
            compatible_runtimes=request.compatible_runtimes,
            license_info=request.license_info,
            content=LayerContentLocation(location="", code_sha256=content.sha256, code_size=content.size),
        )
        version = LayerVersion(description, content)
        self._layers.add(version)
        return self._described_layer(version)

    def get_layer_version(self, request: LayerVersionRequest) -> LayerVersionOutput:
        """GetLayerVersion.

        Raises:
            InvalidParameterValueException: the number is less than 1 (fact layer-001).
            ResourceNotFoundException: there is no such version.
        """
        return self._described_layer(self._layers.find(request.layer_name, request.version_number))

    def get_layer_version_by_arn(self, request: GetLayerVersionByArnRequest) -> LayerVersionOutput:
        """GetLayerVersionByArn.

        Raises:
            ValidationException: it is no layer version's ARN.
            ResourceNotFoundException: there is no such version.
        """
        arn = parse_arn(request.arn)
        if arn is None:
            raise ValidationException(
                f"1 validation error detected: Value '{request.arn}' at 'arn' failed to satisfy constraint: Member "
                f"must satisfy regular expression pattern: {ARN_PATTERN}"
            )
        if not self._layers.is_own(request.arn):
            raise ResourceNotFoundException("The resource you requested does not exist.", Type="User")
        return self._described_layer(self._layers.find(arn.name, arn.number))

    def list_layers(self, request: ListLayersRequest) -> ListLayersResponse:
        """ListLayers, by name; layers without a matching version are left out."""
        found = []
        for name in self._layers.names():
            matching = _matching(self._layers.versions(name), request)
            if matching:
                arn = self._layers.arn(name)
                found.append(LayerDescription(layer_name=name, layer_arn=arn, latest_matching_version=matching[0]))
        layers, marker = page(found, request.marker, request.max_items)
        return ListLayersResponse(layers=layers, next_marker=marker)

    def list_layer_versions(self, request: ListLayerVersionsRequest) -> ListLayerVersionsResponse:
        """ListLayerVersions, newest first; none where there is no such layer."""
        found = _matching(self._layers.versions(layer_name(request.layer_name)), request)
        versions, marker = page(found, request.marker, request.max_items)
        return ListLayerVersionsResponse(layer_versions=versions, next_marker=marker)

    def delete_layer_version(self, request: LayerVersionRequest) -> Empty:
        """DeleteLayerVersion: functions that have it keep it; one that does not exist is no error.

        Raises:
            InvalidParameterValueException: the number is less than 1.
        """
        name = layer_name(request.layer_name)
        try:
            self._layers.find(name, request.version_number)
        except ResourceNotFoundException:
            return Empty()
        self._layers.remove(name, request.version_number)
        self._sweep_layers()
        return Empty()

    # lgtui's own ------------------------------------------------------------------------------------------------

    def layer_code(self, layer_name: str, number: int) -> CodeOnDisk:
        """Where the content of a layer version is.

        Raises:
            ResourceNotFoundException: there is no such version.
        """
        return self._layers.find(layer_name, number).content

    async def layer_package(self, layer_name: str, number: int) -> bytes:
        """The package of a layer version.

        Raises:
            ResourceNotFoundException: there is no such version.
        """
        return await asyncio.to_thread(packaged, self.layer_code(layer_name, number))

    # ------------------------------------------------------------------------------------------------------------

    def _described_layer(self, version: LayerVersion) -> LayerVersionOutput:
        """A version as the operations answer it: its package is below the control port."""
        description = version.description
        name = layer_name(description.layer_arn)
        location = f"{self._endpoint_url}/_lgtui/layers/{name}/{description.version}"
        return msgspec.structs.replace(
            description, content=msgspec.structs.replace(description.content, location=location)
        )

    def _layer_content(self, name: str, given: LayerContent, target: Path) -> CodeOnDisk:
        """Unpack a package, or copy a folder, to where nobody edits it."""
        if given.folder is None:
            return put(target, "", "", given.zip_file, None, None)
        return copy(given.folder, target, self._earlier_content(name, given.folder))

    def _earlier_content(self, name: str, folder: Path) -> Path | None:
        """The content of the layer's last version, where that is a copy of the same folder."""
        last = next(iter(self._layers.versions(name)), None)
        return last.content.folder if last is not None and last.content.copied_from == folder else None


def _matching(
    versions: Sequence[LayerVersion], wanted: ListLayersRequest | ListLayerVersionsRequest
) -> list[LayerVersionDescription]:
    """What lists say of those versions that name the runtime and the architecture which are asked for."""
    return [
        _brief(version.description)
        for version in versions
        if wanted.compatible_runtime in ("", *(version.description.compatible_runtimes or ()))
        and wanted.compatible_architecture in ("", *(version.description.compatible_architectures or ()))
    ]


def _brief(version: LayerVersionOutput) -> LayerVersionDescription:
    members = {name: getattr(version, name) for name in LayerVersionDescription.__struct_fields__}
    return LayerVersionDescription(**members)
