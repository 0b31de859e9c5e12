"""Reads the operations of an OpenAPI document: each is a method of a resource, with its integration."""

import re
from collections.abc import Iterator

from lgtui.emulator.gateway.model import Integration, Method, MethodResponse
from lgtui.emulator.gateway.openapi.definitions import DefinitionReader
from lgtui.emulator.gateway.openapi.integrations import read_integration
from lgtui.emulator.gateway.openapi.node import DocumentError, Node, Remark
from lgtui.emulator.gateway.openapi.security import Security

ANY_METHOD = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", ANY_METHOD)
_PATH_VARIABLE = re.compile(r"/\{([^{}/+]+)\+?\}")
_REQUEST_PLACES = {"path": "path", "query": "querystring", "header": "header"}


class MethodReader:
    """Reads the methods of one document."""

    def __init__(self, security: Security, definitions: DefinitionReader) -> None:
        self._security = security
        self._definitions = definitions

    def read(self, path: str, verb: str, operation: Node, shared: Node) -> Method:
        """One method.

        Args:
            path: of its resource.
            verb: `GET`, …, `ANY`.
            operation: as the document has it.
            shared: the parameters of all the path's operations.

        Raises:
            DocumentError: something of it cannot be read.
        """
        parameters = [each.resolved() for each in (*shared.items(), *operation.get("parameters").items())]
        required = self._security.of(operation)
        return Method(
            http_method=verb,
            authorization_type=required.authorization,
            authorizer_id=required.authorizer,
            authorization_scopes=list(required.scopes),
            api_key_required=required.api_key,
            operation_name=operation.get("operationId").text(),
            request_parameters={**_path_parameters(path), **dict(_request_parameters(parameters))},
            request_models=self._definitions.request_models_of(operation, parameters),
            request_validator_id=self._definitions.validator_of(operation),
            method_responses=dict(self._responses(operation)),
            method_integration=_integration(path, verb, operation),
        )

    def _responses(self, operation: Node) -> Iterator[tuple[str, MethodResponse]]:
        """The statuses that an operation declares, with headers and models; `default` is no status."""
        for status_code, written in operation.get("responses").entries():
            if not status_code.isdecimal():
                continue
            response = written.resolved()
            headers = response.get("headers").entries()
            yield (
                status_code,
                MethodResponse(
                    status_code=status_code,
                    response_parameters={f"method.response.header.{name}": False for name, _ in headers} or None,
                    response_models=self._response_models(operation, response) or None,
                ),
            )

    def _response_models(self, operation: Node, response: Node) -> dict[str, str]:
        if response.has("schema"):
            produced = self._definitions.content_types(operation, "produces")
            return self._definitions.models_for(response.get("schema"), produced)
        return self._definitions.models_of(response.get("content"))


def _path_parameters(path: str) -> dict[str, bool]:
    """The parameters that a path has, whether its operations say so or not (recorded on AWS)."""
    return {f"method.request.path.{name}": True for name in _PATH_VARIABLE.findall(path)}


def _request_parameters(parameters: list[Node]) -> Iterator[tuple[str, bool]]:
    """`method.request.querystring.page` → whether it is required; bodies and cookies are passed over."""
    for parameter in parameters:
        place = _REQUEST_PLACES.get(str(parameter.get("in").value))
        name = parameter.get("name").text()
        if place and name:
            yield f"method.request.{place}.{name}", parameter.get("required").value is True


def _integration(path: str, verb: str, operation: Node) -> Integration | None:
    """A method's integration, None where it has none.

    Raises:
        DocumentError: it is none, in the words that AWS has for it.
    """
    node = operation.get(INTEGRATION)
    if node.value is None:
        return None
    node = node.resolved()
    if not node.is_mapping:
        raise node.error(f"Unable to parse API definition because of a malformed integration at path {path}.")
    try:
        return read_integration(node, f"resource '{path}' and method '{verb}'")
    except DocumentError as error:
        told = f"Unable to put integration on '{verb}' for resource at path '{path}'"
        raise DocumentError([Remark(f"{told}: {text}", trail) for text, trail in error.remarks]) from error
