"""What requests need from elsewhere before their operation: packages that lie in S3."""

import msgspec

from lgtui.emulator.functions.model import (
    CreateFunctionRequest,
    PublishLayerVersionRequest,
    UpdateFunctionCodeRequest,
)
from lgtui.emulator.functions.operations.base import Operations
from lgtui.emulator.functions.packages import Bucket, check_zipped_size


class Preparation(Operations):
    """`prepare_X` gives the request that the operation X takes; the wire calls it where it is there.

    Raises:
        RequestEntityTooLargeException: the package in the request is too large.
        NotImplementedException, InvalidParameterValueException: the one in S3 cannot be had.
    """

    async def prepare_create_function(self, request: CreateFunctionRequest) -> CreateFunctionRequest:
        """CreateFunction with its package in the request."""
        code = request.code
        check_zipped_size(code.zip_file)
        if not code.s3_bucket:
            return request
        package = await self._bucket().fetch(code.s3_bucket, code.s3_key, code.s3_object_version)
        fetched = msgspec.structs.replace(code, zip_file=package, s3_bucket="")
        return msgspec.structs.replace(request, code=fetched)

    async def prepare_update_function_code(self, request: UpdateFunctionCodeRequest) -> UpdateFunctionCodeRequest:
        """UpdateFunctionCode with its package in the request."""
        check_zipped_size(request.zip_file)
        if not request.s3_bucket:
            return request
        self._registry.find(request.function_name)
        package = await self._bucket().fetch(request.s3_bucket, request.s3_key, request.s3_object_version)
        return msgspec.structs.replace(request, zip_file=package, s3_bucket="")

    async def prepare_publish_layer_version(self, request: PublishLayerVersionRequest) -> PublishLayerVersionRequest:
        """PublishLayerVersion with its package in the request."""
        content = request.content
        check_zipped_size(content.zip_file)
        if not content.s3_bucket:
            return request
        package = await self._bucket().fetch(content.s3_bucket, content.s3_key, content.s3_object_version)
        fetched = msgspec.structs.replace(content, zip_file=package, s3_bucket="")
        return msgspec.structs.replace(request, content=fetched)

    def _bucket(self) -> Bucket:
        return Bucket(self._settings.services_endpoint, self._settings.region_name)
