"""AWS's own service models, as botocore ships them: which request is which operation (rule 2 of the design)."""

import gzip
import importlib.util
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

REST_SERVICES = ("lambda", "apigateway")
"""Emulated services whose requests are told apart by method and path, by the name they are signed with."""

SERVICES = {
    "lambda": "lambda/2015-03-31",
    "apigateway": "apigateway/2015-07-09",
    "logs": "logs/2014-03-28",
    "monitoring": "cloudwatch/2010-08-01",
    "sts": "sts/2011-06-15",
}
"""All emulated services, by the name they are signed with, and where botocore has their models."""


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


class _Branch:
    """The operations whose URIs go on alike from here: by literal segment, by a label, ended here, or by any rest."""

    __slots__ = ("ended", "label", "literals", "rest")

    def __init__(self) -> None:
        self.literals: dict[str, _Branch] = {}
        self.label: _Branch | None = None
        self.ended: list[Operation] = []
        self.rest: list[Operation] = []

    def add(self, operation: Operation, position: int = 0) -> None:
        """Let `operation`'s URI go on from its segment `position`; fixed query parameters are looked for first."""
        part = operation.path[position] if position < len(operation.path) else ""
        if not part or part.endswith("+}"):
            ending = self.rest if part else self.ended
            ending.append(operation)
            ending.sort(key=lambda found: -len(found.query))
        elif part.startswith("{"):
            self.label = self.label or _Branch()
            self.label.add(operation, position + 1)
        else:
            self.literals.setdefault(part, _Branch()).add(operation, position + 1)

    def candidates(self, segments: list[str], position: int = 0) -> Iterator[Operation]:
        """Operations whose URI may be this one; literal segments say more than labels, so they come first."""
        if position == len(segments):
            yield from self.ended
        else:
            literal = self.literals.get(segments[position])
            if literal is not None:
                yield from literal.candidates(segments, position + 1)
            if self.label is not None:
                yield from self.label.candidates(segments, position + 1)
        yield from self.rest


class ServiceModel:
    """One service's operations and shapes.

    Attributes:
        shapes: by name, as botocore has them.
        protocols: which of AWS's protocols the service speaks.
        target_prefix: what names the service in JSON's `X-Amz-Target` and in CBOR's paths.
        is_query_compatible: whether the service once spoke the Query protocol alone.
    """

    def __init__(self, service: str) -> None:
        description = _read_description(SERVICES[service])
        metadata = description["metadata"]
        self.api_version: str = metadata["apiVersion"]
        self.protocols: list[str] = metadata.get("protocols", [metadata["protocol"]])
        self.json_version: str = metadata.get("jsonVersion", "")
        self.target_prefix: str = metadata.get("targetPrefix", "")
        self.xml_namespace: str = metadata.get("xmlNamespace", "")
        self.is_query_compatible = "awsQueryCompatible" in metadata
        self.shapes: dict[str, dict[str, Any]] = description["shapes"]
        self._operations = {
            name: _parse_operation(service, operation) for name, operation in description["operations"].items()
        }
        self._branches: dict[str, _Branch] = {}
        for operation in self._operations.values():
            self._branches.setdefault(operation.http_method, _Branch()).add(operation)

    def operations(self) -> Collection[Operation]:
        """Every operation of the service, emulated or not."""
        return self._operations.values()

    def operation(self, name: str) -> Operation | None:
        """The operation of that name; None where there is none."""
        return self._operations.get(name)

    def find(
        self, http_method: str, raw_path: str, query: dict[str, list[str]]
    ) -> tuple[Operation, dict[str, str]] | None:
        """The operation a request asks for, with the values of the URI's labels; None where there is no such one."""
        branch = self._branches.get(http_method)
        if branch is None:
            return None
        segments = [segment for segment in raw_path.split("/") if segment]
        for operation in branch.candidates(segments):
            labels = operation.bind(segments, query)
            if labels is not None:
                return operation, labels
        return None


@cache
def service_model(service: str) -> ServiceModel:
    """The model of `service`, read once."""
    return ServiceModel(service)


def _read_description(place: str) -> dict[str, Any]:
    """Read the model's file without importing botocore, which would cost a third of a second."""
    spec = importlib.util.find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("botocore is not installed; its service models are needed: pip install botocore")
    folder = Path(spec.submodule_search_locations[0]) / "data" / place
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
