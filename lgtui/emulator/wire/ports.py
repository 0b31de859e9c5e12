"""Ports on the loopback address: the one that was asked for, or the next free one."""

import errno
import socket

ADDRESS = "127.0.0.1"
BACKLOG = 2_048
TRIES = 200
"""Ports looked at, one after the other, before giving up."""


class PortTaken(Exception):
    """A port that was asked for by number is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use; choose another one, or 0 for any free one")
        self.port = port


def bind_exactly(port: int) -> socket.socket:
    """A socket bound to `port` (0 takes any free one), not listening yet.

    Raises:
        PortTaken: the port is in use.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((ADDRESS, port))
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise PortTaken(port) from error
        raise
    bound.setblocking(False)
    return bound


def bind_from(port: int) -> socket.socket:
    """A socket bound to `port` or to the first free one after it; port 0 takes any.

    Raises:
        PortTaken: none of the next `TRIES` ports is free.
    """
    for candidate in range(port, min(port + TRIES, 65_536)):
        try:
            return bind_exactly(candidate)
        except PortTaken:
            continue
    raise PortTaken(port)
