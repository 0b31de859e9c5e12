"""What requests need before their operation: packages fetched from S3, and unpacked in a thread."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from lgtui.emulator.errors import InvalidParameterValueException
from lgtui.emulator.functions.code import CodeOnDisk, put
from lgtui.emulator.functions.model import (
    CreateFunctionRequest,
    PublishLayerVersionRequest,
    UpdateFunctionCodeRequest,
)
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.packages import Bucket, check_zipped_size


class Preparation(Operations):
    """`prepare_X` gives the request that the operation X takes, while that runs; the wire enters it where it is there.

    Raises:
        RequestEntityTooLargeException: the package in the request is too large.
        NotImplementedException, InvalidParameterValueException: the one in S3 cannot be had.
    """

    @asynccontextmanager
    async def prepare_create_function(self, request: CreateFunctionRequest) -> AsyncIterator[CreateFunctionRequest]:
        """CreateFunction with its package unpacked."""
        code = request.code
        check_zipped_size(code.zip_file)
        if code.s3_bucket:
            package = await self._bucket().fetch(code.s3_bucket, code.s3_key, code.s3_object_version)
            code = msgspec.structs.replace(code, zip_file=package, s3_bucket="")
        async with self._unpacked(code.zip_file) as unpacked:
            code = msgspec.structs.replace(code, unpacked=unpacked)
            yield msgspec.structs.replace(request, code=code)

    @asynccontextmanager
    async def prepare_update_function_code(
        self, request: UpdateFunctionCodeRequest
    ) -> AsyncIterator[UpdateFunctionCodeRequest]:
        """UpdateFunctionCode with its package unpacked."""
        check_zipped_size(request.zip_file)
        self._registry.find(request.function_name)
        package = request.zip_file
        if request.s3_bucket:
            package = await self._bucket().fetch(request.s3_bucket, request.s3_key, request.s3_object_version)
        async with self._unpacked(package) as unpacked:
            yield msgspec.structs.replace(request, zip_file=package, s3_bucket="", unpacked=unpacked)

    @asynccontextmanager
    async def prepare_publish_layer_version(
        self, request: PublishLayerVersionRequest
    ) -> AsyncIterator[PublishLayerVersionRequest]:
        """PublishLayerVersion with its package in the request; the operation unpacks it in a thread itself."""
        content = request.content
        check_zipped_size(content.zip_file)
        if content.s3_bucket:
            package = await self._bucket().fetch(content.s3_bucket, content.s3_key, content.s3_object_version)
            content = msgspec.structs.replace(content, zip_file=package, s3_bucket="")
        yield msgspec.structs.replace(request, content=content)

    @asynccontextmanager
    async def _unpacked(self, package: bytes | None) -> AsyncIterator[CodeOnDisk | None]:
        """A package in a draft, gone after the operation unless that keeps it; None for what the operation refuses."""
        if package is None:
            yield None
            return
        with self._codes.draft() as draft:
            try:
                code = await asyncio.to_thread(put, draft, "", "", package, None, None)
            except InvalidParameterValueException:
                code = None
            yield code

    def _bucket(self) -> Bucket:
        return Bucket(self._settings.services_endpoint, self._settings.region_name)
