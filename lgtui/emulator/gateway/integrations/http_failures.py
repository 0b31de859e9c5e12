"""What a client gets, and the log says, when a web server does not answer as one does."""

import ssl
from urllib.parse import urlsplit

from lgtui.emulator.gateway.failures import (
    BAD_INTEGRATION_ANSWER,
    INTEGRATION_FAILURE,
    INTEGRATION_TIMEOUT,
    GatewayFailure,
    configuration_error,
)

UNTRUSTED = (
    "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid "
    "certification path to requested target"
)
OUT_OF_DATE = "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed"
"""The log lines of certificates (repost.aws, api-gateway-ssl-certificate-errors)."""

_OUT_OF_DATE_CODES = {9, 10}
_OTHER_HOST_CODES = {62, 64}
"""OpenSSL's: not yet valid, expired; another host's, another address's."""


def failure_of(error: Exception, url: str, seconds: float) -> GatewayFailure:
    """What an exception of the HTTP client stands for.

    Args:
        seconds: how long the whole answer may take.
    """
    import aiohttp

    match error:
        case TimeoutError():
            return _timed_out(url, seconds)
        case aiohttp.ClientConnectorCertificateError():
            return _bad_certificate(error.certificate_error, url)
        case aiohttp.ClientConnectorSSLError():
            return _no_tls(url, error)
        case aiohttp.ClientConnectorDNSError():
            return _no_address(url)
        case aiohttp.ClientConnectorError():
            return _unreachable(f"{url} cannot be reached: {error}. Is it running, and reachable from this machine?")
        case aiohttp.ServerDisconnectedError():
            return _unreachable(f"{url} ended the connection without an answer.")
        case aiohttp.ClientPayloadError():
            return _unreachable(f"{url} stopped in the midst of its answer.")
        case aiohttp.ClientResponseError():
            return _unreachable(f"{url} answered what is no HTTP/1.1: {_first_line(error.message)}.")
        case ValueError():
            return _no_address(url, f": {error}")
    return _unreachable(f"{url} did not answer: {error}.")


def too_large(url: str, limit: int) -> GatewayFailure:
    """The 502 of an answer over `limit` bytes."""
    return GatewayFailure(
        BAD_INTEGRATION_ANSWER,
        "Internal server error",
        log="Execution failed due to configuration error: Integration response exceeds the limit",
        explanation=f"{url} answered more than {limit // 1024**2} MB, which is API Gateway's limit. Have it answer "
        "less, or with where the rest lies.",
    )


def _timed_out(url: str, seconds: float) -> GatewayFailure:
    return GatewayFailure(
        INTEGRATION_TIMEOUT,
        "Endpoint request timed out",
        log="Execution failed due to a timeout error",
        explanation=f"{url} did not answer within the integration's {seconds:g} s. API Gateway waits 29 s at most: "
        "make it faster, or have it answer first and work later.",
    )


def _unreachable(explanation: str) -> GatewayFailure:
    return GatewayFailure(
        INTEGRATION_FAILURE,
        "Network error communicating with endpoint",
        log="Execution failed due to a network error communicating with endpoint",
        explanation=explanation,
    )


def _no_address(url: str, why: str = "") -> GatewayFailure:
    """The 500 of a URL whose host has no address [guess: as of one that is no URL]."""
    return configuration_error("Invalid endpoint address", f"{url} names no host that can be found{why}.")


def _bad_certificate(error: Exception, url: str) -> GatewayFailure:
    """The 500 of a certificate that is not trusted, out of date or another host's."""
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    reason = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else str(error)
    advice = (
        "API Gateway takes certificates of public authorities alone. tlsConfig.insecureSkipVerification of the "
        "integration lets others pass."
    )
    if code in _OUT_OF_DATE_CODES:
        return configuration_error(OUT_OF_DATE, f"{url} has a certificate that is out of date: {reason}. Renew it.")
    if code in _OTHER_HOST_CODES:
        log = f"Host name '{urlsplit(url).hostname}' does not match the certificate subject provided by the peer"
        return configuration_error(log, f"{url} has the certificate of another host: {reason}.")
    return configuration_error(UNTRUSTED, f"{url} has a certificate that is not trusted: {reason}. {advice}")


def _no_tls(url: str, error: Exception) -> GatewayFailure:
    """The 500 of a port that speaks no TLS; the line is Java's for that [guess]."""
    return configuration_error(
        "Unrecognized SSL message, plaintext connection?",
        f"{url} does not speak TLS as API Gateway does: {error}. Is it meant to be http://?",
    )


def _first_line(text: str) -> str:
    return (text.splitlines() or [""])[0].rstrip(":.")
