"""Refusals in words that the client of any AWS service reads: each protocol has a shape of its own for errors."""

from xml.sax.saxutils import escape

from lgtui.emulator.errors import ServiceError
from lgtui.emulator.wire import json_rpc, query, rest_json, rpc_v2_cbor
from lgtui.emulator.wire.answer import Answer


def refuse(service: str, headers: dict[str, str], error: ServiceError, request_id: str) -> Answer:
    """Refuse a request in its own protocol, which the service and the headers show.

    Args:
        service: whom it is signed for, or empty.
        headers: header values by lower-case name.
    """
    content_type = headers.get("content-type", "")
    if json_rpc.TARGET in headers:
        return json_rpc.serialize_error("1.0" if content_type.endswith("1.0") else "1.1", error)
    if headers.get("smithy-protocol") == rpc_v2_cbor.PROTOCOL:
        return rpc_v2_cbor.serialize_error(error)
    if service == "ec2":
        return _xml("<Response><Errors>", error, f"</Errors><RequestID>{request_id}</RequestID></Response>")
    if service.startswith("s3"):
        return _xml("", error, "")
    if content_type.startswith(query.CONTENT_TYPE) or service in {"route53", "cloudfront"}:
        return query.serialize_error(error, request_id)
    return rest_json.serialize_error("apigateway", error)


def _xml(before: str, error: ServiceError, after: str) -> Answer:
    body = f"{before}<Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>{after}"
    return Answer(error.status, [(b"content-type", b"application/xml")], body.encode())
