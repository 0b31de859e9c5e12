"""How a signature is refused, in AWS's words."""

import base64
import hashlib


class SignatureRefused(Exception):
    """A request is not signed, or not as it must be.

    Attributes:
        code: AWS's exception name.
        message: AWS's sentence.
        explanation: plain words: why, and what to do.
    """

    def __init__(self, code: str, message: str, explanation: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.explanation = explanation


def missing() -> SignatureRefused:
    """There is no signature at all."""
    return SignatureRefused(
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
        "The request has neither an Authorization header nor a signature in its query (X-Amz-Signature). Sign it with "
        "an access key, as curl --aws-sigv4 and AWS's libraries do; `lgtui serve` prints one.",
    )


def incomplete(message: str, explanation: str) -> SignatureRefused:
    """What is there is no signature of Version 4."""
    return SignatureRefused("IncompleteSignatureException", message, explanation)


def invalid(message: str, explanation: str) -> SignatureRefused:
    """The signature is none of this request, or not of this time or place."""
    return SignatureRefused("InvalidSignatureException", message, explanation)


def unknown_key(access_key_id: str) -> SignatureRefused:
    """Nobody was given this access key."""
    return SignatureRefused(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        f"The emulator has not handed out the access key {access_key_id}. `lgtui serve` prints one that it knows.",
    )


def wrong_token(access_key_id: str) -> SignatureRefused:
    """The session token is not the access key's."""
    return SignatureRefused(
        "UnrecognizedClientException",
        "The security token included in the request is invalid",
        f"The session token (X-Amz-Security-Token) is not the one that came with the access key {access_key_id}. "
        "Send both of the same session.",
    )


def session_over(access_key_id: str) -> SignatureRefused:
    """The session has ended."""
    return SignatureRefused(
        "ExpiredTokenException",
        "The security token included in the request is expired",
        f"The session of the access key {access_key_id} has ended by the emulated clock. Begin another one.",
    )


def mismatch(canonical: str, string_to_sign: str, explanation: str) -> SignatureRefused:
    """The signature is another than the one that this request has with this key."""
    return invalid(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details.\n\n"
        f"The Canonical String for this request should have been\n'{canonical}'\n\n"
        f"The String-to-Sign should have been\n'{string_to_sign}'\n",
        explanation,
    )


def hashed(header: str) -> str:
    """An Authorization header as AWS repeats it: SHA-256, base64 [guess: of the whole value]."""
    return base64.b64encode(hashlib.sha256(header.encode("utf-8", "surrogatepass")).digest()).decode()
