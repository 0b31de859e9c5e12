"""AWS's own service models, as botocore ships them: which request is which operation (rule 2 of the design)."""

import gzip
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

SERVICES = {"lambda": "2015-03-31", "apigateway": "2015-07-09"}
"""Emulated services and the version of their API, by the name they are signed with."""


class Operation(msgspec.Struct, frozen=True):
    """One operation of a service.

    Attributes:
        name: AWS's name, `UpdateStage`.
        service: the service it belongs to, a key of `SERVICES`.
        status: the HTTP status of a success.
        path: the URI's segments; `{label}` stands for one segment, `{label+}` for the rest.
        query: query parameters that must be present with these values for the URI to match.
        input_shape, output_shape: names of shapes, empty where there is none.
    """

    name: str
    service: str
    http_method: str
    status: int
    path: list[str]
    query: dict[str, str]
    input_shape: str
    output_shape: str

    def bind(self, segments: list[str], query: dict[str, list[str]]) -> dict[str, str] | None:
        """The URI's labels and their decoded values where the request is this operation's, else None."""
        if any(query.get(name, [None])[0] != value for name, value in self.query.items()):
            return None
        labels: dict[str, str] = {}
        for position, part in enumerate(self.path):
            if part.endswith("+}"):
                labels[part[1:-2]] = unquote("/".join(segments[position:]))
                return labels
            if position >= len(segments):
                return None
            if part.startswith("{"):
                labels[part[1:-1]] = unquote(segments[position])
            elif part != segments[position]:
                return None
        return labels if len(segments) == len(self.path) else None


class ServiceModel:
    """One service's operations and shapes."""

    def __init__(self, service: str) -> None:
        description = _read_description(service, SERVICES[service])
        self.shapes: dict[str, dict[str, Any]] = description["shapes"]
        self._operations: dict[str, list[Operation]] = {}
        for operation in description["operations"].values():
            parsed = _parse_operation(service, operation)
            self._operations.setdefault(parsed.http_method, []).append(parsed)
        for candidates in self._operations.values():
            # Fixed query parameters and literal segments say more than labels, so they are tried first.
            candidates.sort(key=lambda found: (-len(found.query), sum(part.startswith("{") for part in found.path)))

    def find(
        self, http_method: str, raw_path: str, query: dict[str, list[str]]
    ) -> tuple[Operation, dict[str, str]] | None:
        """The operation a request asks for, with the values of the URI's labels; None where there is no such one."""
        segments = [segment for segment in raw_path.split("/") if segment]
        for operation in self._operations.get(http_method, ()):
            labels = operation.bind(segments, query)
            if labels is not None:
                return operation, labels
        return None


@cache
def service_model(service: str) -> ServiceModel:
    """The model of `service`, read once."""
    return ServiceModel(service)


def _read_description(service: str, version: str) -> dict[str, Any]:
    """Read the model's file without importing botocore, which would cost a third of a second."""
    spec = importlib.util.find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("botocore is not installed; its service models are needed: pip install botocore")
    folder = Path(spec.submodule_search_locations[0]) / "data" / service / version
    packed = folder / "service-2.json.gz"
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / "service-2.json").read_bytes()
    description: dict[str, Any] = msgspec.json.decode(content)
    return description


def _parse_operation(service: str, description: dict[str, Any]) -> Operation:
    uri, _, query = description["http"]["requestUri"].partition("?")
    return Operation(
        name=description["name"],
        service=service,
        http_method=description["http"]["method"],
        status=description["http"].get("responseCode", 200),
        path=[segment for segment in uri.split("/") if segment],
        query=dict(parse_qsl(query, keep_blank_values=True)),
        input_shape=description.get("input", {}).get("shape", ""),
        output_shape=description.get("output", {}).get("shape", ""),
    )
