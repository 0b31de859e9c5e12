"""Who may drive the emulator: programs on this machine, never a web page."""

from urllib.parse import urlsplit

_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1", "localhost.localstack.cloud"}


def refusal(host: str, origin: str | None) -> str | None:
    """Why a request to the control port is refused, or None where it may pass.

    A page that a browser shows can reach loopback ports: by a name of its own that resolves to 127.0.0.1 (so `Host`
    must be a loopback name), or across origins (so `Origin`, where there is one, must be this port itself).

    Args:
        host: the `Host` header.
        origin: the `Origin` header, None where absent.
    """
    name = _host_name(f"//{host}")
    if name is None or not is_loopback(name):
        return f"Refused: Host '{host}' is not a loopback name; use http://127.0.0.1 or http://localhost."
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return f"Refused: a page of origin '{origin}' may not drive the emulator."
    return None


def _host_name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def is_loopback(name: str) -> bool:
    """Whether a host name stands for this machine."""
    return name in _LOOPBACK_NAMES or name.endswith((".localhost", ".localhost.localstack.cloud"))
