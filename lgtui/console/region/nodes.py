"""What stands in the resource tree besides what the composer sends to: what one can look at, but not call."""

from dataclasses import dataclass

from lgtui.console.region.state import Target, in_words


@dataclass(frozen=True)
class ApiNode:
    """An API."""

    api_id: str
    name: str


@dataclass(frozen=True)
class ResourceNode:
    """A resource of an API; `path` is whole."""

    api_id: str
    resource_id: str
    path: str


@dataclass(frozen=True)
class AuthorizerNode:
    """An authorizer of an API."""

    api_id: str
    authorizer_id: str
    name: str


@dataclass(frozen=True)
class EventSourceNode:
    """An event source mapping."""

    mapping_id: str
    name: str


Node = ApiNode | ResourceNode | AuthorizerNode | EventSourceNode

Subject = Target | Node
"""What AWS's operations can be asked about."""


def title_of(subject: Subject) -> str:
    """Something in the tree as titles name it."""
    match subject:
        case ApiNode(name=name):
            return f"API {name}"
        case ResourceNode(path=path):
            return path
        case AuthorizerNode(name=name):
            return f"authorizer {name}"
        case EventSourceNode(name=name):
            return f"event source {name}"
        case _:
            return in_words(subject).removeprefix("invoke ")
