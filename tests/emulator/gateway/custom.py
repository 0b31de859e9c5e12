"""An API of custom integrations for tests: methods with templates, responses and mappings in few words."""

from typing import Any

from lgtui.emulator.gateway.model import (
    CreateRestApiRequest,
    PutIntegrationResponseRequest,
    PutMethodResponseRequest,
)
from tests.emulator.gateway.stand import Answer, Stand


class CustomApi:
    """An API whose methods have custom integrations; deployed anew with each method."""

    def __init__(self, stand: Stand, name: str = "custom") -> None:
        self.stand = stand
        self.id = stand.gateway.create_rest_api(CreateRestApiRequest(name=name)).id
        self.last_place: dict[str, Any] = {}

    def place(self, method: str, **integration: Any) -> dict[str, Any]:
        """Put a method and its integration; what names the method in further requests."""
        http_method, path = method.split(" ")
        resource_id = self.stand.put(self.id, http_method, path, **integration)
        self.last_place = {"rest_api_id": self.id, "resource_id": resource_id, "http_method": http_method}
        return self.last_place

    def put(
        self,
        method: str,
        responses: dict[str, dict[str, Any]],
        *,
        variables: dict[str, str] | None = None,
        **integration: Any,
    ) -> None:
        """Put a method with an integration and its responses by status code, and deploy."""
        place = self.place(method, **integration)
        for status_code, members in responses.items():
            parameters = dict.fromkeys(members.get("response_parameters", {}), False)
            self.stand.gateway.put_method_response(
                PutMethodResponseRequest(**place, status_code=status_code, response_parameters=parameters)
            )
            self.stand.gateway.put_integration_response(
                PutIntegrationResponseRequest(**place, status_code=status_code, **members)
            )
        self.stand.deploy(self.id, variables)

    def mock(
        self, method: str, templates: dict[str, str], responses: dict[str, dict[str, Any]], **members: Any
    ) -> None:
        """Put a method with a mock integration."""
        integration: dict[str, Any] = {
            "type": "MOCK",
            "uri": "",
            "integration_http_method": "",
            "request_templates": templates,
        }
        self.put(method, responses, **integration, **members)

    async def send(self, http_method: str, path: str, **request: Any) -> Answer:
        """Send a request."""
        return await self.stand.send(self.id, http_method, path, **request)
