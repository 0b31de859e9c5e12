"""Operations on client certificates."""

import asyncio

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.certificates import expiration, self_signed
from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import (
    ClientCertificate,
    ClientCertificateRequest,
    ClientCertificates,
    Empty,
    GenerateClientCertificateRequest,
    PageRequest,
    UpdateClientCertificateRequest,
)
from lgtui.emulator.gateway.operations.base import Operations, brief, page
from lgtui.emulator.gateway.operations.patching import REPLACE, Patcher, Path, member


class ClientCertificateOperations(Operations):
    """GenerateClientCertificate, GetClientCertificate(s), UpdateClientCertificate, DeleteClientCertificate."""

    async def generate_client_certificate(self, request: GenerateClientCertificateRequest) -> ClientCertificate:
        """Make a certificate."""
        certificate_id = short_id(self._random, 6, self._store.client_certificates)
        created = self._now()
        certificate = ClientCertificate(
            client_certificate_id=certificate_id,
            description=request.description,
            pem_encoded_certificate=await asyncio.to_thread(self_signed, "ApiGateway", created),
            created_date=created,
            expiration_date=expiration(created),
            tags=request.tags,
        )
        self._store.client_certificates[certificate_id] = certificate
        return brief(certificate)

    def get_client_certificate(self, request: ClientCertificateRequest) -> ClientCertificate:
        """The certificate of that id."""
        return self._store.client_certificate(request.client_certificate_id)

    def get_client_certificates(self, request: PageRequest) -> ClientCertificates:
        """A page of all certificates, oldest first."""
        certificates = list(self._store.client_certificates.values())
        items, position = page(certificates, request.position, request.limit)
        return ClientCertificates(items=[brief(item) for item in items], position=position)

    def update_client_certificate(self, request: UpdateClientCertificateRequest) -> ClientCertificate:
        """Describe a certificate in other words.

        Raises:
            BadRequestException: anything but the description is to be changed.
        """
        before = self._store.client_certificate(request.client_certificate_id)
        certificate = _PATCHER.apply(before, request.patch_operations)
        self._store.client_certificates[certificate.client_certificate_id] = certificate
        return certificate

    def delete_client_certificate(self, request: ClientCertificateRequest) -> Empty:
        """Remove a certificate.

        Raises:
            BadRequestException: a stage has it [guess].
        """
        certificate_id = self._store.client_certificate(request.client_certificate_id).client_certificate_id
        for state in self._store.apis.values():
            for stage in state.stages.values():
                if stage.client_certificate_id == certificate_id:
                    raise BadRequestException(
                        f"Client certificate {certificate_id} is used by the stage {stage.stage_name} of the API "
                        f"{state.api.id}"
                    )
        del self._store.client_certificates[certificate_id]
        return Empty()


_PATCHER: Patcher[ClientCertificate] = Patcher([Path("/description", REPLACE, member("description"))])
