"""What of a document's base path becomes resources: AWS's parameter `basepath` of ImportRestApi and PutRestApi."""

from typing import Literal, get_args
from urllib.parse import urlsplit

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.openapi.node import Node

BasePath = Literal["ignore", "prepend", "split"]


def base_path_mode(text: str) -> BasePath:
    """A value of the parameter.

    Raises:
        BadRequestException: it is none.
    """
    for mode in get_args(BasePath):
        if text.lower() == mode:
            return mode  # type: ignore[no-any-return]  # one of the literal's values, as just seen
    raise BadRequestException(f"Invalid base path mode '{text}': it is ignore, prepend or split")


def prefix(document: Node, mode: BasePath) -> str:
    """What comes before every path of the document: empty, or `/base/part`.

    `split` leaves the base path's first part away, as AWS does (guide, api-gateway-import-api-basePath).
    """
    if mode == "ignore":
        return ""
    parts = [part for part in base_path(document).split("/") if part]
    return "".join(f"/{part}" for part in (parts if mode == "prepend" else parts[1:]))


def base_path(document: Node) -> str:
    """Swagger's `basePath`, or the path of OpenAPI 3's first server that has one."""
    if document.has("basePath"):
        return document.get("basePath").text()
    paths = (_server_path(server) for server in document.get("servers").items())
    return next((path for path in paths if path.strip("/")), "")


def _server_path(server: Node) -> str:
    """The path of a server's URL, its variables at their defaults."""
    url = server.get("url").text()
    for name, variable in server.get("variables").entries():
        url = url.replace(f"{{{name}}}", variable.get("default").text().strip("/"))
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return "" if "{" in path else path
