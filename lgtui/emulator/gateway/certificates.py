"""Certificates as GenerateClientCertificate makes them: RSA, signed by themselves, for one year."""

from datetime import UTC, datetime

VALID_DAYS = 365
"""Days that a certificate is valid (guide, getting-started-client-side-ssl-authentication)."""

_KEY_BITS = 2_048
_SECONDS_A_DAY = 86_400


def expiration(created: float) -> float:
    """When a certificate of that moment expires; both in seconds since the epoch."""
    return created + VALID_DAYS * _SECONDS_A_DAY


def self_signed(common_name: str, created: float) -> str:
    """A certificate in PEM; its key is kept nowhere, for endpoints here are called without it.

    Takes a tenth of a second of CPU time.

    Args:
        created: from when on it is valid, in seconds since the epoch.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65_537, key_size=_KEY_BITS)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.fromtimestamp(created, UTC))
        .not_valid_after(datetime.fromtimestamp(expiration(created), UTC))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
