"""What Swagger 2.0 and OpenAPI 3.0 write differently, each as API Gateway's export has it (recorded on AWS)."""

from typing import Any, Protocol

from lgtui.emulator.gateway.model import MethodResponse

Object = dict[str, Any]


class Dialect(Protocol):
    """One of the two.

    Attributes:
        schemas: where references find the models.
    """

    schemas: str

    def head(self, info: Object, host: str, stage_name: str, endpoint: Object) -> Object:
        """The document's first members; `endpoint` is what the endpoint's extension says."""
        ...

    def parameter(self, place: str, name: str, required: bool) -> Object:
        """A parameter of a request: `place` is path, query or header."""
        ...

    def request(self, models: dict[str, str], parameters: list[Object], consumes: list[str]) -> Object:
        """An operation's members that say what requests have: parameters, and a body by its models."""
        ...

    def response(self, response: MethodResponse) -> Object:
        """A response by its status, headers and models."""
        ...

    def produces(self, content_types: list[str]) -> Object:
        """An operation's member that says the content types of its answers."""
        ...

    def components(self, schemas: Object, security: Object) -> Object:
        """The members that hold models and security schemes."""
        ...


class Swagger:
    """Swagger 2.0."""

    schemas = "#/definitions/"

    def head(self, info: Object, host: str, stage_name: str, endpoint: Object) -> Object:
        head = {"swagger": "2.0", "info": info, "host": host, "basePath": f"/{stage_name}", "schemes": ["https"]}
        return {**head, **endpoint}

    def parameter(self, place: str, name: str, required: bool) -> Object:
        return {"name": name, "in": place, "required": required, "type": "string"}

    def request(self, models: dict[str, str], parameters: list[Object], consumes: list[str]) -> Object:
        body = [self._body(model) for model in list(models.values())[:1]]
        listed = [*parameters, *body]
        return {**({"consumes": consumes} if consumes else {}), **({"parameters": listed} if listed else {})}

    def _body(self, model: str) -> Object:
        return {"in": "body", "name": model, "required": True, "schema": {"$ref": self.schemas + model}}

    def response(self, response: MethodResponse) -> Object:
        made: Object = {"description": f"{response.status_code} response"}
        for model in list((response.response_models or {}).values())[:1]:
            made["schema"] = {"$ref": self.schemas + model}
        headers = {name: {"type": "string"} for name in _headers(response)}
        return {**made, **({"headers": headers} if headers else {})}

    def produces(self, content_types: list[str]) -> Object:
        return {"produces": content_types} if content_types else {}

    def components(self, schemas: Object, security: Object) -> Object:
        made = {"securityDefinitions": security} if security else {}
        return {**made, **({"definitions": schemas} if schemas else {})}


class OpenApi:
    """OpenAPI 3.0."""

    schemas = "#/components/schemas/"

    def head(self, info: Object, host: str, stage_name: str, endpoint: Object) -> Object:
        server = {"url": f"https://{host}/{{basePath}}", "variables": {"basePath": {"default": stage_name}}}
        return {"openapi": "3.0.1", "info": info, "servers": [{**server, **endpoint}]}

    def parameter(self, place: str, name: str, required: bool) -> Object:
        return {
            "name": name,
            "in": place,
            **({"required": True} if required else {}),
            "schema": {"type": "string"},
        }

    def request(self, models: dict[str, str], parameters: list[Object], consumes: list[str]) -> Object:
        made: Object = {"parameters": parameters} if parameters else {}
        if models:
            made["requestBody"] = {"content": self._content(models), "required": True}
        return made

    def _content(self, models: dict[str, str]) -> Object:
        return {content_type: {"schema": {"$ref": self.schemas + model}} for content_type, model in models.items()}

    def response(self, response: MethodResponse) -> Object:
        headers = {name: {"schema": {"type": "string"}} for name in _headers(response)}
        return {
            "description": f"{response.status_code} response",
            **({"headers": headers} if headers else {}),
            "content": self._content(response.response_models or {}),
        }

    def produces(self, content_types: list[str]) -> Object:
        return {}

    def components(self, schemas: Object, security: Object) -> Object:
        made = {"schemas": schemas} if schemas else {}
        return {"components": {**made, **({"securitySchemes": security} if security else {})}}


DIALECTS: dict[str, Dialect] = {"oas30": OpenApi(), "swagger": Swagger()}
"""By GetExport's `exportType`."""


def _headers(response: MethodResponse) -> list[str]:
    return [name.removeprefix("method.response.header.") for name in response.response_parameters or ()]
