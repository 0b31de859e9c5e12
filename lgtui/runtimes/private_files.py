"""Files of its own for an environment: `/tmp` with a size, and `/opt`, in a mount namespace (Linux, no privileges).

Run inside the fork server and the processes that it forks. The first process of an environment makes the namespace
and hands it to the server, which keeps it open: later processes of the environment join it, so that `/tmp` outlives a
reset. Where the kernel does not let an ordinary user do that, `find` answers None and environments do without.
"""

from __future__ import annotations

import ctypes
import os
from typing import Any

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000


class Namespaces:
    """The system calls, for a process that may mount (`as_user` False) or needs a user namespace to do so."""

    def __init__(self, library: Any, as_user: bool) -> None:
        self._library = library
        self._as_user = as_user

    def make(self, storage: int, layers: str) -> list[int]:
        """Put this process into a namespace of its own.

        Args:
            storage: bytes that its `/tmp` holds.
            layers: what lies at its `/opt`, or empty.

        Returns:
            Descriptors of the namespace, for `join`; the caller closes them.

        Raises:
            OSError: the kernel refuses.
        """
        uid, gid = os.getuid(), os.getgid()
        self._check(self._library.unshare(CLONE_NEWNS | (CLONE_NEWUSER if self._as_user else 0)))
        if self._as_user:
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", "{0} {0} 1".format(uid))
            _write("/proc/self/gid_map", "{0} {0} 1".format(gid))
        self._mount("none", "/", None, MS_REC | MS_PRIVATE)
        if layers:
            self._mount(layers, "/opt", None, MS_BIND)
        self._mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777,size={}".format(storage))
        names = ("user", "mnt") if self._as_user else ("mnt",)
        return [os.open("/proc/self/ns/{}".format(name), os.O_RDONLY) for name in names]

    def join(self, descriptors: list[int]) -> None:
        """Put this process into the namespace that `make` described.

        Raises:
            OSError: the kernel refuses.
        """
        for descriptor in descriptors:
            self._check(self._library.setns(descriptor, 0))

    def _mount(self, source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
        texts = [text.encode() if text is not None else None for text in (source, target, kind)]
        self._check(self._library.mount(*texts, ctypes.c_ulong(flags), data.encode() or None))

    @staticmethod
    def _check(result: int) -> None:
        if result != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))


def find() -> Namespaces | None:
    """The way in which environments can have files of their own here, None where there is none."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
    if not all(hasattr(library, name) for name in ("unshare", "setns", "mount")):
        return None
    ways = (Namespaces(library, as_user) for as_user in (False, True))
    return next((way for way in ways if _works(way)), None)


def _works(way: Namespaces) -> bool:
    """Whether a process, one of its own, can be put into a namespace this way."""
    pid = os.fork()
    if pid == 0:
        try:
            way.make(1 << 20, "")
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1] == 0


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
