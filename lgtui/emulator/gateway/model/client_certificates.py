"""Client certificates, as the operations on them take and give them."""

from lgtui.emulator.gateway.model.base import PatchOperation, Shape


class GenerateClientCertificateRequest(Shape, frozen=True, kw_only=True):
    """Input of GenerateClientCertificate."""

    description: str = ""
    tags: dict[str, str] = {}


class ClientCertificate(Shape, frozen=True, kw_only=True):
    """A certificate by which an endpoint knows API Gateway; dates in seconds since the epoch."""

    client_certificate_id: str
    description: str = ""
    pem_encoded_certificate: str
    created_date: float
    expiration_date: float
    tags: dict[str, str] | None = None


class ClientCertificateRequest(Shape, frozen=True, kw_only=True):
    """Input of the operations that name a client certificate."""

    client_certificate_id: str


class UpdateClientCertificateRequest(Shape, frozen=True, kw_only=True):
    """Input of UpdateClientCertificate."""

    client_certificate_id: str
    patch_operations: list[PatchOperation] = []


class ClientCertificates(Shape, frozen=True, kw_only=True):
    """A page of client certificates."""

    items: list[ClientCertificate]
    position: str = ""
