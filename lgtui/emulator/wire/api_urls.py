"""Where APIs are on the control port: by path, and by host names as AWS and LocalStack have them."""

import re

PREFIX = "/_aws/execute-api/"

_HOST = re.compile(
    r"(?P<id>[a-z0-9]{1,63})\.execute-api\.(?:[a-z0-9-]+\.)?localhost(?:\.localstack\.cloud)?(?::\d+)?", re.IGNORECASE
)

_USER_REQUEST = re.compile(r"/restapis/(?P<id>[^/]+)/(?P<stage>[^/]+)/_user_request_(?P<rest>/.*)?")


def api_and_path(host: str, path: str) -> tuple[str, str] | None:
    """The id of the API that a request is for, and its path from the stage on; None where it is for none.

    Args:
        host: the `Host` header; `{id}.execute-api.localhost`, with a region or a port or without, names an API.
        path: the raw path; below `PREFIX` it begins with an API's id, and LocalStack's older form is
            `/restapis/{id}/{stage}/_user_request_/…`.
    """
    if match := _HOST.fullmatch(host):
        return match["id"].lower(), path
    if path.startswith(PREFIX):
        api_id, _, rest = path.removeprefix(PREFIX).partition("/")
        return api_id, f"/{rest}"
    if match := _USER_REQUEST.fullmatch(path):
        return match["id"], f"/{match['stage']}{match['rest'] or '/'}"
    return None
