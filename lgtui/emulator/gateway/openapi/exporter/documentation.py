"""Writes published documentation into an exported document: as an extension, and as what OpenAPI has for it.

Guide, api-gateway-documenting-api-content-representation: a part also holds for what is below its path, for any method
where it names none, and so on; what is said of a place more exactly comes before.
"""

import time
from collections.abc import Iterator
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import DocumentationPart, DocumentationPartLocation, DocumentationSnapshot
from lgtui.emulator.gateway.openapi.documentation import DOCUMENTATION
from lgtui.emulator.gateway.openapi.methods import ANY_METHOD, VERBS

Object = dict[str, Any]

_TEXTS = ("description", "summary", "title")
_PARAMETERS = {"path": "PATH_PARAMETER", "query": "QUERY_PARAMETER", "header": "REQUEST_HEADER"}


def document_with(document: Object, published: DocumentationSnapshot) -> Object:
    """`document` with what a documentation version says of it."""
    return _Writer(published.parts).write(document) | {DOCUMENTATION: _extension(published)}


def _extension(published: DocumentationSnapshot) -> Object:
    """The parts as they are."""
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(published.version.created_date))
    parts = [
        {"location": msgspec.to_builtins(part.location), "properties": msgspec.json.decode(part.properties)}
        for part in published.parts
    ]
    return {"version": published.version.version, "createdDate": created, "documentationParts": parts}


class _Writer:
    """Puts parts where they belong; members of the document that stand already give way to theirs."""

    def __init__(self, parts: list[DocumentationPart]) -> None:
        exactness = sorted(parts, key=lambda part: _exactness(part.location))
        self._parts: dict[str, list[tuple[DocumentationPartLocation, Object]]] = {}
        for part in exactness:
            properties = msgspec.json.decode(part.properties)
            self._parts.setdefault(part.location.type, []).append((part.location, properties))

    def write(self, document: Object) -> Object:
        of_api = self._all("API")
        info = _fitting(of_api.get("info"), ("description",))
        return {
            **document,
            "info": {**document["info"], **info},
            **_fitting(of_api, ("tags", "externalDocs")),
            "paths": {path: self._path(path, item) for path, item in document["paths"].items()},
            **self._components(document),
        }

    def _components(self, document: Object) -> Object:
        """Models and authorizers, wherever the document has them."""
        if "components" in document:
            return {"components": self._named(document["components"], "schemas", "securitySchemes")}
        return self._named(document, "definitions", "securityDefinitions")

    def _named(self, holder: Object, models: str, authorizers: str) -> Object:
        made = dict(holder) if models == "schemas" else {}
        if models in holder:
            made[models] = {name: self._model(name, schema) for name, schema in holder[models].items()}
        if authorizers in holder:
            made[authorizers] = {
                name: {**scheme, **_fitting(self._all("AUTHORIZER", name=name), ("description",))}
                for name, scheme in holder[authorizers].items()
            }
        return made

    def _model(self, name: str, schema: Any) -> Any:
        """A model's schema, or a property's: `Order.price`."""
        made = {**schema, **_fitting(self._all("MODEL", name=name), ("description", "title"))}
        properties = schema.get("properties")
        if isinstance(properties, dict):
            made["properties"] = {
                key: self._model(f"{name}.{key}", inner) if isinstance(inner, dict) else inner
                for key, inner in properties.items()
            }
        return made

    def _path(self, path: str, item: Object) -> Object:
        operations = {
            key: self._operation(path, "ANY" if key == ANY_METHOD else key.upper(), operation)
            for key, operation in item.items()
            if key in VERBS
        }
        return {**operations, **_fitting(self._all("RESOURCE", path), ())}

    def _operation(self, path: str, method: str, operation: Object) -> Object:
        at = path, method
        made = {
            **_fitting(self._all("METHOD", *at), ("summary", "description", "tags", "deprecated", "externalDocs")),
            **operation,
        }
        if "parameters" in operation:
            made["parameters"] = [self._parameter(at, each) for each in operation["parameters"]]
        if "requestBody" in operation:
            made["requestBody"] = {**operation["requestBody"], **self._described("REQUEST_BODY", at)}
        if "responses" in operation:
            made["responses"] = {
                status: self._response(at, status, each) for status, each in operation["responses"].items()
            }
        return made

    def _parameter(self, at: tuple[str, str], parameter: Object) -> Object:
        kind = _PARAMETERS.get(parameter["in"])
        said = self._described(kind, at, name=parameter["name"]) if kind else self._described("REQUEST_BODY", at)
        return {**parameter, **said}

    def _response(self, at: tuple[str, str], status: str, response: Object) -> Object:
        made = {**response, **self._described("RESPONSE", at, status)}
        if "headers" in response:
            made["headers"] = {
                name: {**header, **self._described("RESPONSE_HEADER", at, status, name)}
                for name, header in response["headers"].items()
            }
        return made

    def _described(self, kind: str, at: tuple[str, str], status: str = "", name: str = "") -> Object:
        return _fitting(self._all(kind, *at, status, name), ("description",))

    def _all(self, kind: str, path: str = "", method: str = "", status: str = "", name: str = "") -> Object:
        """Everything that is said of an entity, what is said most exactly last."""
        said: Object = {}
        for location, properties in self._parts.get(kind, ()):
            if all(_holds(location, path, method, status, name)):
                said |= properties
        return said


def _exactness(location: DocumentationPartLocation) -> tuple[int, bool, bool]:
    return len(location.path.strip("/")), location.method not in ("", "*"), location.status_code not in ("", "*")


def _holds(location: DocumentationPartLocation, path: str, method: str, status: str, name: str) -> Iterator[bool]:
    """Whether what is said of a location is said of an entity too, member by member."""
    yield f"{path.rstrip('/')}/".startswith(f"{location.path.rstrip('/')}/")
    yield location.method in ("", "*", method)
    yield location.status_code in ("", "*", status)
    yield location.name in ("", name)


def _fitting(properties: Any, names: tuple[str, ...]) -> Object:
    """Of what is said, that which OpenAPI has for the entity, and extensions that are not API Gateway's own."""
    if not isinstance(properties, dict):
        return {}
    return {
        name: value
        for name, value in properties.items()
        if (name in names and (name not in _TEXTS or isinstance(value, str)))
        or (name.startswith("x-") and not name.startswith("x-amazon-apigateway-"))
    }
