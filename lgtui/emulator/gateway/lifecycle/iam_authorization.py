"""Authorization of the type AWS_IAM: the request is signed by a key that the emulator handed out."""

from lgtui.emulator.gateway.failures import (
    EXPIRED_TOKEN,
    INCOMPLETE_SIGNATURE,
    INVALID_SIGNATURE,
    MISSING_AUTHENTICATION_TOKEN,
    UNRECOGNIZED_CLIENT,
    GatewayFailure,
)
from lgtui.emulator.gateway.lifecycle.context import RequestContext
from lgtui.emulator.gateway.lifecycle.span import Span
from lgtui.emulator.sigv4 import SignatureRefused, SignedRequest
from lgtui.frames import TraceEntry

NAME = "authorizer"

_TYPES = {
    response_type.error_type: response_type
    for response_type in (
        EXPIRED_TOKEN, INCOMPLETE_SIGNATURE, INVALID_SIGNATURE, MISSING_AUTHENTICATION_TOKEN, UNRECOGNIZED_CLIENT,
    )
}  # fmt: skip


def run(context: RequestContext) -> None:
    """Find out who signed the request.

    Raises:
        GatewayFailure: 403 where nobody did, or not as AWS wants it.
    """
    try:
        context.caller = context.services.signatures.verify(signed_request(context))
    except SignatureRefused as refused:
        raise failure_of(refused) from None


def describe(context: RequestContext, span: Span) -> list[TraceEntry]:
    """Who signed the request."""
    caller, failure = context.caller, context.failure
    if caller is None:
        return [span.entry(NAME, f"IAM  {failure.type.error_type if failure else 'not signed'}")]
    identity = {
        "accessKey": caller.access_key_id,
        "accountId": caller.account_id,
        "caller": caller.user_id,
        "user": caller.user_id,
        "userArn": caller.user_arn,
    }
    changed = {f"$context.identity.{name}": value for name, value in identity.items()}
    return [span.entry(NAME, f"IAM  signed by {caller.user_arn}", changed=changed)]


def signed_request(context: RequestContext) -> SignedRequest:
    """The request as its client signed it."""
    sent = context.request
    return SignedRequest(
        sent.wire_method or sent.method, sent.wire_path or sent.path, sent.query, sent.headers, sent.body
    )


def failure_of(refused: SignatureRefused) -> GatewayFailure:
    """The 403 of a signature that is refused."""
    return GatewayFailure(_TYPES[refused.code], refused.message, log=refused.message, explanation=refused.explanation)
