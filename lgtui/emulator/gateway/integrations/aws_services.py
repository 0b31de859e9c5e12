"""AWS's services as integrations reach them: where each one is, and the signature that it wants."""

from collections.abc import Set

from lgtui.emulator.credentials import Credentials


class AwsServices:
    """Knows where each service is, and signs what is sent there.

    Args:
        credentials: the default pair signs; roles of integrations are not assumed.
        services_endpoint: URL of what emulates, or is, every service that the region is not; empty for none.
    """

    def __init__(self, credentials: Credentials, services_endpoint: str) -> None:
        self._credential = credentials.default
        self._services_endpoint = services_endpoint.rstrip("/")
        self._own_url = ""
        self._own_services: Set[str] = frozenset()

    def set_own_endpoint(self, url: str, services: Set[str]) -> None:
        """Say where the region itself is reached, and which services it is."""
        self._own_url, self._own_services = url, services

    def url_of(self, service: str) -> str:
        """Where a service is, without a path; empty where nothing is that service."""
        return self._own_url if service in self._own_services else self._services_endpoint

    def signed(
        self, scope: tuple[str, str], http_method: str, url: str, headers: list[tuple[str, str]], body: bytes
    ) -> list[tuple[str, str]]:
        """A request's headers with a signature of Version 4.

        It bears the real date, because the service may be a real one.

        Args:
            scope: the service's name in signatures and the region.
            url: with every character escaped that needs it.
            headers: `Host` too, where it is not that of `url`.
        """
        from botocore.auth import S3SigV4Auth, SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials as Keys

        service, region = scope
        keys = Keys(self._credential.access_key_id, self._credential.secret_access_key)
        request = AWSRequest(http_method, url, dict(headers), body)
        (S3SigV4Auth if service == "s3" else SigV4Auth)(keys, service, region).add_auth(request)
        return [(name, str(value)) for name, value in request.headers.items()]
