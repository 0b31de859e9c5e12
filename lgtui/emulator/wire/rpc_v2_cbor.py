"""Smithy's RPC v2 CBOR protocol: service and operation are the path, input and output are CBOR (smithy.io, rpcv2)."""

import cbor2

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire.rest_json import Answer

PROTOCOL = "rpc-v2-cbor"
"""The header `smithy-protocol` of requests and answers."""

HEADERS = [(b"content-type", b"application/cbor"), (b"smithy-protocol", PROTOCOL.encode())]


def serialize_error(error: ServiceError) -> Answer:
    """Write a refusal."""
    return Answer(error.status, HEADERS, cbor2.dumps({"__type": error.code, "message": error.message, **error.fields}))
